//! The legend, beside the plot.

use plotters::style::RGBColor;

use crate::claim::{CellOutcome, ClaimOutcome, Relation, Verdict};

use super::FigureError;
use super::canvas::{Canvas, Dash, Position};
use super::curves::{Expected, Reference};
use super::heat_map::{draw_contour, draw_unresolved};
use super::label::expected_label;
use super::marker::{ALARM, DARK, GREY, Look, draw_alarm, draw_line, draw_marker};
use super::number::{decimal, decimals_for, number, with_error};
use super::series::{Series, SeriesSet};
use super::text::{Anchor, Direction, TextStyle, draw_text, text_width, wrapped};

/// Dashes of the reference lines, one after the other.
pub(super) const DASHES: [Dash; 4] = [(6.0, 3.5), (1.8, 2.6), (10.0, 3.0), (4.0, 7.0)];

const KEY_LENGTH: f64 = 24.0;
const KEY_WIDTH: f64 = KEY_LENGTH + 8.0;
/// Width of the longest line of text.
pub(super) const MOST_TEXT: f64 = 182.0;
/// What an entry is called.
pub(super) const ENTRY: TextStyle = TextStyle { size: 11.5, bold: false, colour: DARK };
/// Remarks.
pub(super) const NOTE: TextStyle = TextStyle { size: 10.5, bold: false, colour: GREY };
/// More series than these are not listed.
const MOST_SERIES: usize = 40;

/// One line of the legend, or several.
#[derive(Debug)]
pub(super) struct Entry {
    key: Key,
    lines: Vec<(String, TextStyle)>,
}

/// What stands beside the text of an entry.
#[derive(Debug)]
pub(super) enum Key {
    Nothing,
    Marker { look: Look, line: bool, hollow: bool },
    Line(RGBColor),
    Dashes(Dash),
    Alarm,
    Contour(Option<Dash>),
    Unresolved,
}

/// The entries: series with the results of their fits, lines, and what the other signs mean.
pub(super) fn entries(
    outcome: &ClaimOutcome,
    set: &SeriesSet,
    looks: &[Look],
    expected: &Expected,
    references: &[Reference],
) -> Vec<Entry> {
    let mut entries = series_entries(outcome, set, looks, expected);
    if !expected.curves().is_empty() {
        let colour = if matches!(expected, Expected::Shared(_)) { DARK } else { GREY };
        entries.push(Entry::new(Key::Line(colour), &expected_label(outcome, set.of_fits), ENTRY));
    }
    for (reference, dash) in references.iter().zip(DASHES.into_iter().cycle()) {
        entries.push(Entry::new(Key::Dashes(dash), reference.text, ENTRY));
    }
    entries.extend(signs(set, looks));
    entries
}

fn series_entries(outcome: &ClaimOutcome, set: &SeriesSet, looks: &[Look], expected: &Expected) -> Vec<Entry> {
    let mut entries = Vec::new();
    let line = matches!(expected, Expected::Each(curves) if curves.iter().any(Option::is_some));
    for (series, look) in set.series.iter().zip(looks).take(MOST_SERIES) {
        let unnamed = if set.of_fits { "fitted" } else { "measured" };
        let label = if series.key.is_empty() { unnamed.to_owned() } else { series.label() };
        let mut entry = Entry::new(Key::Marker { look: *look, line, hollow: false }, &label, ENTRY);
        if is_only_shown(set, series) {
            entry.add("not judged", NOTE);
        }
        if let Some(whole) = series.whole {
            for (note, style) in notes(outcome, whole) {
                entry.add(&note, style);
            }
        }
        entries.push(entry);
    }
    if let Some(more) = set.series.len().checked_sub(MOST_SERIES).filter(|more| *more > 0) {
        entries.push(Entry::new(Key::Nothing, &format!("and {more} more"), NOTE));
    }
    entries
}

/// Whether other series are judged and this one is not.
fn is_only_shown(set: &SeriesSet, series: &Series) -> bool {
    !series.has_judged() && set.series.iter().any(Series::has_judged)
}

/// What theory and fit say of a series, and that it is violated.
fn notes(outcome: &ClaimOutcome, whole: &CellOutcome) -> Vec<(String, TextStyle)> {
    let interval = whole.measurement.interval;
    let mean = whole.measurement.estimate.mean;
    let error = (interval.upper - mean).max(mean - interval.lower);
    let name = match outcome.relation {
        Relation::DecaysAt => "exponent",
        Relation::TendsTo => "limit",
        _ => "bound",
    };
    let theory = match decimals_for(error) {
        Some(decimals) if whole.expected.abs() < 1e6 => decimal(whole.expected, decimals.max(3)),
        _ => number(whole.expected, 4),
    };
    let found = if outcome.relation.is_fitted() { "fit" } else { "least" };
    let fit = if outcome.relation.is_fitted() && whole.doubt.is_some() {
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

fn signs(set: &SeriesSet, looks: &[Look]) -> Vec<Entry> {
    let dots = || set.series.iter().flat_map(|series| &series.dots);
    let mut entries = Vec::new();
    let hollow = |series: &Series| series.has_judged() && series.dots.iter().any(|dot| !dot.is_judged());
    if let Some(look) = looks.first().filter(|_| set.series.iter().any(hollow)) {
        let key = Key::Marker { look: Look { colour: GREY, ..*look }, line: false, hollow: true };
        entries.push(Entry::new(key, "not judged", NOTE));
    }
    if dots().any(|dot| dot.judged.is_some_and(|(_, verdict)| verdict == Verdict::Violated)) {
        entries.push(Entry::new(Key::Alarm, "violated", TextStyle { colour: ALARM, bold: true, ..NOTE }));
    }
    if dots().next().is_some() {
        entries.push(Entry::new(Key::Nothing, "bars: simultaneous confidence intervals", NOTE));
    }
    if set.series.len() > 1 {
        entries.push(Entry::new(Key::Nothing, "what would overlap stands side by side", NOTE));
    }
    entries
}

impl Entry {
    /// An entry of one key and some text.
    pub(super) fn new(key: Key, text: &str, style: TextStyle) -> Self {
        let mut entry = Self { key, lines: Vec::new() };
        entry.add(text, style);
        entry
    }

    fn add(&mut self, text: &str, style: TextStyle) {
        self.lines.extend(wrapped(text, MOST_TEXT, style).into_iter().map(|line| (line, style)));
    }

    fn height(&self) -> f64 {
        self.lines.iter().map(|(_, style)| line_height(*style)).sum::<f64>() + 4.0
    }

    fn draw(&self, canvas: &Canvas, (left, top): Position) -> Result<(), FigureError> {
        let Some((_, first)) = self.lines.first() else {
            return Ok(());
        };
        let middle = top + 0.5 * line_height(*first);
        self.key.draw(canvas, left, middle)?;
        let mut baseline = middle + 0.36 * first.size;
        for (line, style) in &self.lines {
            draw_text(canvas, line, (left + KEY_WIDTH, baseline), *style, (Anchor::Start, Direction::Right))?;
            baseline += line_height(*style);
        }
        Ok(())
    }
}

impl Key {
    fn draw(&self, canvas: &Canvas, left: f64, y: f64) -> Result<(), FigureError> {
        let centre = (left + KEY_LENGTH / 2.0, y);
        let ends = [(left, y), (left + KEY_LENGTH, y)];
        match self {
            Self::Nothing => Ok(()),
            Self::Marker { look, line, hollow } => {
                if *line {
                    draw_line(canvas, &ends, *look)?;
                }
                draw_marker(canvas, centre, *look, *hollow)
            }
            Self::Line(colour) => canvas.line(&ends, *colour, 1.8),
            Self::Dashes(dash) => canvas.dashes(&ends, GREY, 1.1, *dash),
            Self::Alarm => draw_alarm(canvas, centre),
            Self::Contour(dash) => draw_contour(canvas, &ends, *dash),
            Self::Unresolved => draw_unresolved(canvas, centre),
        }
    }
}

fn line_height(style: TextStyle) -> f64 {
    1.36 * style.size
}

/// Width and height of the legend.
pub(super) fn size(entries: &[Entry]) -> Position {
    let lines = entries.iter().flat_map(|entry| &entry.lines);
    let text = lines.map(|(line, style)| text_width(line, *style)).fold(0.0, f64::max);
    (KEY_WIDTH + text, entries.iter().map(Entry::height).sum())
}

/// Draws the legend with its upper left corner here.
pub(super) fn draw(canvas: &Canvas, entries: &[Entry], (left, top): Position) -> Result<(), FigureError> {
    let mut y = top;
    for entry in entries {
        entry.draw(canvas, (left, y))?;
        y += entry.height();
    }
    Ok(())
}
