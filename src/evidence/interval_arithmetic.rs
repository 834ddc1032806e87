//! Arithmetic of intervals: where a result lies while each number lies in its interval.
//!
//! An infinite end of an interval means that nothing is known on that side. Only an interval whose ends are the same infinity holds an infinite number,
//! which is then known. A function returns `None` where the result may have no value, such as ∞ − ∞ or a quotient by an interval that holds 0.

use super::Interval;

/// The powers of a base that may be negative are those of whole exponents up to this one.
const LARGEST_WHOLE: f64 = 1e9;

impl Interval {
    /// The interval of one number.
    pub(super) fn at(number: f64) -> Self {
        Self { lower: number, upper: number }
    }

    /// Whether a number lies in the interval, its ends included.
    pub fn holds(&self, number: f64) -> bool {
        self.lower <= number && number <= self.upper
    }

    /// Whether the number in it is known to be infinite.
    fn is_known_infinite(&self) -> bool {
        self.lower == self.upper && self.lower.is_infinite()
    }

    /// Whether something is known of the number on the side of this infinity.
    fn is_bounded_on_the_side_of(&self, infinity: f64) -> bool {
        if infinity > 0.0 { self.upper < infinity } else { self.lower > infinity }
    }

    /// x + y; `None` for ∞ − ∞.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        for (infinite, other) in [(self, other), (other, self)] {
            if infinite.is_known_infinite() && !other.is_bounded_on_the_side_of(-infinite.lower) {
                return (!other.is_known_infinite()).then_some(Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY });
            } else if infinite.is_known_infinite() {
                return Some(*infinite);
            }
        }
        let unknown_below = self.lower == f64::NEG_INFINITY || other.lower == f64::NEG_INFINITY;
        let unknown_above = self.upper == f64::INFINITY || other.upper == f64::INFINITY;
        let lower = if unknown_below { f64::NEG_INFINITY } else { self.lower + other.lower };
        let upper = if unknown_above { f64::INFINITY } else { self.upper + other.upper };
        Self { lower, upper }.finite()
    }

    /// x·y; `None` for an infinite number times one that may be 0.
    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        for (infinite, factor) in [(self, other), (other, self)] {
            if infinite.is_known_infinite() {
                let sign = if factor.lower > 0.0 { 1.0 } else { -1.0 };
                return (!factor.holds(0.0)).then(|| Self::at(sign * infinite.lower)).and_then(|found| found.numeric());
            }
        }
        // Every number in the intervals is finite here, and 0 times a finite number is 0.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let corners = [
            product(self.lower, other.lower),
            product(self.lower, other.upper),
            product(self.upper, other.lower),
            product(self.upper, other.upper),
        ];
        Self::hull_of(&corners)?.finite()
    }

    /// 1/x; `None` if x may be 0. The reciprocal of ∞ is 0.
    pub(super) fn reciprocal(&self) -> Option<Self> {
        if self.holds(0.0) {
            return None;
        }
        Self { lower: self.upper.recip(), upper: self.lower.recip() }.finite()
    }

    /// x^a. The base may be negative if a is a whole number, and 0 if a is not negative.
    pub(super) fn power(&self, exponent: f64) -> Option<Self> {
        if exponent < 0.0 {
            return self.power(-exponent)?.reciprocal();
        }
        let is_whole = exponent.fract() == 0.0 && exponent <= LARGEST_WHOLE;
        if !is_whole && (self.lower < 0.0 || self.lower.is_nan()) {
            return None;
        }
        if exponent == 0.0 {
            return (!self.is_known_infinite()).then(|| Self::at(1.0)).and_then(|found| found.numeric());
        }
        let ends = [self.lower.powf(exponent), self.upper.powf(exponent)];
        let is_even = is_whole && exponent % 2.0 == 0.0;
        let found =
            if is_even && self.holds(0.0) { Self::hull_of(&[0.0, ends[0], ends[1]]) } else { Self::hull_of(&ends) };
        if self.is_known_infinite() { found } else { found?.finite() }
    }

    /// x^y for a base that is above 0.
    pub(super) fn raised_to(&self, exponent: &Self) -> Option<Self> {
        self.mapped_above(f64::MIN_POSITIVE, f64::ln)?.times(exponent)?.mapped_above(f64::NEG_INFINITY, f64::exp)
    }

    /// f(x) for a function that grows; `None` if x may be below `least`.
    pub(super) fn mapped_above(&self, least: f64, growing: fn(f64) -> f64) -> Option<Self> {
        if self.lower < least || self.lower.is_nan() {
            return None;
        }
        let found = Self { lower: growing(self.lower), upper: growing(self.upper) };
        if self.is_known_infinite() { found.numeric() } else { found.finite() }
    }

    /// |x|.
    pub(super) fn absolute(&self) -> Option<Self> {
        if self.holds(0.0) {
            Self::hull_of(&[0.0, -self.lower, self.upper])
        } else {
            Self::hull_of(&[self.lower.abs(), self.upper.abs()])
        }
    }

    /// The least interval that holds these numbers; `None` if there are none, or if one is not a number.
    pub(super) fn hull_of(numbers: &[f64]) -> Option<Self> {
        if numbers.is_empty() || numbers.iter().any(|number| number.is_nan()) {
            return None;
        }
        let lower = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let upper = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Some(Self { lower, upper })
    }

    /// The same interval of a finite number, whose ends may have overflowed; `None` if an end is not a number.
    fn finite(self) -> Option<Self> {
        self.numeric().map(|found| Self { lower: found.lower.min(f64::MAX), upper: found.upper.max(f64::MIN) })
    }

    /// The same interval if both ends are numbers.
    fn numeric(self) -> Option<Self> {
        (!self.lower.is_nan() && !self.upper.is_nan()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: Interval = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    const MINUS_INFINITE: Interval = Interval { lower: f64::NEG_INFINITY, upper: f64::NEG_INFINITY };
    const INFINITE: Interval = Interval { lower: f64::INFINITY, upper: f64::INFINITY };

    fn of(lower: f64, upper: f64) -> Interval {
        Interval { lower, upper }
    }

    #[test]
    fn arithmetic_by_hand() {
        let (signed, positive) = (of(-1.0, 2.0), of(0.5, 4.0));
        assert_eq!(signed.plus(&positive), Some(of(-0.5, 6.0)));
        assert_eq!(signed.times(&positive), Some(of(-4.0, 8.0)));
        assert_eq!(positive.reciprocal(), Some(of(0.25, 2.0)));
        assert_eq!(signed.power(2.0), Some(of(0.0, 4.0)));
        assert_eq!(signed.power(3.0), Some(of(-1.0, 8.0)));
        assert_eq!(of(0.25, 4.0).power(-0.5), Some(of(0.5, 2.0)));
        assert_eq!(of(1.0, 4.0).raised_to(&of(0.0, 0.0)), Some(of(1.0, 1.0)));
        assert_eq!(of(-3.0, -2.0).power(-1.0), Some(of(-0.5, -1.0 / 3.0)));
    }

    #[test]
    fn what_has_no_value_is_not_a_number() {
        let signed = of(-1.0, 2.0);
        assert_eq!((signed.reciprocal(), signed.power(0.5), signed.power(-2.0)), (None, None, None));
        assert_eq!((signed.times(&INFINITE), INFINITE.plus(&MINUS_INFINITE)), (None, None));
        assert_eq!((INFINITE.power(0.0), of(0.0, 1.0).raised_to(&of(1.0, 1.0))), (None, None));
        assert_eq!(signed.plus(&Interval::at(f64::NAN)), None);
    }

    /// A known infinite number swallows finite ones; an end without a bound is not an infinite number.
    #[test]
    fn known_infinity_is_not_a_missing_bound() {
        assert_eq!(INFINITE.plus(&of(-1.0, 2.0)), Some(INFINITE));
        assert_eq!(INFINITE.times(&of(-2.0, -1.0)), Some(MINUS_INFINITE));
        assert_eq!(INFINITE.reciprocal(), Some(of(0.0, 0.0)));
        assert_eq!(of(0.0, 1.0).times(&of(1.0, f64::INFINITY)), Some(of(0.0, f64::INFINITY)));
        assert_eq!(of(0.0, f64::INFINITY).plus(&of(f64::NEG_INFINITY, 0.0)), Some(LINE));
        assert_eq!((INFINITE.plus(&LINE), INFINITE.plus(&of(0.0, f64::INFINITY))), (Some(LINE), Some(INFINITE)));
        let great = of(1e300, 1e301);
        assert_eq!(great.times(&great), Some(of(f64::MAX, f64::INFINITY)));
    }
}
