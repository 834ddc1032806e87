//! The sections of results, with their claims.

use super::claim::{claim_id, claim_section};
use super::html::Text;
use super::prose::{prose, web_only};
use super::sheet::Sheet;
use super::tiles::result_id;
use crate::ReportError;
use crate::summary::{Part, PartResult};

/// The sections of all results. A claim stands under the first of its results, and the others link it.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn results(parts: &[Part], sheet: &Sheet) -> Result<String, ReportError> {
    let mut text = String::new();
    for part in parts {
        let mut level = 2;
        if let Some(heading) = part.heading {
            text += &format!("<h2>{heading}</h2>\n");
            if !part.about.is_empty() {
                text += &format!("<p>{}</p>\n", part.about);
            }
            level = 3;
        }
        for of in &part.results {
            text += &result(of, level, part.says, sheet)?;
        }
    }
    Ok(text)
}

fn result(of: &PartResult, level: u8, says: &str, sheet: &Sheet) -> Result<String, ReportError> {
    let mut text = String::new();
    let mut claim_level = level;
    if let Some(result) = &of.result {
        let section = result_id(&result.name);
        text += &format!(
            "<section class=\"result\" aria-labelledby=\"{section}\">\n<h{level} id=\"{section}\">{}</h{level}>\n<p class=\"title\">{}.</p>\n",
            Text(&result.name),
            Text(&result.title)
        );
        let told = [
            ("Source", result.source.as_ref()),
            (says, Some(&result.says)),
            ("What is checked", result.checked.as_ref()),
        ];
        for (label, words) in told.into_iter().filter_map(|(label, words)| Some((label, words?))) {
            text += &prose(&format!("**{label}.** {words}"), &web_only);
        }
        claim_level += 1;
    }
    for claim in &of.first_here {
        text += &claim_section(claim, claim_level, sheet)?;
    }
    let elsewhere = of.claims.iter().filter(|claim| !of.first_here.iter().any(|first| first.id == claim.id));
    let links: Vec<String> =
        elsewhere.map(|claim| format!("<a href=\"#{}\">{}</a>", claim_id(&claim.id), Text(&claim.id))).collect();
    if !links.is_empty() {
        text += &format!("<p>See also {}.</p>\n", links.join(", "));
    }
    if of.result.is_some() {
        text += "</section>\n";
    }
    Ok(text)
}
