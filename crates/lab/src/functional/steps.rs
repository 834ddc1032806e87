//! Whether values rise along a variable, or fall.

use super::points::{Contrast, Points};
use super::ruling::{Judged, Ruling, Share};
use crate::verdict::Verdict;

/// The most points of which all pairs are compared. More of them would cost more intervals than they tell.
const MOST_IN_PAIRS: usize = 32;

/// Pairs of an earlier and a later point: all of them, or of many points those that are 1, 2, 4, 8, … apart.
pub(super) fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    let is_compared = move |earlier: usize, later: usize| count <= MOST_IN_PAIRS || (later - earlier).is_power_of_two();
    let later = move |earlier: usize| (earlier + 1..count).filter(move |later| is_compared(earlier, *later));
    (0..count).flat_map(move |earlier| later(earlier).map(move |later| (earlier, later)))
}

/// The later value minus the earlier one, times a sign, for all pairs that are compared.
pub(super) fn differences(count: usize, sign: f64) -> Vec<Contrast> {
    pairs(count).map(|(earlier, later)| vec![(later, sign), (earlier, -sign)]).collect()
}

/// The estimate of each contrast of [`differences`], as a share of the two values, with the places of both.
pub(super) fn shares<'a>(points: &Points<'a>) -> impl Iterator<Item = ((usize, usize), Share)> + 'a {
    let estimates = points.estimates;
    let all = pairs(points.at.len()).zip(points.contrast_estimates).enumerate();
    all.map(move |(place, ((i, j), contrast))| ((i, j), Share::of(place, *contrast, &[estimates[i], estimates[j]])))
}

/// Judges whether no contrast of [`differences`] is negative.
///
/// It holds if the contrast of each pair of neighbours holds or is tight. It is violated if the contrast of any pair is proved to be negative. The
/// resolution is relative to the smaller side of a comparison: the earlier value for the sign 1, else the later one.
pub(super) fn monotone(points: &Points, sign: f64, relative: f64, absolute: f64) -> Ruling {
    let judged = |((earlier, later), contrast)| {
        let right = if sign > 0.0 { earlier } else { later };
        ((earlier, later), Judged::of(contrast, &points.values[right], relative, absolute))
    };
    let all: Vec<_> = pairs(points.at.len()).zip(points.contrasts).map(judged).collect();
    let margin = Share::least(shares(points).map(|(_, share)| share));
    let violated = all.iter().filter(|(_, judged)| judged.verdict == Verdict::Violated);
    if let Some(((earlier, later), judged)) = violated.min_by_key(|(_, judged)| judged.warrant) {
        let places = vec![points.at[*earlier], points.at[*later]];
        return Ruling { verdict: Verdict::Violated, warrant: judged.warrant, places, margin };
    }
    let steps = all.iter().filter(|((earlier, later), _)| later - earlier == 1).map(|(_, judged)| *judged);
    let Judged { verdict, warrant } = Judged::all(steps);
    Ruling { verdict, warrant, places: Vec::new(), margin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_always_compared_and_pairs_of_many_points_are_few() {
        assert_eq!(pairs(4).count(), 6);
        let many: Vec<_> = pairs(1000).collect();
        assert!(many.len() < 10_000 && (0..999).all(|place| many.contains(&(place, place + 1))));
        assert!(many.contains(&(0, 512)) && !many.contains(&(0, 3)));
    }
}
