//! Where a legend stands: inside the frame if a corner is free, else below.

use weak_to_strong_lab::setting::SettingValue;

use super::arrangement::Arrangement;
use super::axis::{Axis, Numbers};
use super::canvas::{Canvas, Position};
use super::colours::WHITE;
use super::curves::{Curve, height_at};
use super::error::FigureError;
use super::key::{Entry, Legend};
use super::layout::Frame;
use super::panels::Panel;
use super::rendition::Rendition;

/// The largest share of the width and of the height of a frame that a legend inside it takes.
const MOST: (f64, f64) = (0.62, 0.6);
/// Between a legend and the frame, or what is drawn in it.
const GAP: f64 = 9.0;
/// Points that stand for a line between two others.
const STEPS: u32 = 24;

/// A legend with its upper left corner.
pub(super) struct PlacedLegend {
    legend: Legend,
    at: Position,
    is_inside: bool,
}

impl PlacedLegend {
    /// Draws it. What lies under it in the frame does not show.
    pub(super) fn draw(&self, canvas: &Canvas) -> Result<(), FigureError> {
        let ((left, top), (width, height)) = (self.at, self.legend.size);
        if self.is_inside {
            let (right, bottom) = (left + width + 3.0, top + height);
            canvas.polygon(&[(left - 3.0, top), (right, top), (right, bottom), (left - 3.0, bottom)], WHITE)?;
        }
        self.legend.draw(canvas, self.at)
    }
}

/// Arranges a figure with its legend, in parts. `arranged` takes the size of what stands below the plots, which are `width` wide together; `taken`
/// says what is drawn in a frame, or that no legend may stand there.
///
/// Where a caption says what signs mean, notes are left out.
pub(super) fn with_legend(
    entries: Vec<Entry>,
    (width, rendition): (f64, Rendition),
    arranged: impl Fn((f64, f64)) -> Arrangement,
    taken: impl Fn(&Arrangement) -> Option<Vec<Position>>,
) -> (Arrangement, Vec<PlacedLegend>) {
    let entries: Vec<Entry> = match rendition.has_caption() {
        true => entries.into_iter().filter_map(Entry::without_notes).collect(),
        false => entries,
    };
    let (keys, notes): (Vec<Entry>, Vec<Entry>) = entries.iter().cloned().partition(Entry::has_key);
    let below = Legend::rows(notes, width);
    let arrangement = arranged(below.size);
    let frame = arrangement.panels.first().map(|panel| panel.frame);
    let inside = frame.zip(taken(&arrangement)).and_then(|(frame, taken)| {
        let legend = Legend::column(keys, MOST.0 * (frame.right - frame.left));
        free_corner(&frame, legend.size, &taken).map(|at| PlacedLegend { legend, at, is_inside: true })
    });
    if let Some(inside) = inside {
        let below = PlacedLegend { legend: below, at: arrangement.legend, is_inside: false };
        return (arrangement, vec![inside, below]);
    }
    let legend = Legend::rows(entries, width);
    let arrangement = arranged(legend.size);
    let at = arrangement.legend;
    (arrangement, vec![PlacedLegend { legend, at, is_inside: false }])
}

/// Where a rectangle of this size may stand in a corner of the frame, or in the middle of a side; `None` if something is drawn in each.
fn free_corner(frame: &Frame, (width, height): (f64, f64), taken: &[Position]) -> Option<Position> {
    let room = (frame.right - frame.left, frame.bottom - frame.top);
    if width > MOST.0 * room.0 || height > MOST.1 * room.1 {
        return None;
    }
    let (left, top) = (frame.left + GAP, frame.top + GAP);
    let (right, bottom) = (frame.right - GAP - width, frame.bottom - GAP - height);
    let (middle, centre) = (0.5 * (left + right), 0.5 * (top + bottom));
    let places = [
        (right, top),
        (left, top),
        (right, bottom),
        (left, bottom),
        (middle, top),
        (middle, bottom),
        (right, centre),
        (left, centre),
    ];
    let is_free = |(x, y): &Position| {
        let is_in = |at: f64, start: f64, length: f64| (start - GAP..=start + length + GAP).contains(&at);
        !taken.iter().any(|point| is_in(point.0, *x, width) && is_in(point.1, *y, height))
    };
    places.into_iter().find(is_free)
}

/// Points of all that is drawn in a panel: intervals, lines between markers, expected values and references.
pub(super) fn covered(panel: &Panel, (x, y): (&Axis, &Numbers), frame: &Frame) -> Vec<Position> {
    let place = |value: &SettingValue, height: f64| Some((x.place_of(value)?, y.place(height)?));
    let mut taken = Vec::new();
    for series in &panel.series {
        let line: Vec<Position> =
            series.dots.iter().filter_map(|dot| place(dot.x, dot.measurement.estimate.mean)).collect();
        taken.extend(along(line));
        for dot in &series.dots {
            let interval = dot.measurement.interval;
            let ends: Vec<Position> =
                [interval.lower, interval.upper].iter().filter_map(|end| place(dot.x, *end)).collect();
            taken.extend(along(ends));
        }
    }
    let references = panel.references.iter().flat_map(|reference| &reference.curves);
    for curve in panel.expected.curves().into_iter().chain(references) {
        let line: Vec<Position> = match curve {
            Curve::Through(points) => points.iter().filter_map(|(value, height)| place(value, *height)).collect(),
            Curve::Level(height) => y.place(*height).map_or_else(Vec::new, |y| vec![(0.0, y), (1.0, y)]),
            Curve::Along(curve) => {
                let dots = panel.series.iter().flat_map(|series| &series.dots);
                dots.filter_map(|dot| place(dot.x, height_at(curve, dot)?)).collect()
            }
        };
        taken.extend(along(line));
    }
    taken.into_iter().map(|(x, y)| (frame.x(x), frame.y(y))).collect()
}

/// Points along a line from left to right.
pub(super) fn along(mut line: Vec<Position>) -> Vec<Position> {
    line.retain(|(x, y)| x.is_finite() && y.is_finite());
    line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let between = |pair: &[Position]| {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let at = move |i: u32| {
            let share = f64::from(i) / f64::from(STEPS);
            (x + share * (to_x - x), y + share * (to_y - y))
        };
        (0..=STEPS).map(at)
    };
    line.windows(2).flat_map(between).chain(line.first().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_stands_in_the_first_free_corner() {
        let frame = Frame { left: 0.0, right: 400.0, top: 0.0, bottom: 200.0 };
        let size = (100.0, 50.0);
        assert_eq!(free_corner(&frame, size, &[]), Some((291.0, 9.0)));
        let falling = along(vec![(0.0, 0.0), (400.0, 200.0)]);
        assert_eq!(free_corner(&frame, size, &falling), Some((291.0, 9.0)));
        let rising = along(vec![(0.0, 200.0), (400.0, 0.0)]);
        assert_eq!(free_corner(&frame, size, &rising), Some((9.0, 9.0)));
        let all: Vec<Position> =
            (0..40).flat_map(|i| (0..20).map(move |j| (f64::from(i) * 10.0, f64::from(j) * 10.0))).collect();
        assert_eq!(free_corner(&frame, size, &all), None);
        assert_eq!(free_corner(&frame, (300.0, 50.0), &[]), None);
    }
}
