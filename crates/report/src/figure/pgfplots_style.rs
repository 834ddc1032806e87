//! What all figures for pgfplots share: marks, measurements with their intervals, and the place of the legend.

use std::fmt::Write;

use super::axis::Numbers;
use super::interval::{Span, is_inside};
use super::marker::{Look, MarkerShape};
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

/// The options of a series' marks.
pub(super) fn sign(colour: &str, look: Look) -> String {
    format!("color={colour}, mark={}, only marks", mark(look.shape))
}

/// Writes the measurements of a series with their intervals. An end that leaves the frame is an arrow.
pub(super) fn write_series(
    text: &mut String,
    series: &Series,
    (colour, look): (&str, Look),
    (places, y): (&Places, &Numbers),
) -> std::fmt::Result {
    let bars = "error bars/.cd, y dir=both, y explicit";
    writeln!(text, "\\addplot[{}, forget plot, {bars}]\n  {BARS_TABLE}", sign(colour, look))?;
    let dots = || series.dots.iter().filter_map(|dot| Some((places.place(dot.x)?, dot)));
    for (x, dot) in dots() {
        write_dot(text, x, dot, y)?;
    }
    writeln!(text, "  }};")?;
    dots().try_for_each(|(x, dot)| write_arrow(text, colour, x, dot, y))
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

/// Writes a measurement within the frame, with the ends of its interval that are within it too.
fn write_dot(text: &mut String, x: f64, dot: &Dot, y: &Numbers) -> std::fmt::Result {
    let (mean, interval) = (dot.measurement.estimate.mean, dot.measurement.interval);
    if !is_within(mean, y) {
        return Ok(());
    }
    let length = |end: f64| if is_within(end, y) { (end - mean).abs() } else { 0.0 };
    let (above, below) = (length(interval.upper), length(interval.lower));
    writeln!(text, "  {x:e} {mean:e} {above:e} {below:e} \\\\")
}

/// Writes an arrow from a measurement, or if it is not within the frame from the other end of its interval, to each edge that the interval leaves.
fn write_arrow(text: &mut String, colour: &str, x: f64, dot: &Dot, y: &Numbers) -> std::fmt::Result {
    let Some(Span { lower, upper }) = Span::of(dot, y) else { return Ok(()) };
    let (mean, interval) = (dot.measurement.estimate.mean, dot.measurement.interval);
    let edge = |edge: u8| format!("({{axis cs:{x:e},1}}|-{{rel axis cs:0,{edge}}})");
    let end = |value: f64| format!("(axis cs:{x:e},{value:e})");
    let (leaves_below, leaves_above) = (!is_inside(lower), !is_inside(upper));
    let mut draw = |tips: &str, from: String, to: String| writeln!(text, "\\draw[{colour}, {tips}] {from} -- {to};");
    if is_within(mean, y) {
        for (_, foot) in [(leaves_below, 0), (leaves_above, 1)].iter().filter(|(leaves, _)| *leaves) {
            draw("-stealth", end(mean), edge(*foot))?;
        }
        return Ok(());
    }
    match (leaves_below, leaves_above) {
        (true, true) => draw("stealth-stealth", edge(0), edge(1)),
        (true, false) => draw("|-stealth", end(interval.upper), edge(0)),
        (false, true) => draw("|-stealth", end(interval.lower), edge(1)),
        (false, false) => draw("|-|", end(interval.lower), end(interval.upper)),
    }
}

/// Whether a value is within the frame.
fn is_within(value: f64, y: &Numbers) -> bool {
    y.place(value).is_some_and(is_inside)
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

#[cfg(test)]
mod tests {
    use crate::figure::{example, pgfplots_figure};
    use weak_to_strong_lab::claim::ClaimOutcome;

    fn picture(outcome: &ClaimOutcome) -> String {
        pgfplots_figure(outcome, 1).expect("no error").expect("lines")
    }

    /// On a logarithmic axis an interval that reaches 0 goes on to the lower edge, also if its measurement is 0 itself and has no mark.
    #[test]
    fn ends_that_leave_the_frame_are_arrows() {
        let mut outcome = example::decay();
        assert!(!picture(&outcome).contains("stealth"));
        outcome.points[5].interval.lower = 0.0;
        let foot = "-- ({axis cs:8e1,1}|-{rel axis cs:0,0});";
        let mean = outcome.points[5].estimate.mean;
        let reaching = picture(&outcome);
        assert_eq!(reaching.matches("stealth").count(), 1, "{reaching}");
        assert!(reaching.contains(&format!("\\draw[series1, -stealth] (axis cs:8e1,{mean:e}) {foot}")), "{reaching}");
        outcome.points[5].estimate.mean = 0.0;
        let upper = outcome.points[5].interval.upper;
        let empty = picture(&outcome);
        assert!(empty.contains(&format!("\\draw[series1, |-stealth] (axis cs:8e1,{upper:e}) {foot}")), "{empty}");
    }
}
