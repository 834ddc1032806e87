//! The figure of distributions for pgfplots.

use std::fmt::Write;

use weak_to_strong_lab::claim::{ClaimOutcome, FigureSpec};

use super::axis::Axis;
use super::distribution_figure::{height_title, horizontal, marked_words, number_title};
use super::distribution_lines::{Line, common, lines};
use super::label::expected_label;
use super::pgfplots_style::{mark, plot_width, sign, write_legend_style, write_points};
use super::range::AxisScale;
use crate::latex::{latex_text, write_origin};

/// How a threshold and a share are drawn.
const MARKED: &str = "gray, dashed";
/// How a bound is drawn.
const BOUND: &str = "black, thick";

/// Returns a picture with the distribution of each cell, what is asked of it, and its interval.
pub(super) fn distribution_picture(outcome: &ClaimOutcome, spec: &FigureSpec, seed: u64) -> String {
    let mut text = String::new();
    let _ = write_picture(&mut text, outcome, spec, seed);
    text
}

fn write_picture(text: &mut String, outcome: &ClaimOutcome, spec: &FigureSpec, seed: u64) -> std::fmt::Result {
    let lines = lines(outcome);
    write_origin(text, outcome, seed, "amssymb, pgfplots (\\pgfplotsset{compat=1.18})")?;
    for (i, line) in lines.iter().enumerate() {
        let colour = line.look.colour;
        writeln!(text, "\\definecolor{{series{}}}{{RGB}}{{{},{},{}}}", i + 1, colour.0, colour.1, colour.2)?;
    }
    let ends = write_axis(text, outcome, spec, &lines)?;
    for (i, line) in lines.iter().enumerate() {
        write_curve(text, line, &style(i, line), ends)?;
    }
    write_marks(text, &lines)?;
    for (i, line) in lines.iter().enumerate() {
        write_measured(text, i, line)?;
    }
    write_legend(text, outcome, &lines)?;
    writeln!(text, "\\end{{axis}}\n\\end{{tikzpicture}}")
}

/// Writes the options of the axis, and returns its ends.
fn write_axis(
    text: &mut String,
    outcome: &ClaimOutcome,
    spec: &FigureSpec,
    lines: &[Line],
) -> Result<(f64, f64), std::fmt::Error> {
    let width = plot_width(1, 0.0);
    writeln!(text, "\\begin{{tikzpicture}}\n\\begin{{axis}}[")?;
    writeln!(text, "  scale only axis, width={{{width}}}, height={{0.6*({width})}},")?;
    write_legend_style(text, spec)?;
    let titles = [number_title(outcome, spec), height_title(outcome, lines)].map(|title| latex_text(&title));
    writeln!(text, "  xlabel={{{}}}, ylabel={{{}}}, ymin=-0.03, ymax=1.03,", titles[0], titles[1])?;
    let ends = match horizontal(spec, lines) {
        Axis::Numbers(numbers) if numbers.kind == AxisScale::Logarithmic => {
            writeln!(text, "  xmode=log,")?;
            (10f64.powf(numbers.range.0), 10f64.powf(numbers.range.1))
        }
        Axis::Numbers(numbers) => numbers.range,
        Axis::Words(_) => (0.0, 1.0),
    };
    writeln!(text, "  xmin={:e}, xmax={:e},\n]", ends.0, ends.1)?;
    Ok(ends)
}

/// How the line of a cell is drawn.
fn style(i: usize, line: &Line) -> String {
    let dash = line.look.dash.map_or_else(String::new, |(on, off)| format!(", dash pattern=on {on}pt off {off}pt"));
    format!("color=series{}, thick{dash}", i + 1)
}

/// Writes a distribution from one end of the axis to the other.
fn write_curve(text: &mut String, line: &Line, style: &str, (least, greatest): (f64, f64)) -> std::fmt::Result {
    let inside: Vec<(f64, f64)> = line.curve.iter().copied().filter(|(x, _)| (least..=greatest).contains(x)).collect();
    write!(text, "\\addplot[{style}, no marks, forget plot]")?;
    let before = line.curve.iter().rev().find(|(x, _)| *x < least).or(line.curve.first()).map(|(_, y)| (least, *y));
    let after = line.curve.iter().find(|(x, _)| *x > greatest).or(line.curve.last()).map(|(_, y)| (greatest, *y));
    write_points(text, before.into_iter().chain(inside).chain(after))
}

/// Writes thresholds, shares and bounds, each once.
fn write_marks(text: &mut String, lines: &[Line]) -> std::fmt::Result {
    let upright = |text: &mut String, x: f64, style: &str| {
        let foot = format!("{{axis cs:{x:e},0.5}}|-{{rel axis cs:0");
        writeln!(text, "\\draw[{style}] ({foot},0}}) -- ({foot},1}});")
    };
    let level = |text: &mut String, y: f64, style: &str| {
        writeln!(
            text,
            "\\draw[{style}] ({{rel axis cs:0,0}}|-{{axis cs:1,{y:e}}}) -- ({{rel axis cs:1,0}}|-{{axis cs:1,{y:e}}});"
        )
    };
    let (mut thresholds, mut bounds, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        if let Some(threshold) = line.threshold().filter(|at| !thresholds.contains(at)) {
            upright(text, threshold, MARKED)?;
            thresholds.push(threshold);
        }
        if let Some(share) = line.share().filter(|at| !shares.contains(at)) {
            level(text, share, MARKED)?;
            shares.push(share);
        }
        let bound = line.cell.expected;
        if bound.is_finite() && !bounds.contains(&bound) {
            if line.share().is_some() {
                upright(text, bound, BOUND)?
            } else {
                level(text, bound, BOUND)?
            }
            bounds.push(bound);
        }
    }
    Ok(())
}

/// Writes what was measured of a cell with its interval. An end of a quantile that is not known is an arrow to the edge.
fn write_measured(text: &mut String, i: usize, line: &Line) -> std::fmt::Result {
    let (mean, interval) = (line.cell.measurement.estimate.mean, line.cell.measurement.interval);
    if !mean.is_finite() {
        return Ok(());
    }
    let length = |end: f64| if end.is_finite() { (end - mean).abs() } else { 0.0 };
    let (up, down) = (length(interval.upper), length(interval.lower));
    let options = format!("{}, forget plot, error bars/.cd", sign(&format!("series{}", i + 1), line.look));
    match (line.threshold(), line.share()) {
        (Some(threshold), _) => writeln!(
            text,
            "\\addplot[{options}, y dir=both, y explicit] coordinates {{ ({threshold:e}, {mean:e}) += (0, {up:e}) -= (0, {down:e}) }};"
        ),
        (None, Some(share)) => {
            writeln!(
                text,
                "\\addplot[{options}, x dir=both, x explicit] coordinates {{ ({mean:e}, {share:e}) += ({up:e}, 0) -= ({down:e}, 0) }};"
            )?;
            [(interval.lower, 0), (interval.upper, 1)].iter().filter(|(end, _)| !end.is_finite()).try_for_each(
                |(_, edge)| {
                    writeln!(
                        text,
                        "\\draw[series{}, -stealth] (axis cs:{mean:e},{share:e}) -- ({{rel axis cs:{edge},0}}|-{{axis cs:{mean:e},{share:e}}});",
                        i + 1
                    )
                },
            )
        }
        (None, None) => Ok(()),
    }
}

fn write_legend(text: &mut String, outcome: &ClaimOutcome, lines: &[Line]) -> std::fmt::Result {
    let mut entry = |style: &str, label: &str| {
        writeln!(text, "\\addlegendimage{{{style}}}\n\\addlegendentry{{{}}}", latex_text(label))
    };
    for (i, line) in lines.iter().enumerate() {
        let label = if line.label.is_empty() { "measured" } else { &line.label };
        entry(&format!("{}, mark={}, mark options=solid", style(i, line), mark(line.look.shape)), label)?;
    }
    if let Some(words) = marked_words(outcome, lines) {
        entry(MARKED, &words)?;
    }
    let is_common = common(lines, |line| Some(line.cell.expected)).is_some();
    if is_common { entry(BOUND, &expected_label(outcome, false)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use crate::figure::{example_laws, pgfplots_figure};

    #[test]
    fn a_probability_has_its_threshold_and_its_interval() {
        let outcome = example_laws::distribution(&[0.3, 0.3]);
        let text = pgfplots_figure(&outcome, 1).expect("no error").expect("a picture");
        assert_eq!(text.matches("y explicit] coordinates { (3e-1, ").count(), 2, "{text}");
        assert_eq!(text.matches("\\draw[gray, dashed] ({axis cs:3e-1,0.5}|-").count(), 1, "{text}");
        assert_eq!(text.matches("\\draw[black, thick]").count(), 1, "{text}");
        assert!(text.contains("\\addlegendentry{threshold: 0.3}"), "{text}");
    }

    #[test]
    fn a_quantile_has_a_horizontal_interval_at_its_share() {
        let text = pgfplots_figure(&example_laws::quantile(), 1).expect("no error").expect("a picture");
        assert_eq!(text.matches(", 9e-1) += (").count(), 2, "{text}");
        assert!(text.contains("\\draw[black, thick] ({axis cs:1e0,0.5}|-"), "{text}");
        assert!(text.contains("\\addlegendentry{share: 0.9}"), "{text}");
    }

    #[test]
    fn an_end_that_is_not_known_is_an_arrow() {
        let mut outcome = example_laws::quantile();
        outcome.cells[1].measurement.interval.upper = f64::INFINITY;
        let text = pgfplots_figure(&outcome, 1).expect("no error").expect("a picture");
        assert_eq!(text.matches(", 9e-1) += (").count(), 2, "{text}");
        assert!(text.contains("e-1) += (0e0, 0) -= ("), "{text}");
        assert_eq!(text.matches("\\draw[series2, -stealth] (axis cs:").count(), 1, "{text}");
    }
}
