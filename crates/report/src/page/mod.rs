//! `paper_checks.html`: what a check found, as one page that needs no other file. It is whole without scripts.
//!
//! The page is built from the document of a check, as `paper_checks.md` is (`whole` puts it together). Text from claim files becomes HTML in `html` and
//! `prose` only.

mod claim;
mod claims_table;
mod classes;
mod commands;
mod compact;
mod contents;
mod csp;
mod dark;
mod drawing;
mod elements;
mod figure_block;
mod folds;
mod formula;
mod html;
mod markers;
mod merged_table;
mod minimal;
mod numbers;
mod path_data;
mod prose;
mod results;
mod shapes;
mod sheet;
mod tables;
mod tiles;
mod views;
mod whole;

pub(super) use whole::page;
