//! What the small panel below a plot shows: the difference or the ratio of two sides, what a scale leaves, how far a limit is, or a value for which a statement
//! holds.

use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::{CellOutcome, ClaimFile, ClaimOutcome, Measurement, Scale, Stating, Verdict};
use weak_to_strong_lab::setting::SettingValue;

use super::label::axis_title;
use super::scaled::scaled;
use super::sides::are_two;

/// The content of the small panels, as an outcome whose measurements they show.
#[derive(Debug)]
pub(super) struct Small {
    /// What is on the vertical axis.
    pub(super) title: String,
    /// The outcome. It has the cells of the claim.
    pub(super) outcome: ClaimOutcome,
    /// The line that it shows.
    pub(super) line: SmallLine,
    /// The scale of its vertical axis.
    pub(super) scale: Scale,
}

/// The line in a small panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SmallLine {
    /// None.
    None,
    /// At this height, which one side of it is forbidden.
    Level(f64),
    /// The lines of the outcome.
    Own,
}

/// A curve is near its bound within this share.
const NEAR: f64 = 0.15;
/// A panel of ratios is drawn if this share of the cells is near the bound.
const MOSTLY: f64 = 0.6;

/// Returns what stands below the plots of a figure of lines; `None` if nothing does.
///
/// That is left − right where both sides are shown; measured ÷ expected where most measurements are near the line; what is left of the values where the
/// figure divides a law out; measured − limit; the value of the variable of `exists` at the witness; or the value of the variable of `eventually` from which
/// on the statement holds.
pub(super) fn small(outcome: &ClaimOutcome) -> Option<Small> {
    outcome.figure.spec.as_ref().filter(|spec| spec.y.is_none() && outcome.most.is_none())?;
    let compared = differences(outcome).or_else(|| rest(outcome)).or_else(|| ratios(outcome));
    compared.or_else(|| remainders(outcome)).or_else(|| witnesses(outcome)).or_else(|| beginnings(outcome))
}

/// Whether measured ÷ expected stands below the plots of a figure.
pub(crate) fn has_ratios_below(outcome: &ClaimOutcome) -> bool {
    small(outcome).is_some_and(|small| small.line == SmallLine::Level(1.0))
}

fn differences(outcome: &ClaimOutcome) -> Option<Small> {
    let of = |cell: &CellOutcome| Some((cell.difference.value, cell.difference.interval));
    let outcome = are_two(outcome).then(|| with_values(outcome, of))?;
    Some(Small { title: "left − right".to_owned(), outcome, line: SmallLine::Level(0.0), scale: Scale::Linear })
}

/// What the scale of the figure leaves of its values.
fn rest(outcome: &ClaimOutcome) -> Option<Small> {
    let scale = outcome.figure.scale()?;
    let title = format!("· {}", outcome.figure.in_symbols(scale));
    let kind = outcome.figure.spec.as_ref().map_or(Scale::Automatic, |spec| spec.y_scale);
    Some(Small { title, outcome: scaled(outcome).into_owned(), line: SmallLine::Own, scale: kind })
}

/// measured ÷ expected, if most cells are near the line of expected values.
fn ratios(outcome: &ClaimOutcome) -> Option<Small> {
    let x = &outcome.figure.spec.as_ref()?.x;
    if outcome.shape.has_curve() || !matches!(outcome.shape.relation, Stating::Compare(_)) {
        return None;
    }
    let of = |cell: &CellOutcome| {
        let Measurement { setting, estimate, interval, .. } = &cell.measurement;
        let has_ratio = setting.contains_key(x) && cell.expected > 0.0 && estimate.mean > 0.0;
        let is_judged = !matches!(cell.verdict, Verdict::Vacuous | Verdict::NotApplicable | Verdict::Undefined);
        let over = |value: f64| value / cell.expected;
        (has_ratio && is_judged && cell.tried.is_empty()).then(|| {
            (over(estimate.mean), Interval { lower: over(interval.lower).max(0.0), upper: over(interval.upper) })
        })
    };
    let shown = with_values(outcome, of);
    let is_near = |cell: &&CellOutcome| (cell.measurement.estimate.mean - 1.0).abs() <= NEAR;
    let near = shown.cells.iter().filter(is_near).count() as f64;
    let is_crowded = near > 2.0 && near >= MOSTLY * outcome.cells.len() as f64;
    // What is equal up to rounding needs no panel.
    let differs = |cell: &CellOutcome| {
        let Interval { lower, upper } = cell.measurement.interval;
        [lower, upper, cell.measurement.estimate.mean].iter().any(|ratio| (ratio - 1.0).abs() > 1e-4)
    };
    let is_crowded = is_crowded && shown.cells.iter().any(differs);
    let bound = if outcome.shape.has_stated_ends() { "bound" } else { "theory" };
    is_crowded.then(|| Small {
        title: format!("measured ÷ {bound}"),
        outcome: shown,
        line: SmallLine::Level(1.0),
        scale: Scale::Linear,
    })
}

/// How far the measurements are above the limit that is stated, if most are, and if the figure does not ask for a linear axis.
fn remainders(outcome: &ClaimOutcome) -> Option<Small> {
    outcome.shape.functional.filter(|functional| functional.name == "limit")?;
    outcome.figure.spec.as_ref().filter(|spec| spec.y_scale != Scale::Linear)?;
    let limit = |point: &Measurement| {
        let agrees = |cell: &&CellOutcome| {
            cell.measurement.setting.iter().all(|(name, value)| point.setting.get(name) == Some(value))
        };
        outcome.cells.iter().find(agrees).map(|cell| cell.expected)
    };
    let of = |point: &Measurement| {
        let (limit, own) = (limit(point)?, point.interval);
        let estimate = Estimate { mean: point.estimate.mean - limit, ..point.estimate };
        let interval = Interval { lower: own.lower - limit, upper: own.upper - limit };
        Some(Measurement { estimate, interval, ..point.clone() })
    };
    let points: Vec<Measurement> = outcome.points.iter().filter_map(of).collect();
    let above = points.iter().filter(|point| point.estimate.mean > 0.0).count();
    let title = "measured − limit".to_owned();
    (above > 1 && 4 * above >= 3 * points.len()).then(|| Small {
        title,
        outcome: ClaimOutcome { points, ..outcome.clone() },
        line: SmallLine::None,
        scale: Scale::Log,
    })
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
        line: SmallLine::None,
        scale: Scale::Automatic,
    })
}

fn beginnings(outcome: &ClaimOutcome) -> Option<Small> {
    let shown = with_values(outcome, |cell| cell.from.map(exactly));
    let title = eventually(outcome).map_or_else(String::new, |name| format!(" {}", axis_title(&name)));
    let title = format!("holds from{title}");
    (!shown.cells.is_empty()).then_some(Small { title, outcome: shown, line: SmallLine::None, scale: Scale::Automatic })
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
