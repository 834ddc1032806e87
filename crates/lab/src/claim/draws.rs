//! Problems that are drawn from a domain.

use rand::RngExt;
use toml::Value;

use super::domain::{AxisValues, DomainAxis};
use super::{Claim, ClaimFault};
use crate::name::Name;
use crate::statement::{Grid, Place, with_values};
use weak_to_strong::random::{ContentKey, open_stream};

/// How many times as many problems as are wanted are drawn, before a claim is refused whose domain has hardly any that it is about.
const MOST_TRIES: u64 = 50;

/// The sweep of a claim at each of several problems from its domain, with the assumptions that its points do not meet.
///
/// A problem is drawn uniformly: from an interval, from its logarithm where the domain says so, from a list. One at no point of which the claim applies is
/// drawn again.
pub(super) fn drawn_grids(claim: &Claim, draws: u64, seed: u64) -> Result<Vec<(Grid, Vec<Vec<Name>>)>, ClaimFault> {
    let mut stream = open_stream(seed, &ContentKey::of(&format!("most {}", claim.file.id)), 0);
    let (mut grids, mut last) = (Vec::new(), None);
    let drawn_names: Vec<String> = claim.domain.axes.iter().map(|axis| axis.name.clone()).collect();
    for _ in 0..MOST_TRIES * draws {
        if grids.len() as u64 == draws {
            return Ok(grids);
        }
        let drawn: Place =
            claim.domain.axes.iter().map(|axis| (axis.name.clone(), value(axis, stream.random()))).collect();
        let points = claim.grid.points().iter().map(|point| with_values(point, &drawn)).collect();
        let grid = claim.grid.with_variables(points, &drawn_names);
        let unmet = match claim.unmet_in(&grid) {
            Ok(unmet) => unmet,
            Err(fault) => {
                last = Some(Box::new(fault));
                continue;
            }
        };
        let meets = |unmet: &[Name]| claim.needed(unmet).next().is_none();
        let mut points = grid.points().iter().zip(&unmet);
        if points.any(|(place, unmet)| meets(unmet) && claim.may_apply_at(&grid, place)) {
            grids.push((grid, unmet));
        }
    }
    if grids.len() as u64 == draws { Ok(grids) } else { Err(ClaimFault::HardlyAny { found: grids.len(), draws, last }) }
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
