//! `w2s measure`.

use serde::Serialize;
use weak_to_strong::evidence::{Interval, confidence_sequence};
use weak_to_strong::model::Settings;
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::quantity;
use weak_to_strong::report::{measured, significant};
use weak_to_strong::study::{BLOCK, Job, run};

use super::arguments::{Common, MeasureArguments};
use super::error::CliError;
use super::progress::Progress;
use super::setting::cell;
use super::{print, print_json};

const DEFAULT_REPLICATES: u64 = 10_000;

/// Probability with which the interval may miss.
const ERROR_PROBABILITY: f64 = 0.001;

/// Replicates beyond which a precision counts as out of reach.
const MOST_REPLICATES: u64 = 1 << 34;

#[derive(Serialize)]
struct Measured<'a> {
    quantity: &'a str,
    #[serde(flatten)]
    estimate: Estimate,
    #[serde(flatten)]
    interval: Interval,
    seed: u64,
    unit: &'static str,
}

pub fn measure(arguments: &MeasureArguments, common: &Common) -> Result<u8, CliError> {
    let quantity = quantity::by_name(&arguments.quantity)?;
    let cell = cell(&arguments.problem, quantity.settings)?;
    let settings = Settings::select(quantity.settings, &cell.point)?;
    let experiment = (quantity.experiment)(&cell.problem, std::slice::from_ref(&settings))?;
    let job = Job { experiment, key: cell.content_key(quantity, &settings) };
    let mut total = JointMoments::new(job.experiment.width());
    let progress = Progress::new(common.quiet);
    let mut replicate_to = |target: u64| {
        let totals = std::slice::from_mut(&mut total);
        run(std::slice::from_ref(&job), totals, &[target], common.seed, &|event| progress.observe(event))
            .map_err(|fault| CliError::NotFinite { quantity: quantity.name.to_owned(), replicate: fault.replicate })?;
        Ok(job.experiment.estimates(&totals[0])[0])
    };
    let estimate = match arguments.precision {
        Some(precision) => until_precise(precision, replicate_to),
        None => replicate_to(arguments.replicates.unwrap_or(DEFAULT_REPLICATES)),
    };
    progress.finish();
    let estimate = estimate?;
    let interval = confidence_sequence(&estimate, quantity.range.spread(&total, 0), ERROR_PROBABILITY);
    let unit = quantity.unit.name();
    if common.json {
        print_json(&Measured { quantity: quantity.name, estimate, interval, seed: common.seed, unit })?;
    } else {
        print(&format!(
            "{} = {}  in [{}, {}]  ({unit}; {} % interval, {} replicates, seed {})\n",
            quantity.name,
            measured(estimate.mean, estimate.standard_error),
            significant(interval.lower, 5),
            significant(interval.upper, 5),
            100.0 * (1.0 - ERROR_PROBABILITY),
            estimate.replicates,
            common.seed
        ))?;
    }
    Ok(0)
}

/// Doubles the number of replicates until the relative standard error is reached.
fn until_precise(
    precision: f64,
    mut replicate_to: impl FnMut(u64) -> Result<Estimate, CliError>,
) -> Result<Estimate, CliError> {
    let mut replicates = 4 * BLOCK;
    loop {
        let estimate = replicate_to(replicates)?;
        let Estimate { mean, standard_error, .. } = estimate;
        if standard_error <= precision * mean.abs() {
            return Ok(estimate);
        }
        replicates *= 2;
        if replicates > MOST_REPLICATES {
            return Err(CliError::PrecisionOutOfReach { replicates: estimate.replicates, mean, standard_error });
        }
    }
}
