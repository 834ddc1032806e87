//! What the legend says.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Verdict};

use super::canvas::Dash;
use super::curves::Expected;
use super::key::{Entry, KeySign};
use super::label::expected_label;
use super::marker::{ALARM, DARK, GREY, Look};
use super::number::{decimal, decimals_for, number, with_error};
use super::panels::{Panel, Panels};
use super::series::Series;
use super::text_style::TextStyle;

/// What an entry is called.
pub(super) const ENTRY: TextStyle = TextStyle { size: 11.5, bold: false, colour: DARK };
/// Remarks.
pub(super) const NOTE: TextStyle = TextStyle { size: 10.5, bold: false, colour: GREY };
/// The largest number of series that are listed.
const MOST_SERIES_LISTED: usize = 40;

/// The entries: series with the results of their fits, lines, and what the other signs mean.
pub(super) fn entries(outcome: &ClaimOutcome, panels: &Panels) -> Vec<Entry> {
    let mut entries = series_entries(outcome, panels);
    if panels.expected().next().is_some() {
        let shared = |panel: &Panel| matches!(panel.expected, Expected::Shared(_));
        let colour = if panels.list.iter().all(shared) { DARK } else { GREY };
        entries.push(Entry::new(KeySign::Line(colour), &expected_label(outcome, panels.of_fits), ENTRY));
    }
    let references: IndexMap<&str, Dash> = panels.references().map(|one| (one.text, one.dash)).collect();
    for (text, dash) in references {
        entries.push(Entry::new(KeySign::Dashes(dash), outcome.figure.in_symbols(text), ENTRY));
    }
    entries.extend(signs(panels));
    entries
}

/// One for all panels that have the series.
fn series_entries(outcome: &ClaimOutcome, panels: &Panels) -> Vec<Entry> {
    let named = panels.named();
    let each = |panel: &Panel| matches!(&panel.expected, Expected::Each(curves) if curves.iter().any(Option::is_some));
    let line = panels.list.iter().any(each);
    let some_judged = panels.series().any(Series::has_judged);
    let mut entries = Vec::new();
    for (label, look) in named.iter().take(MOST_SERIES_LISTED) {
        let is_member = |series: &&Series| series.label() == *label;
        let unnamed = if panels.of_fits { "fitted" } else { "measured" };
        let label = if label.is_empty() { unnamed } else { label };
        let mut entry = Entry::new(KeySign::Marker { look: *look, line, hollow: false }, label, ENTRY);
        if some_judged && !panels.series().filter(is_member).any(Series::has_judged) {
            entry.add("not judged", NOTE);
        }
        for panel in &panels.list {
            let place = panel.heading.as_ref().map_or_else(String::new, |heading| format!("{heading}: "));
            for whole in panel.series.iter().filter(is_member).filter_map(|series| series.whole) {
                for (note, style) in notes(outcome, whole) {
                    entry.add(&format!("{place}{note}"), style);
                }
            }
        }
        entries.push(entry);
    }
    if let Some(more) = named.len().checked_sub(MOST_SERIES_LISTED).filter(|more| *more > 0) {
        entries.push(Entry::new(KeySign::Nothing, &format!("and {more} more"), NOTE));
    }
    entries
}

/// Returns the results of theory and fit for a series, and whether it is violated.
fn notes(outcome: &ClaimOutcome, whole: &CellOutcome) -> Vec<(String, TextStyle)> {
    let interval = whole.measurement.interval;
    let mean = whole.measurement.estimate.mean;
    let error = (interval.upper - mean).max(mean - interval.lower);
    let name = outcome.shape.noun();
    let theory = match decimals_for(error) {
        Some(decimals) if whole.expected.abs() < 1e6 => decimal(whole.expected, decimals.max(3)),
        _ => number(whole.expected, 4),
    };
    let found = if outcome.shape.is_fitted() { "fit" } else { "least" };
    let fit = if outcome.shape.is_fitted() && whole.doubt.is_some() {
        "not fitted".to_owned()
    } else {
        format!("{found} {}", with_error(mean, error))
    };
    let mut notes = vec![(format!("theory: {name} {theory}"), NOTE), (fit, NOTE)];
    if matches!(whole.verdict, Verdict::Violated | Verdict::Unresolved) {
        let colour = if whole.verdict == Verdict::Violated { ALARM } else { GREY };
        notes.push((whole.verdict.words().to_owned(), TextStyle { colour, bold: true, ..NOTE }));
    }
    notes
}

fn signs(panels: &Panels) -> Vec<Entry> {
    let mut entries = Vec::new();
    let hollow = |series: &Series| series.has_judged() && series.dots.iter().any(|dot| !dot.is_judged());
    let first = panels.list.iter().flat_map(|panel| &panel.looks).next();
    if let Some(look) = first.filter(|_| panels.series().any(hollow)) {
        let key = KeySign::Marker { look: Look { colour: GREY, ..*look }, line: false, hollow: true };
        entries.push(Entry::new(key, "not judged", NOTE));
    }
    if panels.dots().any(|dot| dot.judged.is_some_and(|(_, verdict)| verdict == Verdict::Violated)) {
        entries.push(Entry::new(KeySign::Alarm, "violated", TextStyle { colour: ALARM, bold: true, ..NOTE }));
    }
    if panels.dots().next().is_some() {
        entries.push(Entry::new(KeySign::Nothing, "bars: simultaneous confidence intervals", NOTE));
    }
    if panels.most_series() > 1 {
        entries.push(Entry::new(KeySign::Nothing, "what would overlap stands side by side", NOTE));
    }
    entries
}
