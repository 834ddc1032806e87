//! `w2s check`.

use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, Instant};

use weak_to_strong::claim::{
    Ablation, CheckOptions, Claim, ClaimError, ClaimOutcome, Falsification, Verdict, ablate, check as check_claims,
    find_claims,
};
use weak_to_strong::report::{
    CheckDocument, Provenance, Written, ablation_table, check_table, compare_documents, details_of_failures,
    write_cells, write_new_counterexamples, write_reports,
};
use weak_to_strong::study::Session;

use super::arguments::{CheckArguments, Common};
use super::error::CliError;
use super::falsify::{falsify_briefly, print_brief};
use super::progress::Progress;
use super::store_arguments::{in_words, origin_of_replicates};
use super::{interrupt, print, print_json};

/// Relative difference that `--against` lets pass.
const TOLERANCE: f64 = 1e-9;

/// Differences shown by `--against`.
const MOST_DIFFERENCES: usize = 10;

pub fn check(arguments: &CheckArguments, common: &Common) -> Result<u8, CliError> {
    let start = Instant::now();
    let earlier = arguments.against.as_deref().map(read_document).transpose()?;
    let claims = find_claims(&arguments.claims)?;
    let options = CheckOptions {
        seed: common.seed,
        error_probability: arguments.error_probability,
        power: arguments.power,
        stop_at_violation: false,
    };
    let store = arguments.store.open()?;
    let progress = Progress::new(common);
    let observer = |event| progress.observe(event);
    let session = Session { store: store.as_ref(), interrupt: interrupt::heed()?, observer: &observer };
    let outcomes = check_claims(&claims, &options, &session).inspect_err(|_| progress.finish());
    let outcomes = match outcomes {
        Err(ClaimError::Interrupted) => return Ok(interrupt::farewell(store.as_ref())),
        outcomes => outcomes?,
    };
    let ablations = ablations(arguments, &claims, &options, &session);
    progress.finish();
    session.flush()?;
    if session.interrupt.is_requested() {
        return Ok(interrupt::farewell(store.as_ref()));
    }
    let falsifications = if arguments.falsify { Some(falsify_briefly(&claims, common)?) } else { None };
    let document = CheckDocument::new(&outcomes, &ablations, &options).with_falsification(falsifications.as_deref());
    let written = write_reports(&arguments.out, &document)?;
    let provenance = Provenance::now(common.seed, arguments.error_probability);
    write_cells(&arguments.out, &outcomes, &arguments.format, &provenance)?;
    let mut counterexamples = Vec::new();
    for falsification in falsifications.iter().flatten() {
        counterexamples.extend(write_new_counterexamples(&arguments.out, falsification)?);
    }
    if common.wants_json() {
        print_json(common, &document)?;
    } else {
        let from_store = store.as_ref().map_or_else(String::new, origin_of_replicates);
        print_outcomes(&outcomes, &ablations, &written, start.elapsed(), &from_store)?;
        falsifications.as_deref().map_or(Ok(()), |found| print_brief(&claims, found, &counterexamples))?;
    }
    let refuted = falsifications.iter().flatten().any(Falsification::is_refuted);
    let reproduced = match earlier {
        Some(earlier) => reproduces(&earlier, &document)?,
        None => true,
    };
    Ok(if reproduced && !refuted { status(&outcomes) } else { 1 })
}

fn ablations(arguments: &CheckArguments, claims: &[Claim], options: &CheckOptions, session: &Session) -> Vec<Ablation> {
    match (arguments.ablate, arguments.drop.as_slice()) {
        (true, _) => ablate(claims, None, options, session),
        (false, []) => Vec::new(),
        (false, assumptions) => ablate(claims, Some(assumptions), options, session),
    }
}

fn print_outcomes(
    outcomes: &[ClaimOutcome],
    ablations: &[Ablation],
    written: &Written,
    elapsed: Duration,
    from_store: &str,
) -> Result<(), CliError> {
    if !ablations.is_empty() {
        print(&format!("{}\n", ablation_table(ablations)))?;
    }
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let replicates: u64 = outcomes.iter().map(|outcome| outcome.replicates).sum();
    print(&format!(
        "{}{}\n{}\n{}, {} and {} {} written; {} replicates in {:.1} s{from_store}\n",
        details_of_failures(outcomes),
        check_table(outcomes, colour),
        tally(outcomes),
        written.paper_checks.display(),
        written.checks.display(),
        written.figures,
        if written.figures == 1 { "figure" } else { "figures" },
        in_words(replicates),
        elapsed.as_secs_f64()
    ))
}

/// How many claims have which verdict.
pub fn tally(outcomes: &[ClaimOutcome]) -> String {
    let count = |verdict: Verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    let counted: Vec<String> = [
        Verdict::Holds,
        Verdict::Tight,
        Verdict::Violated,
        Verdict::Unresolved,
        Verdict::Vacuous,
        Verdict::NotApplicable,
    ]
    .into_iter()
    .filter(|verdict| count(*verdict) > 0)
    .map(|verdict| verdict.counted(count(verdict)))
    .collect();
    counted.join(", ")
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

fn read_document(path: &Path) -> Result<serde_json::Value, CliError> {
    let unreadable = |message: String| CliError::Unreadable { file: path.to_owned(), message };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))
}

/// Whether the earlier document says the same; differences go to standard error.
fn reproduces(earlier: &serde_json::Value, document: &CheckDocument) -> Result<bool, CliError> {
    let now: serde_json::Value = serde_json::from_str(&document.to_json()?)?;
    let differences = compare_documents(earlier, &now, TOLERANCE);
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        eprintln!("differs: {difference}");
    }
    if differences.len() > MOST_DIFFERENCES {
        eprintln!("and {} more differences", differences.len() - MOST_DIFFERENCES);
    }
    Ok(differences.is_empty())
}
