//! LaTeX to put into a paper: a table of a claim's cells (booktabs), or its figure (pgfplots).

mod letters;
mod table;

pub(super) use letters::{latex_number, latex_text};
pub use table::latex_table;
pub(super) use table::write_origin;
