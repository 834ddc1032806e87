//! The numbers of a claim's cells as a table. Equal values below each other stand once.

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
        let rows: Vec<Vec<String>> = claim.cells.iter().map(|cell| cell_row(cell, &settings, differ)).collect();
        let columns = ["measured", "interval", "expected", "verdict", "replicates", "warrant"];
        let columns = if differ { &columns[..] } else { &columns[..5] };
        text += &table("cells", &claim.id, (&settings, columns), &rows);
    }
    if !claim.points.is_empty() {
        let settings = settings(claim.points.iter());
        let rows: Vec<Vec<String>> = claim.points.iter().map(|point| point_row(point, &settings)).collect();
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

fn table(kind: &str, claim: &str, (settings, columns): (&[&str], &[&str]), rows: &[Vec<String>]) -> String {
    let header = |name: &&str| format!("<th scope=col>{}</th>", Text(name));
    let names: String = settings.iter().chain(columns).map(header).collect();
    format!(
        "<div class=\"table\"><table class=\"numbers\" data-csv=\"{}-{kind}\">\n<thead><tr>{names}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
        id(claim),
        body(rows)
    )
}

/// The rows, each with the values that differ from those above it. A value that stays reaches over its rows, if that takes fewer letters.
fn body(rows: &[Vec<String>]) -> String {
    let mut lines = vec!["<tr>".to_owned(); rows.len()];
    for column in 0..rows.first().map_or(0, Vec::len) {
        let mut top = 0;
        for run in rows.chunk_by(|a, b| a[column] == b[column]) {
            let value = &run[0][column];
            let span = format!("<td rowspan={}>{value}", run.len());
            let each = format!("<td>{value}");
            if span.len() < each.len() * run.len() {
                lines[top] += if run.len() > 1 { &span } else { &each };
            } else {
                lines[top..top + run.len()].iter_mut().for_each(|line| *line += &each);
            }
            top += run.len();
        }
    }
    lines.concat() + "\n"
}

fn cell_row(cell: &CellOutcome, settings: &[&str], with_warrant: bool) -> Vec<String> {
    let right = cell.expected_interval.map_or_else(String::new, |right| format!(" {}", interval(right)));
    let mut row = measured_columns(&cell.measurement, settings);
    row.push(format!("{}{right}", significant(cell.expected, 5)));
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
    let value = |name: &&str| measurement.setting.get(*name).map_or_else(String::new, shown);
    let mut row: Vec<String> = settings.iter().map(|name| Text(&value(name)).to_string()).collect();
    let estimate = &measurement.estimate;
    row.push(if estimate.mean.is_nan() { "–".to_owned() } else { measured(estimate.mean, estimate.standard_error) });
    row.push(interval(measurement.interval));
    row
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_stays_reaches_over_its_rows() {
        let rows = ["cube 1 a", "cube 1 b", "cube 2 c"].map(|row| row.split(' ').map(str::to_owned).collect());
        let rows: Vec<Vec<String>> = rows.into_iter().cycle().take(9).collect();
        let lines = body(&rows);
        assert!(lines.starts_with("<tr><td rowspan=9>cube<td>1<td>a<tr><td>1<td>b<tr><td>2<td>c<tr><td>1"), "{lines}");
        assert_eq!(body(&rows[..1]), "<tr><td>cube<td>1<td>a\n");
        assert_eq!(lines.matches("<tr>").count(), 9);
    }
}
