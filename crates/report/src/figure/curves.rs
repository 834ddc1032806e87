//! The lines of a figure: expected values and references.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{ClaimOutcome, ComputedCurve, ComputedPoint, CurvePoint, FigureSpec, TheoryCurve};
use weak_to_strong_lab::functional::Place;
use weak_to_strong_lab::setting::SettingValue;

use super::canvas::Dash;
use super::fitted::{drawn_number, is_about_places};
use super::series::{Dot, Series};

/// A line before it is placed on the axes.
#[derive(Clone, Debug)]
pub(super) enum Curve {
    /// Through these values. It is interrupted where the height is not a number.
    Through(Vec<(SettingValue, f64)>),
    /// At one height from end to end.
    Level(f64),
    /// Along the horizontal axis, as a functional draws it.
    Along(TheoryCurve),
}

/// The expected values.
#[derive(Debug)]
pub(super) enum Expected {
    /// One line for all series.
    Shared(Curve),
    /// A line for each series; `None` if the series has no line.
    Each(Vec<Option<Curve>>),
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
    pub(super) curves: Vec<Curve>,
}

impl Curve {
    /// The heights that the vertical axis should reach, from the least to the greatest of the values that were measured.
    pub(super) fn heights(&self, (least, most): (f64, f64)) -> Vec<f64> {
        let is_between = |x: &SettingValue| match x {
            SettingValue::Number(x) => (least..=most).contains(x),
            SettingValue::Word(_) => true,
        };
        match self {
            Self::Through(points) => points.iter().filter(|(x, _)| is_between(x)).map(|(_, height)| *height).collect(),
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
            (Self::Through(points), Self::Through(others)) => {
                let near = |height: f64, other: f64| is_close(height, other) || (height.is_nan() && other.is_nan());
                points.iter().all(|(x, height)| others.iter().any(|(at, other)| x == at && near(*height, *other)))
            }
            _ => false,
        }
    }
}

impl Expected {
    /// All lines.
    pub(super) fn curves(&self) -> Vec<&Curve> {
        match self {
            Self::Shared(curve) => vec![curve],
            Self::Each(curves) => curves.iter().flatten().collect(),
        }
    }
}

/// Returns the lines of expected values. It is a single line if all series have the same.
pub(super) fn expected(outcome: &ClaimOutcome, all: &[Series]) -> Expected {
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

fn expected_of(outcome: &ClaimOutcome, series: &Series) -> Option<Curve> {
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
        None => along(outcome, series, &|point| point.expected, &|dot| dot.judged.map(|(expected, _)| expected)),
    }
}

/// A line through all values at which it is computed, or through the measurements if it is known only there.
///
/// What bounds a probability is drawn no higher than 1.
fn along(
    outcome: &ClaimOutcome,
    series: &Series,
    computed: &dyn Fn(&ComputedPoint) -> Option<f64>,
    known: &dyn Fn(&Dot) -> Option<f64>,
) -> Option<Curve> {
    let most = if outcome.shape.has_curve() { f64::INFINITY } else { outcome.figure.range.upper };
    let known = through(&series.dots, |dot| known(dot).map(|height| height.min(most)));
    let curve = computed_curve(outcome, series).into_iter().flat_map(|curve| &curve.points);
    let mut points: Vec<(SettingValue, f64)> = curve
        .map(|point| (SettingValue::Number(point.at), computed(point).map_or(f64::NAN, |height| height.min(most))))
        .collect();
    if points.iter().all(|(_, height)| height.is_nan()) {
        return known;
    }
    // 0 and infinity have places of their own.
    if let Some(Curve::Through(known)) = known {
        points.extend(known.into_iter().filter(|(x, _)| points.iter().all(|(at, _)| at != x)).collect::<Vec<_>>());
    }
    Some(Curve::Through(points))
}

/// What is computed at the setting of a series.
fn computed_curve<'a>(outcome: &'a ClaimOutcome, series: &Series) -> Option<&'a ComputedCurve> {
    let agrees = |curve: &&ComputedCurve| {
        series.dots.iter().all(|dot| {
            let own = &dot.measurement.setting;
            curve.setting.iter().all(|(name, value)| own.get(name).is_none_or(|known| known == value))
        })
    };
    outcome.figure.computed.curves.iter().find(agrees)
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
pub(super) fn references<'a>(outcome: &ClaimOutcome, spec: &'a FigureSpec, all: &[Series]) -> Vec<Reference<'a>> {
    let reference = |(text, dash): (&'a String, Dash)| {
        let mut curves: Vec<Curve> = Vec::new();
        for curve in all.iter().filter_map(|series| reference_of(outcome, text, series)) {
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

fn reference_of(outcome: &ClaimOutcome, text: &str, series: &Series) -> Option<Curve> {
    let computed = |point: &ComputedPoint| point.references.get(text).copied();
    let curve = along(outcome, series, &computed, &|dot| dot.measurement.references.get(text).copied());
    curve.or_else(|| series.whole?.measurement.references.get(text).map(|height| Curve::Level(*height)))
}

fn through(dots: &[Dot], height: impl Fn(&Dot) -> Option<f64>) -> Option<Curve> {
    let mut points: IndexMap<String, (SettingValue, f64)> = IndexMap::new();
    for dot in dots {
        if let Some(height) = height(dot).filter(|height| height.is_finite()) {
            points.entry(dot.x.to_string()).or_insert((dot.x.clone(), height));
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

    /// A computed curve goes through all its points, is interrupted where there is none, and is no higher than what is measured can be.
    #[test]
    fn a_computed_curve_is_drawn_between_the_measurements() {
        let mut outcome = example::naive();
        let spec = outcome.figure.spec.clone().expect("the example has a figure");
        let point = |at: f64| ComputedPoint {
            at,
            expected: (at < 9.0).then_some(at),
            references: [("eps_p2".to_owned(), 0.25)].into(),
            scale: 1.0,
        };
        let curve = |samples: f64| ComputedCurve {
            setting: [("samples".to_owned(), SettingValue::Number(samples))].into(),
            points: (1..=10).map(|i| point(f64::from(i))).collect(),
        };
        outcome.figure.computed.curves = [16.0, 64.0].map(curve).to_vec();
        outcome.figure.range.upper = 3.0;
        for cell in outcome.cells.iter_mut().skip(20) {
            cell.expected = 0.2;
        }
        let set = series::group(&outcome, &spec).expect("the example has its x");
        let Expected::Each(curves) = expected(&outcome, &set.series) else {
            panic!("the third series has another line")
        };
        let Some(Curve::Through(points)) = &curves[0] else { panic!("a line") };
        let height = |x: f64| points.iter().find(|(at, _)| *at == SettingValue::Number(x)).map(|(_, height)| *height);
        assert_eq!([height(2.0), height(8.0)], [Some(2.0), Some(3.0)]);
        assert!(height(9.0).is_some_and(f64::is_nan));
        let Some(Curve::Through(known)) = &curves[2] else { panic!("a line") };
        assert_eq!(known.len(), 10);
    }
}
