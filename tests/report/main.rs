//! Figures and reports.

#[path = "../common/checks.rs"]
mod checks;
#[path = "../../crates/report/src/figure/ink.rs"]
mod ink;
#[path = "../common/own_claim.rs"]
mod own_claim;
#[path = "../common/root.rs"]
mod root;

mod figures;
mod own_relation;
mod report;
