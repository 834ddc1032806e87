//! A campaign: the jobs of several claims, replicated together until every claim is decided.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::job_time::seconds_per_replicate;
use super::measured_claim::MeasuredClaim;
use super::planned_cell::PlannedCell;
use super::point::describe;
use super::union_find::UnionFind;
use super::verdicts::{Assessment, assess};
use super::{Bundle, CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Replicates};
use crate::setting::Settings;
use crate::study::{BLOCK, BadObservation, Event, Holding, Job, RunError, Session, run};
use weak_to_strong::numeric::JointMoments;

/// Claims with their jobs.
pub struct Campaign<'a> {
    claims: &'a [Claim],
    options: &'a CheckOptions,
    measured: Vec<MeasuredClaim<'a>>,
    jobs: Vec<Job>,
    /// The cells to which the jobs belong.
    owners: Vec<Cells>,
    /// Error probability of each interval.
    error: f64,
}

/// The cells of a claim that share the replicates of one job.
struct Cells {
    claim: usize,
    cells: Vec<usize>,
    /// The most replicates that they may take.
    budget: u64,
}

/// Replicates at the first look; each further one doubles them. Proved ends decide at any number.
const FIRST_LOOK: u64 = BLOCK;

impl<'a> Campaign<'a> {
    /// Evaluates all expressions and makes all jobs; nothing is sampled yet.
    ///
    /// # Errors
    ///
    /// [`ClaimError::RepeatedId`], or a fault that appears only when a claim is evaluated: a formula without a value, a quantity that is not
    /// defined for the problem.
    pub fn new(claims: &'a [Claim], options: &'a CheckOptions) -> Result<Self, ClaimError> {
        reject_repeated_ids(claims)?;
        // A fault in an expression is reported before the long run, not after it.
        let measured =
            claims.iter().map(|claim| MeasuredClaim::new(claim, options.power)).collect::<Result<Vec<_>, _>>()?;
        let mut sampled = Vec::new();
        for (index, measured) in measured.iter().enumerate() {
            for cells in measured.cells_that_share_replicates() {
                let job = job(measured.claim, &cells)?;
                sampled.push((job, Cells { claim: index, cells, budget: measured.claim.replicates() }));
            }
        }
        let (jobs, owners) = sampled.into_iter().unzip();
        let intervals: usize = measured.iter().map(MeasuredClaim::interval_count).sum();
        let error = options.error_probability / intervals.max(1) as f64;
        Ok(Self { claims, options, measured, jobs, owners, error })
    }

    /// Draws replicates of all jobs until the claims are decided or their budgets end.
    ///
    /// # Errors
    ///
    /// A replicate that is not finite, or a fit with too few points. [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session.
    pub fn run(&mut self, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
        let mut totals: Vec<JointMoments> = self.jobs.iter().map(Job::empty_moments).collect();
        let mut active = vec![true; self.jobs.len()];
        let mut look = FIRST_LOOK;
        loop {
            let target = |(owner, (total, active)): (&Cells, (&JointMoments, &bool))| match active {
                true => look.min(owner.budget),
                false => total.count(),
            };
            let left = self.owners.iter().zip(&totals).zip(&active).filter(|(_, active)| **active);
            let blocks =
                left.map(|((owner, total), _)| owner.budget.saturating_sub(total.count()).div_ceil(BLOCK)).sum();
            (session.observer)(Event::Outlook { blocks });
            let targets: Vec<u64> = self.owners.iter().zip(totals.iter().zip(&active)).map(target).collect();
            run(&self.jobs, &mut totals, &targets, self.options.seed, session).map_err(|error| self.ended(error))?;
            let assessed = self.assess(&totals)?;
            for ((active, owner), total) in active.iter_mut().zip(&self.owners).zip(&totals) {
                let undecided = &assessed[owner.claim].undecided;
                *active = total.count() < owner.budget && owner.cells.iter().any(|cell| undecided.contains(cell));
            }
            if !active.contains(&true) {
                return Ok(assessed.into_iter().map(|assessment| assessment.outcome).collect());
            }
            look *= 2;
        }
    }

    /// Seconds of one processor that the replicates of each claim took, including the replicates from a store.
    pub fn seconds_by_claim(&self) -> Vec<f64> {
        let mut seconds = vec![0.0; self.claims.len()];
        for (job, owner) in self.jobs.iter().zip(&self.owners) {
            seconds[owner.claim] += job.seconds();
        }
        seconds
    }

    /// The jobs, in bundles of jobs that must be replicated together. When a bundle stops does not depend on other bundles.
    ///
    /// Cells that share replicates belong together. So do the cells of one fit or infimum, and all cells of a claim whose false neighbours are
    /// judged too.
    pub fn bundles(&self) -> Vec<Bundle> {
        let mut together = UnionFind::new(self.jobs.len());
        for (index, measured) in self.measured.iter().enumerate() {
            let judged_together = if self.options.power {
                vec![measured.cells.keys().copied().collect()]
            } else {
                measured.cells_judged_together()
            };
            let jobs: Vec<usize> = (0..self.jobs.len()).filter(|job| self.owners[*job].claim == index).collect();
            let job_of: HashMap<usize, usize> =
                jobs.iter().flat_map(|job| self.owners[*job].cells.iter().map(|cell| (*cell, *job))).collect();
            for cells in judged_together {
                together.join(cells.iter().map(|cell| job_of[cell]));
            }
        }
        together.into_sets().into_iter().map(|jobs| self.bundle(jobs)).collect()
    }

    fn bundle(&self, jobs: Vec<usize>) -> Bundle {
        let key = self.jobs[jobs[0]].record_key(self.options.seed).unwrap_or_default();
        let id = &self.claims[self.owners[jobs[0]].claim].file.id;
        Bundle { name: format!("{id} {key}"), jobs, key }
    }

    /// Seconds of one processor that each bundle takes if its cells use up their replicates. They are known from a store, or measured now.
    pub fn seconds(&self, bundles: &[Bundle], known: &[Holding]) -> Vec<f64> {
        let each = seconds_per_replicate(&self.jobs, self.options.seed, known);
        let of_job = |job: &usize| each[*job] * self.owners[*job].budget as f64;
        bundles.iter().map(|bundle| bundle.jobs.iter().map(of_job).sum()).collect()
    }

    /// The campaign of these bundles only. The intervals keep the error probability of the whole campaign.
    pub fn restricted_to(mut self, bundles: &[&Bundle]) -> Self {
        let kept: HashSet<usize> = bundles.iter().flat_map(|bundle| bundle.jobs.iter().copied()).collect();
        let all = self.jobs.into_iter().zip(self.owners).enumerate();
        (self.jobs, self.owners) = all.filter(|(job, _)| kept.contains(job)).map(|(_, owned)| owned).unzip();
        self
    }

    fn assess(&mut self, totals: &[JointMoments]) -> Result<Vec<Assessment>, ClaimError> {
        for ((job, total), owner) in self.jobs.iter().zip(totals).zip(&self.owners) {
            self.measured[owner.claim].set_estimates(&owner.cells, &job.inference, total, self.error);
        }
        let assessed: Vec<Result<Assessment, ClaimError>> =
            self.measured.par_iter().map(|measured| assess(measured, self.error, self.options)).collect();
        assessed.into_iter().collect()
    }

    fn ended(&self, error: RunError) -> ClaimError {
        match error {
            RunError::BadObservation(bad) => self.bad_observation(bad),
            RunError::Interrupted => ClaimError::Interrupted,
            RunError::Store(error) => ClaimError::Store(error),
        }
    }

    fn bad_observation(&self, bad: BadObservation) -> ClaimError {
        let (owner, inference) = (&self.owners[bad.job], &self.jobs[bad.job].inference);
        let claim = &self.claims[owner.claim];
        // The estimates are those of the cells, in order. What none of them is the mean of belongs to the sample of all cells.
        let cell = owner.cells[inference.estimate_that_uses(bad.coordinate).unwrap_or(0)];
        let (point, replicate) = (&claim.cells[cell].cell.point, Replicates::Single(bad.replicate));
        claim.invalid(ClaimFault::BadReplicate {
            fault: bad.fault,
            quantity: claim.quantity.name.clone(),
            replicate: bad.replicate,
            setting: describe(point),
            seed: self.options.seed,
            replay: claim.replay(point, replicate, self.options.seed).map(Box::new),
        })
    }
}

/// The job of the cells that share their replicates.
pub(super) fn job(claim: &Claim, cells: &[usize]) -> Result<Job, ClaimError> {
    let first: &PlannedCell = &claim.cells[cells[0]];
    let path: Vec<Settings> = cells.iter().map(|cell| claim.cells[*cell].settings.clone()).collect();
    Job::of_cells(&claim.quantity, &first.cell, path).map_err(|error| claim.invalid(ClaimFault::Quantity(error)))
}

fn reject_repeated_ids(claims: &[Claim]) -> Result<(), ClaimError> {
    let mut seen = std::collections::HashSet::new();
    match claims.iter().find(|claim| !seen.insert(&claim.file.id)) {
        Some(claim) => Err(ClaimError::RepeatedId { file: claim.origin.clone(), id: claim.file.id.clone() }),
        None => Ok(()),
    }
}
