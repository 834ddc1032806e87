//! Outcomes of claims as text, and as an exit status.

use std::io::IsTerminal;

use weak_to_strong::claim::{ClaimOutcome, Verdict};
use weak_to_strong::report::{check_table, counted_verdicts, details_of_failures};

/// What failed, the table of all claims, and how many have which verdict.
pub fn in_text(outcomes: &[ClaimOutcome]) -> String {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    format!("{}{}\n{}\n", details_of_failures(outcomes), check_table(outcomes, colour), tally(outcomes))
}

fn tally(outcomes: &[ClaimOutcome]) -> String {
    let order = [
        Verdict::Holds,
        Verdict::Tight,
        Verdict::Violated,
        Verdict::Unresolved,
        Verdict::Vacuous,
        Verdict::NotApplicable,
    ];
    counted_verdicts(outcomes.iter().map(|outcome| outcome.verdict), &order).join(", ")
}

/// How many replicates they rest on.
pub fn replicates_of(outcomes: &[ClaimOutcome]) -> u64 {
    outcomes.iter().map(|outcome| outcome.replicates).sum()
}

/// 0 all hold or are tight, 1 something is violated (or a false neighbour is not), 3 something is undecided.
pub fn status(outcomes: &[ClaimOutcome]) -> u8 {
    let any = |verdict: Verdict| outcomes.iter().any(|outcome| outcome.verdict == verdict);
    let uncaught = outcomes.iter().flat_map(|outcome| &outcome.power).any(|power| power.verdict != Verdict::Violated);
    if any(Verdict::Violated) || uncaught {
        1
    } else if any(Verdict::Unresolved) || any(Verdict::Vacuous) || any(Verdict::NotApplicable) {
        3
    } else {
        0
    }
}
