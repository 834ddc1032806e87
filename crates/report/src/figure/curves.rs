//! The lines of a figure: expected values and references.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{ClaimOutcome, CurvePoint, FigureSpec, TheoryCurve};
use weak_to_strong_lab::functional::Place;
use weak_to_strong_lab::setting::SettingValue;

use super::canvas::Dash;
use super::fitted::{drawn_number, is_about_places};
use super::series::{Dot, Series};

/// A line before it is placed on the axes.
#[derive(Clone, Debug)]
pub(super) enum Curve<'a> {
    /// Through these values.
    Through(Vec<(&'a SettingValue, f64)>),
    /// At one height from end to end.
    Level(f64),
    /// Along the horizontal axis, as a functional draws it.
    Along(TheoryCurve),
}

/// The expected values.
#[derive(Debug)]
pub(super) enum Expected<'a> {
    /// One line for all series.
    Shared(Curve<'a>),
    /// A line for each series; `None` if the series has no line.
    Each(Vec<Option<Curve<'a>>>),
}

/// Dashes of the reference lines, one after the other.
const DASHES: [Dash; 4] = [(6.0, 3.5), (1.8, 2.6), (10.0, 3.0), (4.0, 7.0)];

/// The distinct lines of one reference expression.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    /// The expression.
    pub(super) text: &'a str,
    /// Its dashes.
    pub(super) dash: Dash,
    /// Its lines.
    pub(super) curves: Vec<Curve<'a>>,
}

impl Curve<'_> {
    /// The heights that the vertical axis should reach.
    pub(super) fn heights(&self) -> Vec<f64> {
        match self {
            Self::Through(points) => points.iter().map(|(_, height)| *height).collect(),
            Self::Level(height) => vec![*height],
            Self::Along(_) => Vec::new(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Through(points) => points.len(),
            Self::Level(_) | Self::Along(_) => 1,
        }
    }

    /// Returns `true` if the whole line lies on the other line.
    fn lies_on(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Level(a), Self::Level(b)) => is_close(*a, *b),
            (Self::Through(points), Self::Through(others)) => points
                .iter()
                .all(|(x, height)| others.iter().any(|(other_x, other)| x == other_x && is_close(*height, *other))),
            _ => false,
        }
    }
}

impl<'a> Expected<'a> {
    /// All lines.
    pub(super) fn curves(&self) -> Vec<&Curve<'a>> {
        match self {
            Self::Shared(curve) => vec![curve],
            Self::Each(curves) => curves.iter().flatten().collect(),
        }
    }
}

/// Returns the lines of expected values. It is a single line if all series have the same.
pub(super) fn expected<'a>(outcome: &ClaimOutcome, all: &[Series<'a>]) -> Expected<'a> {
    let curves: Vec<Option<Curve>> = all.iter().map(|series| expected_of(outcome, series)).collect();
    let longest = curves.iter().flatten().max_by_key(|curve| curve.len());
    // A series without judged measurements has no line. It has no influence on whether the others share one line.
    let none_judged = |series: &Series| series.whole.is_none() && !series.has_judged();
    let shared = |longest: &Curve| {
        let mut each = curves.iter().zip(all);
        each.all(|(curve, series)| curve.as_ref().map_or(none_judged(series), |curve| curve.lies_on(longest)))
    };
    match longest {
        Some(longest) if shared(longest) => Expected::Shared(longest.clone()),
        _ => Expected::Each(curves),
    }
}

fn expected_of<'a>(outcome: &ClaimOutcome, series: &Series<'a>) -> Option<Curve<'a>> {
    match series.whole {
        Some(_) if is_about_places(outcome) => None,
        Some(whole) if !drawn_number(outcome, whole).is_finite() => None,
        Some(whole) => match outcome.shape.fit().and_then(|fit| fit.curve) {
            Some(open) => {
                let points: Vec<CurvePoint> = series.dots.iter().filter_map(curve_point).collect();
                let curve = (open.through)(&points, &outcome.figure.parameters, drawn_number(outcome, whole))?;
                // The scale is known at the measurements only.
                match outcome.figure.scale() {
                    Some(_) => through(&series.dots, |dot| height_at(&curve, dot)),
                    None => Some(Curve::Along(curve)),
                }
            }
            None => Some(Curve::Level(whole.expected)),
        },
        None => through(&series.dots, |dot| dot.judged.map(|(expected, _)| expected)),
    }
}

/// The line at height 0, which a crossing is about.
fn zero_line<'a>(outcome: &ClaimOutcome) -> Option<Reference<'a>> {
    let place = outcome.shape.functional.and_then(|functional| functional.place);
    (place == Some(Place::Crossing)).then(|| Reference { text: "0", dash: DASHES[0], curves: vec![Curve::Level(0.0)] })
}

/// Returns a measurement without its scale, or `None` if its value on the axis is a word.
fn curve_point(dot: &Dot) -> Option<CurvePoint> {
    let SettingValue::Number(at) = dot.x else { return None };
    let estimate = &dot.measurement.estimate;
    let weight = (estimate.mean / estimate.standard_error).powi(2);
    Some(CurvePoint { at: *at, mean: estimate.mean / dot.measurement.scale, weight })
}

/// Returns the height of a curve at a measurement, times the scale there. Returns `None` if the value on the axis is a word.
pub(super) fn height_at(curve: &TheoryCurve, dot: &Dot) -> Option<f64> {
    match dot.x {
        SettingValue::Number(at) => Some(curve.at(*at) * dot.measurement.scale),
        SettingValue::Word(_) => None,
    }
}

/// The reference lines, each distinct one once.
pub(super) fn references<'a>(outcome: &ClaimOutcome, spec: &'a FigureSpec, all: &[Series<'a>]) -> Vec<Reference<'a>> {
    let reference = |(text, dash): (&'a String, Dash)| {
        let mut curves: Vec<Curve> = Vec::new();
        for curve in all.iter().filter_map(|series| reference_of(text, series)) {
            if !curves.iter().any(|known| curve.lies_on(known)) {
                curves.retain(|known| !known.lies_on(&curve));
                curves.push(curve);
            }
        }
        Reference { text, dash, curves }
    };
    spec.references
        .iter()
        .zip(DASHES.into_iter().cycle())
        .map(reference)
        .filter(|reference| !reference.curves.is_empty())
        .chain(zero_line(outcome))
        .collect()
}

fn reference_of<'a>(text: &str, series: &Series<'a>) -> Option<Curve<'a>> {
    let along = through(&series.dots, |dot| dot.measurement.references.get(text).copied());
    along.or_else(|| series.whole?.measurement.references.get(text).map(|height| Curve::Level(*height)))
}

fn through<'a>(dots: &[Dot<'a>], height: impl Fn(&Dot<'a>) -> Option<f64>) -> Option<Curve<'a>> {
    let mut points: IndexMap<String, (&'a SettingValue, f64)> = IndexMap::new();
    for dot in dots {
        if let Some(height) = height(dot).filter(|height| height.is_finite()) {
            points.entry(dot.x.to_string()).or_insert((dot.x, height));
        }
    }
    (!points.is_empty()).then(|| Curve::Through(points.into_values().collect()))
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, series};

    #[test]
    fn a_bound_that_all_share_is_one_line() {
        let mut outcome = example::naive();
        let spec = outcome.figure.spec.clone().expect("the example has a figure");
        let set = series::group(&outcome, &spec).expect("the example has its x");
        assert!(
            matches!(expected(&outcome, &set.series), Expected::Shared(Curve::Through(points)) if points.len() == 10)
        );
        outcome.cells[0].expected = 0.1;
        let set = series::group(&outcome, &spec).expect("the example has its x");
        assert!(matches!(expected(&outcome, &set.series), Expected::Each(curves) if curves.len() == 3));
    }

    #[test]
    fn a_reference_is_drawn_once() {
        let mut outcome = example::naive();
        let mut spec = outcome.figure.spec.clone().expect("the example has a figure");
        spec.references = vec!["eps_p2".into(), "absent".into()];
        for cell in &mut outcome.cells {
            cell.measurement.references.insert("eps_p2".into(), 0.5);
        }
        let set = series::group(&outcome, &spec).expect("the example has its x");
        let references = references(&outcome, &spec, &set.series);
        assert_eq!(references.len(), 1);
        assert_eq!(references[0].curves.len(), 1);
    }
}
