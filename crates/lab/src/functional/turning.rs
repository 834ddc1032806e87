//! Whether values turn once along a variable: fall and then rise, or rise and then fall.

use weak_to_strong::evidence::{Enclosure, Warrant};

use super::points::Points;
use super::ruling::{Judged, Ruling, Share};
use super::steps::{pairs, shares};
use crate::verdict::Verdict;

/// Judges whether the values fall up to some point and rise after it, from the contrasts of [`super::steps::differences`] with this sign. The sign −1 is
/// for values that rise and then fall. Only rising and only falling count too.
///
/// It holds if there is a step between neighbours such that all steps before it fall and all steps after it rise, each of which holds or is tight. That
/// step itself may do either: then the values turn at one of its two ends. It is violated if some value is proved to lie above an earlier and a later
/// one.
pub(super) fn turning(points: &Points, relative: f64, absolute: f64) -> Ruling {
    let margin = margin(points);
    if let Some((places, warrant)) = violation(points) {
        let places = places.map(|place| points.at[place]).to_vec();
        return Ruling { verdict: Verdict::Violated, warrant, places, margin };
    }
    let (falls, rises): (Vec<Judged>, Vec<Judged>) = steps(points)
        .map(|(earlier, contrast)| {
            let against = |contrast: &_, right: usize| Judged::of(contrast, &points.values[right], relative, absolute);
            (against(&contrast.negated(), earlier + 1), against(contrast, earlier))
        })
        .unzip();
    let turning_at = |step: usize| Judged::all(falls[..step].iter().chain(&rises[step + 1..]).copied());
    let best = (0..falls.len()).map(turning_at).min_by_key(|judged| (judged.verdict, judged.warrant));
    let Judged { verdict, warrant } = best.unwrap_or(Judged::all([]));
    Ruling { verdict, warrant, places: vec![points.at[turning_point(points)]], margin }
}

/// The contrasts of neighbours, each with the place of the earlier one.
fn steps<'a>(points: &Points<'a>) -> impl Iterator<Item = (usize, &'a Enclosure)> {
    let all = pairs(points.at.len()).zip(points.contrasts);
    all.filter(|((earlier, later), _)| later - earlier == 1).map(|((earlier, _), contrast)| (earlier, contrast))
}

/// Three places of which the middle one is proved to lie above both others, by the strongest warrant.
fn violation(points: &Points) -> Option<([usize; 3], Option<Warrant>)> {
    // Differences that are proved to be positive, and those that are proved to be negative.
    let (mut rises, mut falls) = (Vec::new(), Vec::new());
    for (pair, difference) in pairs(points.at.len()).zip(points.contrasts) {
        let trusted = difference.trusted();
        if trusted.lower > 0.0 {
            rises.push((pair, difference.lower.warrant));
        } else if trusted.upper < 0.0 {
            falls.push((pair, difference.upper.warrant));
        }
    }
    let strongest = |proved: &[((usize, usize), Warrant)], is_wanted: &dyn Fn((usize, usize)) -> bool| {
        proved.iter().filter(|(pair, _)| is_wanted(*pair)).min_by_key(|(_, warrant)| *warrant).copied()
    };
    let above_both = |middle: usize| {
        let ((earlier, _), before) = strongest(&rises, &|(_, later)| later == middle)?;
        let ((_, later), after) = strongest(&falls, &|(earlier, _)| earlier == middle)?;
        Some(([earlier, middle, later], Some(before.max(after))))
    };
    (0..points.at.len()).filter_map(above_both).min_by_key(|(_, warrant)| *warrant)
}

/// The greatest margin over all steps at which the values may turn; 1 if every curve of so few points turns once.
fn margin(points: &Points) -> Share {
    let all = shares(points);
    let steps: Vec<Share> = all.filter(|((earlier, later), _)| later - earlier == 1).map(|(_, share)| share).collect();
    let turning_at = |step: usize| {
        Share::least(steps[..step].iter().map(|share| share.negative()).chain(steps[step + 1..].iter().copied()))
    };
    let greater = |a: Share, b: Share| if b.value > a.value { b } else { a };
    (0..steps.len()).map(turning_at).reduce(greater).unwrap_or(Share::WHOLE)
}

/// The place that the estimates turn at: the one whose difference from the first point is least.
fn turning_point(points: &Points) -> usize {
    let contrasts = pairs(points.at.len()).zip(points.contrast_estimates);
    let steps = contrasts.filter(|((earlier, later), _)| later - earlier == 1);
    let (mut height, mut lowest) = (0.0, (0, 0.0));
    for ((_, later), step) in steps {
        height += step;
        if height < lowest.1 {
            lowest = (later, height);
        }
    }
    lowest.0
}
