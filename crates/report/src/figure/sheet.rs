//! What a figure is drawn on.

use super::rendition::Rendition;

/// How a figure is drawn, and text for readers who cannot see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    /// The title of the figure.
    pub(super) title: &'a str,
    /// What it shows.
    pub(super) description: &'a str,
    /// How it is drawn.
    pub(super) rendition: Rendition,
}
