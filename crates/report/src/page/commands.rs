//! The commands that make again what a claim's section shows.

use weak_to_strong_lab::claim::{ClaimOutcome, path_in_repository};

use super::binding::binding_cell;
use super::html::Text;
use crate::CheckDocument;

/// The command that checks a claim again, without flags.
pub(super) fn check_command(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let what = path_in_repository(&claim.claim_file).map_or("FILE", |_| claim.id.as_str());
    format!("w2s check {what} --seed {}", document.seed)
}

/// All commands, each with what it does.
pub(super) fn commands(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let check = check_command(claim, document);
    let what = path_in_repository(&claim.claim_file).map_or("FILE", |_| claim.id.as_str());
    let mut rows = vec![("Check it again", format!("{check} --power"))];
    if let Some(replay) = binding_cell(claim).and_then(|cell| cell.replay_command.clone()) {
        rows.push(("Draw the cell that binds most again", replay));
    }
    rows.extend([
        ("Search for counterexamples", format!("w2s falsify {what}")),
        ("Drop its assumptions", format!("w2s check {what} --ablate")),
        ("Its numbers with all digits", format!("w2s check {what} --format csv")),
        ("The figure as PDF", format!("w2s check {what} --print pdf")),
        ("The figure for pgfplots", format!("w2s export latex {what} --figure")),
        ("The numbers as a LaTeX table", format!("w2s export latex {what}")),
    ]);
    let row = |(does, command): &(&str, String)| {
        format!("<dt>{does}</dt><dd><code class=\"command\">{}</code></dd>\n", Text(command))
    };
    format!("<dl>\n{}</dl>\n", rows.iter().map(row).collect::<String>())
}
