//! The random number that a probability is about.

use super::{Law, OfSample, Operation};
use crate::sentence::Relation;

/// A random number, and the number with which a probability compares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The random number. If both sides are random it is left − right.
    pub of: OfSample,
    /// How it compares.
    pub relation: Relation,
    /// With what. It is 0 if both sides are random.
    pub at: f64,
}

impl Law {
    /// Returns the same law, with the random number counted beside the indicator if this is the probability of one side of a threshold.
    pub fn counting(self) -> Self {
        let has_threshold = self.threshold().is_some();
        match self {
            Self::Probability { relation, left, right, .. } if has_threshold => {
                Self::Probability { relation, left, right, counted: true }
            }
            other @ (Self::Probability { .. }
            | Self::Mean(_)
            | Self::Variance(_)
            | Self::Quantile(..)
            | Self::DistanceFromUniform(_)) => other,
        }
    }

    /// Returns what a probability compares with what; `None` for an equality, and for any other law.
    pub fn threshold(&self) -> Option<Threshold> {
        let Self::Probability { relation, left, right, .. } = self else { return None };
        let relation = *relation;
        let of_both = || OfSample::Apply(Operation::Minus, vec![left.clone(), right.clone()]);
        Some(match (left, right) {
            _ if relation == Relation::Equal => return None,
            (of, OfSample::Number(at)) => Threshold { of: of.clone(), relation, at: *at },
            (OfSample::Number(at), of) => Threshold { of: of.clone(), relation: reversed(relation), at: *at },
            (OfSample::At(_) | OfSample::Apply(..), OfSample::At(_) | OfSample::Apply(..)) => {
                Threshold { of: of_both(), relation, at: 0.0 }
            }
        })
    }
}

/// How b compares with a, if this is how a compares with b.
fn reversed(relation: Relation) -> Relation {
    match relation {
        Relation::Below => Relation::Above,
        Relation::AtMost => Relation::AtLeast,
        Relation::Equal => Relation::Equal,
        Relation::AtLeast => Relation::AtMost,
        Relation::Above => Relation::Below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_random_number_stands_on_the_left() {
        let of = |relation, left: OfSample, right: OfSample| {
            Law::Probability { relation, left, right, counted: false }.threshold()
        };
        let (x, y, two) = (OfSample::At(0), OfSample::At(1), OfSample::Number(2.0));
        let found = of(Relation::AtLeast, x.clone(), two.clone()).expect("a threshold");
        assert_eq!(found, Threshold { of: x.clone(), relation: Relation::AtLeast, at: 2.0 });
        let found = of(Relation::Below, two.clone(), x.clone()).expect("a threshold");
        assert_eq!(found, Threshold { of: x.clone(), relation: Relation::Above, at: 2.0 });
        let found = of(Relation::AtMost, x.clone(), y).expect("a threshold");
        assert_eq!((found.of.value(&[5.0, 3.0]), found.relation, found.at), (2.0, Relation::AtMost, 0.0));
        assert_eq!(of(Relation::Equal, x.clone(), two), None);
        assert_eq!(Law::Mean(x).threshold(), None);
    }
}
