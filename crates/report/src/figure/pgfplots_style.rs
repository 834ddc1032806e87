//! What all figures for pgfplots share: marks, measurements with their intervals, and the place of the legend.

use std::fmt::Write;

use super::marker::MarkerShape;
use super::places::Places;
use super::series::{Dot, Series};
use weak_to_strong_lab::claim::{Columns, FigureSpec};

/// Whether the legend stands beside the only plot.
pub(super) fn is_beside(spec: &FigureSpec) -> bool {
    spec.columns == Columns::Two && spec.facet.is_none()
}

/// The place of the legend.
pub(super) fn write_legend_style(text: &mut String, spec: &FigureSpec, beside: bool) -> std::fmt::Result {
    let place = match beside {
        true => "at={(1.03,1)}, anchor=north west, nodes={text width=1.8in}",
        // Below the labels of the horizontal axis and its title.
        false => "at={(0,-0.5in)}, anchor=north west",
    };
    let columns = if beside || spec.columns == Columns::One { 1 } else { 2 };
    writeln!(
        text,
        "  legend columns={columns}, legend style={{font=\\footnotesize, draw=none, {place}}}, legend cell align=left,"
    )
}

/// Writes the measurements of a series with their intervals.
pub(super) fn write_series(text: &mut String, series: &Series, sign: &str, places: &Places) -> std::fmt::Result {
    writeln!(text, "\\addplot[{sign}, forget plot, error bars/.cd, y dir=both, y explicit] coordinates {{")?;
    for dot in &series.dots {
        write_dot(text, dot, places)?;
    }
    writeln!(text, "}};")
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

/// The nearest mark that pgfplots has by itself.
pub(super) fn mark(shape: MarkerShape) -> &'static str {
    match shape {
        MarkerShape::Disc => "*",
        MarkerShape::Square => "square*",
        MarkerShape::Triangle { up: true } => "triangle*",
        MarkerShape::Triangle { up: false } => "triangle",
        MarkerShape::Diamond => "diamond*",
        MarkerShape::Cross { turned: false } => "+",
        MarkerShape::Cross { turned: true } => "x",
        MarkerShape::Star => "asterisk",
    }
}
