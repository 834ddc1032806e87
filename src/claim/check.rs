//! Checks claims: one run for all, then a verdict on every cell.

use rayon::prelude::*;

use super::measured::Measured;
use super::plan::{PlannedCell, describe};
use super::verdicts::assess;
use super::{Claim, ClaimError, ClaimFault, ClaimOutcome, measure_command};
use crate::model::Settings;
use crate::study::{Event, Job, NotFinite, run};

/// How to check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckOptions {
    /// The seed of all random streams.
    pub seed: u64,
    /// Probability with which any interval of the whole check may miss.
    pub error_probability: f64,
    /// Whether to judge the deliberately false neighbours too.
    pub power: bool,
}

/// Checks all claims in one run on the current thread pool.
///
/// Every interval has the level error_probability ÷ (number of intervals), so that all hold together with probability
/// 1 − error_probability.
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
    let mut jobs = Vec::new();
    let mut owners = Vec::new();
    for (index, measured) in measured.iter().enumerate() {
        for shared in measured.cells_that_share_replicates() {
            jobs.push(job(measured.claim, &shared)?);
            owners.push((index, shared));
        }
    }
    let totals =
        run(&jobs, options.seed, observer).map_err(|fault| not_finite(claims, &owners, fault, options.seed))?;
    for ((job, moments), (claim, cells)) in jobs.iter().zip(&totals).zip(&owners) {
        for (cell, estimate) in cells.iter().zip(job.experiment.estimates(moments)) {
            measured[*claim].set_estimate(*cell, estimate);
        }
    }
    let intervals: usize = measured.iter().map(Measured::interval_count).sum();
    let error = options.error_probability / intervals.max(1) as f64;
    measured.par_iter().map(|measured| assess(measured, error, options)).collect()
}

fn job(claim: &Claim, cells: &[usize]) -> Result<Job, ClaimError> {
    let first: &PlannedCell = &claim.cells[cells[0]];
    let settings: Vec<Settings> = cells.iter().map(|cell| claim.cells[*cell].settings.clone()).collect();
    let experiment = (claim.quantity.experiment)(&first.cell.problem, &settings)
        .map_err(|error| claim.invalid(ClaimFault::Quantity(error)))?;
    let key = first.cell.content_key(claim.quantity, &first.settings);
    Ok(Job { experiment, key, replicates: claim.replicates() })
}

fn not_finite(claims: &[Claim], owners: &[(usize, Vec<usize>)], fault: NotFinite, seed: u64) -> ClaimError {
    let (claim, cells) = &owners[fault.job];
    let claim = &claims[*claim];
    let point = &claim.cells[cells[0]].cell.point;
    claim.invalid(ClaimFault::ReplicateNotFinite {
        quantity: claim.quantity.name,
        replicate: fault.replicate,
        setting: describe(point),
        replay: measure_command(claim.quantity.name, &claim.origin, point, fault.replicate + 1, seed),
    })
}

fn reject_repeated_ids(claims: &[Claim]) -> Result<(), ClaimError> {
    let mut seen = std::collections::HashSet::new();
    match claims.iter().find(|claim| !seen.insert(&claim.file.id)) {
        Some(claim) => Err(ClaimError::RepeatedId { file: claim.origin.clone(), id: claim.file.id.clone() }),
        None => Ok(()),
    }
}
