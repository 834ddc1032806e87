//! The commands that make again what a claim's section shows.

use weak_to_strong_lab::claim::{ClaimOutcome, path_in_repository};

use super::binding::binding_cell;
use super::html::Text;
use crate::CheckDocument;

/// The command that checks a claim again, without flags.
pub(super) fn check_command(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    format!("w2s check {} --seed {}", name(claim), document.seed)
}

/// What a command names the claim by: its id if it comes with the program, else its file, as the commands of its cells name that.
fn name(claim: &ClaimOutcome) -> &str {
    if path_in_repository(&claim.claim_file).is_some() {
        return &claim.id;
    }
    claim.cells.iter().find_map(|cell| file_in(cell.replay_command.as_deref()?)).unwrap_or("FILE")
}

/// The file in `w2s replay FILE --set …` or `w2s replay QUANTITY --problem FILE --set …`, as a shell reads it; `None` for a sentence, which stands in none.
fn file_in(command: &str) -> Option<&str> {
    let what = command.strip_prefix("w2s replay ")?;
    let file = match what.split_once(" --problem ") {
        Some((sentence, _)) if sentence.starts_with('\'') => return None,
        Some((_, file)) => file,
        None => what,
    };
    file.split(" --").next()
}

/// All commands, each with what it does.
pub(super) fn commands(claim: &ClaimOutcome, document: &CheckDocument) -> String {
    let check = check_command(claim, document);
    let what = name(claim);
    let mut rows = vec![("Check it again", format!("{check} --power"))];
    if let Some(replay) = binding_cell(claim).and_then(|cell| cell.replay_command.clone()) {
        rows.push(("Replay the cell that binds most", replay));
    }
    rows.extend([
        ("Search for counterexamples", format!("w2s falsify {what}")),
        ("Drop assumptions", format!("w2s check {what} --ablate")),
        ("All digits", format!("w2s check {what} --format csv")),
        ("Figure as PDF", format!("w2s check {what} --print pdf")),
        ("Figure for pgfplots", format!("w2s export latex {what} --figure")),
        ("LaTeX table", format!("w2s export latex {what}")),
    ]);
    let row = |(does, command): &(&str, String)| format!("<dt>{does}</dt><dd><code>{}</code></dd>\n", Text(command));
    format!("<dl>\n{}</dl>\n", rows.iter().map(row).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn commands_name_the_file_of_a_user() {
        assert_eq!(file_in("w2s replay 'my claims/a.toml' --set samples=16 --seed 1"), Some("'my claims/a.toml'"));
        assert_eq!(file_in("w2s replay naive.mse --problem a.toml --set samples=16"), Some("a.toml"));
        assert_eq!(file_in("w2s replay 'naive.mse >= 1' --problem a.toml --set samples=16"), None);
        let mut claim = example::naive();
        assert_eq!(name(&claim), "FILE");
        claim.cells[3].replay_command = Some("w2s replay a.toml --set samples=16".to_owned());
        assert_eq!(name(&claim), "a.toml");
    }
}
