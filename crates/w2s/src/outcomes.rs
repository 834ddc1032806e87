//! Outcomes of claims as text, and as an exit status.

use weak_to_strong_lab::claim::{ClaimOutcome, Verdict};
use weak_to_strong_report::{check_table, counted_verdicts, details_of_failures, painted};

use super::error::CliError;
use super::output::{harmless, print, print_own};
use super::terminal::{print_wrapped, takes_colour, width};

/// Prints the failures, the table of all claims, and the number of claims with each verdict.
pub fn print_outcomes(outcomes: &[ClaimOutcome]) -> Result<(), CliError> {
    print_wrapped(&details_of_failures(outcomes))?;
    let table = check_table(outcomes, width());
    let table = harmless(&table);
    print_own(&if takes_colour() { painted(&table) } else { table.into_owned() })?;
    print(&format!("\n{}\n", tally(outcomes)))
}

/// Returns the number of claims with each verdict.
pub fn tally(outcomes: &[ClaimOutcome]) -> String {
    counted_verdicts(outcomes.iter().map(|outcome| outcome.verdict), &Verdict::IN_REPORTS).join(", ")
}

/// The number of replicates from which the outcomes were computed.
pub fn replicates_of(outcomes: &[ClaimOutcome]) -> u64 {
    outcomes.iter().map(|outcome| outcome.replicates).sum()
}

/// The exit status is 0 if all claims hold or are tight, 1 if a claim is violated or a false neighbour is not violated, and 3 if something is
/// undecided.
pub fn status(outcomes: &[ClaimOutcome]) -> u8 {
    let any = |verdict: Verdict| outcomes.iter().any(|outcome| outcome.verdict == verdict);
    let uncaught = outcomes.iter().flat_map(|outcome| &outcome.power).any(|power| power.verdict != Verdict::Violated);
    if any(Verdict::Violated) || uncaught {
        1
    } else if any(Verdict::Unresolved)
        || any(Verdict::Undefined)
        || any(Verdict::Vacuous)
        || any(Verdict::NotApplicable)
    {
        3
    } else {
        0
    }
}
