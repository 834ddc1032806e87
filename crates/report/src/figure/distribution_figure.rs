//! The figure of a probability or a quantile: the distribution of the random number at each of a few cells, with what is asked of it marked.

use weak_to_strong_lab::claim::{Asked, ClaimOutcome, FigureSpec, Verdict};
use weak_to_strong_lab::setting::SettingValue;

use super::arrangement::{Arrangement, Page};
use super::axis::{Axis, Numbers};
use super::canvas::{Canvas, Dash, Position};
use super::colours::{ALARM, DARK, FAINT, GREY, WHITE};
use super::curves::{Curve, Expected};
use super::distribution_lines::{Line, common, lines};
use super::error::FigureError;
use super::grid::Grid;
use super::inside::{along, with_legend};
use super::interval::ARROW;
use super::key::{Entry, KeySign};
use super::label::{expected_label, listed};
use super::layout::{AXIS, Frame, Paper, Title};
use super::legend::{ENTRY, NOTE, alarming};
use super::marker::{Look, draw_alarm, draw_line, draw_marker};
use super::number::number;
use super::plot::Plot;
use super::range::AxisScale;
use super::sheet::Sheet;
use super::swarm::seats;
use super::text::{Anchor, Direction, draw_text};
use super::text_style::TextStyle;
use super::xml::cleaned;

/// Dashes of a threshold, and of the share of a quantile.
const DASH: Dash = (6.0, 3.5);
/// The distance between the intervals of two quantiles, which are drawn one above the other.
const STEP: f64 = 6.0;
/// So much of a distribution may lie beyond either end of the axis.
const TAIL: f64 = 0.003;

/// Draws the figure as SVG.
pub(super) fn draw_distributions(
    outcome: &ClaimOutcome,
    spec: &FigureSpec,
    svg: &mut String,
    sheet: Sheet,
) -> Result<(), FigureError> {
    let lines = lines(outcome);
    let paper = Paper::of(spec.columns, sheet.rendition);
    let page = Page { paper, panels: 1, headings: false, small: 0.0, beside: 0.0 };
    let (x, y) = (horizontal(spec, &lines), shares());
    let title = Title::of(&cleaned(&outcome.title), paper);
    let mut grid = Grid::new(&x, &y, 0.0, |tick_width| page.panel_width(tick_width));
    grid.reserve_title(&number_title(outcome, spec));
    let arranged = |legend| page.arranged(&title, 0.0, &grid, legend);
    let taken = |arrangement: &Arrangement| Some(covered(&arrangement.panels.first()?.frame, (&x, &y), &lines));
    let entries = entries(outcome, &lines);
    let (arrangement, legends) = with_legend(entries, (paper.inner_width(), sheet.rendition), arranged, taken);
    let Arrangement { panels, whole, height, .. } = arrangement;
    let width = paper.width;
    let canvas = Canvas::new(svg, (width, height), sheet);
    canvas.polygon(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], WHITE)?;
    title.draw(&canvas)?;
    for place in &panels {
        let frame = place.frame;
        draw_counting(&canvas, &frame, &x, &lines)?;
        grid.draw_lines(&canvas, &frame, &x)?;
        grid.draw_axes(&canvas, &frame, place.labels)?;
        draw_plot(&canvas, &frame, (&x, &y), &lines)?;
    }
    grid.draw_titles(&canvas, &whole, [&number_title(outcome, spec), &height_title(outcome, &lines)])?;
    legends.iter().try_for_each(|legend| legend.draw(&canvas))?;
    canvas.finish()
}

/// What a figure of distributions draws, in words.
pub(super) fn distributions_drawn(outcome: &ClaimOutcome) -> String {
    let lines = lines(outcome);
    let labels: Vec<String> = lines.iter().map(|line| line.label.clone()).filter(|label| !label.is_empty()).collect();
    let cells = if labels.is_empty() { String::new() } else { format!(", for {}", listed(&labels)) };
    let marked = match common(&lines, Line::threshold) {
        Some(threshold) => {
            format!("; marked at {}: {}", number(threshold, 4), outcome.figure.in_symbols(&outcome.shape.left))
        }
        None => format!("; marked: {}", outcome.figure.in_symbols(&outcome.shape.left)),
    };
    format!("the distribution of {}{cells}{marked}; {}", observed(outcome), expected_label(outcome, false))
}

/// The random number in symbols.
pub(super) fn observed(outcome: &ClaimOutcome) -> &str {
    outcome.shape.observed.as_deref().map_or("", |observed| outcome.figure.in_symbols(observed))
}

/// The title of the horizontal axis.
pub(super) fn number_title(outcome: &ClaimOutcome, spec: &FigureSpec) -> String {
    spec.x_label.clone().unwrap_or_else(|| observed(outcome).to_owned())
}

/// The title of the vertical axis.
pub(super) fn height_title(outcome: &ClaimOutcome, lines: &[Line]) -> String {
    if let Some(label) = outcome.figure.spec.as_ref().and_then(|spec| spec.y_label.clone()) {
        return label;
    }
    let sign = if lines.first().is_some_and(is_above) { "≥" } else { "≤" };
    format!("P({} {sign} x)", observed(outcome))
}

fn is_above(line: &Line) -> bool {
    matches!(line.asked, Asked::Probability { above: true, .. })
}

/// The axis of shares, from 0 to 1.
fn shares() -> Numbers {
    Numbers { kind: AxisScale::Linear, range: (-0.03, 1.03), zero: false, infinity: false, values: Vec::new() }
}

/// The axis of the random number: the bulk of all distributions, and all that is marked.
pub(super) fn horizontal(spec: &FigureSpec, lines: &[Line]) -> Axis {
    let bulk = |line: &Line| {
        let inner = line.curve.iter().filter(|(_, share)| (TAIL..=1.0 - TAIL).contains(share)).map(|(x, _)| *x);
        let least = inner.clone().fold(f64::INFINITY, f64::min);
        [least, inner.fold(f64::NEG_INFINITY, f64::max)]
    };
    let marked = |line: &Line| match line.share() {
        Some(_) => vec![line.cell.measurement.interval.lower, line.cell.measurement.interval.upper, line.cell.expected],
        None => line.threshold().into_iter().collect(),
    };
    let values = lines.iter().flat_map(|line| bulk(line).into_iter().chain(marked(line)));
    let values: Vec<SettingValue> = values.filter(|x| x.is_finite()).map(SettingValue::Number).collect();
    match Axis::horizontal(&values.iter().collect::<Vec<_>>(), &[], spec.x_scale, 0.04) {
        Axis::Numbers(numbers) => Axis::Numbers(Numbers { values: Vec::new(), ..numbers }).within(spec.x_range),
        words @ Axis::Words(_) => words,
    }
}

/// Points of the distributions and of their bounds.
fn covered(frame: &Frame, (x, y): (&Axis, &Numbers), lines: &[Line]) -> Vec<Position> {
    let place = |(at, share): (f64, f64)| Some((x.place_of(&SettingValue::Number(at))?, y.place(share)?));
    let curves = lines.iter().map(|line| line.curve.iter().filter_map(|point| place(*point)).collect());
    // Before the first number and after the last one a distribution is flat.
    let level = |share: f64| y.place(share).map(|y| vec![(0.0, y), (1.0, y)]);
    let bounds = lines.iter().filter(|line| line.share().is_none()).map(|line| line.cell.expected);
    let levels = [0.0, 1.0].into_iter().chain(bounds).filter_map(level);
    let points = curves.chain(levels).flat_map(along);
    points.map(|(x, y)| (frame.x(x), frame.y(y))).collect()
}

/// Shades the numbers that count, if the threshold is that of all lines.
fn draw_counting(canvas: &Canvas, frame: &Frame, x: &Axis, lines: &[Line]) -> Result<(), FigureError> {
    let Some(threshold) = common(lines, Line::threshold).and_then(|threshold| position(frame, x, threshold)) else {
        return Ok(());
    };
    let (left, right) = if lines.iter().all(is_above) { (threshold, frame.right) } else { (frame.left, threshold) };
    canvas.polygon(&[(left, frame.top), (right, frame.top), (right, frame.bottom), (left, frame.bottom)], FAINT)
}

fn draw_plot(canvas: &Canvas, frame: &Frame, (x, y): (&Axis, &Numbers), lines: &[Line]) -> Result<(), FigureError> {
    if lines.is_empty() {
        let style = TextStyle { colour: GREY, ..AXIS };
        let middle = (Anchor::Middle, Direction::Right);
        return draw_text(canvas, "nothing was measured", (frame.x(0.5), frame.y(0.5)), style, middle);
    }
    let looks: Vec<Look> = lines.iter().map(|line| line.look).collect();
    let dots: Vec<_> = lines.iter().filter_map(Line::dot).collect();
    let plot = Plot { canvas, frame: *frame, x, y, seats: seats(&dots, x, y, frame), alarms: true, intervals: true };
    draw_marks(&plot, lines, &looks)?;
    for line in lines {
        draw_curve(&plot, line)?;
    }
    dots.iter().zip(&looks).enumerate().try_for_each(|(i, (dot, look))| plot.series(i, dot, *look))?;
    draw_quantiles(&plot, lines)
}

/// What is stated: the threshold or the share as dashes, and the bound as a line.
fn draw_marks(plot: &Plot, lines: &[Line], looks: &[Look]) -> Result<(), FigureError> {
    let upright = |at: f64| position(&plot.frame, plot.x, at).map(|x| [(x, plot.frame.bottom), (x, plot.frame.top)]);
    let is_quantile = lines.iter().any(|line| line.share().is_some());
    let right = |line: &Line| Some(line.cell.expected);
    match (is_quantile, common(lines, right)) {
        (false, Some(bound)) => plot.expected(&Expected::Shared(Curve::Level(bound)), looks, &[])?,
        (false, None) => {
            let each = lines.iter().map(|line| Some(Curve::Level(line.cell.expected))).collect();
            plot.expected(&Expected::Each(each), looks, &[])?;
        }
        (true, bound) => {
            let own: &[Line] = if bound.is_some() { &[] } else { lines };
            if let Some(points) = bound.and_then(upright) {
                plot.canvas.line(&points, DARK, 1.8)?;
            }
            for line in own {
                if let Some(points) = upright(line.cell.expected) {
                    draw_line(plot.canvas, &points, line.look)?;
                }
            }
        }
    }
    let levels: &[Line] = if common(lines, Line::share).is_some() { &lines[..1] } else { lines };
    for y in levels.iter().filter_map(Line::share).filter_map(|share| plot.y.place(share)) {
        let y = plot.frame.y(y);
        plot.canvas.dashes(&[(plot.frame.left, y), (plot.frame.right, y)], GREY, 1.1, DASH)?;
    }
    for (place, line) in lines.iter().enumerate() {
        let is_same = |other: &Line| other.threshold() == line.threshold();
        if lines[..place].iter().any(is_same) {
            continue;
        }
        let is_own = lines.len() > 1 && lines.iter().filter(|other| is_same(other)).count() == 1;
        let colour = if is_own { line.look.colour } else { GREY };
        if let Some(points) = line.threshold().and_then(upright) {
            plot.canvas.dashes(&points, colour, 1.1, DASH)?;
        }
    }
    Ok(())
}

/// Draws the distribution, as far as the axis reaches.
fn draw_curve(plot: &Plot, line: &Line) -> Result<(), FigureError> {
    let end = |share: f64| if is_above(line) { 1.0 - share } else { share };
    let place = |(x, share): (f64, f64)| Some((plot.x.place_of(&SettingValue::Number(x))?, plot.y.place(share)?));
    let inner: Vec<(f64, f64)> = line.curve.iter().filter_map(|point| place(*point)).collect();
    // Before the first number and after the last one the distribution is flat.
    let flat = |x: f64, share: f64| plot.y.place(end(share)).map(|y| (x, y));
    let ends = (inner.first(), inner.last());
    let (Some(first), Some(last)) = ends else { return Ok(()) };
    let mut points: Vec<(f64, f64)> = flat(first.0.min(0.0), 0.0).into_iter().collect();
    points.extend(&inner);
    points.extend(flat(last.0.max(1.0), 1.0));
    let inside: Vec<(f64, f64)> = points.windows(2).flat_map(|pair| within(pair[0], pair[1])).collect();
    let drawn: Vec<(f64, f64)> = inside.iter().map(|(x, y)| (plot.frame.x(*x), plot.frame.y(*y))).collect();
    draw_line(plot.canvas, &drawn, line.look)
}

/// The part of a segment with places in 0 … 1.
fn within(a: (f64, f64), b: (f64, f64)) -> Vec<(f64, f64)> {
    if b.0 < 0.0 || a.0 > 1.0 {
        return Vec::new();
    }
    let at = |x: f64| (x, if b.0 > a.0 { a.1 + (x - a.0) / (b.0 - a.0) * (b.1 - a.1) } else { a.1 });
    vec![if a.0 < 0.0 { at(0.0) } else { a }, if b.0 > 1.0 { at(1.0) } else { b }]
}

/// Draws the quantiles with their intervals, one above the other around their share.
fn draw_quantiles(plot: &Plot, lines: &[Line]) -> Result<(), FigureError> {
    let middle = 0.5 * (lines.len() as f64 - 1.0);
    for (i, line) in lines.iter().enumerate() {
        let Some(y) = line.share().and_then(|share| plot.y.place(share)) else { continue };
        let y = plot.frame.y(y) + STEP * (i as f64 - middle);
        draw_interval(plot, line, y)?;
        if let Some(x) = position(&plot.frame, plot.x, line.cell.measurement.estimate.mean) {
            if line.cell.verdict == Verdict::Violated {
                draw_alarm(plot.canvas, (x, y))?;
            }
            draw_marker(plot.canvas, (x, y), line.look, false)?;
        }
    }
    Ok(())
}

/// Draws the interval of a quantile at this height. An end that leaves the frame is an arrow.
fn draw_interval(plot: &Plot, line: &Line, y: f64) -> Result<(), FigureError> {
    let (frame, interval, colour) = (&plot.frame, line.cell.measurement.interval, line.look.colour);
    let at = |end: f64| position(frame, plot.x, end);
    let (lower, upper) = (at(interval.lower), at(interval.upper));
    plot.canvas.line(&[(lower.unwrap_or(frame.left), y), (upper.unwrap_or(frame.right), y)], colour, 1.6)?;
    for (end, edge, inwards) in [(lower, frame.left, ARROW.0), (upper, frame.right, -ARROW.0)] {
        match end {
            Some(x) => plot.canvas.line(&[(x, y - 3.0), (x, y + 3.0)], colour, 1.6)?,
            None => {
                let foot = edge + inwards;
                plot.canvas.polygon(&[(edge, y), (foot, y - ARROW.1), (foot, y + ARROW.1)], colour)?;
            }
        }
    }
    Ok(())
}

/// The horizontal position of a number that the axis shows.
fn position(frame: &Frame, x: &Axis, value: f64) -> Option<f64> {
    x.place_of(&SettingValue::Number(value)).filter(|place| (0.0..=1.0).contains(place)).map(|place| frame.x(place))
}

fn entries(outcome: &ClaimOutcome, lines: &[Line]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = lines.iter().map(entry).collect();
    entries.extend(marked_words(outcome, lines).map(|words| Entry::new(KeySign::Dashes(DASH), &words, ENTRY)));
    let colour = if common(lines, |line| Some(line.cell.expected)).is_some() { DARK } else { GREY };
    entries.push(Entry::new(KeySign::Line(colour), &expected_label(outcome, false), ENTRY));
    if lines.iter().any(|line| line.cell.verdict == Verdict::Violated) {
        entries.push(Entry::new(KeySign::Alarm, "violated", TextStyle { colour: ALARM, bold: true, ..NOTE }));
    }
    let left_out = outcome.cells.iter().filter(|cell| cell.distribution.is_some()).count() - lines.len();
    if left_out > 0 {
        let note = format!("the {} cells nearest to failing, of {}", lines.len(), lines.len() + left_out);
        entries.push(Entry::new(KeySign::Nothing, &note, NOTE));
    }
    entries.push(Entry::new(KeySign::Nothing, "curves: shares of the replicates", NOTE));
    if common(lines, Line::threshold).is_some() {
        entries.push(Entry::new(KeySign::Nothing, "shaded: the numbers that count", NOTE));
    }
    entries.push(Entry::new(KeySign::Nothing, "bars: simultaneous confidence intervals", NOTE));
    if lines.len() > 1 {
        let beside = if lines[0].share().is_some() {
            "bars stand one above the other"
        } else {
            "outlines: marks that coincide with those inside"
        };
        entries.push(Entry::new(KeySign::Nothing, beside, NOTE));
    }
    entries
}

/// What the dashes are: `threshold: 0.7·B = 0.218`, `share: 0.9`. `None` if nothing is drawn.
pub(super) fn marked_words(outcome: &ClaimOutcome, lines: &[Line]) -> Option<String> {
    let first = lines.first()?;
    if let Some(share) = first.share() {
        return Some(format!(
            "share: {}",
            common(lines, Line::share).map_or("that of each cell".to_owned(), |_| number(share, 4))
        ));
    }
    let typed = outcome.shape.threshold.as_deref().unwrap_or("0");
    let threshold = outcome.figure.in_symbols(typed);
    let value = common(lines, Line::threshold).map(|at| number(at, 4)).filter(|value| value != threshold);
    Some(format!("threshold: {threshold}{}", value.map_or_else(String::new, |value| format!(" = {value}"))))
}

/// A line with its number and interval, and the verdict if it is not as stated.
fn entry(line: &Line) -> Entry {
    let label = if line.label.is_empty() { "measured" } else { &line.label };
    let mut entry = Entry::new(KeySign::Marker { look: line.look, line: true, hollow: false }, label, ENTRY);
    let (mean, interval) = (line.cell.measurement.estimate.mean, line.cell.measurement.interval);
    let found = if line.share().is_some() { "quantile" } else { "P" };
    let [mean, lower, upper] = [mean, interval.lower, interval.upper].map(|value| number(value, 4));
    entry.add(&format!("{found} = {mean} ({lower} to {upper})"), NOTE);
    if let Some(style) = alarming(line.cell.verdict) {
        entry.add(line.cell.verdict.words(), style);
    }
    entry
}
