//! What the small panel below a plot shows: the difference of two sides, or a value for which a statement holds.

use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{CellOutcome, ClaimFile, ClaimOutcome, Measurement};
use weak_to_strong_lab::setting::SettingValue;

use super::label::axis_title;
use super::sides::are_two;

/// The content of the small panels, as an outcome whose measurements they show.
#[derive(Debug)]
pub(super) struct Small {
    /// What is on the vertical axis.
    pub(super) title: String,
    /// The outcome. It has the cells of the claim.
    pub(super) outcome: ClaimOutcome,
    /// Whether the line at height 0 is drawn.
    pub(super) has_zero: bool,
}

/// Returns what stands below the plots of a figure of lines; `None` if nothing does.
///
/// That is left − right where both sides are shown, else the value of the variable of `exists` at the witness, else the value of the variable of
/// `eventually` from which on the statement holds.
pub(super) fn small(outcome: &ClaimOutcome) -> Option<Small> {
    outcome.figure.spec.as_ref().filter(|spec| spec.y.is_none() && outcome.most.is_none())?;
    differences(outcome).or_else(|| witnesses(outcome)).or_else(|| beginnings(outcome))
}

fn differences(outcome: &ClaimOutcome) -> Option<Small> {
    let of = |cell: &CellOutcome| Some((cell.difference.value, cell.difference.interval));
    let outcome = are_two(outcome).then(|| with_values(outcome, of))?;
    Some(Small { title: "left − right".to_owned(), outcome, has_zero: true })
}

fn witnesses(outcome: &ClaimOutcome) -> Option<Small> {
    let name = outcome.cells.iter().find_map(|cell| cell.witness.keys().next())?.clone();
    // A figure along the variable shows the witness in the plot.
    if outcome.figure.spec.as_ref().is_some_and(|spec| spec.x == name) {
        return None;
    }
    let of = |cell: &CellOutcome| match cell.witness.get(&name)? {
        SettingValue::Number(value) => Some(exactly(*value)),
        SettingValue::Word(_) => None,
    };
    let shown = with_values(outcome, of);
    (!shown.cells.is_empty()).then(|| Small {
        title: format!("witness: {}", axis_title(&name)),
        outcome: shown,
        has_zero: false,
    })
}

fn beginnings(outcome: &ClaimOutcome) -> Option<Small> {
    let shown = with_values(outcome, |cell| cell.from.map(exactly));
    let title = eventually(outcome).map_or_else(String::new, |name| format!(" {}", axis_title(&name)));
    let title = format!("holds from{title}");
    (!shown.cells.is_empty()).then_some(Small { title, outcome: shown, has_zero: false })
}

/// The variable of `eventually`, from the claim's file.
fn eventually(outcome: &ClaimOutcome) -> Option<String> {
    ClaimFile::parse(&outcome.id, &outcome.claim_file).ok()?.claim.eventually
}

fn exactly(value: f64) -> (f64, Interval) {
    (value, Interval { lower: value, upper: value })
}

/// The outcome with these values in place of the measurements; cells without a value are left out, and so is everything that is not judged.
fn with_values(outcome: &ClaimOutcome, value: impl Fn(&CellOutcome) -> Option<(f64, Interval)>) -> ClaimOutcome {
    let cell = |cell: &CellOutcome| {
        let (mean, interval) = value(cell)?;
        let estimate = Estimate { mean, ..cell.measurement.estimate };
        let measurement = Measurement { estimate, interval, ..cell.measurement.clone() };
        Some(CellOutcome { measurement, expected: f64::NAN, expected_interval: None, ..cell.clone() })
    };
    ClaimOutcome { cells: outcome.cells.iter().filter_map(cell).collect(), points: Vec::new(), ..outcome.clone() }
}
