//! The figure of a statement about most problems: for how many it holds, and what share of all problems that proves.

use plotters::style::RGBColor;

use weak_to_strong_lab::claim::{ClaimOutcome, Columns, MostOutcome, Scale};
use weak_to_strong_lab::setting::SettingValue;

use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::colours::{ALARM, DARK, GREY, LIGHT, WHITE};
use super::error::FigureError;
use super::grid::Grid;
use super::layout::{Frame, MARGIN, Paper, TICK, Title};
use super::marker::{Look, MarkerShape, draw_marker};
use super::number::number;
use super::range::AxisScale;
use super::sheet::Sheet;
use super::text::{Anchor, Direction, draw_text, text_width};
use super::xml::cleaned;

/// The colour of what holds.
const HOLDS: RGBColor = RGBColor(0, 114, 178);
/// Height of the bar of problems.
const BAR: f64 = 26.0;
/// Height of the strip with the interval of the share.
const STRIP: f64 = 44.0;
/// Width of the gap between two words of the key.
const GAP: f64 = 22.0;

/// Draws the figure as SVG.
pub(super) fn draw_most(
    outcome: &ClaimOutcome,
    most: &MostOutcome,
    svg: &mut String,
    sheet: Sheet,
) -> Result<(), FigureError> {
    let paper = Paper::of(Columns::Two, sheet.rendition);
    let width = paper.width;
    let title = Title::of(&cleaned(&outcome.title), paper);
    let (left, right) = (MARGIN + 10.0, width - MARGIN - 10.0);
    let key = title.bottom() + 24.0;
    let bar = Frame { left, right, top: key + 12.0, bottom: key + 12.0 + BAR };
    // The label of the stated share has its place above the strip.
    let strip = Frame { left, right, top: bar.bottom + 40.0, bottom: bar.bottom + 40.0 + STRIP };
    let x = share_axis(most);
    let grid = Grid::new(&Axis::Numbers(x.clone()), &unit(), 0.0, |_| right - left);
    let height = strip.bottom + grid.room_below() + MARGIN;
    let canvas = Canvas::new(svg, (width, height), sheet);
    canvas.polygon(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], WHITE)?;
    title.draw(&canvas)?;
    draw_bar(&canvas, &bar, key, most)?;
    grid.draw_without_heights(&canvas, &strip, true)?;
    draw_share(&canvas, &strip, &x, most)?;
    grid.draw_horizontal_title(&canvas, &strip, "share of problems for which it holds")?;
    canvas.finish()
}

/// The problems by verdict: words, number and colour.
fn parts(most: &MostOutcome) -> [(&'static str, u64, RGBColor); 3] {
    let undecided = most.draws.saturating_sub(most.held + most.violated);
    [("hold", most.held, HOLDS), ("undecided", undecided, LIGHT), ("violated", most.violated, ALARM)]
}

/// Draws all problems as one bar, and a key above it.
fn draw_bar(canvas: &Canvas, frame: &Frame, key: f64, most: &MostOutcome) -> Result<(), FigureError> {
    let start = |text: &str, at| draw_text(canvas, text, at, TICK, (Anchor::Start, Direction::Right));
    let heading = format!("{} problems:", most.draws);
    start(&heading, (frame.left, key))?;
    let mut word = frame.left + text_width(&heading, TICK) + GAP;
    let mut done = 0;
    for (words, count, colour) in parts(most).into_iter().filter(|(_, count, _)| *count > 0) {
        let edge = |of: u64| frame.x(of as f64 / most.draws as f64);
        let (from, to) = (edge(done), edge(done + count));
        canvas.polygon(&[(from, frame.top), (to, frame.top), (to, frame.bottom), (from, frame.bottom)], colour)?;
        let sign = [(word, key - 9.0), (word + 10.0, key - 9.0), (word + 10.0, key), (word, key)];
        canvas.polygon(&sign, colour)?;
        let text = format!("{count} {words}");
        start(&text, (word + 15.0, key))?;
        word += 15.0 + text_width(&text, TICK) + GAP;
        done += count;
    }
    Ok(())
}

/// Draws the interval of the share with the share that was found, and the stated one.
fn draw_share(canvas: &Canvas, frame: &Frame, x: &Numbers, most: &MostOutcome) -> Result<(), FigureError> {
    let at = |share: f64| frame.x(x.place(share).unwrap_or(0.0));
    let stated = at(most.share);
    canvas.dashes(&[(stated, frame.bottom), (stated, frame.top - 6.0)], GREY, 1.3, (3.0, 3.0))?;
    let label = format!("stated: more than {}", number(most.share, 4));
    let half = 0.5 * text_width(&label, TICK);
    let middle = stated.clamp(frame.left + half, frame.right - half);
    draw_text(canvas, &label, (middle, frame.top - 11.0), TICK, (Anchor::Middle, Direction::Right))?;
    let y = frame.y(0.5);
    canvas.line(&[(at(most.lower), y), (at(most.upper), y)], DARK, 1.6)?;
    for end in [most.lower, most.upper] {
        canvas.line(&[(at(end), y - 5.0), (at(end), y + 5.0)], DARK, 1.6)?;
    }
    let look = Look { colour: HOLDS, shape: MarkerShape::Disc, dash: None };
    draw_marker(canvas, (at(most.held as f64 / most.draws as f64), y), look, false)
}

/// The axis of the share: the interval, the share that was found and the stated one, with some room.
fn share_axis(most: &MostOutcome) -> Numbers {
    let shown = [most.lower, most.upper, most.share, most.held as f64 / most.draws as f64].map(SettingValue::Number);
    match Axis::horizontal(&shown.iter().collect::<Vec<_>>(), &[], Scale::Linear, 0.08) {
        Axis::Numbers(numbers) => {
            let (from, to) = numbers.range;
            Numbers { range: (from.max(-0.01), to.min(1.01)), values: Vec::new(), ..numbers }
        }
        Axis::Words(_) => unit(),
    }
}

/// An axis from 0 to 1.
fn unit() -> Numbers {
    Numbers { kind: AxisScale::Linear, range: (0.0, 1.0), zero: false, infinity: false, values: Vec::new() }
}
