//! `w2s measure`.

use serde::Serialize;
use weak_to_strong::evidence::{Interval, confidence_interval};
use weak_to_strong::model::Settings;
use weak_to_strong::numeric::Estimate;
use weak_to_strong::quantity::{self, Quantity};
use weak_to_strong::report::{measured, significant};
use weak_to_strong::study::{Cell, Job, run};

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
    let measure = |replicates| replicated(quantity, &cell, &settings, replicates, common);
    let estimate = match arguments.precision {
        Some(precision) => until_precise(precision, measure)?,
        None => measure(arguments.replicates.unwrap_or(DEFAULT_REPLICATES))?,
    };
    let interval = confidence_interval(&estimate, quantity.range, ERROR_PROBABILITY);
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

fn replicated(
    quantity: &Quantity,
    cell: &Cell,
    settings: &Settings,
    replicates: u64,
    common: &Common,
) -> Result<Estimate, CliError> {
    let experiment = (quantity.experiment)(&cell.problem, std::slice::from_ref(settings))?;
    let job = Job { experiment, key: cell.content_key(quantity, settings), replicates };
    let progress = Progress::new(common.quiet);
    let moments = run(std::slice::from_ref(&job), common.seed, &|event| progress.observe(event));
    progress.finish();
    let moments = moments
        .map_err(|fault| CliError::NotFinite { quantity: quantity.name.to_owned(), replicate: fault.replicate })?;
    Ok(job.experiment.estimates(&moments[0])[0])
}

/// Raises the number of replicates until the relative standard error is reached.
fn until_precise(precision: f64, measure: impl Fn(u64) -> Result<Estimate, CliError>) -> Result<Estimate, CliError> {
    let mut replicates = DEFAULT_REPLICATES;
    loop {
        let estimate = measure(replicates)?;
        let Estimate { mean, standard_error, .. } = estimate;
        if standard_error <= precision * mean.abs() {
            return Ok(estimate);
        }
        let missing = (standard_error / (precision * mean.abs())).powi(2) * replicates as f64;
        // A little more than the estimate asks for, as the standard error is itself an estimate.
        replicates = (1.1 * missing).max(2.0 * replicates as f64) as u64;
        if replicates > MOST_REPLICATES {
            return Err(CliError::PrecisionOutOfReach { replicates: estimate.replicates, mean, standard_error });
        }
    }
}
