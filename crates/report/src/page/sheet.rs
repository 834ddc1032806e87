//! What the parts of the page are made of.

use super::theory::Section;
use crate::CheckDocument;
use crate::illustration::Illustration;

/// What the parts of the page are made of.
pub(super) struct Sheet<'a> {
    /// What was found.
    pub(super) document: &'a CheckDocument<'a>,
    /// The figures.
    pub(super) figures: &'a [Illustration<'a>],
    /// The sections of the theory.
    pub(super) theory: Vec<Section<'static>>,
}
