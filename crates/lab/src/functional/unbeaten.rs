//! The points of a grid that no other point provably beats.

use weak_to_strong::evidence::{Enclosure, End, Warrant};

use super::points::{Contrast, Found, Points};
use super::steps::{differences, pairs};

/// The contrasts: the later value minus the earlier one, for all pairs of points.
pub(super) fn contrasts(at: &[f64]) -> Vec<Contrast> {
    differences(at.len(), 1.0)
}

/// The place of the least value, or of the greatest one for the sign −1: from the first point to the last point that no other point provably beats.
///
/// Points that are equal do not beat each other. An end has the weakest warrant of the contrasts that prove the points beyond it to be beaten.
pub(super) fn place_of_least(points: &Points, sign: f64) -> Found {
    let beaten = beaten(points, sign);
    let unbeaten = |place: &usize| beaten[*place].is_none();
    let count = points.at.len();
    // Intervals that miss may beat every point. Then nothing is proved.
    let is_consistent = (0..count).any(|place| unbeaten(&place));
    let first = (0..count).find(unbeaten).unwrap_or(0);
    let last = (0..count).rev().find(unbeaten).unwrap_or(count - 1);
    let end = |place: usize, beyond: &[Option<Warrant>]| {
        let warrant = beyond.iter().flatten().max().filter(|_| is_consistent);
        End::new(points.at[place], warrant.copied().unwrap_or(Warrant::Exact))
    };
    let at_estimate =
        (0..count).fold(
            0,
            |best, place| {
                if sign * points.estimates[place] < sign * points.estimates[best] { place } else { best }
            },
        );
    Found {
        enclosure: Enclosure { lower: end(first, &beaten[..first]), upper: end(last, &beaten[last + 1..]) },
        estimate: points.at[at_estimate],
        changes: None,
    }
}

/// For each point the strongest warrant with which another point beats it; `None` if no point does.
fn beaten(points: &Points, sign: f64) -> Vec<Option<Warrant>> {
    let mut beaten: Vec<Option<Warrant>> = vec![None; points.at.len()];
    for ((earlier, later), difference) in pairs(points.at.len()).zip(points.contrasts) {
        let difference = if sign > 0.0 { *difference } else { difference.negated() };
        let trusted = difference.trusted();
        let (loser, warrant) = if trusted.lower > 0.0 {
            (later, difference.lower.warrant)
        } else if trusted.upper < 0.0 {
            (earlier, difference.upper.warrant)
        } else {
            continue;
        };
        beaten[loser] = Some(beaten[loser].map_or(warrant, |known| known.min(warrant)));
    }
    // Of many points not all pairs are compared. A value whose interval lies beyond another's is beaten too.
    let values: Vec<Enclosure> =
        points.values.iter().map(|value| if sign > 0.0 { *value } else { value.negated() }).collect();
    let lowest = values.iter().map(|value| (value.trusted().upper, value.upper.warrant));
    let Some((least, its_warrant)) = lowest.min_by(|a, b| a.0.total_cmp(&b.0)) else { return beaten };
    for (value, beaten) in values.iter().zip(&mut beaten) {
        if beaten.is_none() && value.trusted().lower > least {
            *beaten = Some(value.lower.warrant.max(its_warrant));
        }
    }
    beaten
}
