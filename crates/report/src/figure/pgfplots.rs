//! The figure of a claim for pgfplots. It contains the data, so that LaTeX draws it with the fonts and sizes of the paper.

use std::fmt::Write;

use indexmap::IndexSet;

use super::arrangement::evenly;
use super::axis::Numbers;
use super::curves::{Curve, height_at};
use super::draw::{horizontal_axis, vertical_axis};
use super::error::FigureError;
use super::label::{axis_title, expected_label, quantity_title};
use super::layout::inches_of;
use super::legend::witness_words;
use super::lower::{Lower, Values};
use super::marker::Look;
use super::panels::{Panel, Panels};
use super::pgfplots_curves::{RING, write_rings, write_wholes};
use super::pgfplots_distribution::distribution_picture;
use super::pgfplots_lower::write_lower;
use super::pgfplots_style::{is_beside, mark, write_legend_style, write_series};
use super::places::Places;
use super::range::AxisScale;
use super::scaled::scaled;
use super::series::Series;
use super::sides::both_sides;
use super::small::small;
use super::trials::along_trials;
use crate::latex::{latex_text, write_origin};
use weak_to_strong_lab::claim::{ClaimOutcome, Columns, FigureKind, FigureSpec};

/// Returns a picture with measurements, intervals, expected values and references. Returns `None` if the claim asks for no figure of lines or distributions.
///
/// The picture needs the package pgfplots with its library groupplots. On a logarithmic axis 0 and ∞ stand outside the other values and have their
/// own labels. The picture is as wide as one column of a page or as both.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of the horizontal axis or of the panels is not in the settings of the measurements.
pub fn pgfplots_figure(outcome: &ClaimOutcome, seed: u64) -> Result<Option<String>, FigureError> {
    let Some(spec) = outcome.figure.spec.as_ref().filter(|_| outcome.most.is_none()) else { return Ok(None) };
    match spec.kind {
        FigureKind::HeatMap => return Ok(None),
        FigureKind::Distribution => return Ok(Some(distribution_picture(outcome, spec, seed))),
        FigureKind::Lines => {}
    }
    let trials = along_trials(outcome);
    let scaled = scaled(&trials);
    let small = small(&scaled);
    let outcome = &*both_sides(&scaled);
    let Some(spec) = &outcome.figure.spec else { return Ok(None) };
    let panels = Panels::new(outcome, spec)?;
    let lower = Lower::new(outcome, small.as_ref(), &panels)?;
    let mut text = String::new();
    let _ = write_picture(&mut text, outcome, (spec, &panels), lower.values(), seed);
    Ok(Some(text))
}

fn write_picture(
    text: &mut String,
    outcome: &ClaimOutcome,
    (spec, panels): (&FigureSpec, &Panels),
    lower: Option<&Values>,
    seed: u64,
) -> std::fmt::Result {
    let packages = "pgfplots (\\pgfplotsset{compat=1.18} \\usepgfplotslibrary{groupplots})";
    write_origin(text, outcome, seed, packages)?;
    let places = Places::of(&horizontal_axis(outcome, spec, panels), panels);
    for (i, Look { colour, .. }) in panels.named().values().enumerate() {
        writeln!(text, "\\definecolor{{series{}}}{{RGB}}{{{},{},{}}}", i + 1, colour.0, colour.1, colour.2)?;
    }
    writeln!(text, "\\begin{{tikzpicture}}\n\\begin{{groupplot}}[")?;
    write_sizes(text, spec, panels, lower.is_some())?;
    let titles = [axis_title(&spec.x), quantity_title(outcome, panels.of_fits)];
    writeln!(text, "  xlabel={{{}}}, ylabel={{{}}},", latex_text(&titles[0]), latex_text(&titles[1]))?;
    let vertical = vertical_axis(outcome, spec, panels);
    if vertical.kind == AxisScale::Logarithmic {
        writeln!(text, "  ymode=log,")?;
    }
    places.write_options(text)?;
    if panels.list.len() > 1 || lower.is_some() {
        write_ranges(text, &places, &vertical)?;
    }
    writeln!(text, "]")?;
    let in_row = in_row(spec.columns, panels);
    for (row, in_this) in panels.list.chunks(in_row).enumerate() {
        let is_last = (row + 1) * in_row >= panels.list.len();
        for (column, panel) in in_this.iter().enumerate() {
            write_main(text, outcome, (panel, panels), &places)?;
            // The legend stands beside the plot, or below the last row, where it starts at the first panel.
            if is_last && column == 0 && (lower.is_none() || is_beside(spec)) {
                write_legend(text, outcome, panels)?;
            }
        }
        let Some(lower) = lower else { continue };
        // Only the last row can have gaps.
        (in_this.len()..in_row).try_for_each(|_| writeln!(text, "\\nextgroupplot[group/empty plot]"))?;
        for (column, panel) in in_this.iter().enumerate() {
            write_lower(text, lower, (panel, panels), &places, column == 0)?;
            if is_last && column == 0 && !is_beside(spec) {
                write_legend(text, outcome, panels)?;
            }
        }
    }
    writeln!(text, "\\end{{groupplot}}\n\\end{{tikzpicture}}")
}

/// Writes a panel: its curves, what is found of them as a whole, and vertical marks.
fn write_main(
    text: &mut String,
    outcome: &ClaimOutcome,
    (panel, panels): (&Panel, &Panels),
    places: &Places,
) -> std::fmt::Result {
    let heading = panel.heading.as_deref().map_or_else(String::new, latex_text);
    writeln!(text, "\\nextgroupplot[title={{{heading}}}]")?;
    write_panel(text, panels, panel, places)?;
    write_wholes(text, outcome, panel, &panels.named(), places)?;
    write_rings(text, panel, places)?;
    for (_, x) in &outcome.figure.marks {
        let foot = format!("{{axis cs:{x:e},1}}|-{{rel axis cs:0");
        writeln!(text, "\\draw[gray, dashed] ({foot},0}}) -- ({foot},1}});")?;
    }
    Ok(())
}

/// Sizes of the axes and the place of the legend, in inches. `lower` if small panels stand below the plots.
fn write_sizes(text: &mut String, spec: &FigureSpec, panels: &Panels, lower: bool) -> std::fmt::Result {
    const LABELS: f64 = 0.7;
    const GAP: f64 = 0.2;
    let (in_row, count) = (in_row(spec.columns, panels), panels.list.len());
    let beside = is_beside(spec);
    let width = match beside {
        true => 3.7,
        false => (inches_of(spec.columns) - LABELS - GAP * (in_row as f64 - 1.0)) / in_row as f64,
    };
    // Between rows there is room for headings.
    let apart = if lower && count <= in_row { 0.2 } else { 0.4 };
    writeln!(
        text,
        "  group style={{group size={in_row} by {}, horizontal sep={GAP}in, vertical sep={apart}in, xlabels at=edge bottom, \
         ylabels at=edge left, xticklabels at=edge bottom, yticklabels at=edge left}},",
        count.div_ceil(in_row) * (1 + usize::from(lower))
    )?;
    let height = if beside { 2.8 } else { (0.75 * width).max(1.5) };
    writeln!(text, "  scale only axis, width={width:.3}in, height={height:.3}in, title style={{yshift=-1ex}},")?;
    write_legend_style(text, spec, beside)
}

/// Writes the ranges of the axes. All panels have the same ranges, so that they can be compared.
fn write_ranges(text: &mut String, places: &Places, vertical: &Numbers) -> std::fmt::Result {
    let value = |end: f64| if vertical.kind == AxisScale::Logarithmic { 10f64.powf(end) } else { end };
    let (low, high) = (value(vertical.range.0), value(vertical.range.1));
    writeln!(text, "  ymin={low:e}, ymax={high:e},")?;
    match places.padded_ends() {
        Some((first, last)) => writeln!(text, "  xmin={first:e}, xmax={last:e},"),
        None => Ok(()),
    }
}

/// The number of panels side by side: at most three in both columns.
fn in_row(columns: Columns, panels: &Panels) -> usize {
    evenly(panels.list.len(), if columns == Columns::One { 1 } else { 3 })
}

/// Writes references and expected values, then the measurements, which are drawn over them.
fn write_panel(text: &mut String, panels: &Panels, panel: &Panel, places: &Places) -> std::fmt::Result {
    let line = |text: &mut String, curve: &Curve, style: &str| {
        write_curve(text, curve, &format!("{style}, no marks, forget plot"), places, &panel.series)
    };
    for reference in &panel.references {
        for curve in &reference.curves {
            line(text, curve, REFERENCE)?;
        }
    }
    let named = panels.named();
    for series in &panel.series {
        let number = named.get_index_of(&series.label()).map_or(1, |at| at + 1);
        write_series(text, series, &sign(number, named[&series.label()]), places)?;
    }
    panel.expected.curves().into_iter().try_for_each(|curve| line(text, curve, EXPECTED))
}

/// How reference lines are drawn.
const REFERENCE: &str = "gray, thin, dashed";
/// How expected values are drawn.
const EXPECTED: &str = "black, thick";

/// The options of a series' marks.
fn sign(number: usize, look: Look) -> String {
    format!("color=series{number}, mark={}, only marks", mark(look.shape))
}

fn write_legend(text: &mut String, outcome: &ClaimOutcome, panels: &Panels) -> std::fmt::Result {
    let mut entry = |style: &str, label: &str| {
        writeln!(text, "\\addlegendimage{{{style}}}\n\\addlegendentry{{{}}}", latex_text(label))
    };
    for (number, (label, look)) in panels.named().iter().enumerate() {
        entry(&sign(number + 1, *look), if label.is_empty() { "measured" } else { label })?;
    }
    if panels.expected().next().is_some() {
        entry(EXPECTED, &expected_label(outcome, panels.of_fits))?;
    }
    if let Some(words) = witness_words(panels) {
        entry(RING, words)?;
    }
    let references: IndexSet<&str> = panels.references().map(|reference| reference.text).collect();
    references.into_iter().try_for_each(|reference| entry(REFERENCE, outcome.figure.in_symbols(reference)))
}

fn write_curve(text: &mut String, curve: &Curve, style: &str, places: &Places, series: &[Series]) -> std::fmt::Result {
    let points: Vec<(f64, f64)> = match curve {
        Curve::Through(points) => points.iter().filter_map(|(x, y)| Some((places.place(x)?, *y))).collect(),
        Curve::Level(height) => vec![(places.ends().0, *height), (places.ends().1, *height)],
        Curve::Along(curve) => {
            let dots = series.iter().flat_map(|series| &series.dots);
            let mut points: Vec<(f64, f64)> =
                dots.filter_map(|dot| Some((places.place(dot.x)?, height_at(curve, dot)?))).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn every_measurement_has_its_interval() {
        let outcome = example::naive();
        let picture = pgfplots_figure(&outcome, 1).expect("a picture").expect("a figure of lines");
        assert_eq!(picture.matches(") += (0, ").count(), outcome.cells.len(), "{picture}");
        assert!(picture.contains("xlabel={penalty $\\eta$}") && picture.ends_with("\\end{tikzpicture}\n"), "{picture}");
    }

    #[test]
    fn panels_have_one_legend_and_the_width_of_their_columns() {
        let mut outcome = example::facets(2);
        let picture = |outcome: &ClaimOutcome| pgfplots_figure(outcome, 1).expect("no error").expect("lines");
        let wide = picture(&outcome);
        assert_eq!(wide.matches("\\nextgroupplot[title={$N =$ ").count(), 2, "{wide}");
        assert_eq!(wide.matches("\\addlegendentry").count(), 4, "{wide}");
        assert!(wide.contains("group size=2 by 1") && wide.contains("width=2.925in"), "{wide}");
        if let Some(spec) = &mut outcome.figure.spec {
            spec.columns = Columns::One;
        }
        let narrow = picture(&outcome);
        assert!(narrow.contains("group size=1 by 2") && narrow.contains("width=2.550in"), "{narrow}");
    }

    #[test]
    fn heat_maps_are_left_to_images() {
        assert_eq!(pgfplots_figure(&example::map(12), 1).expect("no error"), None);
    }
}
