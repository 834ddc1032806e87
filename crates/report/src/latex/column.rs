//! The columns of a table of cells.

use indexmap::IndexSet;

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Point};
use weak_to_strong_lab::setting::SettingValue;

use super::{latex_number, latex_text};
use crate::figure::axis_title;
use crate::place::places_text;
use crate::table::warrant_text;

/// The heading of what is measured.
pub(super) const MEASURED: &str = "measured";

/// Significant digits of measured and of expected values.
const DIGITS: usize = 4;

/// A column of a table of cells.
pub(super) struct Column<'a> {
    /// Its heading.
    pub(super) heading: String,
    /// How it is aligned: `l` or `r`.
    pub(super) alignment: char,
    /// What stands in it.
    pub(super) entry: Box<dyn Fn(&CellOutcome) -> String + 'a>,
}

impl<'a> Column<'a> {
    fn new(heading: impl Into<String>, alignment: char, entry: impl Fn(&CellOutcome) -> String + 'a) -> Self {
        Self { heading: heading.into(), alignment, entry: Box::new(entry) }
    }
}

/// The columns of a claim: those of all claims, and those that belong to the form of its sentence.
pub(super) fn columns(outcome: &ClaimOutcome) -> Vec<Column<'_>> {
    let names = |of: fn(&CellOutcome) -> &Point| -> IndexSet<&String> {
        outcome.cells.iter().flat_map(|cell| of(cell).keys()).collect()
    };
    let settings = names(|cell| &cell.measurement.setting).into_iter();
    let mut columns: Vec<Column> =
        settings.map(|name| setting_column(name, |cell| &cell.measurement.setting)).collect();
    columns.push(Column::new(MEASURED, 'r', |cell| latex_number(cell.measurement.estimate.mean, DIGITS)));
    columns.push(Column::new("s.e.", 'r', |cell| latex_number(cell.measurement.estimate.standard_error, 2)));
    columns.push(Column::new("interval", 'r', |cell| interval_text(&cell.measurement.interval)));
    let right = if outcome.shape.right_is_measured { "right side" } else { "expected" };
    columns.push(Column::new(right, 'r', |cell| latex_number(cell.expected, DIGITS)));
    if outcome.shape.right_is_measured {
        let of_right = |cell: &CellOutcome| cell.expected_interval.as_ref().map_or_else(String::new, interval_text);
        columns.push(Column::new("interval", 'r', of_right));
        columns.push(Column::new("left $-$ right", 'r', |cell| latex_number(cell.difference.value, DIGITS)));
        columns.push(Column::new("interval", 'r', |cell| interval_text(&cell.difference.interval)));
    }
    columns.push(Column::new("verdict", 'l', |cell| cell.verdict.words().to_owned()));
    columns.push(Column::new("warrant", 'l', |cell| warrant_text(cell.warrant).to_owned()));
    for name in names(|cell| &cell.witness) {
        let column = setting_column(name, |cell| &cell.witness);
        columns.push(Column { heading: format!("witness: {}", column.heading), ..column });
    }
    columns.extend(columns_of_form(outcome));
    columns
}

/// Those of `from`, places, changes of sign and missing values, if some cell has one.
fn columns_of_form(outcome: &ClaimOutcome) -> Vec<Column<'_>> {
    let from = |cell: &CellOutcome| cell.from.map_or_else(String::new, plain_number);
    let changes = |cell: &CellOutcome| cell.sign_changes.map_or_else(String::new, |changes| changes.to_string());
    let reason = |cell: &CellOutcome| cell.no_value.as_deref().map_or_else(String::new, latex_text);
    let columns = [
        Column::new("from", 'l', from),
        Column::new("places", 'l', |cell| places_text(&cell.places)),
        Column::new("changes of sign", 'r', changes),
        Column::new("no value because", 'l', reason),
    ];
    let has_entry = |column: &Column| outcome.cells.iter().any(|cell| !(column.entry)(cell).is_empty());
    columns.into_iter().filter(has_entry).collect()
}

fn setting_column<'a>(name: &'a str, of: impl Fn(&CellOutcome) -> &Point + 'a) -> Column<'a> {
    Column::new(latex_text(&axis_title(name)), 'l', move |cell| match of(cell).get(name) {
        Some(SettingValue::Number(number)) => plain_number(*number),
        Some(SettingValue::Word(word)) => latex_text(&word.replace('_', " ")),
        None => String::new(),
    })
}

fn interval_text(interval: &Interval) -> String {
    format!("[{}, {}]", latex_number(interval.lower, DIGITS), latex_number(interval.upper, DIGITS))
}

/// Returns a value of the sweep. All its digits are written if they are few.
fn plain_number(value: f64) -> String {
    let short = format!("{value}");
    if value.is_finite() && short.len() <= 7 { format!("${short}$") } else { latex_number(value, DIGITS) }
}
