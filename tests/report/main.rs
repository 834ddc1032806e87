//! Figures and reports.

#[path = "../../crates/report/src/figure/ink.rs"]
mod ink;
#[path = "../common/root.rs"]
mod root;

mod figures;
mod own_relation;
mod report;
