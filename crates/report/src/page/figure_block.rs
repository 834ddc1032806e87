//! The figure of a claim: its views, the switches between them, and its series. The script adds what saves it.

use weak_to_strong_lab::claim::ClaimOutcome;

use super::html::Text;
use super::sheet::Sheet;
use super::views::{View, views};
use crate::ReportError;
use crate::illustration::with_id;

/// The figure; empty if the claim has none.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn figure_block(claim: &ClaimOutcome, sheet: &Sheet) -> Result<String, ReportError> {
    let Some(illustration) = with_id(sheet.figures, &claim.id) else { return Ok(String::new()) };
    let views = views(claim).map_err(|error| ReportError::Figure { id: claim.id.clone(), error })?;
    let (place, description) = (sheet.place(claim), Text(&illustration.description));
    let labelled = |svg: &str| svg.replacen("role=\"img\"", &format!("role=\"img\" aria-labelledby=\"c{place}\""), 1);
    let drawing = |view: &View| {
        let wide = labelled(&view.svg);
        let narrow = view
            .narrow
            .as_ref()
            .map_or_else(String::new, |svg| format!("<div class=\"narrow\">{}</div>", labelled(svg)));
        format!("<div class=\"view {}\"><div class=\"wide\">{wide}</div>{narrow}</div>\n", view.kind)
    };
    let drawn: String = views.iter().map(drawing).collect();
    Ok(format!(
        "<figure class=\"drawn\">\n{}{}{drawn}<figcaption id=\"c{place}\" class=\"small\">{description}</figcaption>\n</figure>\n",
        scales(place, &views),
        series(&views)
    ))
}

/// Radio buttons, one for each view. The first view is shown at first.
fn scales(place: usize, views: &[View]) -> String {
    if views.len() < 2 {
        return String::new();
    }
    let button = |(i, view): (usize, &View)| {
        let checked = if i == 0 { " checked" } else { "" };
        format!(
            "<label><input type=\"radio\" name=\"v{place}\" class=\"to-{}\"{checked}> {}</label>\n",
            view.kind, view.label
        )
    };
    let buttons: String = views.iter().enumerate().map(button).collect();
    format!("<fieldset class=\"switches\"><legend>vertical axis</legend>\n{buttons}</fieldset>\n")
}

/// The most series that can be switched off, each by a rule of the style.
const MOST_SERIES: usize = 12;

/// A box for each series, by which it is switched off.
fn series(views: &[View]) -> String {
    let mut series: Vec<(&str, &str)> = Vec::new();
    for group in views.iter().flat_map(|view| view.svg.split("<g class=\"series ").skip(1)) {
        let Some((class, rest)) = group.split_once("\" data-series=\"") else { continue };
        let label = rest.split('"').next().unwrap_or_default();
        if !series.iter().any(|(known, _)| *known == class) {
            series.push((class, label));
        }
    }
    if series.len() < 2 || series.len() > MOST_SERIES {
        return String::new();
    }
    series.sort_by_key(|(class, _)| class.get(1..).and_then(|place| place.parse::<usize>().ok()));
    // The label is escaped already, as it stands in an attribute.
    let button = |(class, label): &(&str, &str)| {
        format!("<label><input type=\"checkbox\" class=\"{class}\" checked> {label}</label>\n")
    };
    let buttons: String = series.iter().map(button).collect();
    format!("<fieldset class=\"switches\"><legend>series</legend>\n{buttons}</fieldset>\n")
}
