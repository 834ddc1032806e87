//! Measures many candidates at once.

use rayon::prelude::*;

use super::candidate::{Candidate, claim_at};
use crate::assumption::Assumption;
use crate::claim::assess::assess;
use crate::claim::error_parts::ErrorParts;
use crate::claim::jobs::{Sampled, sampled};
use crate::claim::{CheckOptions, Claim, Margin, Verdict};
use crate::name::Name;
use crate::statement::Measurement;
use crate::study::{Job, RunError, Session, run};
use weak_to_strong::numeric::JointMoments;

/// Why a candidate was not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Untried {
    /// It is not a valid problem, or a setting is out of its domain, or the quantity cannot be measured on it.
    NoProblem,
    /// It meets all assumptions of the search except these.
    Unmet(Vec<Name>),
    /// The expression has no value there, or one that makes the claim trivially true.
    NothingExpected,
    /// The search has too few replicates for a fit.
    Unresolved,
}

/// Where and how a search measures.
#[derive(Clone, Copy)]
pub(super) struct Bench<'a> {
    /// The claim as it is stated.
    pub(super) claim: &'a Claim,
    /// The assumption that every candidate must break, and that is dropped.
    pub(super) without: Option<&'a Assumption>,
    /// The seed of the search's random streams.
    pub(super) seed: u64,
}

impl Bench<'_> {
    /// The claim at a candidate. Fails if the candidate cannot be tried.
    pub(super) fn admit(&self, candidate: &Candidate, replicates: u64) -> Result<Claim, Untried> {
        let claim = claim_at(self.claim, candidate, replicates).map_err(|_| Untried::NoProblem)?;
        let mut unmet: Vec<Name> = claim.unmet.iter().flatten().cloned().collect();
        unmet.sort();
        unmet.dedup();
        let claim = match self.without {
            None if unmet.is_empty() => claim,
            Some(dropped) if dropped.explains(&unmet) => claim.dropping(dropped),
            _ => return Err(Untried::Unmet(unmet)),
        };
        let Ok(plan) = claim.plan(false, self.seed) else { return Err(Untried::NothingExpected) };
        if !plan.says_something() {
            return Err(Untried::NothingExpected);
        }
        sampled(&claim, &self.options()).map_err(|_| Untried::NoProblem)?;
        Ok(claim)
    }

    fn options(&self) -> CheckOptions {
        CheckOptions { seed: self.seed, error_probability: ERROR, power: false, stop_at_violation: false }
    }

    /// The margin at each candidate, from this many replicates per cell.
    ///
    /// Random streams belong to the problem, so the other candidates do not change the margin.
    pub(super) fn margins(&self, candidates: &[Candidate], replicates: u64) -> Vec<Result<Margin, Untried>> {
        let admitted: Vec<Result<Claim, Untried>> =
            candidates.par_iter().map(|candidate| self.admit(candidate, replicates)).collect();
        let claims: Vec<&Claim> = admitted.iter().flatten().collect();
        let mut margins = self.measured(&claims, replicates).into_iter();
        // There is one margin for each candidate that was admitted.
        admitted
            .iter()
            .map(|one| {
                one.as_ref().map_err(Clone::clone).and_then(|_| margins.next().unwrap_or(Err(Untried::NoProblem)))
            })
            .collect()
    }

    fn measured(&self, claims: &[&Claim], replicates: u64) -> Vec<Result<Margin, Untried>> {
        let options = self.options();
        // What was admitted has a plan and jobs.
        let (mut plans, mut jobs, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (index, (plan, own)) in claims.iter().filter_map(|claim| sampled(claim, &options).ok()).enumerate() {
            for (sample, job) in own {
                owners.push((index, sample));
                jobs.push(job);
            }
            plans.push(plan);
        }
        let totals = totals_of_finite(&mut jobs, &mut owners, replicates, self.seed);
        let mut measured: Vec<Vec<Option<Measurement>>> = plans.iter().map(Sampled::recorded).collect();
        for ((job, moments), (claim, sample)) in jobs.iter().zip(&totals).zip(&owners) {
            measured[*claim][*sample] = Some(Measurement { inference: &job.inference, moments });
        }
        let both = plans.par_iter().zip(measured.into_par_iter());
        both.map(|(plan, samples)| margin(plan, samples, &options)).collect()
    }
}

/// Error probability of the intervals of a search. No result depends on them.
const ERROR: f64 = 0.05;

/// The moments of all jobs. The jobs of a claim are left out if one of its replicates is not finite.
fn totals_of_finite(
    jobs: &mut Vec<Job>,
    owners: &mut Vec<(usize, usize)>,
    replicates: u64,
    seed: u64,
) -> Vec<JointMoments> {
    loop {
        let mut totals: Vec<JointMoments> = jobs.iter().map(Job::empty_moments).collect();
        let ended = run(jobs, &mut totals, &vec![replicates; jobs.len()], seed, &Session::alone());
        let Err(RunError::BadObservation(bad)) = ended else { return totals };
        let out = owners[bad.job].0;
        let mut finite = owners.iter().map(|(claim, _)| *claim != out).collect::<Vec<_>>().into_iter();
        jobs.retain(|_| finite.next().unwrap_or(true));
        owners.retain(|(claim, _)| *claim != out);
    }
}

fn margin(sampled: &Sampled, samples: Vec<Option<Measurement>>, options: &CheckOptions) -> Result<Margin, Untried> {
    let assessed = assess(sampled, samples, ErrorParts { interval: ERROR, share: ERROR }, options);
    let cell = assessed.outcome.cells.first().ok_or(Untried::NoProblem)?;
    if cell.verdict == Verdict::NotApplicable {
        return Err(Untried::NothingExpected);
    }
    cell.margin.ok_or(Untried::Unresolved)
}
