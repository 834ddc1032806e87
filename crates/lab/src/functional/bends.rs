//! Whether values lie below the chords between others, or above.

use super::points::{Contrast, Points};
use super::ruling::{Judged, Ruling, Share};
use crate::verdict::Verdict;

/// Triples of points at equal distances in the list, in steps of 1, 2, 4 and so on. Neighbours come first.
fn triples(count: usize) -> impl Iterator<Item = [usize; 3]> {
    let strides = (0..usize::BITS - 1).map(|power| 1usize << power).take_while(move |stride| 2 * stride < count);
    strides
        .flat_map(move |stride| (stride..count - stride).map(move |middle| [middle - stride, middle, middle + stride]))
}

/// The share of the first of three points in the chord at the middle one.
fn share_of_first(at: &[f64], [first, middle, last]: [usize; 3]) -> f64 {
    (at[last] - at[middle]) / (at[last] - at[first])
}

/// The chord between two points, minus the value between them, times a sign. This is a divided difference in units of the values.
pub(super) fn distances_from_chords(at: &[f64], sign: f64) -> Vec<Contrast> {
    let contrast = |triple: [usize; 3]| {
        let share = share_of_first(at, triple);
        vec![(triple[0], sign * share), (triple[1], -sign), (triple[2], sign * (1.0 - share))]
    };
    triples(at.len()).map(contrast).collect()
}

/// Judges whether no contrast of [`distances_from_chords`] is negative.
///
/// It holds if the contrast of each three neighbours holds or is tight. It is violated if any contrast is proved to be negative. The resolution is
/// relative to the value in the middle.
pub(super) fn bent(points: &Points, relative: f64, absolute: f64) -> Ruling {
    let judged = |(triple, contrast): ([usize; 3], _)| {
        (triple, Judged::of(contrast, &points.values[triple[1]], relative, absolute))
    };
    let all: Vec<_> = triples(points.at.len()).zip(points.contrasts).map(judged).collect();
    let shares = triples(points.at.len())
        .zip(points.contrast_estimates)
        .enumerate()
        .map(|(place, (triple, contrast))| Share::of(place, *contrast, &triple.map(|place| points.estimates[place])));
    let margin = Share::least(shares);
    let violated = all.iter().filter(|(_, judged)| judged.verdict == Verdict::Violated);
    if let Some((triple, judged)) = violated.min_by_key(|(_, judged)| judged.warrant) {
        let places = triple.map(|place| points.at[place]).to_vec();
        return Ruling { verdict: Verdict::Violated, warrant: judged.warrant, places, margin };
    }
    let neighbours = all.iter().filter(|(triple, _)| triple[2] - triple[0] == 2).map(|(_, judged)| *judged);
    let Judged { verdict, warrant } = Judged::all(neighbours);
    Ruling { verdict, warrant, places: Vec::new(), margin }
}
