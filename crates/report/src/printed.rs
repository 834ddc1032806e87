//! Figures for print, each with its caption.

use super::caption::{Caption, caption};
use super::figure::{ABLATION_FIGURE, ABLATION_TITLE, ablation_description};
use super::{CheckDocument, FigureError, PrintFormat, Rendition, ReportError, ablation_svg_as, figure_svg_as};
use weak_to_strong_lab::claim::ClaimOutcome;

/// The name of a file and its content.
type NamedFile = (String, Vec<u8>);

/// Returns the figures of a check in these formats, with their captions; nothing if there are no formats.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn printed(
    document: &CheckDocument,
    formats: &[PrintFormat],
    rendition: Rendition,
) -> Result<Vec<NamedFile>, ReportError> {
    let mut files = Vec::new();
    if formats.is_empty() {
        return Ok(files);
    }
    for outcome in document.claims {
        let print = || of_claim(outcome, formats, (rendition, document.error_probability));
        files.extend(print().map_err(|error| ReportError::Figure { id: outcome.id.clone(), error })?);
    }
    if !document.ablations.is_empty() {
        let caption = Caption::of(ABLATION_TITLE, ablation_description(document.ablations));
        let print = || in_formats(ABLATION_FIGURE, &ablation_svg_as(document.ablations, rendition)?, formats, &caption);
        files.extend(print().map_err(|error| ReportError::Figure { id: ABLATION_FIGURE.to_owned(), error })?);
    }
    Ok(files)
}

fn of_claim(
    outcome: &ClaimOutcome,
    formats: &[PrintFormat],
    (rendition, error_probability): (Rendition, f64),
) -> Result<Vec<NamedFile>, FigureError> {
    match figure_svg_as(outcome, rendition)?.zip(caption(outcome, error_probability)?) {
        Some((svg, caption)) => in_formats(&outcome.id, &svg, formats, &caption),
        None => Ok(Vec::new()),
    }
}

fn in_formats(id: &str, svg: &str, formats: &[PrintFormat], caption: &Caption) -> Result<Vec<NamedFile>, FigureError> {
    let print = |format: &PrintFormat| Ok((format!("{id}.{}", format.extension()), format.print(svg)?));
    let mut files = formats.iter().map(print).collect::<Result<Vec<NamedFile>, FigureError>>()?;
    files.push((format!("{id}.tex"), caption.latex().into_bytes()));
    files.push((format!("{id}.txt"), caption.text().into_bytes()));
    Ok(files)
}
