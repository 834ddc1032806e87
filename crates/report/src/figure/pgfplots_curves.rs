//! What pgfplots draws of a curve as a whole: where a place lies, and where a curve does not have its shape.

use std::fmt::Write;

use indexmap::IndexMap;

use super::marker::Look;
use super::panels::Panel;
use super::pgfplots_style::write_points;
use super::places::Places;
use super::series::Series;
use super::strip::shows_places;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome};
use weak_to_strong_lab::setting::SettingValue;

/// How far above the lower edge the interval of the first place is, and how far above it that of the next one, as a share of the height.
const FIRST_ROW: f64 = 0.04;

/// Writes the intervals of places at the lower edge, and lines through the points at which a curve does not have its shape.
pub(super) fn write_wholes(
    text: &mut String,
    outcome: &ClaimOutcome,
    panel: &Panel,
    named: &IndexMap<String, Look>,
    places: &Places,
) -> std::fmt::Result {
    let wholes = panel.series.iter().filter_map(|series| Some((series, series.whole?)));
    for (row, (series, whole)) in wholes.enumerate() {
        if shows_places(outcome) {
            let number = named.get_index_of(&series.label()).map_or(1, |at| at + 1);
            write_place(text, whole, FIRST_ROW * (row as f64 + 1.0), number, places)?;
        }
        write_faults(text, series, places)?;
    }
    Ok(())
}

/// Writes an interval of the horizontal axis at this height, and a mark at the right side.
fn write_place(
    text: &mut String,
    whole: &CellOutcome,
    height: f64,
    number: usize,
    places: &Places,
) -> std::fmt::Result {
    let at = |value: f64| places.place(&SettingValue::Number(value)).filter(|place| place.is_finite());
    let point = |value: f64, edge: f64| match at(value) {
        Some(place) => format!("({{axis cs:{place:e},1}}|-{{rel axis cs:0,{height}}})"),
        None => format!("({{rel axis cs:{edge},{height}}})"),
    };
    let interval = whole.measurement.interval;
    writeln!(
        text,
        "\\draw[series{number}, thick, |-|] {} -- {};",
        point(interval.lower, 0.0),
        point(interval.upper, 1.0)
    )?;
    match at(whole.expected) {
        Some(_) => writeln!(text, "\\fill[black] {} circle[radius=1.5pt];", point(whole.expected, 0.0)),
        None => Ok(()),
    }
}

/// How the ring around a witness, or around a point at which a curve turns, is drawn.
pub(super) const RING: &str = "black, mark=o, mark size=4pt, only marks";

/// How the ring around the cell where the bound binds most is drawn.
pub(super) const BINDING: &str = "black, thick, mark=o, mark size=5.5pt, only marks";

/// Writes rings around witnesses, around points at which a curve turns, and, if asked for, around the cell where the bound binds most.
pub(super) fn write_rings(text: &mut String, panel: &Panel, binding: bool, places: &Places) -> std::fmt::Result {
    for series in &panel.series {
        for dot in &series.dots {
            let turns = dot.is_witness || series.is_turn(dot);
            let rings = [(turns, RING), (binding && dot.binds, BINDING)];
            let Some(x) = places.place(dot.x) else { continue };
            for (_, ring) in rings.iter().filter(|(is_there, _)| *is_there) {
                write!(text, "\\addplot[{ring}, forget plot]")?;
                write_points(text, [(x, dot.measurement.estimate.mean)])?;
            }
        }
    }
    Ok(())
}

fn write_faults(text: &mut String, series: &Series, places: &Places) -> std::fmt::Result {
    let faults: Vec<(f64, f64)> = series
        .dots
        .iter()
        .filter(|dot| series.is_fault(dot))
        .filter_map(|dot| Some((places.place(dot.x)?, dot.measurement.estimate.mean)))
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    write!(text, "\\addplot[red, very thick, no marks, forget plot]")?;
    write_points(text, faults)
}

#[cfg(test)]
mod tests {
    use crate::figure::{example_forms, example_laws, pgfplots_figure};
    use weak_to_strong_lab::claim::ClaimOutcome;

    fn picture(outcome: &ClaimOutcome) -> String {
        pgfplots_figure(outcome, 1).expect("no error").expect("lines")
    }

    #[test]
    fn places_have_their_interval_and_shapes_their_faults() {
        let crossing = picture(&example_forms::crossing());
        assert_eq!(crossing.matches("thick, |-|]").count(), 3, "{crossing}");
        assert!(crossing.contains("({axis cs:8e0,1}|-{rel axis cs:0,0.04}) -- ({axis cs:1.6e1,1}|-"), "{crossing}");
        let falling = picture(&example_forms::falling());
        assert_eq!(falling.matches("\\addplot[red, very thick").count(), 1, "{falling}");
        assert!(picture(&example_forms::two_sides(&[])).contains("\\addlegendentry"));
        let ringed =
            |outcome: &ClaimOutcome| picture(outcome).matches("mark=o, mark size=4pt, only marks, forget").count();
        assert_eq!([ringed(&example_forms::valley()), ringed(&example_laws::trials())], [1, 2]);
        assert!(picture(&example_laws::trials()).contains("\\addlegendentry{witness}"));
    }

    #[test]
    fn most_problems_are_left_to_images() {
        assert_eq!(pgfplots_figure(&example_forms::most(), 1).expect("no error"), None);
    }
}
