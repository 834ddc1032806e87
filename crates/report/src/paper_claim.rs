//! The section of a claim in `paper_checks.md`.

use std::fmt::Write;

use super::conditions::{write_setting, write_trials};
use super::illustration::{Illustration, with_id};
use super::markdown::{code, plain, rich};
use super::nearness::{Nearness, share_text, with_interval};
use super::network::write_networks;
use super::paper_cells::{write_cells, write_fits};
use super::premise::premise_of_claim;
use super::shell::name_of;
use super::table::{claim_warrant, slack_text};
use super::tally::tally;
use super::theory::linked;
use super::{CheckDocument, grouped};
use weak_to_strong_lab::claim::{ClaimOutcome, path_in_repository};

/// Writes the section under a heading of this level: sentence, verdict, figure, and then what else is known of it, folded.
pub(super) fn write_claim(
    text: &mut String,
    heading: &str,
    claim: &ClaimOutcome,
    document: &CheckDocument,
    figures: &[Illustration],
) -> std::fmt::Result {
    writeln!(text, "\n{heading} {}\n", plain(&claim.id))?;
    if claim.has_title() {
        writeln!(text, "**{}.**\n", plain(&claim.title))?;
    }
    if let Some(statement) = &claim.statement {
        writeln!(text, "{}\n", rich(statement))?;
    }
    let warrant = claim.warrant.map_or(String::new(), |_| format!("; warrant: {}", claim_warrant(claim)));
    let premise = premise_of_claim(claim).map_or_else(String::new, |premise| format!(", {}", plain(&premise)));
    writeln!(text, "{}: **{}**{}{warrant}{premise}.", code(&claim.sentence), claim.verdict.words(), tally(claim))?;
    if let Some(figure) = with_id(figures, &claim.id) {
        writeln!(text, "\n{}", figure.image("figures/"))?;
    }
    writeln!(text, "\n<details><summary>Problem, sweep, assumptions, numbers</summary>\n")?;
    write_details(text, claim, document)?;
    writeln!(text, "\n</details>")
}

fn write_details(text: &mut String, claim: &ClaimOutcome, document: &CheckDocument) -> std::fmt::Result {
    if let Some(source) = &claim.source {
        writeln!(text, "- source: {}", rich(source))?;
    }
    if let Some(proof) = &claim.proof {
        writeln!(text, "- proof: {}", linked(proof))?;
    }
    if let Some(path) = path_in_repository(&claim.claim_file) {
        writeln!(text, "- file: [{path}]({path})")?;
    }
    write_setting(text, claim)?;
    write_networks(text, claim)?;
    write_trials(text, claim, document)?;
    if let Some(remark) = &claim.remark {
        writeln!(text, "- remark: {}", plain(remark))?;
    }
    if !claim.doubts.is_empty() {
        writeln!(text, "- doubts: {}", claim.doubts.join(", "))?;
    }
    write_nearness(text, claim)?;
    if claim.shape.is_fitted() {
        write_fits(text, claim)?;
    }
    write_cells(text, claim)?;
    write_power(text, claim)?;
    for (label, at) in &claim.figure.marks {
        writeln!(text, "- {} = {at}", code(label))?;
    }
    let (replicates, seed) = (replicates_text(claim), document.seed);
    let repeat = code(&format!("w2s check {} --seed {seed}", name_of(claim)));
    writeln!(text, "- {replicates}, seed {seed}; repeat with {repeat}")
}

/// Writes how near the claim is to the edge of what it states, where it binds most.
fn write_nearness(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    match Nearness::of(claim) {
        Nearness::Share(most) => writeln!(text, "- problems: {}", share_text(most)),
        Nearness::Ratio(slack) => {
            let ratio = if claim.shape.right_is_measured { "left ÷ right" } else { "measured ÷ expected" };
            writeln!(text, "- {ratio}, where it binds most: {}", slack_text(&slack))
        }
        Nearness::Greatest(greatest, interval) => {
            let unit = claim.figure.unit.name();
            writeln!(text, "- measured {unit}, where it is greatest: {}", with_interval(greatest, &interval))
        }
        Nearness::Difference(difference) => {
            let interval = with_interval(difference.value, &difference.interval);
            writeln!(text, "- left − right, where it binds most: {interval}")
        }
        Nearness::Place(_) | Nearness::Nothing => Ok(()),
    }
}

/// The total number of replicates, and the numbers of replicates per cell.
pub(super) fn replicates_text(claim: &ClaimOutcome) -> String {
    let measurements = claim.cells.iter().map(|cell| &cell.measurement).filter(|_| !claim.shape.is_fitted());
    let each = measurements.chain(&claim.points).map(|measurement| measurement.estimate.replicates);
    let of_each = match (each.clone().min(), each.max()) {
        (Some(least), Some(most)) if least < most => format!(", {} to {} a cell", grouped(least), grouped(most)),
        (Some(least), Some(_)) => format!(", {} a cell", grouped(least)),
        _ => String::new(),
    };
    format!("{} replicates{of_each}", grouped(claim.replicates))
}

fn write_power(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    if claim.power.is_empty() {
        return Ok(());
    }
    let neighbours: Vec<String> =
        claim.power.iter().map(|power| format!("{} {}", code(&power.sentence), power.verdict.words())).collect();
    writeln!(text, "- deliberately false: {}", neighbours.join(", "))
}
