//! A campaign: the jobs of several claims, replicated together until every claim is decided.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::measured::Measured;
use super::plan::{PlannedCell, describe};
use super::shards::seconds_per_replicate;
use super::verdicts::{Assessment, assess};
use super::{CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Replicates, Unit};
use crate::setting::Settings;
use crate::study::{BLOCK, Event, Holding, Job, NotFinite, RunError, Session, run};
use weak_to_strong::numeric::JointMoments;

/// Claims with their jobs.
pub struct Campaign<'a> {
    claims: &'a [Claim],
    options: &'a CheckOptions,
    measured: Vec<Measured<'a>>,
    jobs: Vec<Job>,
    /// Whose the jobs are.
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

/// Replicates at the first look; each further one doubles them.
const FIRST_LOOK: u64 = 4 * BLOCK;

impl<'a> Campaign<'a> {
    /// Evaluates all expressions and makes all jobs; nothing is sampled yet.
    ///
    /// # Errors
    ///
    /// [`ClaimError::RepeatedId`], or what shows only when a claim is evaluated: a formula without a value, a quantity that is not
    /// defined for the problem.
    pub fn new(claims: &'a [Claim], options: &'a CheckOptions) -> Result<Self, ClaimError> {
        reject_repeated_ids(claims)?;
        // Whatever is wrong with an expression shows before the long run, not after it.
        let measured = claims.iter().map(|claim| Measured::new(claim, options.power)).collect::<Result<Vec<_>, _>>()?;
        let mut sampled = Vec::new();
        for (index, measured) in measured.iter().enumerate() {
            for cells in measured.cells_that_share_replicates() {
                let job = job(measured.claim, &cells)?;
                sampled.push((job, Cells { claim: index, cells, budget: measured.claim.replicates() }));
            }
        }
        let (jobs, owners) = sampled.into_iter().unzip();
        let intervals: usize = measured.iter().map(Measured::interval_count).sum();
        let error = options.error_probability / intervals.max(1) as f64;
        Ok(Self { claims, options, measured, jobs, owners, error })
    }

    /// Replicates all jobs until the claims are decided or their budgets end.
    ///
    /// # Errors
    ///
    /// A replicate that is not finite, a fit without enough points; [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session.
    pub fn run(&mut self, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
        let mut totals: Vec<JointMoments> =
            self.jobs.iter().map(|job| JointMoments::new(job.experiment.width())).collect();
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

    /// Seconds of one processor that the replicates of each claim took, those from a store included.
    pub fn seconds_by_claim(&self) -> Vec<f64> {
        let mut seconds = vec![0.0; self.claims.len()];
        for (job, owner) in self.jobs.iter().zip(&self.owners) {
            seconds[owner.claim] += job.seconds();
        }
        seconds
    }

    /// The jobs, grouped by what must be replicated together: no group's stopping depends on another's.
    ///
    /// Cells that share replicates, and the cells of one fit or infimum, belong together; so do all cells of a claim whose false neighbours
    /// are judged too.
    pub fn units(&self) -> Vec<Unit> {
        let mut group_of: Vec<usize> = (0..self.jobs.len()).collect();
        for (index, measured) in self.measured.iter().enumerate() {
            let together = match self.options.power {
                true => vec![measured.cells.keys().copied().collect()],
                false => measured.cells_judged_together(),
            };
            let jobs: Vec<usize> = (0..self.jobs.len()).filter(|job| self.owners[*job].claim == index).collect();
            let job_of: HashMap<usize, usize> =
                jobs.iter().flat_map(|job| self.owners[*job].cells.iter().map(|cell| (*cell, *job))).collect();
            for cells in together {
                join(&mut group_of, cells.iter().map(|cell| job_of[cell]));
            }
        }
        let mut groups: IndexMap<usize, Vec<usize>> = IndexMap::new();
        for job in 0..self.jobs.len() {
            groups.entry(root(&group_of, job)).or_default().push(job);
        }
        groups.into_values().map(|jobs| self.unit(jobs)).collect()
    }

    fn unit(&self, jobs: Vec<usize>) -> Unit {
        let key = self.jobs[jobs[0]].record_key(self.options.seed).unwrap_or_default();
        let id = &self.claims[self.owners[jobs[0]].claim].file.id;
        Unit { name: format!("{id} {key}"), jobs, key }
    }

    /// Seconds of one processor that each unit takes if its cells use up their replicates, from what a store knows or measured now.
    pub fn seconds(&self, units: &[Unit], known: &[Holding]) -> Vec<f64> {
        let each = seconds_per_replicate(&self.jobs, self.options.seed, known);
        let of_unit = |unit: &Unit| unit.jobs.iter().map(|job| each[*job] * self.owners[*job].budget as f64).sum();
        units.iter().map(of_unit).collect()
    }

    /// The campaign of these units alone. Intervals stay those of the whole.
    pub fn restricted_to(mut self, units: &[&Unit]) -> Self {
        let kept: HashSet<usize> = units.iter().flat_map(|unit| unit.jobs.iter().copied()).collect();
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
            RunError::NotFinite(fault) => self.not_finite(fault),
            RunError::Interrupted => ClaimError::Interrupted,
            RunError::Store(error) => ClaimError::Store(error),
        }
    }

    fn not_finite(&self, fault: NotFinite) -> ClaimError {
        let (owner, width) = (&self.owners[fault.job], self.jobs[fault.job].experiment.width());
        let claim = &self.claims[owner.claim];
        // Observations list the cells one after the other; those of a function of means belong to all of them.
        let cell = owner.cells[fault.coordinate * owner.cells.len() / width];
        let (point, replicate) = (&claim.cells[cell].cell.point, Replicates::Single(fault.replicate));
        claim.invalid(ClaimFault::ReplicateNotFinite {
            quantity: claim.quantity.name.clone(),
            replicate: fault.replicate,
            setting: describe(point),
            replay: claim.replay(point, replicate, self.options.seed).unwrap_or_else(|| {
                format!("study::replay(&job, {}, {}), for the job of this cell", self.options.seed, fault.replicate)
            }),
        })
    }
}

/// The job of cells that share their replicates.
pub(super) fn job(claim: &Claim, cells: &[usize]) -> Result<Job, ClaimError> {
    let first: &PlannedCell = &claim.cells[cells[0]];
    let path: Vec<Settings> = cells.iter().map(|cell| claim.cells[*cell].settings.clone()).collect();
    Job::of_cells(&claim.quantity, &first.cell, path).map_err(|error| claim.invalid(ClaimFault::Quantity(error)))
}

/// The group that a job has come to.
fn root(group_of: &[usize], job: usize) -> usize {
    if group_of[job] == job { job } else { root(group_of, group_of[job]) }
}

/// Puts jobs into one group, named after the first of all.
fn join(group_of: &mut [usize], mut jobs: impl Iterator<Item = usize>) {
    let Some(first) = jobs.next() else { return };
    for job in jobs {
        let (a, b) = (root(group_of, first), root(group_of, job));
        group_of[a.max(b)] = a.min(b);
    }
}

fn reject_repeated_ids(claims: &[Claim]) -> Result<(), ClaimError> {
    let mut seen = std::collections::HashSet::new();
    match claims.iter().find(|claim| !seen.insert(&claim.file.id)) {
        Some(claim) => Err(ClaimError::RepeatedId { file: claim.origin.clone(), id: claim.file.id.clone() }),
        None => Ok(()),
    }
}
