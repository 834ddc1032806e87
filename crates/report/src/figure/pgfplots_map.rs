//! A heat map for pgfplots.

use std::fmt::Write;

use weak_to_strong_lab::claim::{ClaimOutcome, FigureSpec, Verdict};

use super::error::FigureError;
use super::heat_map::{HeatMap, known_contours};
use super::label::{axis_title, horizontal_title, measured_title};
use super::pgfplots_style::{plot_width, write_legend_style, write_points};
use super::range::AxisScale;
use crate::latex::{latex_text, write_origin};

/// How the curves on which an expression is 0 are drawn, one after the other.
const CONTOURS: [&str; 3] = ["black, thick", "black, thick, dashed", "black, thick, dotted"];

/// Returns a picture with a coloured cell for each measurement, curves of theory, and signs of violated and undecided cells.
///
/// # Errors
///
/// As [`HeatMap::new`].
pub(super) fn map_picture(
    outcome: &ClaimOutcome,
    (spec, y): (&FigureSpec, &str),
    seed: u64,
) -> Result<String, FigureError> {
    let map = HeatMap::new(outcome, spec, y)?;
    let mut text = String::new();
    let _ = write_picture(&mut text, outcome, (spec, y, &map), seed);
    Ok(text)
}

fn write_picture(
    text: &mut String,
    outcome: &ClaimOutcome,
    (spec, y, map): (&FigureSpec, &str, &HeatMap),
    seed: u64,
) -> std::fmt::Result {
    write_origin(text, outcome, seed, "amssymb, pgfplots (\\pgfplotsset{compat=1.18})")?;
    writeln!(text, "\\begin{{tikzpicture}}\n\\begin{{axis}}[")?;
    let width = plot_width(1, 0.8);
    writeln!(text, "  scale only axis, width={{{width}}}, height={{0.6*({width})}}, enlargelimits=false,")?;
    write_legend_style(text, spec)?;
    let vertical = spec.y_label.clone().unwrap_or_else(|| axis_title(y));
    let titles = [horizontal_title(spec), vertical, measured_title(outcome, false)].map(|title| latex_text(&title));
    writeln!(text, "  xlabel={{{}}}, ylabel={{{}}},", titles[0], titles[1])?;
    for (letter, kind) in ["x", "y"].into_iter().zip(map.scales()) {
        if kind == AxisScale::Logarithmic {
            writeln!(text, "  {letter}mode=log,")?;
        }
    }
    let colours: Vec<String> =
        map.scale.stops().iter().map(|stop| format!("rgb255=({},{},{})", stop.0, stop.1, stop.2)).collect();
    let (low, high) = map.scale.ends();
    writeln!(text, "  colormap={{w2s}}{{{}}}, point meta min={low:e}, point meta max={high:e},", colours.join(" "))?;
    writeln!(
        text,
        "  colorbar, colorbar style={{ylabel={{{}}}, ylabel style={{align=center, text width=0.6*({width})}}}},\n]",
        titles[2]
    )?;
    write_cells(text, map)?;
    for (expression, style) in known_contours(outcome, spec).into_iter().zip(CONTOURS.into_iter().cycle()) {
        for curve in map.zeros_in_values(expression) {
            write!(text, "\\addplot[{style}, no marks, forget plot]")?;
            write_points(text, curve)?;
        }
        let label = format!("theory: {} = 0", outcome.figure.in_symbols(expression));
        writeln!(text, "\\addlegendimage{{{style}}}\n\\addlegendentry{{{}}}", latex_text(&label))?;
    }
    for (verdict, style) in [(Verdict::Violated, "red, mark=x, thick"), (Verdict::Unresolved, "gray, mark=o")] {
        let points = map.with_verdict(verdict);
        if !points.is_empty() {
            write!(text, "\\addplot[{style}, only marks]")?;
            write_points(text, points)?;
            writeln!(text, "\\addlegendentry{{{}}}", verdict.words())?;
        }
    }
    writeln!(text, "\\end{{axis}}\n\\end{{tikzpicture}}")
}

/// Writes the cells, row by row. A cell that was not measured has no colour.
fn write_cells(text: &mut String, map: &HeatMap) -> std::fmt::Result {
    let rows = map.grid_of_means();
    let columns = rows.first().map_or(0, Vec::len);
    if columns < 2 || rows.len() < 2 {
        return Ok(());
    }
    writeln!(
        text,
        "\\addplot[matrix plot*, mesh/cols={columns}, point meta=explicit, forget plot]\n  table[row sep=\\\\, meta=value] {{\n  x y value \\\\"
    )?;
    for (x, y, mean) in rows.into_iter().flatten() {
        let mean = if mean.is_finite() { format!("{mean:e}") } else { "nan".to_owned() };
        writeln!(text, "  {x:e} {y:e} {mean} \\\\")?;
    }
    writeln!(text, "  }};")
}

#[cfg(test)]
mod tests {
    use crate::figure::{example, pgfplots_figure};

    #[test]
    fn every_cell_of_a_heat_map_is_in_its_table() {
        let outcome = example::map(12);
        let picture = pgfplots_figure(&outcome, 1).expect("no error").expect("a heat map");
        let rows = picture.lines().filter(|line| line.ends_with(" \\\\") && line.split(' ').count() == 6).count();
        assert_eq!(rows, 144 + 1, "{picture}");
        assert!(picture.contains("mesh/cols=12") && picture.contains("colormap={w2s}{rgb255=(8,48,107) "), "{picture}");
        assert!(picture.contains("\\addplot[black, thick, no marks, forget plot] table"), "{picture}");
    }
}
