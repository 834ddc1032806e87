//! The small panels below the plots for pgfplots: the difference of two sides, or a value for which a statement holds.

use std::fmt::Write;

use super::lower::Values;
use super::panels::{Panel, Panels};
use super::pgfplots_style::{write_points, write_series};
use super::places::Places;
use super::range::AxisScale;
use super::small::SmallLine;
use crate::latex::latex_text;

/// Height of a small panel, in inches.
const HEIGHT: f64 = 0.9;

/// Writes the small panel of a panel; `labelled` if it stands in the first column.
pub(super) fn write_lower(
    text: &mut String,
    values: &Values,
    (panel, panels): (&Panel, &Panels),
    places: &Places,
    labelled: bool,
) -> std::fmt::Result {
    let (mode, end): (_, fn(f64) -> f64) = match values.y.kind {
        AxisScale::Logarithmic => ("log", |end| 10f64.powf(end)),
        AxisScale::Linear => ("normal", |end| end),
    };
    let (low, high) = (end(values.y.range.0), end(values.y.range.1));
    write!(text, "\\nextgroupplot[height={HEIGHT}in, ymode={mode}, ymin={low:e}, ymax={high:e}")?;
    if labelled {
        write!(text, ", ylabel={{{}}}", latex_text(values.title))?;
    }
    writeln!(text, "]")?;
    if let SmallLine::Level(height) = values.line {
        let (first, last) = places.padded_ends().unwrap_or(places.ends());
        write!(text, "\\addplot[black, no marks, forget plot]")?;
        write_points(text, [(first, height), (last, height)])?;
    }
    let Some(own) = values.panels.list.iter().find(|own| own.heading == panel.heading) else { return Ok(()) };
    let named = panels.named();
    for (series, look) in own.series.iter().zip(&own.looks) {
        let colour = named.get_index_of(&series.label()).map_or("black".to_owned(), |at| format!("series{}", at + 1));
        write_series(text, series, (&colour, *look), (places, &values.y))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::figure::{example_forms, pgfplots_figure};
    use weak_to_strong_lab::claim::ClaimOutcome;

    fn picture(outcome: &ClaimOutcome) -> String {
        pgfplots_figure(outcome, 1).expect("no error").expect("lines")
    }

    /// Below each plot stands the difference of its two sides, with an interval at each point and a line at 0.
    #[test]
    fn differences_stand_below() {
        let outcome = example_forms::two_sides(&[16.0, 64.0]);
        let text = picture(&outcome);
        assert!(text.contains("group size=1 by 2"), "{text}");
        let (above, below) = text.split_once("ylabel={left $-$ right}").expect(&text);
        let rows = |part: &str| {
            part.lines()
                .filter(|line| line.ends_with(" \\\\") && line.split(' ').count() == 7 && !line.contains("above"))
                .count()
        };
        assert_eq!(rows(above), 2 * outcome.cells.len(), "{text}");
        assert_eq!(rows(below), outcome.cells.len(), "{text}");
        let difference = outcome.cells[0].difference;
        assert!(below.contains(&format!("  1e0 {:e} ", difference.value)), "{below}");
        assert!(below.contains(" 0e0 \\\\ };") && above.contains("xmin="), "{text}");
    }

    /// With panels, each has its small panel in the same column, and the legend stands below the last row.
    #[test]
    fn panels_have_their_differences_below_them() {
        let mut outcome = example_forms::two_sides(&[16.0, 64.0]);
        if let Some(spec) = &mut outcome.figure.spec {
            (spec.series, spec.facet) = (weak_to_strong_lab::claim::OneOrMore::default(), Some("samples".into()));
        }
        let text = picture(&outcome);
        assert!(text.contains("group size=2 by 2"), "{text}");
        assert_eq!(text.matches("\\nextgroupplot[title=").count(), 2, "{text}");
        assert_eq!(text.matches("\\nextgroupplot[height=").count(), 2, "{text}");
        assert_eq!(text.matches("ylabel={left $-$ right}").count(), 1, "{text}");
        let (_, below) = text.split_once("\\nextgroupplot[height=").expect(&text);
        // Both sides, and where the bound binds most.
        assert_eq!(below.matches("\\addlegendentry").count(), 3, "{text}");
    }

    #[test]
    fn witnesses_stand_below_without_a_line() {
        let text = picture(&example_forms::witness());
        let (_, below) = text.split_once("\\nextgroupplot[height=").expect(&text);
        assert!(below.contains("ylabel={witness: penalty $\\eta$}") && !below.contains(" 0e0 \\\\ };"), "{below}");
    }
}
