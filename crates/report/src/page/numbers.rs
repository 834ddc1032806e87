//! The numbers of a claim's cells as a table.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Measurement};

use super::html::Text;
use super::merged_table::merged_table;
use crate::number::value_text;
use crate::table::warrant_text;
use crate::{grouped, measured, significant};

/// The table of the judged cells, and that of the points of curves.
pub(super) fn numbers(claim: &ClaimOutcome) -> String {
    let mut text = String::new();
    if !claim.cells.is_empty() {
        let settings = settings(claim.cells.iter().map(|cell| &cell.measurement));
        // A warrant that all cells share stands above the figure.
        let differ = claim.cells.iter().any(|cell| cell.warrant != claim.cells[0].warrant);
        let rows: Vec<Vec<String>> = claim.cells.iter().map(|cell| cell_row(cell, &settings, differ)).collect();
        let columns = ["measured", "interval", "expected", "verdict", "replicates", "warrant"];
        let columns = if differ { &columns[..] } else { &columns[..5] };
        text += &table(&settings, columns, &rows);
    }
    if !claim.points.is_empty() {
        let settings = settings(claim.points.iter());
        let rows: Vec<Vec<String>> = claim.points.iter().map(|point| point_row(point, &settings)).collect();
        text += "<p>Points of the curves, which are not judged by themselves:</p>\n";
        text += &table(&settings, &["measured", "interval", "replicates"], &rows);
    }
    text
}

/// The variables of the settings, in their order.
fn settings<'a>(measurements: impl Iterator<Item = &'a Measurement>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in measurements.flat_map(|measurement| measurement.setting.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

fn table(settings: &[&str], columns: &[&str], rows: &[Vec<String>]) -> String {
    let columns: Vec<&str> = settings.iter().chain(columns).copied().collect();
    merged_table(" class=\"numbers\"", &columns, rows)
}

fn cell_row(cell: &CellOutcome, settings: &[&str], with_warrant: bool) -> Vec<String> {
    let right = cell.expected_interval.map_or_else(String::new, |right| format!(" {}", interval(right)));
    let mut row = measured_columns(&cell.measurement, settings);
    row.push(format!("{}{right}", significant(cell.expected, 4)));
    row.push(cell.verdict.words().to_owned());
    row.push(grouped(cell.measurement.estimate.replicates));
    row.extend(with_warrant.then(|| warrant_text(cell.warrant).to_string()));
    row
}

fn point_row(point: &Measurement, settings: &[&str]) -> Vec<String> {
    let mut row = measured_columns(point, settings);
    row.push(grouped(point.estimate.replicates));
    row
}

fn measured_columns(measurement: &Measurement, settings: &[&str]) -> Vec<String> {
    let value = |name: &&str| measurement.setting.get(*name).map_or_else(String::new, value_text);
    let mut row: Vec<String> = settings.iter().map(|name| Text(&value(name)).to_string()).collect();
    let estimate = &measurement.estimate;
    row.push(if estimate.mean.is_nan() { "–".to_owned() } else { measured(estimate.mean, estimate.standard_error) });
    row.push(interval(measurement.interval));
    row
}

/// `[0.34, 0.36]`
fn interval(Interval { lower, upper }: Interval) -> String {
    format!("[{}, {}]", significant(lower, 4), significant(upper, 4))
}
