//! The side of a line that a claim forbids, for pgfplots: shaded, or a pale band along the line of each series.

use std::fmt::Write;

use indexmap::IndexMap;

use super::curves::{Curve, Expected, height_at};
use super::forbidden::Side;
use super::marker::Look;
use super::panels::Panel;
use super::pgfplots_style::write_points;
use super::places::Places;
use super::series::Series;

/// What is forbidden in a figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forbidden {
    /// On which side of the lines of expected values it lies.
    pub(super) side: Side,
    /// Where it ends: at the lower or upper edge of the plots.
    pub(super) edge: f64,
}

/// How what all series may not reach is drawn.
const SHADE: &str = "area legend, draw=none, fill=black!8";
/// How the side of a line is drawn that is forbidden to its series. The band is as wide as it is shifted twice.
const BAND: &str = "opacity=0.25, line width=4pt";
const SHIFT: &str = "2pt";

/// The sign of what is forbidden in these panels, and what it means.
pub(super) fn legend(panels: &[Panel]) -> (String, &'static str) {
    if panels.iter().all(|panel| matches!(panel.expected, Expected::Shared(_))) {
        (SHADE.to_owned(), "shaded: what the claim forbids")
    } else {
        (format!("gray, {BAND}"), "pale: the side of a line that the claim forbids to its series")
    }
}

/// Writes what is forbidden in a panel, below all else.
pub(super) fn write_forbidden(
    text: &mut String,
    Forbidden { side, edge }: Forbidden,
    panel: &Panel,
    named: &IndexMap<String, Look>,
    places: &Places,
) -> std::fmt::Result {
    match &panel.expected {
        Expected::Shared(curve) => {
            let mut line = points(curve, places, &panel.series);
            line.retain(|(_, height)| height.is_finite());
            let [(first, _), .., (last, _)] = line[..] else { return Ok(()) };
            write!(text, "\\addplot[{SHADE}, no marks, forget plot]")?;
            write_points(text, [(first, edge)].into_iter().chain(line).chain([(last, edge)]))
        }
        Expected::Each(curves) => panel.series.iter().zip(curves).try_for_each(|(series, curve)| {
            let Some(curve) = curve else { return Ok(()) };
            let number = named.get_index_of(&series.label()).map_or(1, |at| at + 1);
            let sign = if side == Side::Below { "-" } else { "" };
            write!(
                text,
                "\\addplot[color=series{number}, {BAND}, yshift={sign}{SHIFT}, no marks, forget plot, unbounded coords=jump]"
            )?;
            write_points(text, points(curve, places, &panel.series))
        }),
    }
}

/// The points of a curve beside these series.
pub(super) fn points(curve: &Curve, places: &Places, series: &[Series]) -> Vec<(f64, f64)> {
    match curve {
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
    }
}

#[cfg(test)]
mod tests {
    use crate::figure::{example, pgfplots_figure};
    use weak_to_strong_lab::claim::{ClaimOutcome, Comparison, Stating};

    fn picture(outcome: &ClaimOutcome) -> String {
        pgfplots_figure(outcome, 1).expect("no error").expect("lines")
    }

    #[test]
    fn what_is_forbidden_is_shaded_or_banded() {
        let mut outcome = example::naive();
        let shared = picture(&outcome);
        assert_eq!(shared.matches("fill=black!8, no marks").count(), 1, "{shared}");
        assert!(shared.contains("{shaded: what the claim forbids}"), "{shared}");
        let samples = |cell: &weak_to_strong_lab::claim::CellOutcome| cell.measurement.setting["samples"].to_string();
        for cell in &mut outcome.cells {
            cell.expected -= if samples(cell) == "16" { 0.1 } else { 0.0 };
        }
        let each = picture(&outcome);
        assert_eq!((each.matches("yshift=-2pt").count(), each.contains("fill=black!8")), (3, false), "{each}");
        outcome.shape.relation = Stating::Compare(Comparison::AtMost);
        assert_eq!(picture(&outcome).matches("yshift=2pt").count(), 3);
        outcome.shape.relation = Stating::Compare(Comparison::Equal);
        assert!(!picture(&outcome).contains("forbids"));
    }

    /// The cell where the bound binds most has a ring, and the legend says how near it is.
    #[test]
    fn the_binding_cell_is_ringed() {
        let drawn = picture(&example::naive());
        assert_eq!(drawn.matches("mark size=5.5pt, only marks, forget plot").count(), 1, "{drawn}");
        assert!(drawn.contains("\\addlegendentry{where it binds most: "), "{drawn}");
    }
}
