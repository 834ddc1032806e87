//! LaTeX for a paper: the cells of a claim as a table (booktabs), or the figure of a claim (pgfplots).

mod column;
mod letters;
mod table;

pub(super) use letters::{latex_number, latex_text};
pub use table::latex_table;
pub(super) use table::write_origin;
