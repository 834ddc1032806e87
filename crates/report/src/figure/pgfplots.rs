//! The figure of a claim for pgfplots. It contains the data, so that LaTeX draws it with the fonts and sizes of the paper.

use std::fmt::Write;

use indexmap::IndexSet;

use super::arrangement::evenly;
use super::axes::{horizontal_axis, vertical_axis};
use super::axis::Numbers;
use super::curves::{Curve, Expected};
use super::error::FigureError;
use super::forbidden::{Side, forbidden_side};
use super::label::{expected_label, horizontal_title, quantity_title, series_name};
use super::legend::witness_words;
use super::limits::within_range;
use super::lower::{Lower, Values};
use super::marker::Look;
use super::panels::{Panel, Panels};
use super::pgfplots_curves::{BINDING, RING, write_rings, write_wholes};
use super::pgfplots_distribution::distribution_picture;
use super::pgfplots_forbidden::{Forbidden, legend, points, write_forbidden};
use super::pgfplots_lower::write_lower;
use super::pgfplots_map::map_picture;
use super::pgfplots_style::{GAP, plot_width, sign, write_legend_style, write_points, write_series};
use super::places::Places;
use super::range::AxisScale;
use super::ring::{self, ringed};
use super::scaled::unscaled;
use super::series::Series;
use super::sides::both_sides;
use super::small::small;
use super::trials::along_trials;
use crate::latex::{latex_text, write_origin};
use weak_to_strong_lab::claim::{ClaimOutcome, Columns, FigureKind, FigureSpec};

/// Returns a picture with measurements, intervals, expected values and references, or with the colours of a heat map. Returns `None` if the claim asks
/// for no figure, or is about most problems.
///
/// The picture needs the package pgfplots with its library groupplots, and amssymb. On a logarithmic axis 0 and ∞ stand outside the other values and
/// have their own labels. The picture is as wide as a line of the text in which it stands.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of the horizontal axis or of the panels is not in the settings of the measurements.
pub fn pgfplots_figure(outcome: &ClaimOutcome, seed: u64) -> Result<Option<String>, FigureError> {
    let Some(spec) = outcome.figure.spec.as_ref().filter(|_| outcome.most.is_none()) else { return Ok(None) };
    match (spec.kind, &spec.y) {
        (FigureKind::Distribution, _) => return Ok(Some(distribution_picture(outcome, spec, seed))),
        (FigureKind::HeatMap | FigureKind::Lines, Some(y)) => return map_picture(outcome, (spec, y), seed).map(Some),
        (FigureKind::HeatMap | FigureKind::Lines, None) => {}
    }
    let trials = along_trials(outcome);
    let outcome = within_range(&trials);
    let small = small(&outcome);
    let outcome = unscaled(outcome);
    let outcome = &*both_sides(&outcome);
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
    let packages = "amssymb, pgfplots (\\pgfplotsset{compat=1.18} \\usepgfplotslibrary{groupplots})";
    write_origin(text, outcome, seed, packages)?;
    let places = Places::of(&horizontal_axis(outcome, spec, panels), panels);
    for (i, Look { colour, .. }) in panels.named().values().enumerate() {
        writeln!(text, "\\definecolor{{series{}}}{{RGB}}{{{},{},{}}}", i + 1, colour.0, colour.1, colour.2)?;
    }
    writeln!(text, "\\begin{{tikzpicture}}\n\\begin{{groupplot}}[")?;
    write_sizes(text, spec, panels, lower.is_some())?;
    let titles = [horizontal_title(spec), quantity_title(outcome, panels.of_fits)];
    writeln!(text, "  xlabel={{{}}}, ylabel={{{}}},", latex_text(&titles[0]), latex_text(&titles[1]))?;
    let vertical = vertical_axis(outcome, spec, panels);
    if vertical.kind == AxisScale::Logarithmic {
        writeln!(text, "  ymode=log,")?;
    }
    places.write_options(text)?;
    write_ranges(text, &places, &vertical)?;
    writeln!(text, "]")?;
    let forbidden = forbidden(outcome, panels, &vertical);
    let in_row = in_row(spec.columns, panels);
    for (row, in_this) in panels.list.chunks(in_row).enumerate() {
        let is_last = (row + 1) * in_row >= panels.list.len();
        for (column, panel) in in_this.iter().enumerate() {
            write_main(text, outcome, (panel, panels), forbidden, (&places, &vertical))?;
            // The legend stands below the last row, where it starts at the first panel.
            if is_last && column == 0 && lower.is_none() {
                write_legend(text, outcome, panels)?;
            }
        }
        let Some(lower) = lower else { continue };
        // Only the last row can have gaps.
        (in_this.len()..in_row).try_for_each(|_| writeln!(text, "\\nextgroupplot[group/empty plot]"))?;
        for (column, panel) in in_this.iter().enumerate() {
            write_lower(text, lower, (panel, panels), &places, column == 0)?;
            if is_last && column == 0 {
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
    forbidden: Option<Forbidden>,
    (places, vertical): (&Places, &Numbers),
) -> std::fmt::Result {
    let heading = panel.heading.as_deref().map_or_else(String::new, latex_text);
    writeln!(text, "\\nextgroupplot[title={{{heading}}}]")?;
    if let Some(forbidden) = forbidden {
        write_forbidden(text, forbidden, panel, &panels.named(), places)?;
    }
    write_panel(text, panels, panel, (places, vertical))?;
    write_wholes(text, outcome, panel, &panels.named(), places)?;
    write_rings(text, panel, ringed(outcome, panels).is_some(), places)?;
    for (_, x) in &outcome.figure.marks {
        let foot = format!("{{axis cs:{x:e},1}}|-{{rel axis cs:0");
        writeln!(text, "\\draw[gray, dashed] ({foot},0}}) -- ({foot},1}});")?;
    }
    Ok(())
}

/// Sizes of the axes and the place of the legend. `lower` if small panels stand below the plots.
fn write_sizes(text: &mut String, spec: &FigureSpec, panels: &Panels, lower: bool) -> std::fmt::Result {
    let (in_row, count) = (in_row(spec.columns, panels), panels.list.len());
    let width = plot_width(in_row, 0.0);
    // Between rows there is room for headings.
    let apart = if lower && count <= in_row { 0.2 } else { 0.4 };
    writeln!(
        text,
        "  group style={{group size={in_row} by {}, horizontal sep={GAP}in, vertical sep={apart}in, xlabels at=edge bottom, \
         ylabels at=edge left, xticklabels at=edge bottom, yticklabels at=edge left}},",
        count.div_ceil(in_row) * (1 + usize::from(lower))
    )?;
    let height = if in_row == 1 && spec.columns == Columns::Two { 0.5 } else { 0.75 };
    writeln!(
        text,
        "  scale only axis, width={{{width}}}, height={{{height}*({width})}}, title style={{yshift=-1ex}},"
    )?;
    write_legend_style(text, spec)
}

/// Writes the ranges of the axes. All panels have the same ranges, so that they can be compared; curves go on beyond them.
fn write_ranges(text: &mut String, places: &Places, vertical: &Numbers) -> std::fmt::Result {
    let (low, high) = ends(vertical);
    writeln!(text, "  ymin={low:e}, ymax={high:e},")?;
    match places.padded_ends() {
        Some((first, last)) => writeln!(text, "  xmin={first:e}, xmax={last:e},"),
        None => Ok(()),
    }
}

/// The lower and the upper end of an axis.
fn ends(axis: &Numbers) -> (f64, f64) {
    let value = |end: f64| if axis.kind == AxisScale::Logarithmic { 10f64.powf(end) } else { end };
    (value(axis.range.0), value(axis.range.1))
}

/// What the claim forbids, until the edge of the plots.
fn forbidden(outcome: &ClaimOutcome, panels: &Panels, vertical: &Numbers) -> Option<Forbidden> {
    let (low, high) = ends(vertical);
    let side = forbidden_side(outcome, panels)?;
    Some(Forbidden { side, edge: if side == Side::Below { low } else { high } })
}

/// The number of panels side by side: at most three in both columns.
fn in_row(columns: Columns, panels: &Panels) -> usize {
    evenly(panels.list.len(), if columns == Columns::One { 1 } else { 3 })
}

/// Writes references and expected values, then the measurements, which are drawn over them.
fn write_panel(
    text: &mut String,
    panels: &Panels,
    panel: &Panel,
    scales @ (places, _): (&Places, &Numbers),
) -> std::fmt::Result {
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
        write_series(text, series, (&format!("series{number}"), named[&series.label()]), scales)?;
    }
    match &panel.expected {
        Expected::Shared(curve) => line(text, curve, EXPECTED),
        Expected::Each(curves) => panel.series.iter().zip(curves).try_for_each(|(series, curve)| {
            let number = named.get_index_of(&series.label()).map_or(1, |at| at + 1);
            let dash = named[&series.label()].dash;
            let dash = dash.map_or_else(String::new, |(on, off)| format!(", dash pattern=on {on}pt off {off}pt"));
            curve.iter().try_for_each(|curve| line(text, curve, &format!("color=series{number}, thick{dash}")))
        }),
    }
}

/// How reference lines are drawn.
const REFERENCE: &str = "gray, thin, dashed";
/// How expected values are drawn.
const EXPECTED: &str = "black, thick";

fn write_legend(text: &mut String, outcome: &ClaimOutcome, panels: &Panels) -> std::fmt::Result {
    let mut entry = |style: &str, label: &str| {
        writeln!(text, "\\addlegendimage{{{style}}}\n\\addlegendentry{{{}}}", latex_text(label))
    };
    for (number, (label, look)) in panels.named().iter().enumerate() {
        let series = panels.series().find(|series| series.label() == *label);
        let name = series.map_or_else(String::new, |series| series_name(outcome, &series.key));
        entry(&sign(&format!("series{}", number + 1), *look), if name.is_empty() { "measured" } else { &name })?;
    }
    if panels.expected().next().is_some() {
        entry(EXPECTED, &expected_label(outcome, panels.of_fits))?;
    }
    if forbidden_side(outcome, panels).is_some() {
        let (sign, words) = legend(&panels.list);
        entry(&sign, words)?;
    }
    if let Some(words) = witness_words(panels) {
        entry(RING, words)?;
    }
    if let Some(cell) = ringed(outcome, panels) {
        entry(BINDING, &ring::words(cell, outcome.shape.right_is_measured))?;
    }
    let references: IndexSet<&str> = panels.references().map(|reference| reference.text).collect();
    references.into_iter().try_for_each(|reference| entry(REFERENCE, outcome.figure.in_symbols(reference)))
}

fn write_curve(text: &mut String, curve: &Curve, style: &str, places: &Places, series: &[Series]) -> std::fmt::Result {
    write!(text, "\\addplot[{style}, unbounded coords=jump]")?;
    write_points(text, points(curve, places, series))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn every_measurement_has_its_interval() {
        let outcome = example::naive();
        let picture = pgfplots_figure(&outcome, 1).expect("a picture").expect("a figure of lines");
        let rows = picture
            .lines()
            .filter(|line| line.ends_with(" \\\\") && line.split(' ').count() == 7 && !line.contains("above"))
            .count();
        assert_eq!(rows, outcome.cells.len(), "{picture}");
        assert!(picture.contains("xlabel={penalty $\\eta$}") && picture.ends_with("\\end{tikzpicture}\n"), "{picture}");
    }

    #[test]
    fn panels_have_one_legend_and_the_width_of_their_columns() {
        let mut outcome = example::facets(2);
        let picture = |outcome: &ClaimOutcome| pgfplots_figure(outcome, 1).expect("no error").expect("lines");
        let wide = picture(&outcome);
        assert_eq!(wide.matches("\\nextgroupplot[title={$N =$ ").count(), 2, "{wide}");
        // The series and the line of theory, what is forbidden, and what binds.
        assert_eq!(wide.matches("\\addlegendentry").count(), 6, "{wide}");
        assert!(wide.contains("group size=2 by 1") && wide.contains("width={0.5000*\\linewidth-0.450in}"), "{wide}");
        if let Some(spec) = &mut outcome.figure.spec {
            spec.columns = Columns::One;
        }
        let narrow = picture(&outcome);
        assert!(
            narrow.contains("group size=1 by 2") && narrow.contains("width={1.0000*\\linewidth-0.700in}"),
            "{narrow}"
        );
    }
}
