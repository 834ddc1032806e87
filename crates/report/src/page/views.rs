//! The views of a figure: with a linear and a logarithmic axis, as measured ÷ expected, and narrow for a telephone.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Columns, FigureKind, Scale, Stating};
use weak_to_strong_lab::unit::Unit;

use crate::FigureError;
use crate::figure::figure_svg;

/// A view of a figure.
pub(super) struct View {
    /// Its class in the page.
    pub(super) kind: &'static str,
    /// What its switch says.
    pub(super) label: &'static str,
    /// The drawing.
    pub(super) svg: String,
    /// The drawing in one column, for a telephone, if that is another one.
    pub(super) narrow: Option<String>,
}

/// The views of the figure of a claim, that which the claim asks for first.
///
/// # Errors
///
/// As [`figure_svg`].
pub(super) fn views(claim: &ClaimOutcome) -> Result<Vec<View>, FigureError> {
    let Some(asked) = figure_svg(claim)? else { return Ok(Vec::new()) };
    let in_one_column = narrow(claim).map_or(Ok(None), |claim| figure_svg(&claim))?.map(|svg| bare(&svg));
    let mut views = vec![View { kind: "asked", label: "as drawn", svg: bare(&asked), narrow: in_one_column }];
    if !is_of_lines(claim) {
        return Ok(views);
    }
    for (kind, label, scale) in [("linear", "linear", Scale::Linear), ("log", "logarithmic", Scale::Log)] {
        if let Some(svg) = with_scale(claim, scale).map_or(Ok(None), |claim| figure_svg(&claim))? {
            if svg == asked {
                (views[0].kind, views[0].label) = (kind, label);
            } else {
                views.push(View { kind, label, svg: bare(&svg), narrow: None });
            }
        }
    }
    if let Some(svg) = as_ratios(claim).map_or(Ok(None), |claim| figure_svg(&claim))? {
        views.push(View { kind: "ratio", label: "measured ÷ expected", svg: bare(&svg), narrow: None });
    }
    Ok(views)
}

fn is_of_lines(claim: &ClaimOutcome) -> bool {
    let spec = claim.figure.spec.as_ref();
    claim.most.is_none() && spec.is_some_and(|spec| spec.kind == FigureKind::Lines && spec.y.is_none())
}

/// The claim with this scale of the vertical axis; `None` for a logarithm of what is not positive.
fn with_scale(claim: &ClaimOutcome, scale: Scale) -> Option<ClaimOutcome> {
    let mut claim = claim.clone();
    let measured = claim.cells.iter().map(|cell| &cell.measurement).chain(&claim.points);
    let is_positive = measured.map(|one| one.estimate.mean).all(|mean| mean > 0.0 || mean.is_nan());
    if scale == Scale::Log && !is_positive {
        return None;
    }
    claim.figure.spec.as_mut()?.y_scale = scale;
    Some(claim)
}

/// The claim with measured ÷ expected in place of its numbers; `None` unless each cell is compared with a positive number.
fn as_ratios(claim: &ClaimOutcome) -> Option<ClaimOutcome> {
    let is_compared = matches!(claim.shape.relation, Stating::Compare(_)) && !claim.shape.has_curve();
    if !is_compared || !claim.points.is_empty() || claim.shape.right_is_measured {
        return None;
    }
    let mut shown = claim.clone();
    shown.cells = claim.cells.iter().filter_map(as_ratio).collect();
    if shown.cells.len() < 2 {
        return None;
    }
    let figure = &mut shown.figure;
    (figure.quantity_symbol, figure.quantity_meaning) = ("measured ÷ expected".into(), "measured ÷ expected".into());
    figure.unit = Unit::Number;
    let spec = figure.spec.as_mut()?;
    spec.references.clear();
    spec.scaled_by = None;
    spec.y_scale = Scale::Automatic;
    Some(shown)
}

fn as_ratio(cell: &CellOutcome) -> Option<CellOutcome> {
    let slack = cell.slack?;
    let mut cell = cell.clone();
    let estimate = &mut cell.measurement.estimate;
    estimate.standard_error *= (slack.value / estimate.mean).abs();
    estimate.mean = slack.value;
    cell.measurement.interval = slack.interval;
    cell.measurement.scale = 1.0;
    cell.measurement.references.clear();
    cell.expected = 1.0;
    Some(cell)
}

/// The claim with its figure in one column; `None` if it has one already.
fn narrow(claim: &ClaimOutcome) -> Option<ClaimOutcome> {
    let mut claim = claim.clone();
    let spec = claim.figure.spec.as_mut().filter(|spec| spec.columns != Columns::One)?;
    spec.columns = Columns::One;
    Some(claim)
}

/// The drawing without its title and description: the page has both beside it, and browsers show the title wherever a pointer rests.
fn bare(svg: &str) -> String {
    match (svg.find("<title>"), svg.find("</desc>\n")) {
        (Some(start), Some(end)) => format!("{}{}", &svg[..start], &svg[end + "</desc>\n".len()..]),
        _ => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};

    fn kinds(claim: &ClaimOutcome) -> Vec<&'static str> {
        views(claim).expect("it can be drawn").iter().map(|view| view.kind).collect()
    }

    #[test]
    fn a_figure_of_lines_has_every_view() {
        let mut claim = example::naive();
        for cell in &mut claim.cells {
            cell.slack = Some(weak_to_strong_lab::claim::Slack { value: 1.5, interval: cell.measurement.interval });
        }
        let mut kinds = kinds(&claim);
        kinds.sort_unstable();
        assert_eq!(kinds, ["linear", "log", "ratio"]);
    }

    #[test]
    fn other_figures_have_their_own_view() {
        assert_eq!(kinds(&example::map(4)), ["asked"]);
        let wide = views(&example::facets(2)).expect("it can be drawn");
        assert!(wide[0].narrow.as_ref().is_some_and(|narrow| *narrow != wide[0].svg));
        assert!(!kinds(&example_forms::crossing()).contains(&"ratio"));
        assert_eq!(
            kinds(&ClaimOutcome {
                figure: {
                    let mut figure = example::naive().figure;
                    figure.spec = None;
                    figure
                },
                ..example::naive()
            }),
            [""; 0]
        );
    }
}
