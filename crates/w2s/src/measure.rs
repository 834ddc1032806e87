//! `w2s measure`, and `w2s replay` of a quantity.

use std::path::Path;

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;
use serde_json::json;
use weak_to_strong::evidence::{Interval, Warrant};
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{Doubt, Warrants};
use weak_to_strong_lab::inference::Importance;
use weak_to_strong_lab::quantity::{self, NetworkUsed, QUANTITIES, Quantity, QuantityError};
use weak_to_strong_lab::setting::{SAMPLER, SettingValue, Settings};
use weak_to_strong_lab::study::{
    self, BadObservation, Effort, Job, MeasureError, Measured, RunError, Session, observations, run,
};
use weak_to_strong_report::{
    Provenance, interval_text, measured, network_text, replicates_table, rounded, significant, write_table,
};

use super::arguments::{Common, MeasureArguments, ProblemArguments, ReplayArguments};
use super::bounds::{Bound, bounds};
use super::columns::two_columns;
use super::commit::COMMIT;
use super::error::CliError;
use super::output::{print, print_json};
use super::progress::Progress;
use super::setting::{cell, cells};
use super::terminal::{print_wrapped, width};

pub const DEFAULT_REPLICATES: u64 = 10_000;

/// The probability with which the interval may miss the true value.
pub const ERROR_PROBABILITY: f64 = 0.001;

/// The largest count of numbers that is written to one file.
pub const MOST_NUMBERS: u64 = 100_000_000;

#[derive(Serialize)]
struct MeasuredLine<'a> {
    quantity: &'a str,
    #[serde(flatten)]
    estimate: Estimate,
    #[serde(flatten)]
    interval: Interval,
    /// The weaker warrant of the two ends of the interval.
    warrant: Warrant,
    #[serde(flatten)]
    warrants: Warrants,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<&'static str>,
    seed: u64,
    unit: &'static str,
    sampler: &'static str,
    #[serde(flatten)]
    importance: Option<Importance>,
    #[serde(skip_serializing_if = "<[NetworkUsed]>::is_empty")]
    networks: &'a [NetworkUsed],
}

#[derive(Serialize)]
struct MeasuredAndBounds<'a> {
    #[serde(flatten)]
    line: MeasuredLine<'a>,
    /// What the claims that come with the program state of it.
    #[serde(skip_serializing_if = "<[Bound]>::is_empty")]
    bounds: &'a [Bound],
}

#[derive(Serialize)]
struct Replayed<'a> {
    quantity: &'a str,
    replicate: u64,
    seed: u64,
    observation: Vec<f64>,
}

pub fn measure(arguments: &MeasureArguments, common: &Common) -> Result<u8, CliError> {
    let mut problem = arguments.problem.clone();
    problem.set.extend(arguments.sampler.iter().map(|name| format!("{}={name}", SAMPLER.name)));
    let quantity = quantity::by_name(&arguments.quantity)?;
    let effort = match arguments.precision {
        Some(precision) => Effort::Precision(precision),
        None => Effort::Replicates(arguments.replicates.unwrap_or(DEFAULT_REPLICATES)),
    };
    let mut rows = Vec::new();
    for cell in cells(&problem, &quantity.settings, common)? {
        let progress = Progress::new(common);
        let observer = |event| progress.observe(event);
        let session = Session::observed_by(&observer);
        let found = study::measure(quantity, &cell, effort, common.seed, ERROR_PROBABILITY, &session);
        progress.finish();
        rows.push((cell.point.clone(), found.map_err(|error| failed(quantity, error))?));
    }
    match rows.as_slice() {
        [(_, measured)] => print_one(quantity, measured, &bounds(&quantity.name, &problem, common)?, common),
        several => print_rows(quantity, several, common),
    }
}

/// A bound with its value, and the claim that states it.
fn said(bound: &Bound) -> (String, String) {
    let Bound { claim, title, relation, right, value, within } = bound;
    let value = if let SettingValue::Number(value) = value { significant(*value, 5) } else { value.to_string() };
    let computed = if *right == value { value } else { format!("{right} = {value}") };
    let within =
        within.map_or_else(String::new, |share| format!(" (within {} % at its sizes)", significant(100.0 * share, 2)));
    (format!("{relation} {computed}"), format!("{claim}: {title}{within}"))
}

fn failed(quantity: &Quantity, error: MeasureError) -> CliError {
    if let MeasureError::Run(error) = error { not_run(quantity, error) } else { CliError::Measure(error) }
}

fn not_run(quantity: &Quantity, error: RunError) -> CliError {
    if let RunError::BadObservation(bad) = error {
        bad_observation(quantity, bad)
    } else if error == RunError::Interrupted {
        CliError::Interrupted
    } else {
        CliError::Run(error)
    }
}

fn bad_observation(quantity: &Quantity, bad: BadObservation) -> CliError {
    CliError::BadObservation { quantity: quantity.name.to_string(), replicate: bad.replicate, fault: bad.fault }
}

/// What is known of a quantity at one cell.
fn line<'a>(quantity: &'a Quantity, measured: &'a Measured, common: &Common) -> MeasuredLine<'a> {
    let Measured { estimate, enclosure, sampler, importance, networks } = measured;
    MeasuredLine {
        quantity: &quantity.name,
        estimate: *estimate,
        interval: enclosure.interval(),
        warrant: enclosure.warrant(),
        warrants: enclosure.into(),
        doubts: enclosure.doubts().map(|doubt| Doubt::from(doubt).words()).collect(),
        seed: common.seed,
        unit: quantity.unit.name(),
        sampler,
        importance: *importance,
        networks,
    }
}

fn print_one(quantity: &Quantity, found: &Measured, bounds: &[Bound], common: &Common) -> Result<u8, CliError> {
    let line = line(quantity, found, common);
    if common.wants_json() {
        print_json(common, &MeasuredAndBounds { line, bounds })?;
        return Ok(0);
    }
    let MeasuredLine { quantity, estimate, interval, warrant, doubts, seed, unit, sampler, importance, .. } = line;
    print_wrapped(&format!(
        "{quantity} = {}  in {}  ({unit}; {} % interval, {warrant}{}, {} replicates, sampler {sampler}{}, seed {seed})\n",
        measured(estimate.mean, estimate.standard_error),
        interval_text(&interval),
        100.0 * (1.0 - ERROR_PROBABILITY),
        doubts.iter().map(|doubt| format!(", doubtful: {doubt}")).collect::<String>(),
        estimate.replicates,
        importance.map_or_else(String::new, described),
    ))?;
    print_networks([found])?;
    let said: Vec<(String, String)> = bounds.iter().map(said).collect();
    let rows: Vec<(&str, &str)> = said.iter().map(|(bound, claim)| (bound.as_str(), claim.as_str())).collect();
    print(&two_columns(&rows, width()))?;
    Ok(0)
}

/// Prints several cells as a table, or as one JSON document.
fn print_rows(
    quantity: &Quantity,
    rows: &[(IndexMap<String, SettingValue>, Measured)],
    common: &Common,
) -> Result<u8, CliError> {
    if common.wants_json() {
        let cells: Vec<_> = rows
            .iter()
            .map(|(setting, found)| json!({ "setting": setting, "measured": line(quantity, found, common) }))
            .collect();
        print_json(common, &json!({ "cells": cells }))?;
        return Ok(0);
    }
    let varies = |name: &&String| rows.iter().any(|(setting, _)| setting.get(*name) != rows[0].0.get(*name));
    let names: Vec<&String> = rows.iter().take(1).flat_map(|(setting, _)| setting.keys()).filter(varies).collect();
    let header = ["mean", "lower", "upper", "warrant", "replicates"].map(str::to_owned);
    let mut lines = vec![names.iter().map(|name| (*name).clone()).chain(header).collect::<Vec<_>>()];
    for (setting, Measured { estimate, enclosure, .. }) in rows {
        let interval = enclosure.interval();
        let end = |end| rounded(end, 0.5 * (interval.upper - interval.lower));
        let numbers = [
            measured(estimate.mean, estimate.standard_error),
            end(interval.lower),
            end(interval.upper),
            enclosure.warrant().to_string(),
            estimate.replicates.to_string(),
        ];
        lines.push(names.iter().map(|name| setting[*name].to_string()).chain(numbers).collect());
    }
    print(&aligned(&lines))?;
    print_networks(rows.iter().map(|(_, found)| found))?;
    Ok(0)
}

/// Tells of each network that answers once.
fn print_networks<'a>(found: impl IntoIterator<Item = &'a Measured>) -> Result<(), CliError> {
    let networks: IndexSet<(&str, String)> = found
        .into_iter()
        .flat_map(|found| &found.networks)
        .map(|network| (network.source.as_str(), network_text(network)))
        .collect();
    let mut lines = networks.into_iter();
    lines.try_for_each(|(source, text)| print_wrapped(&format!("{source}: {text}\n")))
}

/// Lines whose columns begin at the same places.
fn aligned(lines: &[Vec<String>]) -> String {
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let cell = |(column, text): (usize, &String)| format!("{text:<width$}", width = width(column));
    let line =
        |line: &Vec<String>| line.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned();
    lines.iter().map(|cells| line(cells) + "\n").collect()
}

/// Replicates of a quantity at one cell.
pub fn replay_quantity(
    arguments: &ReplayArguments,
    problem: &ProblemArguments,
    common: &Common,
) -> Result<u8, CliError> {
    let gauge = Gauge::new(&arguments.what, problem, common)?;
    match (arguments.replicate, arguments.replicates) {
        (Some(index), _) => gauge.print_replicate(index),
        (None, replicates) => {
            let found = gauge.measured(replicates.unwrap_or(DEFAULT_REPLICATES))?;
            if let Some(path) = &arguments.out {
                gauge.write_observations(path, found.estimate.replicates)?;
            }
            print_one(gauge.quantity, &found, &[], common)
        }
    }
}

/// Draws the replicates of a quantity at one cell.
struct Gauge<'a> {
    quantity: &'static Quantity,
    job: Job,
    /// Problem and settings, as JSON.
    drawn_from: String,
    common: &'a Common,
}

impl<'a> Gauge<'a> {
    fn new(quantity: &str, problem: &ProblemArguments, common: &'a Common) -> Result<Self, CliError> {
        let quantity = quantity::by_name(quantity)?;
        let cell = cell(problem, &quantity.settings, common)?;
        QUANTITIES.require_family(quantity, &cell.problem).map_err(QuantityError::from)?;
        let settings = Settings::select(&quantity.settings, &cell.point)?;
        let drawn_from = json!({ "problem": cell.spec, "settings": settings.iter().collect::<Vec<_>>() }).to_string();
        let job = Job::of_cells(quantity, &cell, vec![settings])?;
        Ok(Self { quantity, job, drawn_from, common })
    }

    fn measured(&self, replicates: u64) -> Result<Measured, CliError> {
        let progress = Progress::new(self.common);
        let observer = |event| progress.observe(event);
        let mut totals = [self.job.empty_moments()];
        let jobs = std::slice::from_ref(&self.job);
        let ended = run(jobs, &mut totals, &[replicates], self.common.seed, &Session::observed_by(&observer));
        progress.finish();
        ended.map_err(|error| not_run(self.quantity, error))?;
        Ok(Measured::of(&self.job, &totals[0], ERROR_PROBABILITY))
    }

    fn write_observations(&self, path: &Path, replicates: u64) -> Result<(), CliError> {
        let numbers = replicates.saturating_mul(self.job.experiment.width() as u64);
        if numbers > MOST_NUMBERS {
            return Err(CliError::TooManyNumbers { file: path.to_owned(), numbers, most: MOST_NUMBERS });
        }
        let seed = self.common.seed;
        let observations =
            observations(&self.job, seed, replicates).map_err(|bad| bad_observation(self.quantity, bad))?;
        let provenance = Provenance::now(COMMIT, seed, ERROR_PROBABILITY)
            .with("quantity", self.quantity.name.to_string())
            .with("unit", self.quantity.unit.name().to_owned())
            .with("sampler", self.job.experiment.sampler().to_owned())
            .with("drawn_from", self.drawn_from.clone());
        Ok(write_table(path, &replicates_table(&observations), &provenance)?)
    }

    fn print_replicate(&self, index: u64) -> Result<u8, CliError> {
        let observation = study::replay(&self.job, self.common.seed, index);
        let (quantity, seed) = (&*self.quantity.name, self.common.seed);
        if self.common.wants_json() {
            print_json(self.common, &Replayed { quantity, replicate: index, seed, observation })?;
        } else {
            print(&format!("{quantity}, replicate {index}, seed {seed}: {observation:?}\n"))?;
        }
        Ok(0)
    }
}

/// The diagnostics of importance sampling, for the line of text.
fn described(importance: Importance) -> String {
    let Importance { effective_sample_size, share_of_bound } = importance;
    format!(
        ", effective sample size {effective_sample_size:.0}, mean {} of the greatest weighted observation",
        significant(share_of_bound, 3)
    )
}
