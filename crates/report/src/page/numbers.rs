//! The numbers of a claim's cells as a table.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Measurement};
use weak_to_strong_lab::setting::SettingValue;

use super::html::{Text, id};
use crate::table::warrant_text;
use crate::{grouped, measured, significant};

/// The table of the judged cells, and that of the points of curves.
pub(super) fn numbers(claim: &ClaimOutcome) -> String {
    let mut text = String::new();
    if !claim.cells.is_empty() {
        let settings = settings(claim.cells.iter().map(|cell| &cell.measurement));
        // A warrant that all cells share stands above the figure.
        let differ = claim.cells.iter().any(|cell| cell.warrant != claim.cells[0].warrant);
        let rows: String = claim.cells.iter().map(|cell| cell_row(cell, &settings, differ)).collect();
        let columns = ["measured", "interval", "expected", "verdict", "replicates", "warrant"];
        let columns = if differ { &columns[..] } else { &columns[..5] };
        text += &table("cells", &claim.id, (&settings, columns), &rows);
    }
    if !claim.points.is_empty() {
        let settings = settings(claim.points.iter());
        let rows: String = claim.points.iter().map(|point| point_row(point, &settings)).collect();
        text += "<p>Points of the curves, which are not judged by themselves:</p>\n";
        text += &table("points", &claim.id, (&settings, &["measured", "interval", "replicates"]), &rows);
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

fn table(kind: &str, claim: &str, (settings, columns): (&[&str], &[&str]), rows: &str) -> String {
    let header = |name: &&str| format!("<th scope=\"col\">{}</th>", Text(name));
    let names: String = settings.iter().chain(columns).map(header).collect();
    format!(
        "<div class=\"table\"><table class=\"numbers\" data-csv=\"{}-{kind}\">\n<thead><tr>{names}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
        id(claim)
    )
}

fn cell_row(cell: &CellOutcome, settings: &[&str], with_warrant: bool) -> String {
    let right = cell.expected_interval.map_or_else(String::new, |right| format!(" {}", interval(right)));
    let warrant = if with_warrant { format!("<td>{}", warrant_text(cell.warrant)) } else { String::new() };
    format!(
        "<tr>{}<td>{}{right}<td>{}<td>{}{warrant}\n",
        measured_columns(&cell.measurement, settings),
        significant(cell.expected, 5),
        cell.verdict.words(),
        grouped(cell.measurement.estimate.replicates)
    )
}

fn point_row(point: &Measurement, settings: &[&str]) -> String {
    format!("<tr>{}<td>{}\n", measured_columns(point, settings), grouped(point.estimate.replicates))
}

fn measured_columns(measurement: &Measurement, settings: &[&str]) -> String {
    let value = |name: &&str| measurement.setting.get(*name).map_or_else(String::new, shown);
    let values: String = settings.iter().map(|name| format!("<td>{}", Text(&value(name)))).collect();
    let estimate = &measurement.estimate;
    let mean = if estimate.mean.is_nan() { "–".to_owned() } else { measured(estimate.mean, estimate.standard_error) };
    format!("{values}<td>{mean}<td>{}", interval(measurement.interval))
}

/// A value of a variable. A number with many digits is rounded.
fn shown(value: &SettingValue) -> String {
    let all = value.to_string();
    match value {
        SettingValue::Number(number) if all.len() > 8 => significant(*number, 5),
        SettingValue::Number(_) | SettingValue::Word(_) => all,
    }
}

/// `[0.34, 0.36]`
fn interval(Interval { lower, upper }: Interval) -> String {
    format!("[{}, {}]", significant(lower, 5), significant(upper, 5))
}
