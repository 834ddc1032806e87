//! What is folded below a claim: assumptions, numbers, its file with problem and sweep, commands; and the links to its proof.

use weak_to_strong_lab::claim::{ClaimOutcome, path_in_repository};

use super::commands::{check_command, commands};
use super::html::{Lines, Text, section_id};
use super::numbers::numbers;
use super::prose::{prose, web_only};
use super::sheet::Sheet;
use crate::conditions::write_trials;
use crate::network::write_networks;
use crate::paper_cells::{write_cells, write_fits};
use crate::theory::referred_to;

/// The proof, the command that checks it again, and the folded parts.
pub(super) fn folds(claim: &ClaimOutcome, sheet: &Sheet) -> String {
    let cells = claim.cells.len() + claim.points.len();
    let parts = [
        ("conditions", "Assumptions, and what was tried".to_owned(), conditions(claim, sheet)),
        ("numbers", format!("Numbers ({cells} rows)"), numbers(claim) + &particulars(claim)),
        ("file", "Problem, sweep, and all of the claim's file (TOML)".to_owned(), file(claim)),
        ("commands", "Commands".to_owned(), commands(claim, sheet.document)),
    ];
    let fold = |(class, name, content): &(&str, String, String)| {
        format!("<details class=\"{class}\"><summary>{name}</summary>\n{content}</details>\n")
    };
    let folds: String = parts.iter().filter(|(_, _, content)| !content.is_empty()).map(fold).collect();
    format!(
        "{}<p class=\"again\">Check it again: <code class=\"command\">{}</code></p>\n{folds}",
        proof(claim, sheet),
        Text(&check_command(claim, sheet.document))
    )
}

/// Source and proof, with links to the sections of the theory.
fn proof(claim: &ClaimOutcome, sheet: &Sheet) -> String {
    let mut text = String::new();
    if let Some(source) = &claim.source {
        text += &format!("<p class=\"source\">Source: {}</p>\n", Text(source));
    }
    if let Some(proof) = &claim.proof {
        let places = referred_to(proof, sheet.theory);
        let link = |place: &usize| {
            let section = &sheet.theory[*place];
            format!("<a href=\"#{}\">{}</a>", section_id(section), Text(&section.heading.replace('`', "")))
        };
        let links: Vec<String> = places.iter().map(link).collect();
        let written = Text(&proof.replace('`', "")).to_string();
        text += &match links.as_slice() {
            [] => format!("<p class=\"proof\">Proof: {written}</p>\n"),
            links => format!("<p class=\"proof\">Proof: {} ({written})</p>\n", links.join(", ")),
        };
    }
    text
}

/// The assumptions and what became of the claim without them, the search and the false neighbours.
fn conditions(claim: &ClaimOutcome, sheet: &Sheet) -> String {
    let mut markdown = String::new();
    // Writing to a text cannot fail.
    let _ = write_trials(&mut markdown, claim, sheet.document);
    for power in &claim.power {
        let sentence = crate::markdown::code(&power.sentence);
        markdown += &format!("- deliberately false: {sentence}: **{}**\n", power.verdict.words());
    }
    prose(&markdown, &web_only)
}

/// Fits, places and witnesses, networks, doubts and remarks.
fn particulars(claim: &ClaimOutcome) -> String {
    let mut markdown = String::new();
    if claim.shape.is_fitted() {
        let _ = write_fits(&mut markdown, claim);
    }
    let _ = write_cells(&mut markdown, claim);
    let _ = write_networks(&mut markdown, claim);
    for line in claim.remark.iter().map(String::as_str).chain(claim.doubts.iter().copied()) {
        markdown += &format!("- {}\n", crate::markdown::plain(line));
    }
    prose(&markdown, &web_only)
}

fn file(claim: &ClaimOutcome) -> String {
    if claim.claim_file.is_empty() {
        return String::new();
    }
    let path = path_in_repository(&claim.claim_file).map_or_else(String::new, |path| format!("<p>{path}</p>\n"));
    format!("{path}<pre><code>{}</code></pre>\n", Lines(claim.claim_file.trim_end()))
}
