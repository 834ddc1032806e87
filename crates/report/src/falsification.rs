//! What searches for counterexamples found: as text, and as files with which a counterexample can be replayed.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::expected::expected_by_sentence;
use super::markdown::{anchor, plain};
use super::table::slack_text;
use super::whole_file::write_whole;
use super::{ReportError, grouped, measured, significant};
use weak_to_strong_lab::claim::{Claim, Falsification, KnownCounterexample, Probe, SearchOutcome, UntriedCounts};

/// Returns what a search found, as text for a terminal.
pub fn falsification_text(claim: &Claim, falsification: &Falsification) -> String {
    let mut text = format!("{}: {}\n", claim.file.id, claim.sentence());
    for known in &falsification.known {
        text += &format!("known counterexample {}: {}\n", known.id, known_text(known));
    }
    for search in &falsification.searches {
        text += &search_text(search, &claim.file.claim.states);
    }
    text
}

fn known_text(known: &KnownCounterexample) -> String {
    let slack = known.slack.map_or(String::new(), |slack| format!("; measured ÷ expected {}", slack_text(&slack)));
    format!("{}{slack}", known.verdict.words())
}

fn search_text(search: &SearchOutcome, sentence: &str) -> String {
    let mut text = format!("{}: {} in {} problems", scope(search), search.verdict.words(), search.problems);
    if search.untried.total() > 0 {
        text += &format!(" ({} more not tried: {})", search.untried.total(), untried_text(&search.untried));
    }
    if let Some(most) = search.replicates_used_up {
        text += &format!("; it ended early, with the {most} replicates of a brief search used up");
    }
    text.push('\n');
    let probes = match (&search.simplest, &search.worst) {
        (Some(simplest), Some(worst)) => vec![("simplest", simplest), ("worst", worst)],
        _ => search.smallest.iter().map(|smallest| ("smallest margin", smallest)).collect(),
    };
    for (label, probe) in probes {
        text += &format!("  {label}: {}\n    at {}\n", probe_text(probe, sentence), setting_text(probe));
    }
    text
}

fn scope(search: &SearchOutcome) -> String {
    search.without.as_ref().map_or("within its assumptions".to_owned(), |assumption| format!("without {assumption}"))
}

fn untried_text(untried: &UntriedCounts) -> String {
    let reasons = [
        (untried.no_problem, "are no problem"),
        (untried.other_assumptions, "under other assumptions"),
        (untried.nothing_expected, "with nothing to test"),
        (untried.unresolved, "too rare to measure"),
    ];
    let given = reasons.into_iter().filter(|(count, _)| *count > 0);
    given.map(|(count, reason)| format!("{count} {reason}")).collect::<Vec<_>>().join(", ")
}

fn probe_text(probe: &Probe, sentence: &str) -> String {
    format!(
        "measured {}, interval [{}, {}], expected {}, margin {}: {}",
        measured(probe.estimate.mean, probe.estimate.standard_error),
        significant(probe.interval.lower, 5),
        significant(probe.interval.upper, 5),
        expected_by_sentence(sentence, probe.expected),
        margin_text(probe),
        probe.verdict.words()
    )
}

fn margin_text(probe: &Probe) -> String {
    measured(probe.margin.value, probe.margin.standard_error)
}

fn setting_text(probe: &Probe) -> String {
    let values: Vec<String> = probe.setting.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    if values.is_empty() { "the claim's own problem".to_owned() } else { values.join(", ") }
}

/// Writes the simplest counterexample of each search as `counterexamples/<id>.toml` under `folder`, and returns the paths.
///
/// Each file is written completely or not at all. A search that found no counterexample writes no file.
///
/// # Errors
///
/// [`ReportError::Unwritable`] with the path.
pub fn write_counterexamples(folder: &Path, falsification: &Falsification) -> Result<Vec<PathBuf>, ReportError> {
    write_files(folder, falsification.counterexamples())
}

/// Does the same as [`write_counterexamples`], but leaves out each counterexample that has the name of a known one.
///
/// # Errors
///
/// As [`write_counterexamples`].
pub fn write_new_counterexamples(folder: &Path, falsification: &Falsification) -> Result<Vec<PathBuf>, ReportError> {
    write_files(folder, falsification.counterexamples().filter(|probe| !is_known(falsification, probe)))
}

fn write_files<'a>(folder: &Path, probes: impl Iterator<Item = &'a Probe>) -> Result<Vec<PathBuf>, ReportError> {
    let write = |probe: &Probe| {
        let path = folder.join("counterexamples").join(format!("{}.toml", probe.file.id));
        write_whole(&path, &counterexample_text(probe)?)?;
        Ok(path)
    };
    probes.map(write).collect()
}

fn counterexample_text(probe: &Probe) -> Result<String, ReportError> {
    let file = toml::to_string(&probe.file).map_err(|error| ReportError::Toml { id: probe.file.id.clone(), error })?;
    Ok(format!("# Found by search: {}.\n{file}", probe_text(probe, &probe.file.claim.states)))
}

/// The file of the searches for counterexamples.
pub(super) const SEARCHES_FILE: &str = "paper_checks_search.md";

/// The title of the table of searches.
pub(super) const HEADING: &str = "Search for counterexamples";

/// What stands above the table of searches, in Markdown.
pub(super) const ABOUT: &str = "The domain of each claim (dimension, number of concepts, priors, bias, noise, settings) was searched for the problem on which it holds by the least \
     margin: low-discrepancy points first, then local search from the best of them. A problem is judged at the points of the sweep that its domain leaves \
     open, and the least margin counts. The margin is the distance to the bound as a share of both sides; for equalities it is the resolution less the \
     deviation, as such a share. Below 0 the claim fails. A candidate counts as a counterexample only if it is violated on random streams that the search \
     has not seen; the margins below are measured on such streams. A search that finds nothing proves nothing: it says how far it looked. Where the domain \
     leaves an assumption of the claim, a second search among the problems that do not meet it tells what happens without it. `w2s falsify ID` searches further.";

/// The file of the searches for counterexamples.
pub(super) fn searches_file(falsifications: &[Falsification]) -> String {
    format!("# {HEADING}\n\n{ABOUT}\n\n{}", search_tables(falsifications, &claim_link))
}

/// A claim as a link, in Markdown.
type ClaimLink<'a> = &'a dyn Fn(&str) -> String;

/// The tables of searches and of known counterexamples, in Markdown.
pub(super) fn search_tables(falsifications: &[Falsification], link: ClaimLink) -> String {
    let mut text = "| claim | search | problems | not tried | smallest margin | verdict |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut searches = falsifications.iter().flat_map(|f| f.searches.iter().map(move |search| (f, search)));
    let _ = searches
        .try_for_each(|(f, search)| write_search(&mut text, (f, search), link))
        .and_then(|()| write_known(&mut text, falsifications, link));
    text
}

fn write_search(
    text: &mut String,
    (falsification, search): (&Falsification, &SearchOutcome),
    link: ClaimLink,
) -> std::fmt::Result {
    let scope = search.without.as_ref().map_or("within its assumptions".to_owned(), |name| format!("without `{name}`"));
    let smallest = search.worst.as_ref().or(search.smallest.as_ref());
    let smallest =
        smallest.map_or("–".to_owned(), |probe| format!("{} at {}", margin_text(probe), plain(&setting_text(probe))));
    let mut verdict = match &search.simplest {
        Some(simplest) => format!("**{}**, simplest {}", search.verdict.words(), linked(falsification, simplest)),
        None => search.verdict.words().to_owned(),
    };
    if let Some(most) = search.replicates_used_up {
        verdict += &format!(" (ended early: {most} replicates used up)", most = grouped(most));
    }
    let claim = link(&falsification.id);
    let (problems, untried) = (grouped(search.problems), grouped(search.untried.total()));
    writeln!(text, "| {claim} | {scope} | {problems} | {untried} | {smallest} | {verdict} |")
}

fn claim_link(id: &str) -> String {
    format!("[{}](paper_checks.md#{})", plain(id), anchor(id))
}

/// Returns the counterexample with a link to its file: the file beside the report, or the file of the known counterexample of the same name.
fn linked(falsification: &Falsification, probe: &Probe) -> String {
    let (id, setting) = (&probe.file.id, plain(&setting_text(probe)));
    match is_known(falsification, probe) {
        true => format!("at {setting}; compare the known [{id}](sims/counterexamples/{id}.toml)"),
        false => format!("at [{setting}](counterexamples/{id}.toml)"),
    }
}

/// Returns `true` if a counterexample of this name is already known.
fn is_known(falsification: &Falsification, probe: &Probe) -> bool {
    falsification.known.iter().any(|known| known.id == probe.file.id)
}

fn write_known(text: &mut String, falsifications: &[Falsification], link: ClaimLink) -> std::fmt::Result {
    let mut known = falsifications.iter().flat_map(|f| f.known.iter().map(move |known| (f, known))).peekable();
    if known.peek().is_none() {
        return Ok(());
    }
    writeln!(text, "\nKnown counterexamples, checked again:\n")?;
    writeln!(text, "| claim | counterexample | verdict | measured ÷ expected |\n| --- | --- | --- | --- |")?;
    for (falsification, known) in known {
        let slack = known.slack.map_or("–".to_owned(), |slack| slack_text(&slack));
        let (claim, name, verdict) = (link(&falsification.id), &known.id, known.verdict.words());
        writeln!(text, "| {claim} | [{name}](sims/counterexamples/{name}.toml) | {verdict} | {slack} |")?;
    }
    Ok(())
}
