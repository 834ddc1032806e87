//! Converts an outcome to the series that its figure shows.

use indexmap::{IndexMap, IndexSet};

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, FigureSpec, Measurement, Point, Verdict};
use weak_to_strong_lab::setting::SettingValue;

use super::error::FigureError;
use super::label::setting_label;
use crate::binding::binding_cell;

/// What is drawn: series, and whether these are fits drawn in place of measurements.
#[derive(Debug)]
pub(super) struct SeriesSet<'a> {
    /// The series, in the order of their values.
    pub(super) series: Vec<Series<'a>>,
    /// The variables that tell them apart.
    pub(super) separators: Vec<String>,
    /// Whether each dot is a number of a whole curve, such as a fit: the axis is not the variable of the curve.
    pub(super) of_fits: bool,
}

/// Measurements that differ only in the variable on the horizontal axis.
#[derive(Debug)]
pub(super) struct Series<'a> {
    /// Its values of the separators.
    pub(super) key: Vec<(String, SettingValue)>,
    /// What was measured.
    pub(super) dots: Vec<Dot<'a>>,
    /// The cell that judges the series as a whole: a fit, or an infimum along the horizontal axis.
    pub(super) whole: Option<&'a CellOutcome>,
}

/// One measurement.
#[derive(Debug)]
pub(super) struct Dot<'a> {
    /// Its value on the horizontal axis.
    pub(super) x: &'a SettingValue,
    /// What was measured.
    pub(super) measurement: &'a Measurement,
    /// The expected value and the verdict, if it was judged.
    pub(super) judged: Option<(f64, Verdict)>,
    /// Whether a statement about some value of the variable of the axis holds here, or comes nearest to holding.
    pub(super) is_witness: bool,
    /// Whether the bound binds most here.
    pub(super) binds: bool,
    /// The command that draws it again, if a program has added it.
    pub(super) replay: Option<&'a str>,
}

impl Series<'_> {
    /// Whether some of its dots were judged by themselves.
    pub(super) fn has_judged(&self) -> bool {
        self.dots.iter().any(|dot| dot.judged.is_some())
    }

    /// Whether the curve does not have the stated shape here.
    pub(super) fn is_fault(&self, dot: &Dot) -> bool {
        self.is_place(dot, true)
    }

    /// Whether the curve turns here, as stated.
    pub(super) fn is_turn(&self, dot: &Dot) -> bool {
        self.is_place(dot, false)
    }

    fn is_place(&self, dot: &Dot, violated: bool) -> bool {
        let Some(whole) = self.whole.filter(|whole| (whole.verdict == Verdict::Violated) == violated) else {
            return false;
        };
        whole.places.iter().any(|place| *dot.x == SettingValue::Number(*place))
    }

    /// Its name in the legend; empty if nothing tells series apart.
    pub(super) fn label(&self) -> String {
        self.key.iter().map(|(name, value)| setting_label(name, value)).collect::<Vec<_>>().join(", ")
    }
}

impl Dot<'_> {
    /// Whether the statement holds here, up to the resolution.
    pub(super) fn holds(&self) -> bool {
        self.is_judged() && self.judged.is_some_and(|(_, verdict)| verdict != Verdict::Violated)
    }

    /// Whether it was judged by itself, and has a value.
    pub(super) fn is_judged(&self) -> bool {
        self.judged.is_some_and(|(_, verdict)| !matches!(verdict, Verdict::NotApplicable | Verdict::Undefined))
    }
}

/// Groups the measurements of an outcome.
///
/// # Errors
///
/// [`FigureError::UnknownVariable`] if the variable of the horizontal axis or of the panels is not in the settings of the measurements.
pub(super) fn group<'a>(outcome: &'a ClaimOutcome, spec: &'a FigureSpec) -> Result<SeriesSet<'a>, FigureError> {
    let cells_have_x = outcome.cells.iter().any(|cell| cell.measurement.setting.contains_key(&spec.x));
    let of_fits = cells_have_x && outcome.shape.has_curve();
    let binding = binding_cell(outcome);
    let of_cell = |cell: &'a CellOutcome| {
        let judged = Some((cell.expected, cell.verdict));
        let x = cell.measurement.setting.get(&spec.x)?;
        let binds = binding.is_some_and(|binding| std::ptr::eq(binding, cell));
        Some(Dot {
            x,
            measurement: &cell.measurement,
            judged,
            is_witness: cell.witness.contains_key(&spec.x),
            binds,
            replay: cell.replay_command.as_deref(),
        })
    };
    let of_point = |point: &'a Measurement| {
        let x = point.setting.get(&spec.x)?;
        Some(Dot { x, measurement: point, judged: None, is_witness: false, binds: false, replay: None })
    };
    let mut dots: Vec<Dot> = Vec::new();
    if cells_have_x {
        dots.extend(outcome.cells.iter().filter_map(of_cell));
    }
    if !of_fits {
        dots.extend(outcome.points.iter().filter_map(of_point));
    }
    if dots.is_empty() && !(outcome.cells.is_empty() && outcome.points.is_empty()) {
        return Err(FigureError::unknown_variable(outcome, "x", &spec.x));
    }
    let separators = separators(&dots, outcome, spec, cells_have_x);
    if let Some(facet) = spec.facet.as_ref().filter(|facet| !dots.is_empty() && separators.first() != Some(facet)) {
        return Err(FigureError::unknown_variable(outcome, "facet", facet));
    }
    let wholes: &[CellOutcome] = if cells_have_x { &[] } else { &outcome.cells };
    Ok(SeriesSet { series: collect(dots, wholes, &separators), separators, of_fits })
}

/// Returns the facet, the declared variables, and each further variable that is needed to distinguish two dots. Variables that vary together with
/// these are left out, and so are variables over which an infimum was taken.
fn separators(dots: &[Dot], outcome: &ClaimOutcome, spec: &FigureSpec, cells_have_x: bool) -> Vec<String> {
    let in_cells = |name: &str| outcome.cells.iter().any(|cell| cell.measurement.setting.contains_key(name));
    let names: IndexSet<&String> = dots.iter().flat_map(|dot| dot.measurement.setting.keys()).collect();
    let usable = |name: &&&String| **name != &spec.x && (!cells_have_x || in_cells(name));
    let known: IndexSet<&String> = names.iter().filter(usable).copied().collect();
    let mut chosen: Vec<String> = Vec::new();
    for name in spec.facet.iter().chain(&spec.series.0) {
        if known.contains(name) && !chosen.contains(name) {
            chosen.push(name.clone());
        }
    }
    for name in known {
        if !chosen.contains(name) && tells_apart(name, dots, &chosen) {
            chosen.push(name.clone());
        }
    }
    chosen
}

fn tells_apart(name: &str, dots: &[Dot], chosen: &[String]) -> bool {
    let mut seen: IndexMap<Vec<String>, Option<&SettingValue>> = IndexMap::new();
    for dot in dots {
        let mut place = key_text(&dot.measurement.setting, chosen);
        place.push(dot.x.to_string());
        let value = dot.measurement.setting.get(name);
        if *seen.entry(place).or_insert(value) != value {
            return true;
        }
    }
    false
}

fn key_text(setting: &Point, separators: &[String]) -> Vec<String> {
    separators.iter().map(|name| setting.get(name).map_or_else(String::new, SettingValue::to_string)).collect()
}

fn collect<'a>(dots: Vec<Dot<'a>>, wholes: &'a [CellOutcome], separators: &[String]) -> Vec<Series<'a>> {
    let mut groups: IndexMap<Vec<String>, Vec<Dot>> = IndexMap::new();
    for dot in dots {
        groups.entry(key_text(&dot.measurement.setting, separators)).or_default().push(dot);
    }
    let named = |(key, dots): (Vec<String>, Vec<Dot<'a>>)| {
        let setting = &dots[0].measurement.setting;
        let values = separators.iter().filter_map(|name| setting.get(name).map(|value| (name.clone(), value.clone())));
        let whole = wholes.iter().find(|cell| key_text(&cell.measurement.setting, separators) == key);
        Series { key: values.collect(), dots, whole }
    };
    let mut series: Vec<Series> = groups.into_iter().map(named).collect();
    sort(&mut series, separators.len());
    series
}

/// Sorts the series by the first separator, then by the second, and so on. Numbers are sorted by size; words keep their order.
fn sort(series: &mut [Series], separator_count: usize) {
    let ranks: Vec<Vec<SettingValue>> = (0..separator_count).map(|place| distinct_values(series, place)).collect();
    let rank = |one: &Series| -> Vec<Option<usize>> {
        let of = |(place, values): (usize, &Vec<SettingValue>)| {
            one.key.get(place).and_then(|(_, value)| values.iter().position(|known| known == value))
        };
        ranks.iter().enumerate().map(of).collect()
    };
    series.sort_by_cached_key(rank);
}

/// The values that a separator takes among these series, in order.
pub(super) fn distinct_values(series: &[Series], place: usize) -> Vec<SettingValue> {
    let mut values: Vec<SettingValue> = Vec::new();
    for value in series.iter().filter_map(|one| one.key.get(place)).map(|(_, value)| value) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    values.sort_by(|a, b| match (a, b) {
        (SettingValue::Number(a), SettingValue::Number(b)) => a.total_cmp(b),
        _ => std::cmp::Ordering::Equal,
    });
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    fn labels(outcome: &ClaimOutcome) -> Vec<String> {
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        group(outcome, spec).expect("the example has its x").series.iter().map(Series::label).collect()
    }

    #[test]
    fn cells_are_grouped_by_declared_and_by_further_variables() {
        assert_eq!(labels(&example::naive()), ["n = 16", "n = 64", "n = 256"]);
        let mut undeclared = example::naive();
        if let Some(spec) = &mut undeclared.figure.spec {
            spec.series.0.clear();
        }
        assert_eq!(labels(&undeclared), ["n = 16", "n = 64", "n = 256"]);
    }

    #[test]
    fn variables_that_vary_together_add_no_series() {
        let mut outcome = example::naive();
        for cell in &mut outcome.cells {
            let twin = cell.measurement.setting["samples"].clone();
            cell.measurement.setting.insert("labels".into(), twin);
        }
        assert_eq!(labels(&outcome), ["n = 16", "n = 64", "n = 256"]);
    }

    #[test]
    fn a_fit_belongs_to_its_points() {
        let outcome = example::decay();
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        let set = group(&outcome, spec).expect("the example has its x");
        assert!(!set.of_fits);
        assert_eq!(set.series.len(), 2);
        for series in &set.series {
            let fit = series.whole.expect("every series was fitted");
            assert_eq!(fit.measurement.setting["prompts"], series.key[0].1);
        }
    }

    #[test]
    fn an_unknown_axis_is_an_error() {
        let mut outcome = example::naive();
        if let Some(spec) = &mut outcome.figure.spec {
            spec.x = "temperature".into();
        }
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        let error = group(&outcome, spec).expect_err("there is no such variable").to_string();
        assert_eq!(error, "figure.x = temperature: the measurements know only samples, penalty; name one of these");
    }
}
