//! Checks claims: one run for all, then a verdict on every cell.

use rayon::prelude::*;

use super::measured::Measured;
use super::plan::{PlannedCell, describe};
use super::verdicts::{Assessment, assess};
use super::{Claim, ClaimError, ClaimFault, ClaimOutcome, Replicates, replay_command};
use crate::model::Settings;
use crate::numeric::JointMoments;
use crate::study::{BLOCK, Event, Job, NotFinite, run};

/// How to check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckOptions {
    /// The seed of all random streams.
    pub seed: u64,
    /// Probability with which any interval of the whole check may miss.
    pub error_probability: f64,
    /// Whether to judge the deliberately false neighbours too.
    pub power: bool,
    /// Whether a claim needs no more replicates as soon as one of its cells is violated.
    pub stop_at_violation: bool,
}

/// Checks all claims together, on the current thread pool.
///
/// Sampling goes in rounds of doubling size. After each, every claim is looked at; cells that are decided stop, the others go on until
/// their claim's budget ends. The error probability is split evenly over all intervals of the check (one a cell, one a fit), and each is a
/// confidence sequence, so that all intervals at all looks hold together with probability 1 − error_probability.
///
/// # Errors
///
/// [`ClaimError::RepeatedId`], or whatever shows only when a claim is evaluated: a formula without a value, a replicate that is
/// not finite, a fit without enough points.
pub fn check(
    claims: &[Claim],
    options: &CheckOptions,
    observer: &(dyn Fn(Event) + Sync),
) -> Result<Vec<ClaimOutcome>, ClaimError> {
    reject_repeated_ids(claims)?;
    // Whatever is wrong with an expression shows before the long run, not after it.
    let mut measured = claims.iter().map(|claim| Measured::new(claim, options.power)).collect::<Result<Vec<_>, _>>()?;
    let mut sampled = Vec::new();
    for (index, measured) in measured.iter().enumerate() {
        for cells in measured.cells_that_share_replicates() {
            let job = job(measured.claim, &cells)?;
            sampled.push((job, Cells { claim: index, cells, budget: measured.claim.replicates() }));
        }
    }
    let (jobs, owners): (Vec<Job>, Vec<Cells>) = sampled.into_iter().unzip();
    let mut totals: Vec<JointMoments> = jobs.iter().map(|job| JointMoments::new(job.experiment.width())).collect();
    let intervals: usize = measured.iter().map(Measured::interval_count).sum();
    let error = options.error_probability / intervals.max(1) as f64;
    let mut active = vec![true; jobs.len()];
    let mut look = FIRST_LOOK;
    loop {
        let target = |(owner, (total, active)): (&Cells, (&JointMoments, &bool))| match active {
            true => look.min(owner.budget),
            false => total.count(),
        };
        let targets: Vec<u64> = owners.iter().zip(totals.iter().zip(&active)).map(target).collect();
        run(&jobs, &mut totals, &targets, options.seed, observer)
            .map_err(|fault| not_finite(claims, &owners, jobs[fault.job].experiment.width(), fault, options.seed))?;
        for ((job, total), owner) in jobs.iter().zip(&totals).zip(&owners) {
            measured[owner.claim].set_estimates(&owner.cells, job.experiment.as_ref(), total, error);
        }
        let assessed: Vec<Result<Assessment, ClaimError>> =
            measured.par_iter().map(|measured| assess(measured, error, options)).collect();
        let assessed: Vec<Assessment> = assessed.into_iter().collect::<Result<_, _>>()?;
        for ((active, owner), total) in active.iter_mut().zip(&owners).zip(&totals) {
            let undecided = &assessed[owner.claim].undecided;
            *active = total.count() < owner.budget && owner.cells.iter().any(|cell| undecided.contains(cell));
        }
        if !active.contains(&true) {
            return Ok(assessed.into_iter().map(|assessment| assessment.outcome).collect());
        }
        look *= 2;
    }
}

/// Replicates at the first look; each further one doubles them.
const FIRST_LOOK: u64 = 4 * BLOCK;

/// The cells of a claim that share the replicates of one job.
struct Cells {
    claim: usize,
    cells: Vec<usize>,
    /// The most replicates that they may take.
    budget: u64,
}

/// The job of cells that share their replicates.
pub(super) fn job(claim: &Claim, cells: &[usize]) -> Result<Job, ClaimError> {
    let first: &PlannedCell = &claim.cells[cells[0]];
    let settings: Vec<Settings> = cells.iter().map(|cell| claim.cells[*cell].settings.clone()).collect();
    let experiment = claim
        .quantity
        .experiment(&first.cell.problem, &settings)
        .map_err(|error| claim.invalid(ClaimFault::Quantity(error)))?;
    let key = first.cell.content_key(claim.quantity, &first.settings);
    Ok(Job { experiment, key })
}

fn not_finite(claims: &[Claim], owners: &[Cells], width: usize, fault: NotFinite, seed: u64) -> ClaimError {
    let owner = &owners[fault.job];
    let claim = &claims[owner.claim];
    // Observations list the cells one after the other; those of a function of means belong to all of them.
    let cell = owner.cells[fault.coordinate * owner.cells.len() / width];
    let point = &claim.cells[cell].cell.point;
    claim.invalid(ClaimFault::ReplicateNotFinite {
        quantity: claim.quantity.name,
        replicate: fault.replicate,
        setting: describe(point),
        replay: replay_command(claim.quantity.name, &claim.origin, point, Replicates::Single(fault.replicate), seed),
    })
}

fn reject_repeated_ids(claims: &[Claim]) -> Result<(), ClaimError> {
    let mut seen = std::collections::HashSet::new();
    match claims.iter().find(|claim| !seen.insert(&claim.file.id)) {
        Some(claim) => Err(ClaimError::RepeatedId { file: claim.origin.clone(), id: claim.file.id.clone() }),
        None => Ok(()),
    }
}
