//! Reports: tables, figures, `checks.json` and `paper_checks.md`.
//!
//! A [`CheckDocument`] holds the outcomes of a check, and is `checks.json`. [`write_reports`] writes the report and the figures from it, and [`write_cells`] its tables.
//! [`figure_svg`] draws one figure, and [`latex_table`], [`pgfplots_figure`] and [`vega_lite_figure`] export what a claim shows.

mod ablation;
mod binding;
mod caption;
mod compare;
mod conditions;
mod definition;
mod document;
mod doubt;
mod error;
mod expected;
mod export;
mod failures;
mod falsification;
mod figure;
mod files;
mod folder;
mod gallery;
mod illustration;
mod latex;
mod left_out;
mod link;
mod markdown;
mod nearness;
mod network;
mod number;
mod page;
mod paper;
mod paper_cells;
mod paper_claim;
mod paper_method;
mod place;
mod premise;
mod printed;
mod results;
mod run;
mod shell;
mod signs;
mod summary;
mod table;
mod tally;
mod theory;
mod visible;
mod whole_file;
mod wrap;

pub use ablation::ablation_table;
pub use compare::{Difference, compare_documents};
pub use document::CheckDocument;
pub use error::ReportError;
pub use export::{
    Column, ExportError, ExportFormat, ExportTable, Provenance, Values, cells_table, columns_table, replicates_table,
    require_format, write_cells, write_table,
};
pub use failures::details_of_failures;
pub use falsification::{falsification_text, write_counterexamples, write_new_counterexamples};
pub use figure::{
    Face, FigureError, FontError, Letters, PrintFormat, Rendition, ablation_svg, ablation_svg_as, figure_colours,
    figure_description, figure_svg, figure_svg_as, pgfplots_figure, vega_lite_figure,
};
pub use files::{ReportOptions, Written, write_reports};
pub use folder::check_folder;
pub use latex::latex_table;
pub use left_out::LeftOut;
pub use network::network_text;
pub use number::{grouped, interval_text, measured, rounded, significant, with_interval};
pub use run::{Run, RunWork};
pub use shell::{quoted, quoted_path, quoted_setting};
pub use table::{check_table, painted};
pub use tally::counted_verdicts;
pub use visible::{acts, visible, visible_json};
pub use whole_file::{remove_unfinished, write_text};
pub use wrap::{indented, wrapped};
