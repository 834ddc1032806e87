//! The figure of a claim for pgfplots: its data, so that a paper's own fonts and sizes apply.

use std::fmt::Write;

use super::FigureError;
use super::axis::Axis;
use super::curves::{Curve, Expected, expected, references};
use super::draw::{horizontal_axis, vertical_axis};
use super::label::{axis_title, expected_label, quantity_title, value_label};
use super::marker::{Look, Shape, looks};
use super::range::Kind;
use super::scaled::scaled;
use super::series::{Dot, Series, SeriesSet, group};
use crate::claim::{ClaimOutcome, FigureSpec};
use crate::model::SettingValue;
use crate::report::latex::{latex_text, write_origin};

/// A picture with measurements, intervals, expected values and references; none if the claim asks for no figure of lines.
///
/// It needs the package pgfplots. On a logarithmic axis 0 and ∞ stand beyond the other values, under labels of their own.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if no measurement knows the variable on the horizontal axis.
pub fn pgfplots_figure(outcome: &ClaimOutcome, seed: u64) -> Result<Option<String>, FigureError> {
    let Some(spec) = outcome.figure.spec.as_ref().filter(|spec| spec.y.is_none()) else {
        return Ok(None);
    };
    let outcome = &*scaled(outcome);
    let set = group(outcome, spec)?;
    let mut text = String::new();
    let _ = write_picture(&mut text, outcome, spec, &set, seed);
    Ok(Some(text))
}

fn write_picture(
    text: &mut String,
    outcome: &ClaimOutcome,
    spec: &FigureSpec,
    set: &SeriesSet,
    seed: u64,
) -> std::fmt::Result {
    write_origin(text, outcome, seed, "pgfplots (\\pgfplotsset{compat=1.18})")?;
    let (expected_curves, references) = (expected(outcome, set), references(spec, set));
    let axis = horizontal_axis(outcome, spec, set);
    let vertical = vertical_axis(outcome, spec, set, &expected_curves, &references);
    let places = Places::of(&axis, set);
    writeln!(text, "\\begin{{tikzpicture}}\n\\begin{{axis}}[")?;
    writeln!(
        text,
        "  xlabel={{{}}}, ylabel={{{}}},",
        latex_text(&axis_title(&spec.x)),
        latex_text(&quantity_title(outcome, set.of_fits))
    )?;
    if vertical.kind == Kind::Logarithmic {
        writeln!(text, "  ymode=log,")?;
    }
    places.write_options(text)?;
    writeln!(text, "  legend pos=outer north east, legend cell align=left, legend style={{font=\\footnotesize}},\n]")?;
    for reference in &references {
        for curve in &reference.curves {
            write_curve(text, curve, "gray, thin, dashed, no marks, forget plot", &places, set)?;
        }
    }
    for (number, (series, look)) in set.series.iter().zip(looks(&set.series, set.separators.len())).enumerate() {
        write_series(text, series, (number + 1, look), &places)?;
    }
    match &expected_curves {
        Expected::Shared(curve) => write_curve(text, curve, "black, thick, no marks, forget plot", &places, set)?,
        Expected::Each(curves) => {
            for curve in curves.iter().flatten() {
                write_curve(text, curve, "black, thick, no marks, forget plot", &places, set)?;
            }
        }
    }
    for (_, x) in &outcome.figure.marks {
        let foot = format!("{{axis cs:{x:e},1}}|-{{rel axis cs:0");
        writeln!(text, "\\draw[gray, dashed] ({foot},0}}) -- ({foot},1}});")?;
    }
    writeln!(
        text,
        "\\addlegendimage{{black, thick}}\n\\addlegendentry{{{}}}",
        latex_text(&expected_label(outcome, set.of_fits))
    )?;
    writeln!(text, "\\end{{axis}}\n\\end{{tikzpicture}}")
}

/// Where values of the horizontal axis stand in pgfplots.
enum Places {
    Words(Vec<String>),
    /// Where 0 and infinity stand on a logarithmic axis.
    Numbers {
        kind: Kind,
        zero: Option<f64>,
        infinity: Option<f64>,
        ends: (f64, f64),
    },
}

impl Places {
    fn of(axis: &Axis, set: &SeriesSet) -> Self {
        match axis {
            Axis::Words(words) => Self::Words(words.clone()),
            Axis::Numbers(numbers) => {
                let values = set.series.iter().flat_map(|series| &series.dots).filter_map(|dot| match dot.x {
                    SettingValue::Number(number) => Some(*number),
                    SettingValue::Word(_) => None,
                });
                let shown: Vec<f64> = values.filter(|value| numbers.kind.transform(*value).is_some()).collect();
                let (least, most) =
                    shown.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(*x), b.max(*x)));
                let zero = numbers.zero.then_some(least / 3.0);
                let infinity =
                    numbers.infinity.then_some(if numbers.kind == Kind::Logarithmic { 3.0 * most } else { 1.1 * most });
                Self::Numbers {
                    kind: numbers.kind,
                    zero,
                    infinity,
                    ends: (zero.unwrap_or(least), infinity.unwrap_or(most)),
                }
            }
        }
    }

    fn write_options(&self, text: &mut String) -> std::fmt::Result {
        match self {
            Self::Words(words) => {
                let names: Vec<String> = words.iter().map(|word| latex_text(word)).collect();
                let count = words.len();
                writeln!(
                    text,
                    "  xtick={{1,...,{count}}}, xticklabels={{{}}}, xmin=0.5, xmax={count}.5,",
                    names.join(", ")
                )
            }
            Self::Numbers { kind, zero, infinity, .. } => {
                if *kind == Kind::Logarithmic {
                    writeln!(text, "  xmode=log,")?;
                }
                let ends: Vec<(f64, &str)> =
                    zero.iter().map(|x| (*x, "$0$")).chain(infinity.iter().map(|x| (*x, "$\\infty$"))).collect();
                if ends.is_empty() {
                    return Ok(());
                }
                let ticks: Vec<String> = ends.iter().map(|(x, _)| format!("{x:e}")).collect();
                let labels: Vec<&str> = ends.iter().map(|(_, label)| *label).collect();
                writeln!(text, "  extra x ticks={{{}}}, extra x tick labels={{{}}},", ticks.join(","), labels.join(","))
            }
        }
    }

    fn place(&self, value: &SettingValue) -> Option<f64> {
        match (self, value) {
            (Self::Words(words), value) => {
                words.iter().position(|word| *word == value_label(value)).map(|at| at as f64 + 1.0)
            }
            (Self::Numbers { infinity, .. }, SettingValue::Number(x)) if *x == f64::INFINITY => *infinity,
            (Self::Numbers { kind, zero, .. }, SettingValue::Number(x)) => kind.transform(*x).map(|_| *x).or(*zero),
            _ => None,
        }
    }

    fn ends(&self) -> (f64, f64) {
        match self {
            Self::Words(words) => (0.5, words.len() as f64 + 0.5),
            Self::Numbers { ends, .. } => *ends,
        }
    }
}

fn write_series(
    text: &mut String,
    series: &Series,
    (number, look): (usize, Look),
    places: &Places,
) -> std::fmt::Result {
    let colour = look.colour;
    writeln!(
        text,
        "\\definecolor{{series{number}}}{{RGB}}{{{},{},{}}}\n\\addplot[color=series{number}, mark={}, only marks, error bars/.cd, y dir=both, y explicit] coordinates {{",
        colour.0,
        colour.1,
        colour.2,
        mark(look.shape)
    )?;
    for dot in &series.dots {
        write_dot(text, dot, places)?;
    }
    writeln!(text, "}};")?;
    let label = series.label();
    writeln!(text, "\\addlegendentry{{{}}}", if label.is_empty() { "measured".to_owned() } else { latex_text(&label) })
}

fn write_dot(text: &mut String, dot: &Dot, places: &Places) -> std::fmt::Result {
    let (mean, interval) = (dot.measurement.estimate.mean, dot.measurement.interval);
    match places.place(dot.x) {
        Some(x) if mean.is_finite() => {
            writeln!(
                text,
                "  ({x:e}, {mean:e}) += (0, {:e}) -= (0, {:e})",
                interval.upper - mean,
                mean - interval.lower
            )
        }
        _ => Ok(()),
    }
}

fn write_curve(text: &mut String, curve: &Curve, style: &str, places: &Places, set: &SeriesSet) -> std::fmt::Result {
    let points: Vec<(f64, f64)> = match curve {
        Curve::Through(points) => points.iter().filter_map(|(x, y)| Some((places.place(x)?, *y))).collect(),
        Curve::Level(height) => vec![(places.ends().0, *height), (places.ends().1, *height)],
        Curve::Decay(decay) => {
            let mut points: Vec<(f64, f64)> = set
                .series
                .iter()
                .flat_map(|series| &series.dots)
                .filter_map(|dot| Some((places.place(dot.x)?, decay.at_dot(dot)?)))
                .collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points.dedup_by(|a, b| a.0 == b.0);
            points
        }
    };
    write!(text, "\\addplot[{style}] coordinates {{")?;
    for (x, y) in points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
        write!(text, " ({x:e}, {y:e})")?;
    }
    writeln!(text, " }};")
}

/// The nearest mark that pgfplots has by itself.
fn mark(shape: Shape) -> &'static str {
    match shape {
        Shape::Disc => "*",
        Shape::Square => "square*",
        Shape::Triangle { up: true } => "triangle*",
        Shape::Triangle { up: false } => "triangle",
        Shape::Diamond => "diamond*",
        Shape::Cross { turned: false } => "+",
        Shape::Cross { turned: true } => "x",
        Shape::Star => "asterisk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::example;

    #[test]
    fn every_measurement_has_its_interval() {
        let outcome = example::naive();
        let picture = pgfplots_figure(&outcome, 1).expect("a picture").expect("a figure of lines");
        assert_eq!(picture.matches(") += (0, ").count(), outcome.cells.len(), "{picture}");
        assert!(picture.contains("xlabel={penalty $\\eta$}") && picture.ends_with("\\end{tikzpicture}\n"), "{picture}");
    }

    #[test]
    fn heat_maps_are_left_to_images() {
        assert_eq!(pgfplots_figure(&example::map(12), 1).expect("no error"), None);
    }
}
