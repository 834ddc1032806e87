//! Figures and reports.

#[path = "../common/root.rs"]
mod root;

mod figures;
mod own_relation;
mod report;
