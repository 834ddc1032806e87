//! Markers that would overlap are placed side by side.

use indexmap::IndexMap;

use super::axis::{Axis, Numbers};
use super::layout::Frame;
use super::series::{Dot, Series};

/// How far every dot moves to the right, as a share of the plot's width: by series, then by dot.
pub(super) type Shifts = Vec<Vec<f64>>;

/// The distance from one marker to the next, in logical pixels, if there is room.
const STEP: f64 = 5.5;
/// A marker takes this much of the height on both sides of its middle.
const REACH: f64 = 3.5;

/// Returns how far each dot moves. On a numeric axis only dots with overlapping markers or intervals move. On an axis of words all dots move, so that
/// a series stands at the same side of every word.
pub(super) fn shifts(series: &[Series], x: &Axis, y: &Numbers, frame: &Frame) -> Shifts {
    match x {
        Axis::Words(words) => {
            let step = word_step(series.len()) / words.len() as f64;
            let shift = |i: usize| (i as f64 - (series.len() as f64 - 1.0) / 2.0) * step;
            series.iter().enumerate().map(|(i, one)| vec![shift(i); one.dots.len()]).collect()
        }
        Axis::Numbers(_) => beside_each_other(series, x, y, frame),
    }
}

/// Returns the distance from one series to the next, as a share of the room of a word.
pub(super) fn word_step(series_count: usize) -> f64 {
    (0.8 / series_count.max(1) as f64).min(0.2)
}

/// The share of the axis to leave free on both sides for this many series side by side.
pub(super) fn padding(series_count: usize) -> f64 {
    (0.008 * series_count as f64).clamp(0.045, 0.12)
}

struct Seat {
    series: usize,
    dot: usize,
    from: f64,
    to: f64,
}

fn beside_each_other(series: &[Series], x: &Axis, y: &Numbers, frame: &Frame) -> Shifts {
    let mut columns: IndexMap<u64, Vec<Seat>> = IndexMap::new();
    for (i, one) in series.iter().enumerate() {
        for (j, dot) in one.dots.iter().enumerate() {
            if let (Some(place), Some((from, to))) = (x.place_of(dot.x), extent(dot, y, frame)) {
                columns.entry(place.to_bits()).or_default().push(Seat { series: i, dot: j, from, to });
            }
        }
    }
    let width = frame.right - frame.left;
    let room = 0.8 * least_gap(columns.keys().map(|bits| f64::from_bits(*bits))) * width;
    let mut shifts: Shifts = series.iter().map(|one| vec![0.0; one.dots.len()]).collect();
    for (bits, cluster) in
        columns.into_iter().flat_map(|(bits, seats)| clusters(seats).into_iter().map(move |c| (bits, c)))
    {
        let place = f64::from_bits(bits);
        let edge = 2.0 * place.min(1.0 - place).max(0.0) * width;
        let step = STEP.min(room.min(edge) / cluster.len() as f64);
        for (k, seat) in cluster.iter().enumerate() {
            shifts[seat.series][seat.dot] = (k as f64 - (cluster.len() as f64 - 1.0) / 2.0) * step / width;
        }
    }
    shifts
}

/// Returns the part of the height that a dot covers, from below, in logical pixels. Returns `None` if its marker is not shown.
fn extent(dot: &Dot, y: &Numbers, frame: &Frame) -> Option<(f64, f64)> {
    let height = frame.bottom - frame.top;
    let middle = y.place(dot.measurement.estimate.mean).filter(|place| (0.0..=1.0).contains(place))? * height;
    let end = |value: f64| y.place(value).map_or(middle, |place| place.clamp(0.0, 1.0) * height);
    let (lower, upper) = (end(dot.measurement.interval.lower), end(dot.measurement.interval.upper));
    Some(((middle - REACH).min(lower), (middle + REACH).max(upper)))
}

/// Seats that overlap, directly or through others; within a cluster in the order of the series.
fn clusters(mut seats: Vec<Seat>) -> Vec<Vec<Seat>> {
    seats.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut clusters: Vec<Vec<Seat>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for seat in seats {
        let overlaps = seat.from < end;
        end = if overlaps { end.max(seat.to) } else { seat.to };
        match clusters.last_mut().filter(|_| overlaps) {
            Some(cluster) => cluster.push(seat),
            None => clusters.push(vec![seat]),
        }
    }
    clusters.iter_mut().for_each(|cluster| cluster.sort_by_key(|seat| (seat.series, seat.dot)));
    clusters
}

fn least_gap(places: impl Iterator<Item = f64>) -> f64 {
    let mut places: Vec<f64> = places.collect();
    places.sort_by(f64::total_cmp);
    places.windows(2).map(|pair| pair[1] - pair[0]).fold(0.5, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use crate::figure::range::AxisScale;
    use crate::figure::series::group;

    #[test]
    fn only_what_overlaps_moves() {
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
        let shifts = shifts(&set.series, &x, &y, &frame);
        assert_eq!([shifts[0][0], shifts[1][0] + shifts[2][0]], [0.0, 0.0]);
        assert!(shifts[1][0] < 0.0 && shifts[0][1] < shifts[1][1] && shifts[1][1] < shifts[2][1]);
    }
}
