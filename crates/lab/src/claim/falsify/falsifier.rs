//! Attempts to refute a claim.

use std::cell::Cell;
use std::time::Instant;

use rand::Rng;

use super::FalsifyEvent;
use super::bench::Bench;
use super::candidate::Candidate;
use super::finding::{Falsification, KnownCounterexample, Probe, SearchOutcome, SearchVerdict};
use super::fresh::FreshLook;
use super::search::{Extent, Found, Searched, expected_problems, search};
use super::shrink::shrink;
use crate::assumption::Assumption;
use crate::claim::{CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Verdict, check, known_counterexamples};
use crate::study::{Interrupt, Session};
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
    /// The most replicates that each search may draw, half of them for the search itself and half for fresh looks and for making a counterexample simpler;
    /// `None` if there is no limit.
    pub replicates: Option<u64>,
    /// The interrupt that may end the search.
    pub interrupt: &'a Interrupt,
    /// The command that runs the search. It is written into the files of counterexamples.
    pub command: &'a str,
}

/// The default number of problems of a search: 32 if each problem takes a fit, 256 otherwise.
pub fn default_problems(claim: &Claim) -> u64 {
    if claim.takes_a_fit() { 32 } else { 256 }
}

/// The replicates of a brief search: so many times those that the claim may take at one point of its sweep, for each of the samples there.
///
/// A search that is limited by them takes about as many times as long as the longest check of such a cell, on any machine, and its results do not depend on
/// the machine.
pub fn brief_replicates(claim: &Claim) -> u64 {
    let samples = claim.plan(false, 0).map_or(1, |plan| plan.most_samples_of_a_cell());
    BRIEF_CELLS.saturating_mul(claim.replicates()).saturating_mul(samples as u64)
}

/// A brief search may take as long as the checks of so many cells.
const BRIEF_CELLS: u64 = 32;

/// Attempts to refute a claim on its domain, on the current thread pool.
///
/// 1. Known counterexamples are replayed.
/// 2. The domain is searched for the smallest margin, within all assumptions of the claim. A problem is judged at all points of the sweep that the domain
///    leaves open, or at eight of them (two if a fit is taken) that change from problem to problem so that all have their turn. Its margin is the least.
///    Closer looks and the local search stay at the point with the least margin, and what the local search ends at is judged at other points again.
/// 3. The most promising candidates are measured again on fresh random streams. Only a candidate that is violated there refutes the claim.
/// 4. This candidate is shrunk to the simplest problem, at the earliest point of the sweep, that still violates the claim.
/// 5. Each assumption that some problem of the domain does not meet gets a smaller search, among the problems that do not meet it.
///
/// A search that finds nothing proves nothing. It reports how many problems it measured.
///
/// # Errors
///
/// [`ClaimFault::NoDomain`] if the claim has no domain, or the fault of a known counterexample; [`ClaimError::Interrupted`].
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
    let replicates = options.replicates.map(|most| most / 2);
    let extent = Extent {
        problems: options.problems,
        deadline: options.deadline,
        replicates,
        interrupt: options.interrupt,
        observer,
    };
    let (within, searched) = attempt(claim, None, options, &extent);
    let mut searches = vec![within];
    for assumption in assumptions_left(claim, &searched) {
        let problems = options.problems.min(default_problems(claim)).div_ceil(4);
        let smaller = Extent { problems, deadline: None, ..extent };
        searches.push(attempt(claim, Some(assumption), options, &smaller).0);
    }
    if options.interrupt.is_requested() {
        return Err(ClaimError::Interrupted);
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
    let bench = Bench::new(claim, without, options.seed);
    let name = without.map(|assumption| assumption.name.clone());
    let problems = expected_problems(extent.problems);
    (extent.observer)(FalsifyEvent::Search { without: name.clone(), problems });
    let searched = search(&bench, drawn(options.seed, claim, "points") as u32, extent);
    let (fresh, left) = (drawn(options.seed, claim, "fresh"), Cell::new(extent.replicates));
    let look = FreshLook { bench: &bench, seed: fresh, command: options.command, left };
    let probes = promising(&searched.best).into_iter().filter_map(|found| Some((found.clone(), look.at(&found)?)));
    let probes: Vec<(Candidate, Probe)> = probes.collect();
    let violated = |probe: &Probe| probe.verdict == Verdict::Violated;
    let counterexamples = || probes.iter().filter(|(_, probe)| violated(probe));
    let worst = counterexamples().min_by(|a, b| a.1.margin.value.total_cmp(&b.1.margin.value));
    let simplest = worst.map(|(candidate, probe)| {
        (extent.observer)(FalsifyEvent::Shrinking);
        let mut simplest = probe.clone();
        let violates = |simpler: &Candidate| {
            let found = look.at(simpler).filter(violated);
            found.map(|probe| simplest = probe).is_some()
        };
        shrink(&claim.domain, &bench.universal, candidate.clone(), MOST_STEPS, violates);
        simplest
    });
    let is_limited = look.is_over() || extent.replicates.is_some_and(|most| searched.replicates >= most);
    let outcome = SearchOutcome {
        without: name,
        verdict: match (worst, searched.problems) {
            (Some(_), _) => SearchVerdict::Refuted,
            (None, 0) => SearchVerdict::NotTried,
            (None, _) => SearchVerdict::NothingFound,
        },
        problems: searched.problems,
        replicates_used_up: extent.replicates.filter(|_| is_limited).map(|half| 2 * half),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimFile;
    use crate::claim::example::PROBLEM;

    const REST: &str = r#"
        [sweep]
        samples = [16, 64]
        penalty = [0.1, 1.0]
        [claim]
        states = "naive.mse - naive.mse[samples = 2 * samples] >= -9"
        replicates = 1000
        [domain]
        dim = [4, 8]
        noise = [0.1, 1]
    "#;

    /// Two samples at a cell. A step draws at most 8 problems at 4 points with 16 replicates of 4 samples each, and a search ends after the step that uses
    /// up what it may draw. It draws the same with any limit until then.
    #[test]
    fn a_search_draws_no_more_than_it_may() {
        let file = ClaimFile::parse("mine.toml", &format!("{PROBLEM}{REST}")).expect("TOML");
        let claim = Claim::new("mine".to_owned(), file).expect("a claim");
        assert_eq!(brief_replicates(&claim), 32 * 1000 * 2);
        let bench = Bench::new(&claim, None, 1);
        let drawn = |replicates: Option<u64>| {
            let extent =
                Extent { problems: 8, deadline: None, replicates, interrupt: Interrupt::never(), observer: &|_| {} };
            search(&bench, 1, &extent).replicates
        };
        let (step, all) = (8 * 4 * 16 * 4, drawn(None));
        for most in [1, 100, all / 2, all, 2 * all] {
            let limited = drawn(Some(most));
            assert!(limited <= all.min(most + step), "{limited} {most} {all}");
        }
        assert_eq!(drawn(Some(2 * all)), all);
    }
}
