//! The figure of a claim for Vega-Lite: a specification with its data, to go on from.

use serde_json::{Value, json};

use super::axes::{horizontal_axis, vertical_axis};
use super::axis::Axis;
use super::curves::{Curve, Expected, height_at};
use super::distribution_figure::{height_title, number_title};
use super::distribution_lines::lines;
use super::error::FigureError;
use super::forbidden::{Side, forbidden_side};
use super::label::{
    axis_title, expected_label, horizontal_title, measured_title, quantity_title, series_name, value_label,
};
use super::panels::{Panel, Panels};
use super::range::AxisScale;
use super::ring::ringed;
use super::scaled::scaled;
use super::series::Series;
use super::sides::both_sides;
use super::trials::along_trials;
use crate::visible;
use weak_to_strong_lab::claim::{ClaimOutcome, FigureKind, FigureSpec, Measurement, MostOutcome, Verdict};
use weak_to_strong_lab::setting::SettingValue;

/// The schema that the specification follows.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";

/// Returns the figure of a claim as a specification of Vega-Lite, with its data inline. Returns `None` if the claim asks for no figure.
///
/// Each measurement has `x`, `y`, `lower`, `upper`, `series`, `panel`, `verdict` and `replicates`. A value that JSON has no number for is left out.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of the horizontal axis or of the panels is not in the settings of the measurements.
pub fn vega_lite_figure(outcome: &ClaimOutcome) -> Result<Option<Value>, FigureError> {
    let drawing = match (&outcome.most, &outcome.figure.spec) {
        (Some(most), _) => most_bar(most),
        (None, None) => return Ok(None),
        (None, Some(spec)) => match (spec.kind, &spec.y) {
            (FigureKind::Distribution, _) => distributions(outcome, spec),
            (FigureKind::HeatMap | FigureKind::Lines, Some(y)) => map(outcome, spec, y),
            (FigureKind::HeatMap | FigureKind::Lines, None) => {
                let trials = along_trials(outcome);
                lines_of(&both_sides(&scaled(&trials)))?
            }
        },
    };
    let mut specification = json!({ "$schema": SCHEMA, "title": outcome.title, "description": outcome.sentence });
    if let (Some(all), Value::Object(drawing)) = (specification.as_object_mut(), drawing) {
        all.extend(drawing);
    }
    Ok(Some(shown(specification)))
}

/// The same with all its texts made visible. They stand as values only: none is a formula of Vega, a link or the name of a field.
fn shown(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(visible(&text)),
        Value::Array(values) => values.into_iter().map(shown).collect(),
        Value::Object(values) => values.into_iter().map(|(key, value)| (key, shown(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// Measurements with intervals, the expected values and the references, panel by panel.
fn lines_of(outcome: &ClaimOutcome) -> Result<Value, FigureError> {
    let Some(spec) = &outcome.figure.spec else { return Ok(json!({})) };
    let panels = Panels::new(outcome, spec)?;
    let rings = ringed(outcome, &panels).is_some();
    let of_panel = |panel: &Panel| {
        let heading = panel.heading.clone().unwrap_or_default();
        let of_series = |series: &Series| {
            series
                .dots
                .iter()
                .map(|dot| {
                    let judged = dot.judged.map(|(_, verdict)| verdict);
                    let mut row =
                        row(outcome, (&heading, &series_name(outcome, &series.key)), (dot.x, dot.measurement), judged);
                    if rings && dot.binds {
                        row["binds"] = true.into();
                    }
                    row
                })
                .collect::<Vec<_>>()
        };
        panel.series.iter().flat_map(of_series).chain(curves(outcome, panel, &heading)).collect::<Vec<_>>()
    };
    let data: Vec<Value> = panels.list.iter().flat_map(of_panel).collect();
    let is_log = |axis: &Axis| matches!(axis, Axis::Numbers(numbers) if numbers.kind == AxisScale::Logarithmic);
    let x_axis = horizontal_axis(outcome, spec, &panels);
    let x_type = if matches!(x_axis, Axis::Words(_)) { "ordinal" } else { "quantitative" };
    let x = json!({ "field": "x", "type": x_type, "title": horizontal_title(spec), "scale": scale(x_type, is_log(&x_axis)) });
    let is_log = vertical_axis(outcome, spec, &panels).kind == AxisScale::Logarithmic;
    let y = json!({ "field": "y", "type": "quantitative", "title": quantity_title(outcome, panels.of_fits), "scale": scale("quantitative", is_log) });
    let series = json!({ "field": "series", "type": "nominal", "title": null });
    let measured = json!([{ "filter": "datum.curve == null" }]);
    let computed = json!([{ "filter": "datum.curve != null" }]);
    let mut layers: Vec<Value> =
        forbidden_side(outcome, &panels).map(|side| forbidden(side, &panels, (&x, &y))).into_iter().collect();
    let drawn = json!([
        { "transform": computed, "mark": { "type": "line" }, "encoding": { "x": x, "y": y, "detail": series, "strokeDash": { "field": "curve", "type": "nominal", "title": null } } },
        { "transform": measured, "mark": { "type": "rule" }, "encoding": { "x": x, "y": { "field": "lower", "type": "quantitative" }, "y2": { "field": "upper" }, "color": series } },
        { "transform": measured, "mark": { "type": "point", "filled": true, "tooltip": { "content": "data" } }, "encoding": { "x": x, "y": y, "color": series, "shape": series } },
        { "transform": [{ "filter": "datum.binds" }], "mark": { "type": "point", "size": 250, "color": "black" }, "encoding": { "x": x, "y": y } }
    ]);
    layers.extend(drawn.as_array().into_iter().flatten().cloned());
    Ok(match panels.list.len() {
        1 => json!({ "data": { "values": data }, "width": 420, "layer": layers }),
        _ => json!({
            "data": { "values": data }, "columns": 3,
            "facet": { "field": "panel", "type": "nominal", "title": null, "sort": null }, "spec": { "layer": layers }
        }),
    })
}

/// The side of the lines of expected values that the claim forbids: shaded until the edge, or as a pale band along the line of each series.
fn forbidden(side: Side, panels: &Panels, (x, y): (&Value, &Value)) -> Value {
    let expected = json!([{ "filter": "datum.expected" }]);
    if panels.list.iter().all(|panel| matches!(panel.expected, Expected::Shared(_))) {
        let edge = if side == Side::Below { json!("height") } else { json!(0) };
        let encoding =
            json!({ "x": x, "y": y, "y2": { "value": edge }, "detail": { "field": "series", "type": "nominal" } });
        return json!({ "transform": expected, "mark": { "type": "area", "color": "black", "opacity": 0.07 }, "encoding": encoding });
    }
    let shift = if side == Side::Below { 3 } else { -3 };
    let mark = json!({ "type": "line", "color": "black", "opacity": 0.12, "strokeWidth": 6, "yOffset": shift });
    json!({ "transform": expected, "mark": mark, "encoding": { "x": x, "y": y, "detail": { "field": "series", "type": "nominal" } } })
}

/// A measurement as a row of the data.
fn row(
    outcome: &ClaimOutcome,
    (panel, series): (&str, &str),
    (x, measurement): (&SettingValue, &Measurement),
    verdict: Option<Verdict>,
) -> Value {
    let unnamed = if outcome.shape.has_curve() { "fitted" } else { "measured" };
    let interval = measurement.interval;
    json!({
        "panel": panel, "series": if series.is_empty() { unnamed } else { series }, "x": plain(x),
        "y": finite(measurement.estimate.mean), "lower": finite(interval.lower), "upper": finite(interval.upper),
        "verdict": verdict.map(Verdict::words), "replicates": measurement.estimate.replicates
    })
}

/// The points of the curves of a panel.
fn curves(outcome: &ClaimOutcome, panel: &Panel, heading: &str) -> Vec<Value> {
    let expected = expected_label(outcome, false);
    let references = panel.references.iter().flat_map(|reference| {
        reference.curves.iter().map(|curve| (outcome.figure.in_symbols(reference.text).to_owned(), curve))
    });
    let own = panel.expected.curves().into_iter().map(|curve| (expected.clone(), curve, true));
    let all = own.chain(references.map(|(name, curve)| (name, curve, false)));
    let dots = || panel.series.iter().flat_map(|series| &series.dots);
    all.enumerate()
        .flat_map(|(number, (name, curve, is_expected))| {
            let points: Vec<(Value, f64)> = match curve {
                Curve::Through(points) => points.iter().map(|(x, y)| (plain(x), *y)).collect(),
                Curve::Level(height) => dots().map(|dot| (plain(dot.x), *height)).collect(),
                Curve::Along(curve) => dots().filter_map(|dot| Some((plain(dot.x), height_at(curve, dot)?))).collect(),
            };
            let row = move |(x, y): (Value, f64)| {
                json!({ "panel": heading, "series": format!("curve {number}"), "curve": name, "expected": is_expected, "x": x, "y": finite(y) })
            };
            points.into_iter().map(row).collect::<Vec<_>>()
        })
        .collect()
}

/// Means over two variables as coloured cells.
fn map(outcome: &ClaimOutcome, spec: &FigureSpec, y: &str) -> Value {
    let judged = outcome.cells.iter().map(|cell| (&cell.measurement, Some(cell.verdict)));
    let all = judged.chain(outcome.points.iter().map(|point| (point, None)));
    let row = |(measurement, verdict): (&Measurement, Option<Verdict>)| {
        let at = |name: &str| measurement.setting.get(name).map(plain);
        json!({ "x": at(&spec.x), "y": at(y), "value": finite(measurement.estimate.mean), "verdict": verdict.map(Verdict::words) })
    };
    let vertical = spec.y_label.clone().unwrap_or_else(|| axis_title(y));
    json!({
        "data": { "values": all.map(row).collect::<Vec<_>>() }, "mark": { "type": "rect", "tooltip": { "content": "data" } },
        "encoding": {
            "x": { "field": "x", "type": "ordinal", "title": horizontal_title(spec) },
            "y": { "field": "y", "type": "ordinal", "sort": "descending", "title": vertical },
            "color": { "field": "value", "type": "quantitative", "title": measured_title(outcome, false) }
        }
    })
}

/// The distribution of each cell, with what the sentence says of it.
fn distributions(outcome: &ClaimOutcome, spec: &FigureSpec) -> Value {
    let lines = lines(outcome);
    let points = lines.iter().flat_map(|line| {
        line.curve.iter().map(|(x, share)| json!({ "series": line.label, "x": finite(*x), "y": finite(*share) }))
    });
    json!({
        "data": { "values": points.collect::<Vec<_>>() }, "mark": { "type": "line", "interpolate": "step-after" },
        "encoding": {
            "x": { "field": "x", "type": "quantitative", "title": number_title(outcome, spec) },
            "y": { "field": "y", "type": "quantitative", "title": height_title(outcome, &lines) },
            "color": { "field": "series", "type": "nominal", "title": null },
            "strokeDash": { "field": "series", "type": "nominal", "title": null }
        }
    })
}

/// The problems by verdict.
fn most_bar(most: &MostOutcome) -> Value {
    let undecided = most.draws.saturating_sub(most.held + most.violated);
    let row = |(verdict, count): (&str, u64)| json!({ "verdict": verdict, "problems": count });
    let rows = [("holds", most.held), ("undecided", undecided), ("violated", most.violated)].map(row);
    json!({
        "data": { "values": rows }, "mark": { "type": "bar" },
        "encoding": {
            "x": { "field": "problems", "type": "quantitative" },
            "color": { "field": "verdict", "type": "nominal", "title": null }
        }
    })
}

fn scale(kind: &str, is_log: bool) -> Value {
    match (kind, is_log) {
        ("quantitative", true) => json!({ "type": "log" }),
        ("quantitative", false) => json!({ "zero": false }),
        (_, _) => json!({}),
    }
}

fn plain(value: &SettingValue) -> Value {
    match value {
        SettingValue::Number(number) => finite(*number),
        SettingValue::Word(_) => json!(value_label(value)),
    }
}

/// A number; nothing in place of one that is infinite or not a number.
fn finite(number: f64) -> Value {
    if number.is_finite() { json!(number) } else { Value::Null }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms, example_laws};

    fn values(outcome: &ClaimOutcome) -> (Value, usize) {
        let all = vega_lite_figure(outcome).expect("known axes").expect("a figure");
        let count = all["data"]["values"].as_array().expect("data").len();
        (all, count)
    }

    #[test]
    fn every_measurement_is_in_the_data() {
        let outcome = example::naive();
        let (figure, _) = values(&outcome);
        let data = figure["data"]["values"].as_array().expect("data");
        let measured: Vec<&Value> = data.iter().filter(|row| row["curve"].is_null()).collect();
        assert_eq!(measured.len(), outcome.cells.len());
        assert_eq!(measured[0]["y"].as_f64(), Some(outcome.cells[0].measurement.estimate.mean));
        assert_eq!((&figure["$schema"], &measured[0]["series"]), (&json!(SCHEMA), &json!("n = 16")));
        assert!(data.iter().any(|row| row["curve"] == json!("lower bound: segment_bound")), "{figure}");
    }

    #[test]
    fn what_is_forbidden_and_what_binds_is_marked() {
        let mut outcome = example::naive();
        let (figure, _) = values(&outcome);
        let layers = |figure: &Value| figure["layer"].as_array().expect("layers").clone();
        let rows = figure["data"]["values"].as_array().expect("data");
        assert_eq!(rows.iter().filter(|row| row["binds"] == json!(true)).count(), 1);
        assert_eq!(
            (&layers(&figure)[0]["mark"]["type"], &layers(&figure)[0]["encoding"]["y2"]),
            (&json!("area"), &json!({ "value": "height" }))
        );
        outcome.cells[0].expected -= 0.1;
        assert_eq!(layers(&values(&outcome).0)[0]["mark"]["yOffset"], json!(3));
        outcome.shape.relation =
            weak_to_strong_lab::claim::Stating::Compare(weak_to_strong_lab::claim::Comparison::Equal);
        assert_eq!(layers(&values(&outcome).0).len(), 4);
    }

    #[test]
    fn every_form_has_a_specification() {
        assert_eq!(values(&example::map(5)).1, 25);
        assert_eq!(values(&example_forms::most()).1, 3);
        assert!(values(&example_laws::distribution(&[0.3; 2])).1 > 10);
        assert!(values(&example::facets(3)).0["facet"].is_object());
        assert!(values(&example_forms::two_sides(&[16.0])).1 > 10);
        let mut none = example::naive();
        none.figure.spec = None;
        assert_eq!(vega_lite_figure(&none).expect("nothing to do"), None);
    }
}
