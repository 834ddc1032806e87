//! What the legend says.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{ClaimOutcome, Verdict};

use super::canvas::Dash;
use super::colours::{ALARM, DARK, GREY};
use super::curves::Expected;
use super::forbidden::{self, forbidden_side};
use super::key::{Entry, KeySign};
use super::label::{expected_label, series_name};
use super::legend_notes::notes;
use super::marker::Look;
use super::panels::{Panel, Panels};
use super::ring::{self, ringed};
use super::series::{Dot, Series};
use super::sides::{are_two, relation_of_sides};
use super::strip::shows_places;
use super::text_style::TextStyle;

/// What an entry is called.
pub(super) const ENTRY: TextStyle = TextStyle { size: 11.5, bold: false, colour: DARK };
/// Remarks.
pub(super) const NOTE: TextStyle = TextStyle { size: 11.2, bold: false, colour: GREY };
/// The largest number of series that are listed.
const MOST_SERIES_LISTED: usize = 40;

/// What is drawn of the measurements, and needs words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// Whether intervals are drawn.
    pub(super) intervals: bool,
    /// Whether markers that others cover are outlines.
    pub(super) outlines: bool,
}

/// The entries: series with the results of their fits, lines, and what the other signs mean.
pub(super) fn entries(outcome: &ClaimOutcome, panels: &Panels, drawn: Signs) -> Vec<Entry> {
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
    entries.extend(signs(outcome, panels, drawn));
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
        let name = panels.series().find(is_member).map_or_else(String::new, |series| series_name(outcome, &series.key));
        let name = if name.is_empty() { unnamed } else { &name };
        let mut entry = Entry::new(KeySign::Marker { look: *look, line, hollow: false }, name, ENTRY);
        if some_judged && !panels.series().filter(is_member).any(Series::has_judged) {
            entry.add("not judged", NOTE);
        }
        for panel in &panels.list {
            let place = panel.heading.as_ref().map_or_else(String::new, |heading| format!("{heading}: "));
            for whole in panel.series.iter().filter(is_member).filter_map(|series| series.whole) {
                for note in notes(outcome, whole) {
                    entry.add(&format!("{place}{note}"), NOTE);
                }
                if let Some(style) = alarming(whole.verdict) {
                    entry.add(&format!("{place}{}", whole.verdict.words()), style);
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

/// How a verdict is written that is not as the claim says; `None` for any other one.
pub(super) fn alarming(verdict: Verdict) -> Option<TextStyle> {
    match verdict {
        Verdict::Violated => Some(TextStyle { colour: ALARM, bold: true, ..NOTE }),
        Verdict::Unresolved | Verdict::Undefined => Some(TextStyle { bold: true, ..NOTE }),
        Verdict::Holds | Verdict::Tight | Verdict::Vacuous | Verdict::NotApplicable => None,
    }
}

/// What the ring around a witness is called; `None` if the figure is not along a variable of `exists`.
pub(super) fn witness_words(panels: &Panels) -> Option<&'static str> {
    let witnesses: Vec<&Dot> = panels.dots().filter(|dot| dot.is_witness).collect();
    let found = witnesses.iter().filter(|dot| dot.holds()).count();
    match witnesses.len() {
        0 => None,
        all if all == found => Some("witness"),
        _ if found == 0 => Some("nearest to a witness"),
        _ => Some("witness, or nearest to one"),
    }
}

/// Whether a violated cell is marked in the figure of a claim.
pub(crate) fn has_alarms(outcome: &ClaimOutcome) -> bool {
    outcome.cells.iter().any(|cell| cell.verdict == Verdict::Violated)
}

fn signs(outcome: &ClaimOutcome, panels: &Panels, drawn: Signs) -> Vec<Entry> {
    let mut entries = Vec::new();
    let witness = witness_words(panels);
    entries.extend(witness.map(|words| Entry::new(KeySign::Ring, words, NOTE)));
    let hollow = |series: &Series| series.has_judged() && series.dots.iter().any(|dot| !dot.is_judged());
    let first = panels.list.iter().flat_map(|panel| &panel.looks).next();
    if let Some(look) = first.filter(|_| panels.series().any(hollow)) {
        let key = KeySign::Marker { look: Look { colour: GREY, ..*look }, line: false, hollow: true };
        let without = outcome.cells.iter().any(|cell| cell.verdict == Verdict::Undefined);
        let words = match (witness.is_some(), without) {
            (true, _) => "does not hold there, or is open",
            (false, true) => "not judged, or without a value",
            (false, false) => "not judged",
        };
        entries.push(Entry::new(key, words, NOTE));
    }
    let has_fault = panels.series().any(|series| series.dots.iter().any(|dot| series.is_fault(dot)));
    if has_fault {
        entries.push(Entry::new(KeySign::Line(ALARM), "where the shape fails", NOTE));
    }
    if panels.series().any(|series| series.dots.iter().any(|dot| series.is_turn(dot))) {
        entries.push(Entry::new(KeySign::Ring, "where the curve turns", NOTE));
    }
    if panels.dots().any(|dot| dot.judged.is_some_and(|(_, verdict)| verdict == Verdict::Violated)) {
        entries.push(Entry::new(KeySign::Alarm, "violated", TextStyle { colour: ALARM, bold: true, ..NOTE }));
    }
    if let Some(cell) = ringed(outcome, panels) {
        entries.push(Entry::new(KeySign::Ring, &ring::words(cell, outcome.shape.right_is_measured), NOTE));
    }
    if forbidden_side(outcome, panels).is_some() {
        entries.push(Entry::new(KeySign::Nothing, forbidden::words(panels), NOTE));
    }
    entries.extend(words_of_intervals(panels, drawn).map(|words| Entry::new(KeySign::Nothing, words, NOTE)));
    if shows_places(outcome) {
        let noun = outcome.shape.noun();
        entries.push(Entry::new(KeySign::Nothing, &format!("strip below: {noun}, with its interval"), NOTE));
        entries.push(Entry::new(KeySign::Upright, &expected_label(outcome, false), NOTE));
    }
    if are_two(outcome) {
        entries.push(Entry::new(KeySign::Nothing, &format!("stated: {}", relation_of_sides(outcome)), NOTE));
    }
    if are_two(outcome) && outcome.cells.iter().any(|cell| cell.paired) {
        entries.push(Entry::new(KeySign::Nothing, "both sides are of the same samples", NOTE));
    }
    if drawn.outlines {
        entries.push(Entry::new(KeySign::Nothing, "outlines: marks that coincide with those inside", NOTE));
    }
    entries
}

/// What the bars mean, or why there are none; `None` if no interval has an end.
fn words_of_intervals(panels: &Panels, drawn: Signs) -> Option<&'static str> {
    let ends = |dot: &Dot| [dot.measurement.interval.lower, dot.measurement.interval.upper];
    let has_end = |dot: &Dot| ends(dot).iter().any(|end| end.is_finite());
    let is_unbounded = |dot: &Dot| ends(dot).iter().all(|end| end.is_infinite());
    panels.dots().any(has_end).then(|| match (drawn.intervals, panels.dots().any(is_unbounded)) {
        (true, false) => "bars: simultaneous confidence intervals; an arrow goes on beyond the frame",
        (true, true) => {
            "bars: simultaneous confidence intervals, unbounded where there is none; an arrow goes on beyond the frame"
        }
        (false, false) => "the simultaneous confidence intervals are smaller than the marks",
        (false, true) => "the simultaneous confidence intervals are unbounded, or smaller than the marks",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong_lab::claim::CellOutcome;

    use crate::figure::example::naive;

    /// An interval without ends is not smaller than its mark.
    #[test]
    fn unbounded_intervals_are_told() {
        let mut outcome = naive();
        let words = |outcome: &ClaimOutcome, intervals: bool| {
            let spec = outcome.figure.spec.as_ref().expect("a figure");
            let panels = Panels::new(outcome, spec).expect("its variables are known");
            words_of_intervals(&panels, Signs { intervals, outlines: false }).unwrap_or("none")
        };
        assert!(words(&outcome, false).ends_with("are smaller than the marks"));
        let unbounded = |cell: &mut CellOutcome| {
            (cell.measurement.interval.lower, cell.measurement.interval.upper) = (f64::NEG_INFINITY, f64::INFINITY);
        };
        unbounded(&mut outcome.cells[0]);
        assert!(words(&outcome, false).ends_with("are unbounded, or smaller than the marks"));
        assert!(words(&outcome, true).contains("unbounded where there is none"));
        outcome.cells.iter_mut().for_each(unbounded);
        assert_eq!(words(&outcome, false), "none");
    }
}
