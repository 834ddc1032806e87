//! Problems that are drawn from a domain.

use rand::RngExt;
use toml::Value;

use super::domain::{AxisValues, DomainAxis};
use super::judged_grids::{Draws, Judged};
use super::points::with_following;
use super::{Claim, ClaimFault};
use crate::name::Name;
use crate::statement::{Grid, Place, with_values};
use crate::study::{SweepGrid, sweep_grid};
use weak_to_strong::random::{ContentKey, open_stream};

/// How many times as many problems as are wanted are drawn, before a claim is refused whose domain has hardly any that it is about.
const MOST_TRIES: u64 = 50;

impl Claim {
    /// The grids of its cells: its sweep, or one for each problem that is drawn from its domain.
    pub(super) fn draws(&self, seed: u64) -> Result<Draws, ClaimFault> {
        if let Some(varied) = &self.varied_draws {
            return Ok(Draws::clone(varied));
        }
        match &self.file.claim.most {
            None => Ok(Draws { grids: vec![(self.grid.clone(), self.unmet.clone())], tried: 1 }),
            Some(most) => drawn(self, most.draws, seed),
        }
    }
}

/// The same problems, where `vary` changes the points of each. What follows from others is computed again.
pub(super) fn varied(
    claim: &Claim,
    draws: &Draws,
    vary: impl Fn(&Grid) -> Result<Vec<Place>, ClaimFault>,
) -> Result<Draws, ClaimFault> {
    let sweep = sweep_grid(&claim.file.sweep, claim.registry.limits())?;
    let varied = |(grid, _): &Judged| {
        let grid = completed(claim, &sweep, vary(grid)?)?;
        let unmet = claim.unmet_in(&grid)?;
        Ok((grid, unmet))
    };
    Ok(Draws { grids: draws.grids.iter().map(varied).collect::<Result<_, ClaimFault>>()?, tried: draws.tried })
}

/// The sweep of a claim at each of several problems from its domain.
///
/// A problem is drawn uniformly: from an interval, from its logarithm where the domain says so, from a list. One at no point of which the claim applies is
/// drawn again.
fn drawn(claim: &Claim, draws: u64, seed: u64) -> Result<Draws, ClaimFault> {
    let sweep = sweep_grid(&claim.file.sweep, claim.registry.limits())?;
    let mut stream = open_stream(seed, &ContentKey::of(&format!("most {}", claim.file.id)), 0);
    let mut drawn = Draws { grids: Vec::new(), tried: 0 };
    while (drawn.grids.len() as u64) < draws {
        if drawn.tried == MOST_TRIES * draws {
            let found = drawn.grids.len();
            let problem: Place = claim.domain.axes.iter().map(|axis| (axis.name.clone(), value(axis, 0.5))).collect();
            // If nothing can be drawn, the fault of a problem in the middle of the domain may say why.
            let reason = grid_at(claim, &sweep, &problem).and_then(|grid| claim.unmet_in(&grid)).err();
            return Err(reason.filter(|_| found == 0).unwrap_or(ClaimFault::HardlyAny { found, draws }));
        }
        let axes = claim.domain.axes.iter();
        let problem: Place = axes.map(|axis| (axis.name.clone(), value(axis, stream.random()))).collect();
        drawn.grids.extend(judged_at(claim, &sweep, &problem));
        drawn.tried += 1;
    }
    Ok(drawn)
}

/// The sweep at a problem; `None` if there is no such problem, or if the claim applies at no point.
fn judged_at(claim: &Claim, sweep: &SweepGrid, problem: &Place) -> Option<Judged> {
    let grid = grid_at(claim, sweep, problem).ok()?;
    let unmet = claim.unmet_in(&grid).ok()?;
    let applies =
        |(place, unmet): (&Place, &Vec<Name>)| claim.needed(unmet).next().is_none() && claim.may_apply_at(&grid, place);
    let is_judged = grid.points().iter().zip(&unmet).any(applies);
    is_judged.then_some((grid, unmet))
}

fn grid_at(claim: &Claim, sweep: &SweepGrid, problem: &Place) -> Result<Grid, ClaimFault> {
    completed(claim, sweep, sweep.points.iter().map(|point| with_values(point, problem)).collect())
}

/// The grid of these points. What follows from others follows from what is drawn too.
fn completed(claim: &Claim, sweep: &SweepGrid, points: Vec<Place>) -> Result<Grid, ClaimFault> {
    let is_given = |name: &String| points.iter().any(|point| point.contains_key(name));
    let following = sweep.following.iter().filter(|(name, _)| !is_given(name));
    let following = following.map(|(name, text)| (name.clone(), text.clone())).collect();
    with_following((&claim.file.problem, &claim.file.define), &claim.registry, points, sweep.axes.clone(), &following)
}

/// A value at a share of an axis, from 0 to below 1. Every whole number and every word has an equal part.
fn value(axis: &DomainAxis, share: f64) -> Value {
    let between = |low: f64, high: f64| {
        if axis.in_logarithm { low * (high / low).powf(share) } else { low + share * (high - low) }
    };
    match &axis.values {
        AxisValues::Real { low, high } => Value::Float(between(*low, *high).clamp(*low, *high)),
        AxisValues::Whole { low, high } => {
            Value::Integer((between(*low as f64, *high as f64 + 1.0).floor() as i64).clamp(*low, *high))
        }
        AxisValues::Words(words) => {
            Value::String(words[((share * words.len() as f64) as usize).min(words.len() - 1)].clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_uniform_on_the_scale_of_their_axis() {
        let axis = |values, in_logarithm| DomainAxis { name: "noise".to_owned(), values, in_logarithm };
        let real = |in_logarithm, share| value(&axis(AxisValues::Real { low: 0.01, high: 1.0 }, in_logarithm), share);
        assert_eq!(real(true, 0.5).as_float().map(|x| (1e12 * x).round()), Some(1e11));
        assert_eq!(real(false, 0.5), Value::Float(0.505));
        let whole = axis(AxisValues::Whole { low: 1, high: 4 }, false);
        assert_eq!([0.0, 0.24, 0.26, 0.99].map(|share| value(&whole, share)), [1, 1, 2, 4].map(Value::Integer));
    }
}
