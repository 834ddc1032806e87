//! Functions of the observables of one sample.

use super::Operation;
use super::range::{joined, of_one};
use crate::inference::Range;
use crate::quantity::observable::Values;
use weak_to_strong::evidence::Interval;

/// A number that follows from the observables of one sample.
#[derive(Clone, Debug, PartialEq)]
pub enum OfSample {
    /// A number that is not random.
    Number(f64),
    /// The observable at this place of the sample.
    At(usize),
    /// What an operation makes of numbers.
    Apply(Operation, Vec<OfSample>),
}

impl OfSample {
    /// Returns the value in a sample whose observables have these values; NaN where it has none.
    ///
    /// # Panics
    ///
    /// If it is about an observable that is not there.
    pub fn value(&self, observation: &[f64]) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::At(place) => observation[*place],
            Self::Apply(operation, parts) => {
                let values = parts.iter().map(|part| part.value(observation));
                let value = values.reduce(|x, y| operation.joined(x, y)).unwrap_or(f64::NAN);
                if operation.is_of_one() { operation.of(value) } else { value }
            }
        }
    }

    /// Returns an interval that holds every value, for observables within these intervals. A value that is not a number lies in no interval.
    ///
    /// # Panics
    ///
    /// As [`OfSample::value`].
    pub fn range(&self, of: &[Interval]) -> Interval {
        match self {
            Self::Number(number) => Interval { lower: *number, upper: *number },
            Self::At(place) => of[*place],
            Self::Apply(operation, parts) => {
                let ranges = parts.iter().map(|part| part.range(of));
                let anything = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
                let range = ranges.reduce(|x, y| joined(*operation, x, y)).unwrap_or(anything);
                if operation.is_of_one() { of_one(*operation, range) } else { range }
            }
        }
    }

    /// Returns what is known of the value, if this is known of the observables.
    ///
    /// # Panics
    ///
    /// As [`OfSample::value`].
    pub fn values(&self, of: &[Values]) -> Values {
        let ranges: Vec<Interval> = of.iter().map(|values| values.range.interval()).collect();
        let Interval { lower, upper } = self.range(&ranges);
        let no_moment_from =
            if lower.is_finite() && upper.is_finite() { f64::INFINITY } else { self.no_moment_from(of, &ranges) };
        let is_normal = matches!(self, Self::At(at) if of[*at].range.is_normal);
        Values { range: Range { is_normal, ..Range::between(lower, upper) }, no_moment_from }
    }

    /// The power from which on there may be no moment. A sum has the moments that all of its parts have, though large parts may cancel.
    fn no_moment_from(&self, of: &[Values], ranges: &[Interval]) -> f64 {
        let (operation, parts) = match self {
            Self::Number(_) => return f64::INFINITY,
            Self::At(place) => return of[*place].no_moment_from,
            Self::Apply(operation, parts) => (*operation, parts),
        };
        let powers = || parts.iter().map(|part| part.no_moment_from(of, ranges));
        let least = powers().fold(f64::INFINITY, f64::min);
        match operation {
            Operation::Plus | Operation::Minus | Operation::Max | Operation::Negative | Operation::Absolute => least,
            Operation::Over | Operation::Ln => least,
            // The least of numbers that are not negative has the moments of any of them.
            Operation::Min if parts.iter().all(|part| part.range(ranges).lower >= 0.0) => powers().fold(0.0, f64::max),
            Operation::Min => least,
            Operation::SquareRoot => 2.0 * least,
            // Hölder's inequality.
            Operation::Times => powers().map(f64::recip).sum::<f64>().recip(),
            Operation::Power => match parts.get(1) {
                Some(Self::Number(exponent)) if *exponent > 0.0 => least / exponent,
                Some(_) | None => least,
            },
            Operation::Exp if least.is_finite() => 0.0,
            Operation::Exp => least,
        }
    }

    /// Whether it depends on an observable.
    pub fn is_random(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::At(_) => true,
            Self::Apply(_, parts) => parts.iter().any(Self::is_random),
        }
    }

    /// Whether it depends on the observable at this place.
    pub(super) fn uses(&self, place: usize) -> bool {
        match self {
            Self::Number(_) => false,
            Self::At(own) => *own == place,
            Self::Apply(_, parts) => parts.iter().any(|part| part.uses(place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VARIADIC: [Operation; 7] = [
        Operation::Plus,
        Operation::Minus,
        Operation::Times,
        Operation::Over,
        Operation::Power,
        Operation::Min,
        Operation::Max,
    ];
    const OF_ONE: [Operation; 5] =
        [Operation::Negative, Operation::Exp, Operation::Ln, Operation::SquareRoot, Operation::Absolute];

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![-3.0..3.0f64, Just(0.0), Just(1.0), Just(2.0), Just(-1.0), Just(0.5), -1e3..1e3f64]
    }

    fn function() -> impl Strategy<Value = OfSample> {
        let leaf = prop_oneof![number().prop_map(OfSample::Number), (0..3usize).prop_map(OfSample::At)];
        leaf.prop_recursive(4, 24, 3, |inner| {
            let several = (prop::sample::select(&VARIADIC[..]), prop::collection::vec(inner.clone(), 1..4));
            let one = (prop::sample::select(&OF_ONE[..]), inner);
            prop_oneof![
                several.prop_map(|(operation, parts)| OfSample::Apply(operation, parts)),
                one.prop_map(|(operation, part)| OfSample::Apply(operation, vec![part])),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// A search for a value outside its range, with intervals of all kinds.
        #[test]
        fn no_value_is_outside_its_range(
            function in function(),
            sides in prop::collection::vec((number(), number(), 0.0..=1.0f64, any::<bool>()), 3),
        ) {
            let (mut of, mut observation) = (Vec::new(), Vec::new());
            for (one, other, share, is_open) in sides {
                let (lower, upper) = (one.min(other), one.max(other));
                observation.push((lower + share * (upper - lower)).clamp(lower, upper));
                of.push(Interval { lower, upper: if is_open { f64::INFINITY } else { upper } });
            }
            let (value, Interval { lower, upper }) = (function.value(&observation), function.range(&of));
            prop_assert!(!lower.is_nan() && !upper.is_nan(), "{function:?} {of:?}");
            prop_assert!(value.is_nan() || (lower <= value && value <= upper), "{value} {lower} {upper} {function:?}");
        }
    }

    #[test]
    fn values_by_hand() {
        let [x, y] = [OfSample::At(0), OfSample::At(1)];
        let apply = |operation, parts: &[&OfSample]| {
            OfSample::Apply(operation, parts.iter().map(|part| (*part).clone()).collect())
        };
        let ratio = apply(Operation::Over, &[&apply(Operation::Minus, &[&x, &y]), &x]);
        assert_eq!(ratio.value(&[4.0, 1.0]), 0.75);
        let least = apply(Operation::Min, &[&x, &y, &OfSample::Number(2.0)]);
        assert_eq!(least.value(&[4.0, 1.0]), 1.0);
        // What is no number is not hidden.
        let log = apply(Operation::Ln, &[&x]);
        assert!(apply(Operation::Min, &[&log, &y]).value(&[-1.0, 1.0]).is_nan());
        assert_eq!((ratio.uses(1), log.uses(1)), (true, false));
    }

    #[test]
    fn moments_by_hand() {
        let heavy = Values::SQUARE.without_moments_from(2.0);
        let of = [heavy, Values::SQUARE, Values::UNIT];
        let at = |places: &[usize]| places.iter().map(|place| OfSample::At(*place)).collect::<Vec<_>>();
        let power = |operation, places: &[usize]| OfSample::Apply(operation, at(places)).values(&of).no_moment_from;
        assert_eq!(power(Operation::Plus, &[0, 1]), 2.0);
        assert_eq!(power(Operation::Min, &[0, 1]), f64::INFINITY);
        assert_eq!(power(Operation::Min, &[0, 2]), f64::INFINITY);
        assert_eq!(power(Operation::Times, &[0, 0]), 1.0);
        assert_eq!(power(Operation::SquareRoot, &[0]), 4.0);
        assert_eq!(OfSample::Apply(Operation::Min, at(&[0, 2])).values(&of).range, Range::UNIT);
    }
}
