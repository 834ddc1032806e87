//! The commands that make again what a claim's section shows.

use weak_to_strong_lab::claim::{ClaimFile, ClaimOutcome};

use super::html::Text;
use crate::CheckDocument;
use crate::binding::binding_cell;
use crate::shell::name_of;

/// The command that checks a claim again, without flags.
pub(super) fn check_command(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    format!("w2s check {} --seed {}", name_of(claim), document.seed)
}

/// All commands that do something for this claim, each with what it does.
pub(super) fn commands(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let check = check_command(claim, document);
    let what = name_of(claim);
    let mut rows = vec![("Check it again", format!("{check} --power"))];
    if let Some(replay) = binding_cell(claim).and_then(|cell| cell.replay_command.clone()) {
        rows.push(("Replay the cell that binds most", replay));
    }
    let file = ClaimFile::parse(&claim.id, &claim.claim_file).ok();
    if file.as_ref().is_none_or(|file| file.domain.is_some()) {
        rows.push(("Search for counterexamples", format!("w2s falsify {what}")));
    }
    if file.as_ref().is_none_or(|file| !file.assumes.is_empty()) {
        rows.push(("Drop assumptions", format!("w2s check {what} --ablate")));
    }
    rows.extend([
        ("All digits, and figure as PDF", format!("w2s check {what} --format csv --print pdf")),
        ("Figure for pgfplots", format!("w2s export latex {what} --figure")),
        ("LaTeX table", format!("w2s export latex {what}")),
    ]);
    let row = |(does, command): &(&str, String)| format!("<dt>{does}</dt><dd>{}</dd>\n", Text(command));
    format!("<dl>\n{}</dl>\n", rows.iter().map(row).collect::<String>())
}
