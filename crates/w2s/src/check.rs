//! `w2s check`.

use std::path::Path;
use std::time::{Duration, Instant};

use weak_to_strong_lab::claim::{
    Ablation, Campaign, CheckOptions, Claim, ClaimError, ClaimOutcome, Falsification, ablate, find_claims,
};
use weak_to_strong_lab::study::{Session, read_text};
use weak_to_strong_report::{
    CheckDocument, Provenance, Run, RunWork, Written, ablation_table, check_folder, compare_documents, write_cells,
    write_new_counterexamples, write_reports,
};

use super::arguments::{CheckArguments, Common, options};
use super::check_files::{folder, report_options};
use super::commit::COMMIT;
use super::draw_again::draw_again;
use super::error::CliError;
use super::falsify::{falsify_briefly, print_brief};
use super::interrupt;
use super::outcomes::{self, replicates_of, status};
use super::output::{print, print_json, tell};
use super::progress::Progress;
use super::replay_command::{SentenceSource, with_replay_commands};
use super::sentences::{is_sentence, sentences};
use super::store_arguments::{in_words, origin_of_replicates};
use super::terminal::{print_wrapped, width};

/// The largest number of differences that `--against` shows.
const MOST_DIFFERENCES: usize = 10;

pub fn check(arguments: &CheckArguments, common: &Common) -> Result<u8, CliError> {
    if let Some(file) = &arguments.from {
        return draw_again(file, arguments, common);
    }
    let start = Instant::now();
    let earlier = arguments.against.as_deref().map(|file| read_document(file, common)).transpose()?;
    let claims = claims(arguments, common)?;
    let options = CheckOptions { power: arguments.power, ..options(common.seed, arguments.error_probability) };
    folder(arguments, common).map_or(Ok(()), check_folder)?;
    let (store, waited) = arguments.store.open()?;
    // The time of the check does not contain that of other processes.
    let start = start + waited;
    let progress = Progress::of_claims(&claims, common);
    let observer = |event| progress.observe(event);
    let session = Session { store: store.as_ref(), interrupt: interrupt::heed()?, observer: &observer };
    let mut campaign = Campaign::new(&claims, &options)?;
    let outcomes = campaign.run(&session).inspect_err(|_| progress.finish());
    let outcomes = match outcomes {
        Err(ClaimError::Interrupted) => return Ok(interrupt::farewell(store.as_ref(), &campaign.outcomes())),
        outcomes => with_replay_commands(outcomes?, sentence_source(arguments), common),
    };
    if arguments.ablate || !arguments.drop.is_empty() {
        progress.begin_ablations();
    }
    let ablations = ablations(arguments, &claims, &options, &session);
    progress.finish();
    session.flush()?;
    if session.interrupt.is_requested() {
        return Ok(interrupt::farewell(store.as_ref(), &outcomes));
    }
    let falsifications = if arguments.falsify { Some(falsify_briefly(&claims, common)?) } else { None };
    let document = CheckDocument::new(&outcomes, &ablations, &options).with_falsification(falsifications.as_deref());
    let provenance = Provenance::now(COMMIT, common.seed, arguments.error_probability);
    let report = report_options(arguments);
    let run = Run {
        provenance: provenance.clone(),
        work: Some(RunWork {
            elapsed: start.elapsed(),
            replicates: replicates_of(&outcomes),
            stored: store.as_ref().map_or(0, |store| store.tally().found),
            claim_seconds: claims.iter().map(|claim| claim.file.id.clone()).zip(campaign.seconds_by_claim()).collect(),
        }),
    };
    let mut counterexamples = Vec::new();
    let written = match folder(arguments, common) {
        None => None,
        Some(folder) => {
            let written = write_reports(folder, &document, &run, &report)?;
            write_cells(folder, &outcomes, &arguments.format, &provenance)?;
            for falsification in falsifications.iter().flatten() {
                counterexamples.extend(write_new_counterexamples(folder, falsification)?);
            }
            Some(written)
        }
    };
    if let Some(written) = written.filter(|_| !common.wants_json()) {
        let from_store = store.as_ref().map_or_else(String::new, origin_of_replicates);
        print_outcomes(&outcomes, &ablations, &written, start.elapsed(), &from_store)?;
        falsifications.as_deref().map_or(Ok(()), |found| print_brief(&claims, found, &counterexamples, common))?;
    } else {
        print_json(common, &document)?;
    }
    let refuted = falsifications.iter().flatten().any(Falsification::is_refuted);
    let reproduced = match earlier {
        Some(earlier) => reproduces(&earlier, &document, arguments.tolerance)?,
        None => true,
    };
    Ok(if reproduced && !refuted { status(&outcomes) } else { 1 })
}

/// The claims that are named. With `--problem`, what is no file is a sentence.
fn claims(arguments: &CheckArguments, common: &Common) -> Result<Vec<Claim>, CliError> {
    match &arguments.problem {
        Some(_) if arguments.claims.iter().all(|text| Path::new(text).exists()) => Err(CliError::NoSentence),
        Some(problem) => sentences(&arguments.claims, problem, &arguments.set, common),
        None => match arguments.claims.iter().find(|text| is_sentence(text)) {
            Some(text) => Err(CliError::SentenceWithoutProblem { text: text.clone() }),
            None if !arguments.set.is_empty() => Err(CliError::NoSentence),
            None => Ok(find_claims(&arguments.claims, &common.limits.registry())?),
        },
    }
}

fn sentence_source(arguments: &CheckArguments) -> Option<SentenceSource<'_>> {
    arguments.problem.as_deref().map(|problem| SentenceSource { problem, set: &arguments.set })
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
        print(&format!("{}\n", ablation_table(ablations, width())))?;
    }
    outcomes::print_outcomes(outcomes)?;
    print_wrapped(&format!(
        "{}, {} and {} {} written; {} replicates in {:.1} s{from_store}\n",
        written.paper_checks.display(),
        written.checks.display(),
        written.figures,
        if written.figures == 1 { "figure" } else { "figures" },
        in_words(replicates_of(outcomes)),
        elapsed.as_secs_f64()
    ))
}

fn read_document(path: &Path, common: &Common) -> Result<serde_json::Value, CliError> {
    let unreadable = |message: String| CliError::Unreadable { file: path.to_owned(), message };
    let without_text = |error| CliError::NoText { file: path.to_owned(), error };
    let text = read_text(path, &common.limits.given()).map_err(without_text)?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))
}

/// Returns `true` if the earlier document says the same up to this tolerance. Prints the first differences to standard error.
fn reproduces(earlier: &serde_json::Value, document: &CheckDocument, tolerance: f64) -> Result<bool, CliError> {
    let now: serde_json::Value = serde_json::from_str(&document.to_json()?)?;
    let differences = compare_documents(earlier, &now, tolerance);
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        tell(&format!("differs: {difference}\n"));
    }
    if differences.len() > MOST_DIFFERENCES {
        tell(&format!("and {} more differences\n", differences.len() - MOST_DIFFERENCES));
    }
    Ok(differences.is_empty())
}
