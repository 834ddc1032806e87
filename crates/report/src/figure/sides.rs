//! Both sides of a comparison as two curves, if both are measured.

use std::borrow::Cow;

use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Measurement, Point, Stating};
use weak_to_strong_lab::setting::SettingValue;

/// The variable that tells the two sides apart. No variable of a sweep has this name.
pub(super) const SIDE: &str = "side of the comparison";

/// Whether a figure of lines shows both sides: they are measured at each point of the horizontal axis.
pub(super) fn are_two(outcome: &ClaimOutcome) -> bool {
    let spec = outcome.figure.spec.as_ref().filter(|spec| spec.y.is_none());
    let has_x = |x: &String| outcome.cells.iter().any(|cell| cell.measurement.setting.contains_key(x));
    outcome.shape.right_is_measured && outcome.most.is_none() && spec.is_some_and(|spec| has_x(&spec.x))
}

/// The outcome with one cell for each side of each cell, if both sides are shown. Otherwise the outcome as it is.
pub(super) fn both_sides(outcome: &ClaimOutcome) -> Cow<'_, ClaimOutcome> {
    if !are_two(outcome) {
        return Cow::Borrowed(outcome);
    }
    let [left, right] = side_labels(outcome);
    let mut both = outcome.clone();
    both.cells = outcome.cells.iter().flat_map(|cell| [left_cell(cell, &left), right_cell(cell, &right)]).collect();
    for point in &mut both.points {
        point.setting.insert(SIDE.to_owned(), SettingValue::Word(left.clone()));
    }
    if let Some(spec) = &mut both.figure.spec {
        spec.series.0.insert(0, SIDE.to_owned());
    }
    Cow::Owned(both)
}

/// The names of the two sides: in symbols, or as they are typed if their symbols are the same.
pub(super) fn side_labels(outcome: &ClaimOutcome) -> [String; 2] {
    let (left, right) = (outcome.shape.left.as_str(), outcome.shape.right.as_deref().unwrap_or_default());
    let in_symbols = [left, right].map(|side| outcome.figure.in_symbols(side).to_owned());
    if in_symbols[0] == in_symbols[1] { [left, right].map(str::to_owned) } else { in_symbols }
}

/// What is stated of the two sides: `E M ≤ E T`.
pub(super) fn relation_of_sides(outcome: &ClaimOutcome) -> String {
    let [left, right] = side_labels(outcome);
    match &outcome.shape.relation {
        Stating::Compare(comparison) => format!("{left} {} {right}", comparison.sign()),
        Stating::Own(own) => format!("{}: {left}, {right}", own.name),
        Stating::Shape(_) | Stating::Uniform => left,
    }
}

fn left_cell(cell: &CellOutcome, label: &str) -> CellOutcome {
    of_side(cell, cell.measurement.clone(), label)
}

fn right_cell(cell: &CellOutcome, label: &str) -> CellOutcome {
    let exactly = Interval { lower: cell.expected, upper: cell.expected };
    let interval = cell.expected_interval.unwrap_or(exactly);
    let estimate = Estimate { mean: cell.expected, ..cell.measurement.estimate };
    let of_right = of_side(cell, Measurement { estimate, interval, ..cell.measurement.clone() }, label);
    // The witness is marked once.
    CellOutcome { witness: Point::new(), ..of_right }
}

/// A cell that shows one side. Nothing is expected of it.
fn of_side(cell: &CellOutcome, mut measurement: Measurement, label: &str) -> CellOutcome {
    measurement.setting.insert(SIDE.to_owned(), SettingValue::Word(label.to_owned()));
    CellOutcome { measurement, expected: f64::NAN, expected_interval: None, ..cell.clone() }
}
