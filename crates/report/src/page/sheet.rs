//! What the parts of the page are made of.

use weak_to_strong_lab::claim::ClaimOutcome;

use crate::CheckDocument;
use crate::illustration::Illustration;
use crate::theory::Section;

/// What the parts of the page are made of.
pub(super) struct Sheet<'a> {
    /// What was found.
    pub(super) document: &'a CheckDocument<'a>,
    /// The figures.
    pub(super) figures: &'a [Illustration<'a>],
    /// The sections of the theory.
    pub(super) theory: &'static [Section<'static>],
}

impl Sheet<'_> {
    /// The place of a claim, by which short ids name its parts.
    pub(super) fn place(&self, claim: &ClaimOutcome) -> usize {
        self.document.claims.iter().position(|known| known.id == claim.id).unwrap_or_default()
    }
}
