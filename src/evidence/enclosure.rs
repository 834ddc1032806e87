//! An interval whose ends say why they may be believed.

use super::{Interval, TailDoubt, Warrant};

/// The relative rounding error of a number that is computed from the sums and products of a problem.
const ROUNDING: f64 = 1e-12;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where it lies.
    pub at: f64,
    /// Why it may be believed.
    pub warrant: Warrant,
    /// Why it should not be believed after all. Only an end with an asymptotic or weaker warrant is ever doubted.
    pub doubt: Option<TailDoubt>,
}

/// An interval for one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enclosure {
    /// The lower end.
    pub lower: End,
    /// The upper end.
    pub upper: End,
}

impl End {
    /// An end that was not doubted.
    pub fn new(at: f64, warrant: Warrant) -> Self {
        Self { at, warrant, doubt: None }
    }

    /// The same end, moved to `nowhere` if it is doubted. There it excludes nothing.
    pub fn trusted(self, nowhere: f64) -> Self {
        if self.doubt.is_some() { self.moved_to(nowhere) } else { self }
    }

    /// The same end elsewhere.
    pub fn moved_to(self, at: f64) -> Self {
        Self { at, ..self }
    }
}

impl Enclosure {
    /// A number that is known up to rounding: one part in 10¹² of it.
    pub fn exact(value: f64) -> Self {
        let rounding = if value.is_finite() { ROUNDING * value.abs() } else { 0.0 };
        Self::of(Interval { lower: value - rounding, upper: value + rounding }, Warrant::Exact)
    }

    /// An interval with the same warrant at both ends, and no doubt.
    pub fn of(interval: Interval, warrant: Warrant) -> Self {
        Self { lower: End::new(interval.lower, warrant), upper: End::new(interval.upper, warrant) }
    }

    /// The interval without warrants.
    pub fn interval(&self) -> Interval {
        Interval { lower: self.lower.at, upper: self.upper.at }
    }

    /// The weaker warrant of the two ends.
    pub fn warrant(&self) -> Warrant {
        self.lower.warrant.max(self.upper.warrant)
    }

    /// What is doubtful about the ends, each doubt once.
    pub fn doubts(&self) -> impl Iterator<Item = TailDoubt> {
        let again = |doubt: &TailDoubt| self.lower.doubt != Some(*doubt);
        self.lower.doubt.into_iter().chain(self.upper.doubt.filter(again))
    }

    /// The interval without warrants, in which a doubted end excludes nothing.
    pub fn trusted(&self) -> Interval {
        Interval { lower: self.lower.trusted(f64::NEG_INFINITY).at, upper: self.upper.trusted(f64::INFINITY).at }
    }

    /// The part of the interval between two numbers that are proved to enclose the true number. An end that is replaced has a finite-sample warrant.
    pub fn within(self, least: f64, greatest: f64) -> Self {
        let proved = |at| End::new(at, Warrant::FiniteSample);
        let mut within = self;
        if self.lower.at < least {
            within.lower = proved(least);
        }
        if self.upper.at > greatest {
            within.upper = proved(greatest);
        }
        // What lies wholly outside is a miss, and stays an interval.
        within.lower.at = within.lower.at.min(greatest);
        within.upper.at = within.upper.at.max(least);
        within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two ways to compute the same number do not refute each other.
    #[test]
    fn exact_numbers_are_exact_up_to_rounding() {
        let Interval { lower, upper } = Enclosure::exact(0.3).interval();
        assert!(lower < 0.1 + 0.2 && upper > 0.1 + 0.2 && upper - lower < 1e-12);
        assert_eq!(Enclosure::exact(f64::INFINITY).lower.at, f64::INFINITY);
        assert_eq!(Enclosure::exact(0.0).interval(), Interval { lower: 0.0, upper: 0.0 });
    }

    #[test]
    fn what_is_known_cuts_an_interval() {
        let found = Enclosure::of(Interval { lower: -1.0, upper: 0.5 }, Warrant::Asymptotic).within(0.0, 1.0);
        assert_eq!(found.interval(), Interval { lower: 0.0, upper: 0.5 });
        assert_eq!((found.lower.warrant, found.upper.warrant), (Warrant::FiniteSample, Warrant::Asymptotic));
        let beside = Enclosure::of(Interval { lower: -2.0, upper: -1.0 }, Warrant::Asymptotic).within(0.0, 1.0);
        assert_eq!(beside.interval(), Interval { lower: 0.0, upper: 0.0 });
    }
}
