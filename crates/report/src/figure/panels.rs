//! What each panel of a figure of lines shows. A figure without facets has one panel.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{ClaimOutcome, FigureSpec, FitAlong};
use weak_to_strong_lab::setting::SettingValue;

use super::axis::Numbers;
use super::curves::{Curve, Expected, Reference, expected, references};
use super::error::FigureError;
use super::label::heading;
use super::marker::{Look, looks};
use super::series::{Dot, Series, SeriesSet, group};

/// The panels, which share their axes, their looks and their legend.
#[derive(Debug)]
pub(super) struct Panels<'a> {
    /// The panels, in the order of their values.
    pub(super) list: Vec<Panel<'a>>,
    /// Whether each dot is a fit.
    pub(super) of_fits: bool,
}

/// The series of one value of the facet, or all series if there is no facet.
#[derive(Debug)]
pub(super) struct Panel<'a> {
    /// The value of the facet, if there is one.
    pub(super) heading: Option<String>,
    /// Its series.
    pub(super) series: Vec<Series<'a>>,
    /// How each of them is drawn.
    pub(super) looks: Vec<Look>,
    /// Its expected values.
    pub(super) expected: Expected,
    /// Its reference lines.
    pub(super) references: Vec<Reference<'a>>,
}

impl<'a> Panels<'a> {
    /// Arranges an outcome in panels.
    ///
    /// # Errors
    ///
    /// As [`group`].
    pub(super) fn new(outcome: &'a ClaimOutcome, spec: &'a FigureSpec) -> Result<Self, FigureError> {
        let SeriesSet { mut series, separators, of_fits } = group(outcome, spec)?;
        let mut headings: Vec<Option<String>> = vec![None; series.len()];
        if spec.facet.is_some() {
            // The facet is the first separator.
            let take = |one: &mut Series| (!one.key.is_empty()).then(|| one.key.remove(0));
            headings =
                series.iter_mut().map(|one| take(one).map(|(name, value)| heading(outcome, &name, &value))).collect();
        }
        let looks = looks(&series, separators.len() - usize::from(spec.facet.is_some() && !separators.is_empty()));
        let mut parts: Vec<(Option<String>, Vec<Series>, Vec<Look>)> = Vec::new();
        for ((one, look), heading) in series.into_iter().zip(looks).zip(headings) {
            match parts.last_mut().filter(|(known, _, _)| *known == heading) {
                Some((_, series, looks)) => {
                    series.push(one);
                    looks.push(look);
                }
                None => parts.push((heading, vec![one], vec![look])),
            }
        }
        if parts.is_empty() {
            parts.push((None, Vec::new(), Vec::new()));
        }
        let panel = |(heading, series, looks): (_, Vec<Series<'a>>, _)| Panel {
            heading,
            looks,
            expected: expected(outcome, &series),
            references: references(outcome, spec, &series),
            series,
        };
        Ok(Self { list: parts.into_iter().map(panel).collect(), of_fits })
    }

    /// All series.
    pub(super) fn series(&self) -> impl Iterator<Item = &Series<'a>> {
        self.list.iter().flat_map(|panel| &panel.series)
    }

    /// The names of all series, each once, with their looks.
    pub(super) fn named(&self) -> IndexMap<String, Look> {
        let mut named = IndexMap::new();
        for (series, look) in self.list.iter().flat_map(|panel| panel.series.iter().zip(&panel.looks)) {
            named.entry(series.label()).or_insert(*look);
        }
        named
    }

    /// All dots.
    pub(super) fn dots(&self) -> impl Iterator<Item = &Dot<'a>> {
        self.series().flat_map(|series| &series.dots)
    }

    /// The least and the greatest number on the horizontal axis at which something was measured.
    pub(super) fn ends(&self) -> (f64, f64) {
        let numbers = self.dots().filter_map(|dot| match dot.x {
            SettingValue::Number(number) => Some(*number),
            SettingValue::Word(_) => None,
        });
        numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| (least.min(x), most.max(x)))
    }

    /// Leaves out references that lie off the vertical axis everywhere: a legend would name what is not seen.
    pub(super) fn keep_visible_references(&mut self, y: &Numbers) {
        let ends = self.ends();
        let is_seen = |height: f64| y.place(height).is_some_and(|place| (0.0..=1.0).contains(&place));
        for panel in &mut self.list {
            panel.references.retain(|one| one.curves.iter().flat_map(|curve| curve.heights(ends)).any(is_seen));
        }
    }

    /// The lines of expected values.
    pub(super) fn expected(&self) -> impl Iterator<Item = &Curve> {
        self.list.iter().flat_map(|panel| panel.expected.curves())
    }

    /// The reference lines.
    pub(super) fn references(&self) -> impl Iterator<Item = &Reference<'a>> {
        self.list.iter().flat_map(|panel| &panel.references)
    }

    /// The number of series in the fullest panel.
    pub(super) fn most_series(&self) -> usize {
        self.list.iter().map(|panel| panel.series.len()).max().unwrap_or(0)
    }

    /// Returns the fit through the measurements of each series. Returns `None` if the fits are drawn instead of the measurements.
    pub(super) fn fit_through_dots(&self, outcome: &ClaimOutcome) -> Option<&'static FitAlong> {
        outcome.shape.fit().filter(|_| !self.of_fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn a_panel_has_the_series_of_one_value_in_common_looks() {
        let outcome = example::facets(3);
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        let panels = Panels::new(&outcome, spec).expect("its variables are known");
        let headings: Vec<_> = panels.list.iter().map(|panel| panel.heading.as_deref().expect("a heading")).collect();
        assert_eq!(headings, ["N = 1", "N = 2", "N = 3"]);
        for panel in &panels.list {
            assert_eq!(panel.series.iter().map(Series::label).collect::<Vec<_>>(), ["n = 16", "n = 64", "n = 256"]);
            assert_eq!(panel.looks, panels.list[0].looks);
        }
        assert!(panels.list[0].looks[0] != panels.list[0].looks[1]);
        assert_eq!(panels.dots().count(), outcome.cells.len());
    }

    #[test]
    fn an_unknown_facet_is_an_error() {
        let mut outcome = example::naive();
        if let Some(spec) = &mut outcome.figure.spec {
            spec.facet = Some("temperature".into());
        }
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        let error = Panels::new(&outcome, spec).expect_err("there is no such variable").to_string();
        assert_eq!(error, "figure.facet = temperature: the measurements know only samples, penalty; name one of these");
    }
}
