//! Measurements at one place: on an axis of words series stand side by side, on an axis of numbers they stand at their number.

use indexmap::IndexMap;

use super::axis::{Axis, Numbers};
use super::layout::Frame;
use super::marker::RADIUS;
use super::series::Series;

/// Where a dot stands beside its place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Seat {
    /// How far the marker moves to the right, as a share of the plot's width. On an axis of numbers it never moves.
    pub(super) marker: f64,
    /// How far its interval moves. On an axis of numbers that is less than half the width of a marker.
    pub(super) interval: f64,
    /// How many markers stand in front of it. It is drawn as an outline around these.
    pub(super) behind: usize,
}

/// The seats of all dots: by series, then by dot.
pub(super) type Seats = Vec<Vec<Seat>>;

/// The distance from one interval to the next, in logical pixels, if there is room.
const STEP: f64 = 1.8;
/// Intervals move no further than this.
const FURTHEST: f64 = 0.8 * RADIUS;
/// Markers nearer than this cover each other.
const NEAR: f64 = RADIUS;

/// Returns the seat of each dot. On an axis of words a series stands at the same side of every word.
pub(super) fn seats(series: &[Series], x: &Axis, y: &Numbers, frame: &Frame) -> Seats {
    match x {
        Axis::Words(words) => {
            let step = word_step(series.len()) / words.len() as f64;
            let shift = |i: usize| (i as f64 - (series.len() as f64 - 1.0) / 2.0) * step;
            let seat = |i: usize| Seat { marker: shift(i), interval: shift(i), behind: 0 };
            series.iter().enumerate().map(|(i, one)| vec![seat(i); one.dots.len()]).collect()
        }
        Axis::Numbers(_) => at_their_numbers(series, x, y, frame),
    }
}

/// Returns the distance from one series to the next, as a share of the room of a word.
pub(super) fn word_step(series_count: usize) -> f64 {
    (0.8 / series_count.max(1) as f64).min(0.2)
}

/// The share of the axis to leave free on both sides for this many series.
pub(super) fn padding(series_count: usize) -> f64 {
    (0.008 * series_count as f64).clamp(0.045, 0.07)
}

/// A dot with the height of its marker and the heights between which it is drawn, in logical pixels from below.
struct Dot {
    series: usize,
    dot: usize,
    middle: f64,
    from: f64,
    to: f64,
}

fn at_their_numbers(series: &[Series], x: &Axis, y: &Numbers, frame: &Frame) -> Seats {
    let mut columns: IndexMap<u64, Vec<Dot>> = IndexMap::new();
    let (height, width) = (frame.bottom - frame.top, frame.right - frame.left);
    for (i, one) in series.iter().enumerate() {
        for (j, dot) in one.dots.iter().enumerate() {
            let place = |value: f64| y.place(value).map(|place| place.clamp(0.0, 1.0) * height);
            let shown = y.place(dot.measurement.estimate.mean).filter(|place| (0.0..=1.0).contains(place));
            if let (Some(at), Some(middle)) = (x.place_of(dot.x), shown.map(|place| place * height)) {
                let interval = dot.measurement.interval;
                let from = place(interval.lower).unwrap_or(0.0).min(middle - NEAR);
                let to = place(interval.upper).unwrap_or(height).max(middle + NEAR);
                columns.entry(at.to_bits()).or_default().push(Dot { series: i, dot: j, middle, from, to });
            }
        }
    }
    let mut seats: Seats = series.iter().map(|one| vec![Seat::default(); one.dots.len()]).collect();
    for mut column in columns.into_values() {
        for group in groups(&mut column, |dot| (dot.from, dot.to)) {
            let half = (group.len() as f64 - 1.0) / 2.0;
            let step = STEP.min(FURTHEST / half.max(0.5));
            for (k, (series, dot)) in group.into_iter().enumerate() {
                seats[series][dot].interval = (k as f64 - half) * step / width;
            }
        }
        for group in groups(&mut column, |dot| (dot.middle - 0.5 * NEAR, dot.middle + 0.5 * NEAR)) {
            for (k, (series, dot)) in group.iter().enumerate() {
                seats[*series][*dot].behind = group.len() - 1 - k;
            }
        }
    }
    seats
}

/// Series and dot of those that overlap, directly or through others; within a group in the order of the series.
fn groups(dots: &mut [Dot], extent: impl Fn(&Dot) -> (f64, f64)) -> Vec<Vec<(usize, usize)>> {
    dots.sort_by(|a, b| extent(a).0.total_cmp(&extent(b).0));
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for dot in dots.iter() {
        let (from, to) = extent(dot);
        let overlaps = from < end;
        end = if overlaps { end.max(to) } else { to };
        match groups.last_mut().filter(|_| overlaps) {
            Some(group) => group.push((dot.series, dot.dot)),
            None => groups.push(vec![(dot.series, dot.dot)]),
        }
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use crate::figure::range::AxisScale;
    use crate::figure::series::group;

    #[test]
    fn markers_stay_at_their_number_and_intervals_near_it() {
        let mut outcome = example::naive();
        for cell in &mut outcome.cells {
            cell.measurement = example::measurement(cell.measurement.setting.clone(), 0.5, 0.01);
        }
        outcome.cells[0].measurement.estimate.mean = 0.9;
        outcome.cells[0].measurement.interval.lower = 0.85;
        let spec = outcome.figure.spec.clone().expect("the example has a figure");
        let set = group(&outcome, &spec).expect("the example has its x");
        let x =
            Axis::horizontal(&set.series[0].dots.iter().map(|dot| dot.x).collect::<Vec<_>>(), &[], spec.x_scale, 0.05);
        let y =
            Numbers { kind: AxisScale::Linear, range: (0.0, 1.0), zero: false, infinity: false, values: Vec::new() };
        let frame = Frame { left: 0.0, right: 400.0, top: 0.0, bottom: 300.0 };
        let seats = seats(&set.series, &x, &y, &frame);
        assert!(seats.iter().flatten().all(|seat| seat.marker == 0.0 && seat.interval.abs() * 400.0 < RADIUS));
        assert_eq!([seats[0][0].interval, seats[1][0].interval + seats[2][0].interval], [0.0, 0.0]);
        assert!(seats[0][1].interval < seats[1][1].interval && seats[1][1].interval < seats[2][1].interval);
        assert_eq!([0, 1, 2].map(|series| seats[series][1].behind), [2, 1, 0]);
        assert_eq!([0, 1, 2].map(|series| seats[series][0].behind), [0, 1, 0]);
    }
}
