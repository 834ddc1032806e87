//! The commands that make again what a claim's section shows, and those that export any claim.

use weak_to_strong_lab::claim::{ClaimFile, ClaimOutcome, DEFAULT_SEED};

use super::html::Text;
use crate::CheckDocument;
use crate::binding::binding_cell;
use crate::figure::without_default_seed;
use crate::shell::name_of;

/// The command that checks a claim again, without flags; the program's own seed is not named.
pub(super) fn check_command(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let seed = if document.seed == DEFAULT_SEED { String::new() } else { format!(" --seed {}", document.seed) };
    format!("w2s check {}{seed}", name_of(claim))
}

/// The commands that do something for this claim, each with what it does.
pub(super) fn commands(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let check = check_command(claim, document);
    let what = name_of(claim);
    let mut rows = vec![("Check it again", format!("{check} --power"))];
    if let Some(replay) = binding_cell(claim).and_then(|cell| cell.replay_command.clone()) {
        rows.push(("Replay the cell that binds most", without_default_seed(&replay)));
    }
    let file = ClaimFile::parse(&claim.id, &claim.claim_file).ok();
    if file.as_ref().is_none_or(|file| file.domain.is_some()) {
        rows.push(("Search for counterexamples", format!("w2s falsify {what}")));
    }
    if file.as_ref().is_none_or(|file| !file.assumes.is_empty()) {
        rows.push(("Drop assumptions", format!("w2s check {what} --ablate")));
    }
    format!("{}<p><a href=\"#commands\">More commands</a></p>\n", list("", &rows))
}

/// The commands that do the same for every claim. They name the claim if it is the only one.
pub(super) fn commands_for_all(document: &CheckDocument) -> String {
    let (what, about) = match document.claims {
        [only] => (name_of(only), "Commands"),
        _ => ("CLAIM".to_owned(), "Commands for each claim, with its id or the name of its file in place of CLAIM"),
    };
    let rows = [
        ("Replay a point of a figure, with the options that it tells", format!("w2s replay {what} --cell …")),
        ("All digits, and figure as PDF", format!("w2s check {what} --format csv --print pdf")),
        ("Figure for pgfplots", format!("w2s export latex {what} --figure")),
        ("LaTeX table", format!("w2s export latex {what}")),
    ];
    format!("<p id=\"commands\">{about}:</p>\n{}", list(" class=\"commands\"", &rows))
}

fn list(attributes: &str, rows: &[(&str, String)]) -> String {
    let row = |(does, command): &(&str, String)| format!("<dt>{does}</dt><dd>{}</dd>\n", Text(command));
    format!("<dl{attributes}>\n{}</dl>\n", rows.iter().map(row).collect::<String>())
}
