//! What all figures for pgfplots share: marks, measurements with their intervals, and the place of the legend.

use std::fmt::Write;

use super::marker::MarkerShape;
use super::places::Places;
use super::series::{Dot, Series};
use weak_to_strong_lab::claim::{Columns, FigureSpec};

/// Room for the labels of the vertical axis, in inches.
const LABELS: f64 = 0.7;
/// Between panels, in inches.
pub(super) const GAP: f64 = 0.2;

/// The width of each of this many plots side by side on a line of the paper, with this room right of them in inches, as pgfplots computes it.
pub(super) fn plot_width(in_row: usize, beside: f64) -> String {
    let share = 1.0 / in_row as f64;
    let labels = (LABELS + beside + GAP * (in_row as f64 - 1.0)) * share;
    format!("{share:.4}*\\linewidth-{labels:.3}in")
}

/// The place of the legend.
pub(super) fn write_legend_style(text: &mut String, spec: &FigureSpec) -> std::fmt::Result {
    let columns = if spec.columns == Columns::One { 1 } else { 2 };
    // Long entries break. Before the text of an entry stands its sign.
    let width = format!("{:.1}*(\\linewidth-{LABELS}in)-0.42in", 1.0 / f64::from(columns));
    // Below the labels of the horizontal axis and its title.
    writeln!(
        text,
        "  legend columns={columns}, legend style={{font=\\footnotesize, draw=none, at={{(0,-0.5in)}}, anchor=north west, nodes={{text width={width}}}}},\n  \
         legend cell align=left, tick label style={{font=\\footnotesize}}, max space between ticks=50,"
    )
}

/// Writes the measurements of a series with their intervals.
pub(super) fn write_series(text: &mut String, series: &Series, sign: &str, places: &Places) -> std::fmt::Result {
    let bars = "error bars/.cd, y dir=both, y explicit";
    writeln!(text, "\\addplot[{sign}, forget plot, {bars}]\n  {BARS_TABLE}")?;
    for dot in &series.dots {
        write_dot(text, dot, places)?;
    }
    writeln!(text, "  }};")
}

/// The start of a table of measurements. Its rows end in `\\\\`, so that it can stand in the argument of a command.
const BARS_TABLE: &str =
    "table[row sep=\\\\, x=x, y=y, y error plus=above, y error minus=below] {\n  x y above below \\\\";

/// Writes points as a table, to the end of the command.
pub(super) fn write_points(text: &mut String, points: impl IntoIterator<Item = (f64, f64)>) -> std::fmt::Result {
    write!(text, " table[row sep=\\\\] {{ x y \\\\")?;
    for (x, y) in points.into_iter().filter(|(x, _)| x.is_finite()) {
        if y.is_finite() { write!(text, " {x:e} {y:e} \\\\")? } else { write!(text, " {x:e} nan \\\\")? }
    }
    writeln!(text, " }};")
}

fn write_dot(text: &mut String, dot: &Dot, places: &Places) -> std::fmt::Result {
    let (mean, interval) = (dot.measurement.estimate.mean, dot.measurement.interval);
    match places.place(dot.x) {
        Some(x) if mean.is_finite() => {
            // An end at infinity has no length; pgfplots draws none.
            let length = |length: f64| if length.is_finite() { length } else { 0.0 };
            let (above, below) = (length(interval.upper - mean), length(mean - interval.lower));
            writeln!(text, "  {x:e} {mean:e} {above:e} {below:e} \\\\")
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
