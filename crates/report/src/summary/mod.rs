//! What a check found, in the words and groups that `paper_checks.md` and the page share.

mod bottom_line;
mod claim_row;
mod form;
mod parts;
mod result_row;
mod tried;

pub(super) use bottom_line::bottom_line;
pub(super) use claim_row::ClaimRow;
pub(super) use form::Form;
pub(super) use parts::{Part, PartResult, concern_the_paper, parts};
pub(super) use result_row::ResultRow;
