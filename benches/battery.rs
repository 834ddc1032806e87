//! `cargo bench -p weak-to-strong-lab --bench battery [-- SEEDS WORD]`: the battery of claims whose truth is known, 300 seeds each by default, at error
//! probabilities 0.05 and 0.001. Prints how often each verdict was false and how often the claim was decided, and fails beyond the limits.

#[path = "../tests/lab/battery/mod.rs"]
mod battery;

use std::process::ExitCode;

use battery::case::Case;
use battery::cases::cases;
use battery::sentences;
use battery::trial::{Tally, tally};

/// Seeds of each claim, unless the command line says otherwise.
const SEEDS: u64 = 300;

/// False verdicts of one claim in 300 runs at error 0.05: 15 are allowed on average, and 32 or fewer happen with probability above 1 − 5e-5.
const MOST_AT_FIVE_PERCENT: u32 = 32;

/// False verdicts in 300 runs of one claim, and of all claims, at error 0.001.
const MOST_OF_ONE: u32 = 3;
const MOST_OF_ALL: u32 = 24;

/// The share of seeds in which a claim counts as decided, and the share of claims that must be.
const DECIDED: f64 = 0.9;

fn main() -> ExitCode {
    let given = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-') && argument.parse::<u64>().is_err());
    let mut cases = match word.as_deref() {
        Some("sentences") => sentences(),
        Some(_) | None => [cases(), sentences()].concat(),
    };
    cases.retain(|case| word.as_ref().is_none_or(|word| word == "sentences" || case.id.contains(word)));
    let seeds = given.unwrap_or(SEEDS);
    println!(
        "{:24} {:>12} {:>12} {:>14} {:>14}",
        "claim", "false, 0.05", "false, 0.001", "decided, 0.05", "decided, 0.001"
    );
    let found: Vec<(Case, Tally, Tally)> = cases.into_iter().map(|case| measured(case, seeds)).collect();
    let of_all: u32 = found.iter().map(|(_, _, strict)| strict.wrong).sum();
    let worst = |of: fn(&(Case, Tally, Tally)) -> u32| found.iter().map(of).max().unwrap_or(0);
    let (at_five_percent, of_one) = (worst(|(_, loose, _)| loose.wrong), worst(|(_, _, strict)| strict.wrong));
    let asked: Vec<_> = found.iter().filter(|(case, ..)| case.must_be_decided).collect();
    let decided = asked.iter().filter(|(_, _, strict)| share(strict) >= DECIDED).count();
    println!(
        "{} claims, {seeds} seeds: at most {at_five_percent} false verdicts of one claim at error 0.05; {of_all} in all and at most {of_one} of one claim at \
         error 0.001; {decided} of {} claims decided",
        found.len(),
        asked.len()
    );
    let scale = |limit: u32| (f64::from(limit) * seeds as f64 / SEEDS as f64).ceil() as u32;
    let kept = at_five_percent <= scale(MOST_AT_FIVE_PERCENT)
        && of_one <= scale(MOST_OF_ONE)
        && of_all <= scale(MOST_OF_ALL)
        && decided as f64 >= DECIDED * asked.len() as f64;
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measured(case: Case, seeds: u64) -> (Case, Tally, Tally) {
    let (loose, strict) = (tally(&case, seeds, 0.05), tally(&case, seeds, 0.001));
    let asked = if case.must_be_decided { "" } else { " (need not be)" };
    println!(
        "{:24} {:>12} {:>12} {:>14.3} {:>14.3}{asked}",
        case.id,
        loose.wrong,
        strict.wrong,
        share(&loose),
        share(&strict)
    );
    (case, loose, strict)
}

/// The share of runs with a verdict.
fn share(tally: &Tally) -> f64 {
    f64::from(tally.right + tally.wrong) / f64::from(tally.runs)
}
