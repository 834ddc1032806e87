//! The two axes of a figure of lines.

use weak_to_strong_lab::claim::{ClaimOutcome, FigureSpec, Measurement, Scale};
use weak_to_strong_lab::setting::SettingValue;

use super::axis::{Axis, Numbers};
use super::fitted::is_power_law;
use super::panels::Panels;
use super::range::{AxisScale, Wanted, vertical};
use super::strip::shows_places;
use super::swarm::padding;

/// The horizontal axis: all measurements, marks that are near, and the right sides of places.
pub(super) fn horizontal_axis(outcome: &ClaimOutcome, spec: &FigureSpec, panels: &Panels) -> Axis {
    let values: Vec<&SettingValue> = panels.dots().map(|dot| dot.x).collect();
    let mut marks: Vec<f64> = outcome.figure.marks.iter().map(|(_, x)| *x).collect();
    if shows_places(outcome) {
        marks.extend(outcome.cells.iter().map(|cell| cell.expected));
    }
    let scale = match spec.x_scale {
        Scale::Automatic if panels.fit_through_dots(outcome).is_some() && is_power_law(outcome) => Scale::Log,
        scale @ (Scale::Automatic | Scale::Linear | Scale::Log) => scale,
    };
    Axis::horizontal(&values, &marks, scale, padding(panels.most_series())).within(spec.x_range)
}

/// The vertical axis: all measurements and lines, and as much of intervals and references as leaves these legible.
pub(super) fn vertical_axis(outcome: &ClaimOutcome, spec: &FigureSpec, panels: &Panels) -> Numbers {
    let mut core: Vec<f64> = panels.dots().map(|dot| height_of_dot(dot.measurement, spec.y_scale)).collect();
    let ends = panels.ends();
    core.extend(panels.expected().flat_map(|curve| curve.heights(ends)));
    let intervals = panels.dots().map(|dot| (dot.measurement.interval.lower, dot.measurement.interval.upper));
    let intervals: Vec<(f64, f64)> = intervals.collect();
    let references: Vec<f64> =
        panels.references().flat_map(|reference| &reference.curves).flat_map(|curve| curve.heights(ends)).collect();
    let kind = match spec.y_scale {
        Scale::Automatic if panels.fit_through_dots(outcome).is_some_and(|fit| fit.of_logarithms) => {
            AxisScale::Logarithmic
        }
        scale @ (Scale::Automatic | Scale::Linear | Scale::Log) => AxisScale::of(scale, &core),
    };
    let range = vertical(kind, &Wanted { core: &core, intervals: &intervals, references: &references });
    Numbers { kind, range, zero: false, infinity: false, values: Vec::new() }
}

/// The height that the axis should reach for a measurement. On a logarithmic axis one that is not told from 0 does not stretch the axis to its estimate.
fn height_of_dot(measurement: &Measurement, scale: Scale) -> f64 {
    const BELOW: f64 = 1e-2;
    let (mean, interval) = (measurement.estimate.mean, measurement.interval);
    let is_open = scale == Scale::Log && interval.lower <= 0.0 && interval.upper.is_finite();
    if is_open { mean.max(BELOW * interval.upper) } else { mean }
}
