//! Attempts to refute a claim.

use std::time::Instant;

use rand::Rng;

use super::FalsifyEvent;
use super::candidate::Candidate;
use super::finding::{Falsification, KnownCounterexample, Probe, SearchOutcome, SearchVerdict};
use super::fresh::FreshLook;
use super::measure::Bench;
use super::search::{Extent, Found, Searched, expected_problems, search};
use super::shrink::shrink;
use crate::assumption::Assumption;
use crate::claim::{CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Verdict, check, known_counterexamples};
use crate::study::Session;
use weak_to_strong::random::{ContentKey, open_stream};

/// Options of a search.
#[derive(Clone, Copy, Debug)]
pub struct FalsifyOptions<'a> {
    /// The seed of all random streams.
    pub seed: u64,
    /// The number of problems that are measured within the assumptions, before local search adds more. The search without an assumption
    /// measures a quarter of this number.
    pub problems: u64,
    /// The time at which the search within the assumptions ends, instead of after a number of problems.
    pub deadline: Option<Instant>,
    /// The command that runs the search. It is written into the files of counterexamples.
    pub command: &'a str,
}

/// The default number of problems of a search: 32 if each problem takes a fit, 256 otherwise.
pub fn default_problems(claim: &Claim) -> u64 {
    if claim.shape().is_fitted() { 32 } else { 256 }
}

/// Attempts to refute a claim on its domain, on the current thread pool.
///
/// 1. Known counterexamples are replayed.
/// 2. The domain is searched for the smallest margin, within all assumptions of the claim.
/// 3. The most promising candidates are measured again on fresh random streams. Only a candidate that is violated there refutes the claim.
/// 4. This candidate is shrunk to the simplest problem that still violates the claim.
/// 5. Each assumption that some problem of the domain does not meet gets a smaller search, among the problems that do not meet it.
///
/// A search that finds nothing proves nothing. It reports how many problems it measured.
///
/// # Errors
///
/// [`ClaimFault::NoDomain`] if the claim has no domain, or the fault of a known counterexample.
pub fn falsify(
    claim: &Claim,
    options: &FalsifyOptions,
    observer: &(dyn Fn(FalsifyEvent) + Sync),
) -> Result<Falsification, ClaimError> {
    if claim.file.claim.most.is_some() {
        return Err(claim.invalid(ClaimFault::NotSearched));
    }
    if !claim.has_domain() {
        return Err(claim.invalid(ClaimFault::NoDomain));
    }
    let known = replayed(claim, options.seed)?;
    let extent = Extent { problems: options.problems, deadline: options.deadline, observer };
    let (within, searched) = attempt(claim, None, options, &extent);
    let mut searches = vec![within];
    for assumption in assumptions_left(claim, &searched) {
        let smaller =
            Extent { problems: options.problems.min(default_problems(claim)).div_ceil(4), deadline: None, observer };
        searches.push(attempt(claim, Some(assumption), options, &smaller).0);
    }
    Ok(Falsification { id: claim.file.id.clone(), seed: options.seed, known, searches })
}

fn replayed(claim: &Claim, seed: u64) -> Result<Vec<KnownCounterexample>, ClaimError> {
    let options = CheckOptions { seed, error_probability: 0.001, power: false, stop_at_violation: false };
    let known = known_counterexamples(&claim.file.id)?;
    let outcomes = check(&known, &options, &Session::alone())?;
    let replayed = |(claim, outcome): (Claim, ClaimOutcome)| KnownCounterexample {
        id: outcome.id,
        without: claim.file.found.map_or_else(Vec::new, |found| found.without),
        verdict: outcome.verdict,
        slack: outcome.slack,
    };
    Ok(known.into_iter().zip(outcomes).map(replayed).collect())
}

/// The assumptions of the claim without which some candidate was left out: it failed to meet only that one and those that fail with it.
fn assumptions_left<'a>(claim: &'a Claim, searched: &Searched) -> Vec<&'a Assumption> {
    let left = |assumption: &&Assumption| searched.unmet.iter().any(|unmet| assumption.explains(unmet));
    claim.assumptions().iter().filter(left).collect()
}

/// One search, with a fresh look at what it found.
fn attempt(
    claim: &Claim,
    without: Option<&Assumption>,
    options: &FalsifyOptions,
    extent: &Extent,
) -> (SearchOutcome, Searched) {
    let bench = Bench { claim, without, seed: options.seed };
    let name = without.map(|assumption| assumption.name.clone());
    let problems = expected_problems(extent.problems);
    (extent.observer)(FalsifyEvent::Search { without: name.clone(), problems });
    let searched = search(&bench, drawn(options.seed, claim, "points") as u32, extent);
    let look = FreshLook { bench: &bench, seed: drawn(options.seed, claim, "fresh"), command: options.command };
    let probes = promising(&searched.best).into_iter().filter_map(|found| Some((found.clone(), look.at(&found)?)));
    let probes: Vec<(Candidate, Probe)> = probes.collect();
    let violated = |probe: &Probe| probe.verdict == Verdict::Violated;
    let counterexamples = || probes.iter().filter(|(_, probe)| violated(probe));
    let worst = counterexamples().min_by(|a, b| a.1.margin.value.total_cmp(&b.1.margin.value));
    let simplest = worst.and_then(|(candidate, _)| {
        (extent.observer)(FalsifyEvent::Shrinking);
        let violates = |simpler: &Candidate| look.at(simpler).is_some_and(|probe| violated(&probe));
        look.at(&shrink(&claim.domain, candidate.clone(), MOST_STEPS, violates))
    });
    let outcome = SearchOutcome {
        without: name,
        verdict: match (worst, searched.problems) {
            (Some(_), _) => SearchVerdict::Refuted,
            (None, 0) => SearchVerdict::NotTried,
            (None, _) => SearchVerdict::NothingFound,
        },
        problems: searched.problems,
        untried: searched.untried,
        smallest: probes
            .iter()
            .map(|(_, probe)| probe)
            .min_by(|a, b| a.margin.value.total_cmp(&b.margin.value))
            .cloned(),
        worst: worst.map(|(_, probe)| probe.clone()),
        simplest,
    };
    (outcome, searched)
}

/// Candidates that get a fresh look.
const MOST_LOOKS: usize = 3;

/// Attempts to make a counterexample simpler.
const MOST_STEPS: usize = 500;

/// The candidate with the smallest margin, and the next candidates as long as chance may explain their margins.
fn promising(best: &[Found]) -> Vec<Candidate> {
    let mut ranked: Vec<&Found> = best.iter().collect();
    ranked.sort_by(|a, b| a.margin.cautious().total_cmp(&b.margin.cautious()));
    let mut promising: Vec<Candidate> = Vec::new();
    for found in ranked {
        let needed = promising.is_empty() || !found.margin.is_clear();
        if needed && promising.len() < MOST_LOOKS && !promising.contains(&found.candidate) {
            promising.push(found.candidate.clone());
        }
    }
    promising
}

/// A number for one purpose of the search of a claim.
fn drawn(seed: u64, claim: &Claim, purpose: &str) -> u64 {
    open_stream(seed, &ContentKey::of(&format!("falsify {} {purpose}", claim.file.id)), 0).next_u64()
}
