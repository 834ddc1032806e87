//! One quantity at one cell, measured to a number of replicates or to a precision.

use std::time::Duration;

use thiserror::Error;

use super::{BLOCK, Cell, Event, Job, RunError, Session, Work, run};
use crate::inference::Importance;
use crate::quantity::{NetworkUsed, QUANTITIES, Quantity, QuantityError};
use crate::setting::{SettingError, Settings};
use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::{Estimate, JointMoments};

/// When a measurement ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effort {
    /// After this many replicates.
    Replicates(u64),
    /// When the standard error is at most this share of the mean. Replicates are doubled until it is.
    Precision(f64),
}

/// What is known of a quantity at one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Mean, standard error and number of replicates.
    pub estimate: Estimate,
    /// The interval, with the warrant of each end. It holds at all numbers of replicates together.
    pub enclosure: Enclosure,
    /// The sampler that was used.
    pub sampler: &'static str,
    /// How far an estimate from importance sampling can be relied on; `None` for any other.
    pub importance: Option<Importance>,
    /// The networks that answer.
    pub networks: Vec<NetworkUsed>,
}

/// Why a quantity is not measured.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum MeasureError {
    /// A setting is missing, or out of its domain.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The quantity is not defined for the problem.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A replicate cannot be used, or the run was interrupted.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The precision is not above 0.
    #[error("a precision of {precision}: give a share of the mean above 0, such as 0.01")]
    BadPrecision { precision: f64 },
    /// No replicates are asked for.
    #[error("0 replicates tell nothing; give 1 or more")]
    NoReplicates,
    /// The precision would take more replicates than can be drawn, or the mean may be 0.
    #[error(
        "a precision of {precision:e} cannot be had: after {replicates} replicates the standard error is {standard_error:.3e} for a mean of {mean:.3e}, and \
         it would take more than {OUT_OF_REACH} replicates; ask for a number of replicates, or a larger share of the mean"
    )]
    PrecisionOutOfReach { precision: f64, replicates: u64, mean: f64, standard_error: f64 },
}

/// The largest number of replicates for a requested precision.
const OUT_OF_REACH: u64 = 1 << 34;

/// Replicates after which a requested precision is looked at for the first time.
const FIRST_LOOK: u64 = 4 * BLOCK;

/// Measures a quantity at one cell, on the current thread pool.
///
/// The interval misses the true value with probability at most `error_probability`, at all numbers of replicates together where its warrant is
/// finite-sample. The same quantity, cell, effort and seed give the same bits on any number of threads.
///
/// ```
/// use weak_to_strong_lab::quantity;
/// use weak_to_strong_lab::study::{Cell, Effort, Session, measure};
///
/// let problem = r#"
///     dim = 4
///     prompts = "cube"
///     concepts = { orthonormal = 2 }
///     source_prior = "uniform"
///     target = 0
///     noise = 0.5
///     weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
/// "#;
/// let point = [("samples".to_owned(), 64.into()), ("penalty".to_owned(), 0.3.into())].into();
/// let cell = Cell::new(&problem.parse()?, &point, &["samples", "penalty"])?;
/// let naive = quantity::by_name("naive.mse")?;
/// let found = measure(naive, &cell, Effort::Precision(0.01), 1, 0.001, &Session::alone())?;
/// // Of the segment from source to weak supervisor, no point is nearer to the target.
/// assert!(found.enclosure.upper.at > 0.23);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`MeasureError`].
pub fn measure(
    quantity: &Quantity,
    cell: &Cell,
    effort: Effort,
    seed: u64,
    error_probability: f64,
    session: &Session,
) -> Result<Measured, MeasureError> {
    match effort {
        Effort::Replicates(0) => return Err(MeasureError::NoReplicates),
        Effort::Precision(precision) if precision.is_nan() || precision <= 0.0 => {
            return Err(MeasureError::BadPrecision { precision });
        }
        Effort::Replicates(_) | Effort::Precision(_) => {}
    }
    QUANTITIES.require_family(quantity, &cell.problem).map_err(QuantityError::from)?;
    let settings = Settings::select(&quantity.settings, &cell.point)?;
    let job = Job::of_cells(quantity, cell, vec![settings])?;
    let mut total = job.empty_moments();
    match effort {
        Effort::Replicates(replicates) => {
            draw(&job, &mut total, replicates, seed, session)?;
        }
        Effort::Precision(precision) => until_precise(&job, &mut total, precision, seed, session)?,
    }
    Ok(Measured::of(&job, &total, error_probability))
}

impl Measured {
    /// What the moments of a job's replicates tell of its first estimate.
    pub fn of(job: &Job, total: &JointMoments, error_probability: f64) -> Self {
        Self {
            estimate: job.inference.estimates(total)[0],
            enclosure: job.inference.enclosures(total, error_probability)[0],
            sampler: job.experiment.sampler(),
            importance: job.inference.importances(total).first().copied().flatten(),
            networks: job.experiment.networks().into_iter().cloned().collect(),
        }
    }
}

/// The estimate after this many replicates.
fn draw(
    job: &Job,
    total: &mut JointMoments,
    replicates: u64,
    seed: u64,
    session: &Session,
) -> Result<Estimate, RunError> {
    run(std::slice::from_ref(job), std::slice::from_mut(total), &[replicates], seed, session)?;
    Ok(job.inference.estimates(total)[0])
}

fn until_precise(
    job: &Job,
    total: &mut JointMoments,
    precision: f64,
    seed: u64,
    session: &Session,
) -> Result<(), MeasureError> {
    let mut replicates = FIRST_LOOK;
    loop {
        let estimate = draw(job, total, replicates, seed, session)?;
        let Estimate { mean, standard_error, .. } = estimate;
        if standard_error <= precision * mean.abs() {
            return Ok(());
        }
        if is_out_of_reach(&estimate, precision) {
            return Err(MeasureError::PrecisionOutOfReach { precision, replicates, mean, standard_error });
        }
        (session.observer)(outlook(job, &estimate, precision));
        replicates *= 2;
    }
}

/// Whether a precision takes too many replicates, even if the mean is larger than its estimate by several standard errors.
fn is_out_of_reach(estimate: &Estimate, precision: f64) -> bool {
    const SEVERAL: f64 = 5.0;
    let Estimate { mean, standard_error, replicates } = *estimate;
    let largest = mean.abs() + SEVERAL * standard_error;
    let at_least = replicates as f64 * (standard_error / largest / precision).powi(2);
    2 * replicates > OUT_OF_REACH || at_least > OUT_OF_REACH as f64
}

/// The work that is left: the standard error shrinks as 1/√n, and the number of replicates doubles.
fn outlook(job: &Job, estimate: &Estimate, precision: f64) -> Event {
    let Estimate { mean, standard_error, replicates } = *estimate;
    let times = (standard_error / (precision * mean.abs())).powi(2);
    let last = (replicates as f64 * times.log2().ceil().max(1.0).exp2()).min(OUT_OF_REACH as f64);
    let work = |end: f64| Work {
        blocks: ((end - replicates as f64) / BLOCK as f64) as u64,
        time: Duration::try_from_secs_f64(job.seconds() * (end / replicates as f64 - 1.0)).unwrap_or(Duration::MAX),
    };
    Event::Outlook { likely: work(last), most: work(OUT_OF_REACH as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hundred times the precision takes ten thousand times the replicates; an estimate that happens to be near 0 proves nothing.
    #[test]
    fn a_precision_is_out_of_reach_if_no_likely_mean_reaches_it() {
        let estimate = |mean, standard_error| Estimate { mean, standard_error, replicates: 1024 };
        assert!(!is_out_of_reach(&estimate(1.0, 0.01), 1e-5));
        assert!(is_out_of_reach(&estimate(1.0, 0.01), 1e-6));
        assert!(is_out_of_reach(&estimate(1.0, 0.01), 1e-300));
        assert!(!is_out_of_reach(&estimate(1e-9, 0.01), 0.001));
    }
}
