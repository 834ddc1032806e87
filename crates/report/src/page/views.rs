//! The views of a figure: with a linear and a logarithmic axis, as measured ÷ expected, and narrow for a telephone.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Columns, FigureKind, Scale, Stating};
use weak_to_strong_lab::unit::Unit;

use crate::FigureError;
use crate::figure::{Rendition, figure_svg_as, has_ratios_below, range_of_multiples};

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

/// The drawing of a claim as the page has it.
fn figure_svg(claim: &ClaimOutcome) -> Result<Option<String>, FigureError> {
    figure_svg_as(claim, Rendition::PAGE)
}

/// The views of the figure of a claim, that which the claim asks for first.
///
/// # Errors
///
/// As [`figure_svg_as`].
pub(super) fn views(claim: &ClaimOutcome) -> Result<Vec<View>, FigureError> {
    let Some(asked) = figure_svg(claim)? else { return Ok(Vec::new()) };
    let in_one_column = narrow(claim).map_or(Ok(None), |claim| figure_svg(&claim))?.map(|svg| silent(&bare(&svg)));
    let mut views = vec![View { kind: "asked", label: "as drawn", svg: bare(&asked), narrow: in_one_column }];
    if !is_of_lines(claim) {
        return Ok(views);
    }
    for (kind, label, scale) in [("linear", "linear", Scale::Linear), ("log", "logarithmic", Scale::Log)] {
        if let Some(svg) = with_scale(claim, scale).map_or(Ok(None), |claim| figure_svg(&claim))? {
            if svg == asked {
                (views[0].kind, views[0].label) = (kind, label);
            } else {
                // Its points tell what those of the first view tell.
                views.push(View { kind, label, svg: silent(&bare(&svg)), narrow: None });
            }
        }
    }
    // Where measurements crowd their bound, ratios stand below the plots already.
    let ratios = as_ratios(claim).filter(|_| !has_ratios_below(claim));
    if let Some(svg) = ratios.map_or(Ok(None), |claim| figure_svg(&claim))? {
        views.push(View { kind: "ratio", label: "measured ÷ expected", svg: briefly(&bare(&svg)), narrow: None });
    }
    Ok(views)
}

fn is_of_lines(claim: &ClaimOutcome) -> bool {
    let spec = claim.figure.spec.as_ref();
    claim.most.is_none() && spec.is_some_and(|spec| spec.kind == FigureKind::Lines && spec.y.is_none())
}

/// Logarithms of numbers that differ by less than this factor look like the numbers.
const LEAST_RATIO: f64 = 10.0;
/// Of numbers that differ by more than this factor, the least lie within the radius of a mark of the lower end of their own axis.
const GREATEST_RATIO: f64 = 100.0;

/// The claim with this scale of the vertical axis; `None` for a logarithm of what is not positive or differs by little, and for numbers themselves that
/// differ by much, unless the claim asks for them.
fn with_scale(claim: &ClaimOutcome, scale: Scale) -> Option<ClaimOutcome> {
    let mut claim = claim.clone();
    let measured = claim.cells.iter().map(|cell| &cell.measurement).chain(&claim.points);
    let means = || measured.clone().map(|one| one.estimate.mean).filter(|mean| !mean.is_nan());
    let (least, greatest) = (means().fold(f64::INFINITY, f64::min), means().fold(0.0, f64::max));
    if scale == Scale::Log && !(least > 0.0 && greatest > LEAST_RATIO * least) {
        return None;
    }
    let spec = claim.figure.spec.as_mut()?;
    if scale == Scale::Linear && spec.y_scale != Scale::Linear && least > 0.0 && greatest > GREATEST_RATIO * least {
        return None;
    }
    spec.y_scale = scale;
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
    figure.range = range_of_multiples(figure.range);
    figure.computed = Default::default();
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

/// The claim with its figure in one column, where its panels stand below each other; `None` if it has one panel, or one column already.
fn narrow(claim: &ClaimOutcome) -> Option<ClaimOutcome> {
    let mut claim = claim.clone();
    let spec = claim.figure.spec.as_mut().filter(|spec| spec.columns != Columns::One && spec.facet.is_some())?;
    spec.columns = Columns::One;
    Some(claim)
}

/// The drawing without its title and description: the page has both beside it, and browsers show the title wherever a pointer rests.
pub(super) fn bare(svg: &str) -> String {
    match (svg.find("<title>"), svg.find("</desc>\n")) {
        (Some(start), Some(end)) => {
            format!("{}{}", without_families(&svg[..start]), &svg[end + "</desc>\n".len()..])
        }
        _ => svg.to_owned(),
    }
}

/// The tag without the families of its letters, which the style of the page names.
fn without_families(tag: &str) -> String {
    let Some((before, rest)) = tag.split_once(" font-family=\"") else { return tag.to_owned() };
    format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after))
}

/// The drawing whose points tell value and interval: the rest stands at those of the first view.
fn briefly(svg: &str) -> String {
    let mut parts = svg.split("<title>");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (words, marks) = part.split_once("</title>").unwrap_or((part, ""));
        let numbers = words.split_inclusive(']').next().unwrap_or_default();
        text + "<title>" + numbers + "</title>" + marks
    })
}

/// The drawing without the words of its points, which no finger can hover over.
fn silent(svg: &str) -> String {
    let mut parts = svg.split("<title>");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("</title>").map_or(part, |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};
    use weak_to_strong::evidence::Interval;

    fn kinds(claim: &ClaimOutcome) -> Vec<&'static str> {
        views(claim).expect("it can be drawn").iter().map(|view| view.kind).collect()
    }

    #[test]
    fn a_figure_of_lines_has_every_view() {
        let mut claim = example::naive();
        for (i, cell) in claim.cells.iter_mut().enumerate() {
            cell.measurement.estimate.mean = 0.5 + i as f64;
            cell.slack = Some(weak_to_strong_lab::claim::Slack { value: 1.5, interval: cell.measurement.interval });
        }
        let mut kinds = kinds(&claim);
        kinds.sort_unstable();
        assert_eq!(kinds, ["linear", "log", "ratio"]);
    }

    /// A probability is at most 1, and may be more than what is expected of it.
    #[test]
    fn a_ratio_of_probabilities_has_no_upper_end() {
        let mut claim = example::naive();
        claim.figure.range = Interval { lower: 0.0, upper: 1.0 };
        claim.cells.iter_mut().for_each(|cell| {
            let interval = Interval { lower: 1.0, upper: 1.01 };
            cell.slack = Some(weak_to_strong_lab::claim::Slack { value: 1.01, interval });
        });
        let shown = as_ratios(&claim).expect("each cell is compared");
        assert_eq!((shown.figure.range.lower, shown.figure.range.upper), (0.0, f64::INFINITY));
    }

    #[test]
    fn words_of_points_stand_where_they_are_read() {
        let svg =
            "<g><title>1 [0, 2], 9 replicates; replay --cell 1</title><path/></g><g><title>2 [1, 3]: tight</title></g>";
        assert_eq!(briefly(svg), "<g><title>1 [0, 2]</title><path/></g><g><title>2 [1, 3]</title></g>");
        assert_eq!(silent(svg), "<g><path/></g><g></g>");
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
