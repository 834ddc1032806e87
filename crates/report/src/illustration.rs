//! The figures of a check, each with its alternative text.

use super::figure::{ABLATION_FIGURE, ablation_description, figure_description};
use super::markdown::image;
use super::{CheckDocument, FigureError, ReportError, ablation_svg, figure_svg};
use weak_to_strong_lab::claim::ClaimOutcome;

/// A figure and what it shows.
pub(super) struct Illustration<'a> {
    /// The id of its claim, which names its file.
    pub(super) id: &'a str,
    /// The figure.
    pub(super) svg: String,
    /// What it shows, in words.
    pub(super) description: String,
}

impl Illustration<'_> {
    /// The name of its file.
    pub(super) fn file(&self) -> String {
        format!("{}.svg", self.id)
    }

    /// Returns the image in Markdown. `folder` is the path to the folder of the figures: empty, or with a slash at its end.
    pub(super) fn image(&self, folder: &str) -> String {
        image(&self.description, &format!("{folder}{}", self.file()))
    }
}

/// Returns the figures of all claims that ask for one. If assumptions were dropped, their figure is included.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn illustrations<'a>(document: &CheckDocument<'a>) -> Result<Vec<Illustration<'a>>, ReportError> {
    let failed = |id: &str| {
        let id = id.to_owned();
        |error| ReportError::Figure { id, error }
    };
    let mut figures = Vec::new();
    for outcome in document.claims {
        figures.extend(of_claim(outcome).map_err(failed(&outcome.id))?);
    }
    if !document.ablations.is_empty() {
        let svg = ablation_svg(document.ablations).map_err(failed(ABLATION_FIGURE))?;
        figures.push(Illustration { id: ABLATION_FIGURE, svg, description: ablation_description(document.ablations) });
    }
    Ok(figures)
}

fn of_claim(outcome: &ClaimOutcome) -> Result<Option<Illustration<'_>>, FigureError> {
    let drawn = figure_svg(outcome)?.zip(figure_description(outcome)?);
    Ok(drawn.map(|(svg, description)| Illustration { id: &outcome.id, svg, description }))
}

/// The figure with this id.
pub(super) fn with_id<'i, 'a>(figures: &'i [Illustration<'a>], id: &str) -> Option<&'i Illustration<'a>> {
    figures.iter().find(|figure| figure.id == id)
}
