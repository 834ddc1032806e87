//! A description of a figure in words and numbers, for readers who cannot see it.

use crate::binding::binding_cell;
use crate::nearness::{Nearness, share_text};
use crate::tally::tally;
use crate::{grouped, significant};
use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, FigureKind, FigureSpec, Measurement, MostOutcome, Verdict};
use weak_to_strong_lab::setting::SettingValue;

use super::distribution_figure::distributions_drawn;
use super::error::FigureError;
use super::heat_map::known_contours;
use super::label::{axis_title, expected_label, listed, number_of_curve, setting_label, value_label};
use super::number::number;
use super::series::{SeriesSet, distinct_values, group};
use super::sides::{are_two, relation_of_sides, side_labels};
use super::small::small;
use super::trials::along_trials;
use super::xml::cleaned;

/// Describes the figure of a checked claim in two sentences. Returns `None` if the claim asks for no figure.
///
/// The first sentence says what is drawn: the quantity and the range of its measurements, the variable on the axis and its range, the series, and the
/// line of theory. The second sentence says what the figure shows: the verdict, the fit or the slack, and the number of replicates. The slack and its
/// interval are those where the bound is tightest.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of the horizontal axis is not in the settings of the measurements.
pub fn figure_description(outcome: &ClaimOutcome) -> Result<Option<String>, FigureError> {
    let drawn = match (&outcome.most, &outcome.figure.spec) {
        (Some(most), _) => most_drawn(most),
        (None, None) => return Ok(None),
        (None, Some(spec)) => match (spec.kind, &spec.y) {
            (FigureKind::Distribution, _) => distributions_drawn(outcome),
            (FigureKind::Lines | FigureKind::HeatMap, Some(y)) => map_drawn(outcome, spec, y),
            (FigureKind::Lines | FigureKind::HeatMap, None) => {
                let trials = along_trials(outcome);
                lines_drawn(&trials, spec, &group(&trials, spec)?)
            }
        },
    };
    Ok(Some(cleaned(&format!("{}. {}.", capitalised(&drawn), shown(outcome)))))
}

/// What a figure of lines draws: `MSE …, measured from 0.3 to 1.2, over penalty η from 0.1 to 10, for n = 16 and 64; lower bound: …`.
fn lines_drawn(outcome: &ClaimOutcome, spec: &FigureSpec, set: &SeriesSet) -> String {
    let dots: Vec<_> = set.series.iter().flat_map(|series| &series.dots).collect();
    let means = dots.iter().map(|dot| dot.measurement.estimate.mean);
    let values: Vec<&SettingValue> = dots.iter().map(|dot| dot.x).collect();
    let quantity = match set.of_fits {
        true => format!("{} of {}", number_of_curve(&outcome.shape), outcome.figure.quantity_meaning),
        false => outcome.figure.quantity_meaning.to_string(),
    };
    let series = set.separators.iter().enumerate().map(|(place, name)| {
        let values = distinct_values(&set.series, place);
        let shown = if spec.facet.as_ref() == Some(name) { "in panels for" } else { "for" };
        format!(", {shown} {}", series_values(name, &values))
    });
    let right = if are_two(outcome) { right_side_range(outcome) } else { String::new() };
    let stated = if are_two(outcome) {
        format!("stated: {}", relation_of_sides(outcome))
    } else {
        expected_label(outcome, set.of_fits)
    };
    let below = small(outcome).map_or_else(String::new, |small| format!("; in a small panel below: {}", small.title));
    format!(
        "{quantity}{}{right}, over {}{}; {stated}{below}",
        measured_range(means),
        extent(&spec.x, &values),
        series.collect::<String>(),
    )
}

/// The right side with the range of its measurements.
fn right_side_range(outcome: &ClaimOutcome) -> String {
    let [_, right] = side_labels(outcome);
    format!(", and {right}{}", measured_range(outcome.cells.iter().map(|cell| cell.expected)))
}

/// What the figure of a statement about most problems draws.
fn most_drawn(most: &MostOutcome) -> String {
    format!("the verdicts on {} problems as a bar, and the share for which the statement holds", most.draws)
}

/// What a heat map draws.
fn map_drawn(outcome: &ClaimOutcome, spec: &FigureSpec, y: &str) -> String {
    let measurements: Vec<&Measurement> =
        outcome.cells.iter().map(|cell| &cell.measurement).chain(&outcome.points).collect();
    let values = |name: &str| measurements.iter().filter_map(|one| one.setting.get(name)).collect::<Vec<_>>();
    let contours: Vec<String> =
        known_contours(outcome, spec).iter().map(|text| format!("{} = 0", outcome.figure.in_symbols(text))).collect();
    format!(
        "{} as colours{}, over {} and {}{}",
        outcome.figure.quantity_meaning,
        measured_range(measurements.iter().map(|one| one.estimate.mean)),
        extent(&spec.x, &values(&spec.x)),
        extent(y, &values(y)),
        if contours.is_empty() { String::new() } else { format!("; theory: {}", listed(&contours)) }
    )
}

/// What the measurements show: `The claim holds in all 9 cells; measured ÷ expected, where it binds most: …; 1,000 replicates`.
fn shown(outcome: &ClaimOutcome) -> String {
    let holds = outcome.verdict == Verdict::Holds;
    let verdict = if holds { "holds".to_owned() } else { format!("is {}", outcome.verdict.words()) };
    let unmet = match outcome.unmet.as_slice() {
        [] => String::new(),
        unmet => format!("; the problem is not {}", unmet.join(", ")),
    };
    format!(
        "The claim {verdict}{}{unmet}{}; {} replicates",
        tally(outcome),
        binding(outcome),
        grouped(outcome.replicates)
    )
}

/// Returns the number that decides the verdict.
fn binding(outcome: &ClaimOutcome) -> String {
    if outcome.shape.is_fitted() {
        let name = number_of_curve(&outcome.shape);
        return furthest(outcome).map_or_else(|| "; nothing was fitted".to_owned(), |cell| compared(&name, cell));
    }
    match Nearness::of(outcome) {
        Nearness::Share(most) => format!("; {}", share_text(most)),
        Nearness::Place(words) => format!("; {words}"),
        Nearness::Ratio(slack) => {
            let ratio = if outcome.shape.right_is_measured { "left ÷ right" } else { "measured ÷ expected" };
            format!("; {ratio}, where it binds most{}", at_binding_cell(outcome, slack.value, &slack.interval))
        }
        Nearness::Greatest(greatest, interval) => {
            let unit = outcome.figure.unit.name();
            format!("; measured {unit}, where it is greatest: {}", with_interval(greatest, &interval))
        }
        Nearness::Difference(_) if !outcome.shape.has_stated_ends() && !outcome.shape.right_is_measured => {
            furthest(outcome).map_or_else(String::new, |cell| compared("measured", cell))
        }
        Nearness::Difference(difference) => {
            let found = at_binding_cell(outcome, difference.value, &difference.interval);
            format!("; left − right, where it binds most{found}")
        }
        Nearness::Nothing => String::new(),
    }
}

/// The setting of the cell where the claim binds most, the number there with its interval, why the verdict may be believed, and its replicates.
fn at_binding_cell(outcome: &ClaimOutcome, value: f64, interval: &Interval) -> String {
    let number = with_interval(value, interval);
    let Some(cell) = binding_cell(outcome) else { return format!(": {number}") };
    let setting: Vec<String> =
        cell.measurement.setting.iter().map(|(name, value)| setting_label(name, value)).collect();
    let place = if setting.is_empty() { String::new() } else { format!(", at {}", setting.join(", ")) };
    let warrant = cell.warrant.map_or_else(String::new, |warrant| format!("warrant: {}, ", warrant.words()));
    format!("{place}: {number}; {warrant}{} replicates there", grouped(cell.measurement.estimate.replicates))
}

/// Returns the cell that is furthest from its expected value: by ratio, or by difference if there is no ratio.
fn furthest(outcome: &ClaimOutcome) -> Option<&CellOutcome> {
    let distance = |cell: &CellOutcome| match &cell.slack {
        Some(slack) => (slack.value - 1.0).abs(),
        None => (cell.measurement.estimate.mean - cell.expected).abs(),
    };
    let reliable = outcome.cells.iter().filter(|cell| cell.doubt.is_none() && !distance(cell).is_nan());
    reliable.max_by(|a, b| distance(a).total_cmp(&distance(b)))
}

fn compared(name: &str, cell: &CellOutcome) -> String {
    let Measurement { setting, estimate, interval, .. } = &cell.measurement;
    let setting: Vec<String> = setting.iter().map(|(name, value)| setting_label(name, value)).collect();
    let place =
        if setting.is_empty() { String::new() } else { format!(" furthest from theory, at {}", setting.join(", ")) };
    format!("; {name}{place}: {}, expected {}", with_interval(estimate.mean, interval), significant(cell.expected, 4))
}

fn with_interval(value: f64, interval: &Interval) -> String {
    let digits = |value| significant(value, 4);
    format!("{} (interval {} to {})", digits(value), digits(interval.lower), digits(interval.upper))
}

/// Returns the range of the measured values, from the least to the greatest.
fn measured_range(means: impl Iterator<Item = f64>) -> String {
    let finite: Vec<f64> = means.filter(|mean| mean.is_finite()).collect();
    match range(&finite) {
        Some((least, greatest)) => format!(", measured {}", from_to(least, greatest)),
        None => ", of which nothing was measured".to_owned(),
    }
}

/// A variable with its values: `penalty η from 0.001 to 100`, or words one by one.
fn extent(variable: &str, values: &[&SettingValue]) -> String {
    let title = axis_title(variable);
    let mut numbers = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for value in values {
        match value {
            SettingValue::Number(number) => numbers.push(*number),
            SettingValue::Word(_) => words.push(value_label(value)),
        }
    }
    words.dedup();
    match range(&numbers) {
        Some((least, greatest)) if words.is_empty() => format!("{title} {}", from_to(least, greatest)),
        _ if words.is_empty() => title,
        _ => format!("{title} {}", listed(&words)),
    }
}

/// Returns the values that distinguish the series: `n = 16, 64 and 256`.
fn series_values(variable: &str, values: &[SettingValue]) -> String {
    if values.len() > MOST_VALUES_NAMED {
        return format!("{} values of {}", values.len(), axis_title(variable));
    }
    let label = |(i, value): (usize, &SettingValue)| match i {
        0 => setting_label(variable, value),
        _ => value_label(value),
    };
    listed(&values.iter().enumerate().map(label).collect::<Vec<_>>())
}

/// The largest number of values that are named one by one.
const MOST_VALUES_NAMED: usize = 6;

fn range(values: &[f64]) -> Option<(f64, f64)> {
    Some((values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?))
}

fn from_to(least: f64, greatest: f64) -> String {
    let (least, greatest) = (number(least, 3), number(greatest, 3));
    if least == greatest { format!("at {least}") } else { format!("from {least} to {greatest}") }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms, example_laws};
    use weak_to_strong_lab::claim::{Doubt, Slack};

    fn description(outcome: &ClaimOutcome) -> String {
        figure_description(outcome).expect("its axes are known").expect("it has a figure")
    }

    #[test]
    fn a_bound_is_described_with_its_slack() {
        let mut outcome = example::naive();
        outcome.slack = Some(Slack { value: 1.0123, interval: Interval { lower: 0.98, upper: 1.04 } });
        assert_eq!(
            description(&outcome),
            "MSE of naive fine-tuning on weak labels, measured from 0.382 to 0.809, over penalty η from 0.001 to 100, for n = 16, 64 and 256; \
             lower bound: segment_bound. The claim holds in all 30 cells; measured ÷ expected, where it binds most, at n = 256, η = 0.599484: \
             1.012 (interval 0.9800 to 1.040); warrant: finite-sample, 1,000 replicates there; 1,000 replicates."
        );
    }

    #[test]
    fn a_decay_is_described_with_the_exponent_that_is_furthest_from_theory() {
        let mut outcome = example::decay();
        outcome.cells[1].measurement.estimate.mean = 0.2;
        let text = description(&outcome);
        assert!(
            text.contains("over batch size n_ICL from 16 to 80, for gaussian and cube; theory: exponent"),
            "{text}"
        );
        assert!(
            text.contains(
                "; fitted exponent furthest from theory, at cube: 0.2000 (interval 0.1233 to 0.1241), expected 0.1234;"
            ),
            "{text}"
        );
        outcome.cells.iter_mut().for_each(|cell| cell.doubt = Some(Doubt::RoughMeans));
        assert!(description(&outcome).contains("; nothing was fitted; 1,000 replicates."));
    }

    #[test]
    fn a_heat_map_is_described_with_its_contour() {
        let text = description(&example::map(12));
        assert!(
            text.contains(" as colours, measured from −0.741 to 0.555, over penalty η from 0.5 to 11.5 and "),
            "{text}"
        );
        assert!(
            text.contains("weak labels n from 0.5 to 11.5; theory: misalignment_floor - 0.4 = 0. The claim holds"),
            "{text}"
        );
    }

    #[test]
    fn every_form_is_described() {
        let sides = description(&example_forms::two_sides(&[]));
        let said =
            "and E|β̂ − β_Q|² [η = 0.1], measured at 0.5, over batch size n_ICL from 1 to 32; stated: E|β̂_R − β_Q|² ≤ ";
        assert!(sides.contains(said), "{sides}");
        assert!(sides.contains("; in a small panel below: left − right. The claim is violated"), "{sides}");
        assert!(description(&example_forms::crossing()).contains("; crossing between 8 and 48; 1,000 replicates."));
        assert!(description(&example_forms::falling()).contains("; fails at 64, 256; 1,000 replicates."));
        assert!(description(&example_forms::witness()).contains("; in a small panel below: witness: penalty η. "));
        let law = description(&example_laws::distribution(&[0.3; 2]));
        let said = "The distribution of |β̂ − β_Q|², for n = 16 and n = 64; marked at 0.3: P(naive.squared_error >= 0.3); lower bound: 0.9. ";
        assert!(law.starts_with(said), "{law}");
        let tried = description(&example_laws::trials());
        assert!(
            tried.contains("measured from 0.44 to 0.89, over penalty η from 0.01 to 100, for n = 16 and 64; "),
            "{tried}"
        );
        assert!(tried.contains("The claim holds in both cells"), "{tried}");
        let most = description(&example_forms::most());
        assert!(most.starts_with("The verdicts on 1000 problems as a bar, and the share for which "), "{most}");
        assert!(most.contains("The claim holds; it holds for 975 of 1000 problems, "), "{most}");
    }

    #[test]
    fn panels_are_described_with_their_values() {
        let text = description(&example::facets(2));
        assert!(text.contains(", in panels for N = 1 and 2, for n = 16, 64 and 256; lower bound"), "{text}");
    }

    #[test]
    fn a_violation_and_an_unmet_assumption_are_told() {
        let mut outcome = example::naive();
        outcome.verdict = Verdict::Violated;
        outcome.cells[0].verdict = Verdict::Violated;
        let text = description(&outcome);
        assert!(text.contains("The claim is violated (of 30 cells, 1 violated, 29 hold);"), "{text}");
        let mut untested = example::empty("naive.mse >= segment_bound", "penalty", &[]);
        (untested.verdict, untested.unmet, untested.replicates) = (Verdict::NotApplicable, vec!["isotropic".into()], 0);
        let text = description(&untested);
        assert!(text.contains("of which nothing was measured, over penalty η; lower bound"), "{text}");
        assert!(text.ends_with("The claim is not applicable; the problem is not isotropic; 0 replicates."), "{text}");
    }
}
