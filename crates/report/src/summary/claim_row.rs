//! A claim in a table.

use weak_to_strong_lab::claim::ClaimOutcome;

use super::form::Form;
use super::tried::tried;
use crate::CheckDocument;
use crate::nearness::Nearness;
use crate::table::claim_warrant;

/// The columns of a claim.
pub(crate) struct ClaimRow<'a> {
    /// The claim.
    pub(crate) claim: &'a ClaimOutcome,
    /// Whose form it states.
    pub(crate) form: Form,
    /// Its warrant in words.
    pub(crate) warrant: String,
    /// How near it is to the edge of what it states.
    pub(crate) slack: String,
    /// What was tried to break it.
    pub(crate) tried: String,
}

impl<'a> ClaimRow<'a> {
    /// Of a claim of this document.
    pub(crate) fn of(claim: &'a ClaimOutcome, document: &CheckDocument) -> Self {
        Self {
            claim,
            form: Form::of(claim),
            warrant: claim_warrant(claim),
            slack: Nearness::of(claim).in_column(),
            tried: tried(&[claim], document),
        }
    }
}
