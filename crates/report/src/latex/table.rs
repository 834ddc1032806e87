//! The judged cells of a claim as a booktabs table.

use std::fmt::Write;

use indexmap::IndexSet;

use super::{latex_number, latex_text};
use crate::figure::axis_title;
use crate::table::warrant_text;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome};
use weak_to_strong_lab::setting::SettingValue;

/// The most rows that fit on a page. A table with more rows is a longtable.
const MOST_ON_A_PAGE: usize = 45;

/// Significant digits of measured and of expected values.
const DIGITS: usize = 4;

/// Returns a table of the judged cells: setting, estimate with standard error, simultaneous confidence interval, expected value, verdict and its
/// warrant.
///
/// The table needs the package booktabs. If it has more than 45 rows, it also needs longtable. Comments at its start say what the table is and how to
/// make it again.
pub fn latex_table(outcome: &ClaimOutcome, seed: u64) -> String {
    let mut text = String::new();
    let _ = write_table(&mut text, outcome, seed);
    text
}

fn write_table(text: &mut String, outcome: &ClaimOutcome, seed: u64) -> std::fmt::Result {
    let names: IndexSet<&String> = outcome.cells.iter().flat_map(|cell| cell.measurement.setting.keys()).collect();
    let is_long = outcome.cells.len() > MOST_ON_A_PAGE;
    let (environment, packages) = if is_long { ("longtable", "booktabs, longtable") } else { ("tabular", "booktabs") };
    write_origin(text, outcome, seed, packages)?;
    let columns = format!("{}rrrrll", "l".repeat(names.len()));
    writeln!(text, "\\begin{{{environment}}}{{@{{}}{columns}@{{}}}}\n\\toprule")?;
    for name in &names {
        write!(text, "{} & ", latex_text(&axis_title(name)))?;
    }
    writeln!(text, "measured & s.e. & interval & expected & verdict & warrant \\\\\n\\midrule")?;
    if is_long {
        writeln!(text, "\\endhead")?;
    }
    for cell in &outcome.cells {
        write_row(text, &names, cell)?;
    }
    writeln!(text, "\\bottomrule\n\\end{{{environment}}}")
}

fn write_row(text: &mut String, names: &IndexSet<&String>, cell: &CellOutcome) -> std::fmt::Result {
    let measurement = &cell.measurement;
    for name in names {
        match measurement.setting.get(*name) {
            Some(SettingValue::Number(number)) => write!(text, "{} & ", plain_number(*number))?,
            Some(SettingValue::Word(word)) => write!(text, "{} & ", latex_text(&word.replace('_', " ")))?,
            None => write!(text, "& ")?,
        }
    }
    writeln!(
        text,
        "{} & {} & [{}, {}] & {} & {} & {} \\\\",
        latex_number(measurement.estimate.mean, DIGITS),
        latex_number(measurement.estimate.standard_error, 2),
        latex_number(measurement.interval.lower, DIGITS),
        latex_number(measurement.interval.upper, DIGITS),
        latex_number(cell.expected, DIGITS),
        cell.verdict.words(),
        warrant_text(cell.warrant)
    )
}

/// Writes the start of a file: claim, seed, version, and the command that makes the file again.
pub(crate) fn write_origin(text: &mut String, outcome: &ClaimOutcome, seed: u64, packages: &str) -> std::fmt::Result {
    writeln!(text, "% {}: {}", outcome.id, outcome.title)?;
    writeln!(text, "% claim: {}; verdict: {}", outcome.sentence, outcome.verdict.words())?;
    writeln!(
        text,
        "% weak-to-strong {}, seed {seed}; check it again with: w2s check {}",
        env!("CARGO_PKG_VERSION"),
        outcome.id
    )?;
    writeln!(text, "% needs: {packages}")
}

/// Returns a value of the sweep. All its digits are written if they are few.
fn plain_number(value: f64) -> String {
    let short = format!("{value}");
    if value.is_finite() && short.len() <= 7 { format!("${short}$") } else { latex_number(value, DIGITS) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn every_row_has_all_columns() {
        let outcome = example::naive();
        let table = latex_table(&outcome, 1);
        let rows: Vec<&str> = table.lines().filter(|line| line.ends_with("\\\\")).collect();
        assert_eq!(rows.len(), 1 + outcome.cells.len());
        assert!(rows.iter().all(|row| row.matches(" & ").count() == rows[0].matches(" & ").count()), "{table}");
        assert!(table.contains("weak labels n & penalty $\\eta$ & measured"), "{table}");
        assert!(table.starts_with("% ") && table.ends_with("\\end{tabular}\n"), "{table}");
    }

    #[test]
    fn many_rows_go_over_pages() {
        assert!(latex_table(&example::map(12), 1).contains("\\begin{longtable}"));
    }
}
