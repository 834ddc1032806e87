//! `w2s replay`: replicates again, of a quantity or of everything that a sentence measures at a cell.

use std::num::NonZeroUsize;
use std::path::Path;

use indexmap::IndexMap;
use serde_json::json;
use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{CellReplay, Claim, Doubt, MeasuredNumber, Point, Warrants, describe, find_claim};
use weak_to_strong_lab::quantity::QUANTITIES;
use weak_to_strong_lab::setting::SettingValue;
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::{Provenance, columns_table, measured, require_format, significant, write_table};

use super::arguments::{Common, ProblemArguments, ReplayArguments};
use super::commit::COMMIT;
use super::error::CliError;
use super::measure::{DEFAULT_REPLICATES, ERROR_PROBABILITY, MOST_NUMBERS, replay_quantity};
use super::output::{print, print_json};
use super::progress::Progress;
use super::sentences::{is_sentence, sentences};
use super::set;

pub fn replay(arguments: &ReplayArguments, common: &Common) -> Result<u8, CliError> {
    arguments.out.as_deref().map_or(Ok(()), require_format)?;
    let ReplayArguments { what, problem, set, .. } = arguments;
    if let Some(problem) = problem.as_ref().filter(|_| !is_sentence(what)) {
        if arguments.cell.is_some() {
            return Err(CliError::QuantityHasNoCells { quantity: what.clone() });
        }
        let problem = ProblemArguments { problem: problem.clone(), set: set.clone() };
        return replay_quantity(arguments, &problem, common);
    }
    if problem.is_none() && QUANTITIES.has(what) {
        return Err(CliError::QuantityWithoutProblem { quantity: what.clone() });
    }
    let (claim, given) = match problem {
        Some(problem) => (sentences(std::slice::from_ref(what), problem, set, common)?.pop(), IndexMap::new()),
        None if is_sentence(what) => return Err(CliError::SentenceWithoutProblem { text: what.clone() }),
        None => (single_claim(what, common)?, values_given(set, common)?),
    };
    let claim = claim.ok_or_else(|| CliError::SeveralClaims { name: what.clone() })?;
    let cells = claim.cells(arguments.power, common.seed)?;
    let cell = chosen_cell(&claim, &cells, &given, arguments.cell)?;
    let replayed = claim.replay(cell, arguments.power, common.seed)?;
    match (arguments.replicate, arguments.replicates) {
        (Some(index), _) => print_replicate(&claim, &replayed, index, common),
        (None, replicates) => {
            print_numbers(&claim, &replayed, replicates.unwrap_or(DEFAULT_REPLICATES), arguments.out.as_deref(), common)
        }
    }
}

/// The values of a cell.
fn values_given(set: &[String], common: &Common) -> Result<IndexMap<String, toml::Value>, CliError> {
    let single = |value: toml::Value| match value.as_array().and_then(|values| values.first()) {
        Some(only) => only.clone(),
        None => value,
    };
    let point = set::point(set, &common.limits.registry())?;
    Ok(point.into_iter().map(|(name, value)| (name, single(value))).collect())
}

fn single_claim(name: &str, common: &Common) -> Result<Option<Claim>, CliError> {
    let mut claims = find_claim(name, &common.limits.registry())?;
    Ok(claims.pop().filter(|_| claims.is_empty()))
}

/// The only cell that has these values and this number, counted from 1.
fn chosen_cell(
    claim: &Claim,
    cells: &[Point],
    given: &IndexMap<String, toml::Value>,
    number: Option<NonZeroUsize>,
) -> Result<usize, CliError> {
    let no_such_cell = |remedy| Err(CliError::NoSuchCell { claim: claim.file.id.clone(), remedy });
    let known: Vec<&String> = cells.first().into_iter().flat_map(IndexMap::keys).collect();
    if let Some(name) = given.keys().find(|name| !known.contains(name)) {
        let known = known.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        return no_such_cell(format!("{name} tells its cells not apart; leave it out (they differ in: {known})"));
    }
    let place = number.map(|number| number.get() - 1);
    if let Some(number) = number.filter(|number| number.get() > cells.len()) {
        return no_such_cell(format!("there is no cell {number}; it has {} cells, counted from 1", cells.len()));
    }
    let is_meant =
        |(name, value): (&String, &toml::Value), cell: &Point| cell.get(name) == Some(&SettingValue::shown(value));
    let agrees =
        |at: &usize| place.is_none_or(|place| place == *at) && given.iter().all(|one| is_meant(one, &cells[*at]));
    let found: Vec<usize> = (0..cells.len()).filter(agrees).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let among = place.map_or(cells, |place| &cells[place..=place]);
            let values: Vec<String> = given.keys().map(|name| values_of(among.iter(), name)).collect();
            let cells = number.map_or_else(|| "the cells have".to_owned(), |number| format!("cell {number} has"));
            no_such_cell(format!("no cell has these values; {cells} {}", values.join("; ")))
        }
        several => {
            let left = || several.iter().map(|place| &cells[*place]);
            let varies = |name: &&&String| left().any(|cell| cell.get(**name) != cells[several[0]].get(**name));
            let values: Vec<String> = known.iter().filter(varies).map(|name| values_of(left(), name)).collect();
            no_such_cell(format!("{} cells are left; say which with --set: {}", several.len(), values.join("; ")))
        }
    }
}

/// The most values of a variable that a message lists.
const MOST_VALUES: usize = 8;

/// A variable with its values: `samples = 16, 64`.
fn values_of<'p>(cells: impl Iterator<Item = &'p Point>, name: &str) -> String {
    let mut values: Vec<String> = Vec::new();
    for value in cells.filter_map(|cell| cell.get(name)).map(SettingValue::to_string) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let more = if values.len() > MOST_VALUES { ", …" } else { "" };
    values.truncate(MOST_VALUES);
    format!("{name} = {}{more}", values.join(", "))
}

fn print_numbers(
    claim: &Claim,
    replayed: &CellReplay,
    replicates: u64,
    out: Option<&Path>,
    common: &Common,
) -> Result<u8, CliError> {
    let progress = Progress::new(common);
    let observer = |event| progress.observe(event);
    let found = replayed.measured(replicates, ERROR_PROBABILITY, &Session::observed_by(&observer));
    progress.finish();
    let found = found?;
    if let Some(path) = out {
        write_columns(claim, replayed, replicates, path, common)?;
    }
    let all = replayed.numbers().iter().zip(&found).zip(replayed.samplers());
    if common.wants_json() {
        let line = |((number, (estimate, enclosure)), sampler): ((&MeasuredNumber, &(Estimate, Enclosure)), _)| {
            json!({
                "number": number.name,
                "stands": number.stands,
                "columns": number.columns,
                "mean": finite_or_word(estimate.mean),
                "standard_error": finite_or_word(estimate.standard_error),
                "lower": finite_or_word(enclosure.lower.at),
                "upper": finite_or_word(enclosure.upper.at),
                "warrant": enclosure.warrant(),
                "warrants": Warrants::from(enclosure),
                "replicates": estimate.replicates,
                "sampler": sampler,
            })
        };
        let measured: Vec<_> = all.map(line).collect();
        print_json(
            common,
            &json!({ "seed": common.seed, "claim": claim.file.id, "states": claim.sentence(), "setting": replayed.setting(), "measured": measured }),
        )?;
        return Ok(0);
    }
    let mut text = format!("{}: {}, at {}\n", claim.file.id, claim.sentence(), describe(replayed.setting()));
    for ((number, (estimate, enclosure)), sampler) in all {
        let doubts: String =
            enclosure.doubts().map(|doubt| format!(", doubtful: {}", Doubt::from(doubt).words())).collect();
        text += &format!(
            "  {} = {}  in [{}, {}]  ({}; {} % interval, {}{doubts}, {} replicates{})\n",
            number.name,
            measured(estimate.mean, estimate.standard_error),
            significant(enclosure.lower.at, 5),
            significant(enclosure.upper.at, 5),
            number.stands.join(" and "),
            100.0 * (1.0 - ERROR_PROBABILITY),
            enclosure.warrant(),
            estimate.replicates,
            sampler.map_or_else(String::new, |sampler| format!(", sampler {sampler}")),
        );
    }
    print(&text)?;
    Ok(0)
}

fn write_columns(
    claim: &Claim,
    replayed: &CellReplay,
    replicates: u64,
    path: &Path,
    common: &Common,
) -> Result<(), CliError> {
    let numbers = replayed.numbers_in(replicates);
    if numbers > MOST_NUMBERS {
        return Err(CliError::TooManyNumbers { file: path.to_owned(), numbers, most: MOST_NUMBERS });
    }
    let provenance = Provenance::now(COMMIT, common.seed, ERROR_PROBABILITY)
        .with("claim", claim.file.id.clone())
        .with("states", claim.sentence())
        .with("setting", json!(replayed.setting()).to_string());
    Ok(write_table(path, &columns_table(&replayed.columns(replicates)?), &provenance)?)
}

fn print_replicate(claim: &Claim, replayed: &CellReplay, index: u64, common: &Common) -> Result<u8, CliError> {
    let columns = replayed.replicate(index)?;
    let value = |values: &[f64]| values.first().copied().unwrap_or(f64::NAN);
    if common.wants_json() {
        let observed: serde_json::Map<String, serde_json::Value> =
            columns.iter().map(|column| (column.name.clone(), finite_or_word(value(&column.values)))).collect();
        print_json(
            common,
            &json!({
                "claim": claim.file.id, "setting": replayed.setting(), "replicate": index, "seed": common.seed, "observed": observed
            }),
        )?;
        return Ok(0);
    }
    let at = describe(replayed.setting());
    let mut text = format!("{}, at {at}, replicate {index}, seed {}\n", claim.file.id, common.seed);
    for column in &columns {
        text += &format!("  {} = {:?}\n", column.name, value(&column.values));
    }
    print(&text)?;
    Ok(0)
}

/// A number, or a word for one that JSON does not have.
fn finite_or_word(value: f64) -> serde_json::Value {
    if value.is_finite() { json!(value) } else { json!(SettingValue::Number(value).to_string().to_lowercase()) }
}
