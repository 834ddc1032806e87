//! Implicit definitions: the number at which an expression is 0.

use std::sync::Arc;

use super::fault::PlanFault;
use super::grid::Place;
use super::no_value::NoValue;
use super::node::Node;
use super::planner::Planner;
use super::side::Zero;

/// Halvings of the interval. Then it is as short as the precision of numbers allows.
const HALVINGS: usize = 200;

impl Planner<'_> {
    /// The zero of a definition at a place. It is found by bisection, so the expression must have opposite signs at the two ends.
    pub(super) fn zero(&mut self, definition: &Zero, place: &Place) -> Result<Node, PlanFault> {
        let mut ends = [0.0; 2];
        for (end, side) in ends.iter_mut().zip(&definition.between) {
            match self.computed(side, place)? {
                Ok(value) => *end = value,
                Err(reason) => return Ok(Node::NoValue(reason)),
            }
        }
        let [low, high] = ends;
        let outer = self.unknown;
        let mut value = |x| {
            self.unknown = Some(x);
            self.computed(&definition.of, place)
        };
        let changes = sign_changes(low, high, &mut value);
        let found = bisected(low, high, &mut value);
        self.unknown = outer;
        let changes = changes?;
        if changes > 1 {
            let several = NoValue::SeveralZeros { name: definition.name.clone(), changes, low, high };
            return Ok(Node::NoValue(Arc::new(several)));
        }
        let none = || NoValue::NoZero { name: definition.name.clone(), low, high };
        Ok(found?.map_or_else(|| Node::NoValue(Arc::new(none())), Node::known))
    }
}

type Value = Result<Result<f64, Arc<NoValue>>, PlanFault>;

/// Parts of the interval at whose ends the sign is looked at.
const PARTS: usize = 64;

/// How often an expression changes its sign between the ends of equal parts of an interval.
fn sign_changes(low: f64, high: f64, value: &mut dyn FnMut(f64) -> Value) -> Result<usize, PlanFault> {
    let mut signs = Vec::new();
    for part in 0..=PARTS {
        if let Ok(there) = value(low + (high - low) * part as f64 / PARTS as f64)?
            && there != 0.0
        {
            signs.push(there > 0.0);
        }
    }
    Ok(signs.windows(2).filter(|pair| pair[0] != pair[1]).count())
}

fn bisected(low: f64, high: f64, value: &mut dyn FnMut(f64) -> Value) -> Result<Option<f64>, PlanFault> {
    let (mut low, mut high) = (low, high);
    let (Ok(at_low), Ok(at_high)) = (value(low)?, value(high)?) else { return Ok(None) };
    if at_low == 0.0 {
        return Ok(Some(low));
    }
    if at_high == 0.0 {
        return Ok(Some(high));
    }
    if at_low.is_nan() || at_high.is_nan() || at_low.signum() == at_high.signum() {
        return Ok(None);
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low.min(high) || middle >= low.max(high) {
            break;
        }
        let Ok(there) = value(middle)? else { return Ok(None) };
        if there == 0.0 {
            return Ok(Some(middle));
        }
        if there.signum() == at_low.signum() { low = middle } else { high = middle }
    }
    Ok(Some(0.5 * (low + high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_between_two_signs_is_found_to_the_last_digit() {
        let square = |x: f64| Ok(Ok(x * x - 2.0));
        assert!((bisected(0.0, 2.0, &mut { square }).expect("computed").expect("a zero") - 2f64.sqrt()).abs() < 1e-15);
        assert!((bisected(2.0, 0.0, &mut { square }).expect("computed").expect("a zero") - 2f64.sqrt()).abs() < 1e-15);
        assert_eq!(bisected(2.0, 3.0, &mut { square }), Ok(None));
        assert_eq!(bisected(0.0, 1.0, &mut |x| Ok(Ok(x))), Ok(Some(0.0)));
        assert_eq!(sign_changes(0.0, 1.0, &mut |x| Ok(Ok((x - 0.2) * (x - 0.5) * (x - 0.7)))), Ok(3));
    }
}
