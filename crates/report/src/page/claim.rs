//! The section of a claim: sentence, verdict, figure, and then, folded, what else is known of it.

use weak_to_strong_lab::claim::ClaimOutcome;

use super::figure_block::figure_block;
use super::folds::folds;
use super::html::{Text, id};
use super::prose::{prose, web_only};
use super::sheet::Sheet;
use crate::ReportError;
use crate::nearness::Nearness;
use crate::paper_claim::replicates_text;
use crate::premise::premise_of_claim;
use crate::table::claim_warrant;
use crate::tally::tally;

/// The id of the section of a claim.
pub(super) fn claim_id(claim: &str) -> String {
    format!("claim-{}", id(claim))
}

/// The section. `level` is that of its heading.
///
/// # Errors
///
/// [`ReportError::Figure`].
pub(super) fn claim_section(claim: &ClaimOutcome, level: u8, sheet: &Sheet) -> Result<String, ReportError> {
    let (section, verdict) = (claim_id(&claim.id), claim.verdict.words());
    let title =
        if claim.has_title() { format!("<p class=\"title\">{}</p>\n", Text(&claim.title)) } else { String::new() };
    Ok(format!(
        "<article class=\"claim\" aria-labelledby=\"{section}\">\n<h{level} id=\"{section}\">{} <span class=\"verdict {}\">{verdict}</span></h{level}>\n\
         {title}{}<p class=\"sentence\"><code>{}</code></p>\n<p class=\"small\">{}</p>\n{}{}</article>\n",
        Text(&claim.id),
        id(verdict),
        statement(claim),
        Text(&claim.sentence),
        Text(&facts(claim)),
        figure_block(claim, sheet)?,
        folds(claim, sheet)
    ))
}

/// The statement in formulas. The script copies its LaTeX, from the claim's file, which is shown below, or from an attribute.
fn statement(claim: &ClaimOutcome) -> String {
    let Some(statement) = &claim.statement else { return String::new() };
    let is_in_file = claim.claim_file.contains(&format!("\nstatement = '''{statement}'''\n"));
    let copy = if is_in_file { String::new() } else { format!(" data-copy=\"{}\"", Text(statement)) };
    format!("<div class=\"statement\"{copy}>{}</div>\n", prose(statement, &web_only))
}

/// The verdict in a line: cells, warrant, slack, replicates.
fn facts(claim: &ClaimOutcome) -> String {
    let verdict = claim.verdict.words();
    let warrant = claim.warrant.map_or_else(String::new, |_| format!("; warrant: {}", claim_warrant(claim)));
    let found = Nearness::of(claim);
    let nearness = match &found {
        Nearness::Nothing => String::new(),
        Nearness::Ratio(_) if claim.shape.right_is_measured => {
            format!("; left ÷ right, where it binds most: {}", found.in_column())
        }
        Nearness::Ratio(_) => format!("; measured ÷ expected, where it binds most: {}", found.in_column()),
        Nearness::Share(_) | Nearness::Place(_) | Nearness::Greatest(..) | Nearness::Difference(_) => {
            format!("; {}", found.in_column())
        }
    };
    let premise = premise_of_claim(claim).map_or_else(String::new, |premise| format!(", {premise}"));
    format!("{verdict}{}{warrant}{premise}{nearness}; {}", tally(claim), replicates_text(claim))
}
