//! A linear form of means as one observation.

use weak_to_strong::evidence::{Side, bounded_variance_sequence, lower_limit};
use weak_to_strong::numeric::JointMoments;

use super::{Dominating, Mean, Range};

/// A coordinate of an observation with its coefficient a in a linear form, and what is proved of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) at: usize,
    pub(super) coefficient: f64,
    range: Range,
    dominating: Option<Dominating>,
    /// Whether the coordinate is known to have no variance.
    pub(super) without_variance: bool,
}

/// What the proof of the lower end of a term's mean rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// A least value of a·x, or of a·x and a variable with a known mean together.
    LeastValue,
    /// A bound on the variance.
    Variance,
    /// A normal law that is taken for granted.
    NormalLaw,
    /// Nothing is proved.
    Nothing,
}

impl Term {
    /// The coordinate of a mean with this coefficient of the mean.
    pub(super) fn of(mean: &Mean, coefficient: f64) -> Self {
        let Mean { scale, range, without_variance, .. } = *mean;
        let dominating = mean.dominating.filter(|dominating| dominating.mean.is_finite());
        Self { at: mean.at(), coefficient: coefficient * scale, range, dominating, without_variance }
    }

    /// Adds the coefficient of another term of the same coordinate.
    pub(super) fn add(&mut self, other: &Self) {
        self.coefficient += other.coefficient;
        self.range = self.range.and(&other.range);
        self.dominating = self.dominating.or(other.dominating);
        self.without_variance |= other.without_variance;
    }

    /// The term with the opposite sign.
    pub(super) fn negated(&self) -> Self {
        Self { coefficient: -self.coefficient, ..*self }
    }

    /// What the proof of a lower end of the term's mean rests on.
    pub(super) fn ground(&self) -> Ground {
        if self.bounded().least.is_finite() {
            Ground::LeastValue
        } else if self.range.variance.is_finite() {
            Ground::Variance
        } else if self.range.is_normal {
            Ground::NormalLaw
        } else {
            Ground::Nothing
        }
    }

    /// The dominating variable, if a lower end rests on it.
    pub(super) fn dominating_below(&self) -> Option<Dominating> {
        self.dominating.filter(|_| self.coefficient < 0.0)
    }

    /// The side of the coordinate that a lower end of the term's mean faces.
    pub(super) fn side(&self) -> Side {
        if self.coefficient > 0.0 { Side::Lower } else { Side::Upper }
    }

    /// The observations from which a lower end of the term's mean follows, if they have a least value.
    fn bounded(&self) -> Bounded {
        let (own, size) = ((self.at, self.coefficient), self.coefficient.abs());
        let plain = |least| Bounded { weights: vec![own], least, unit: size * self.range.unit(), known: 0.0 };
        match self.dominating_below() {
            None if self.coefficient > 0.0 => plain(self.coefficient * self.range.least),
            None => plain(self.coefficient * self.range.greatest),
            // −|a|·x = (|a|·factor·z − |a|·x) − |a|·factor·z, and what is in brackets is at least −|a|·plus.
            Some(Dominating { at, factor, mean, plus }) => Bounded {
                weights: vec![own, (at, size * factor)],
                least: -size * plus,
                unit: size * if plus + factor * mean > 0.0 { plus + factor * mean } else { 1.0 },
                known: -size * factor * mean,
            },
        }
    }
}

/// A number that is the mean of a linear combination of coordinates, and of something known.
struct Bounded {
    /// The coordinates with their coefficients.
    weights: Vec<(usize, f64)>,
    /// No combination is below this; −∞ if nothing is proved.
    least: f64,
    /// A number of the order of the combinations.
    unit: f64,
    /// What is added to the mean of the combination.
    known: f64,
}

/// The lower limit for the sum of the terms' means, whose combination is one observation with a least value. It misses with probability at most
/// `error`/2.
pub(super) fn limit_by_least_value(terms: &[Term], moments: &JointMoments, error: f64) -> f64 {
    let bounds: Vec<Bounded> = terms.iter().map(Term::bounded).collect();
    let weights: Vec<(usize, f64)> = bounds.iter().flat_map(|bounded| bounded.weights.iter().copied()).collect();
    let sum_of = |part: fn(&Bounded) -> f64| -> f64 { bounds.iter().map(part).sum() };
    let (least, unit) = (sum_of(|bounded| bounded.least), sum_of(|bounded| bounded.unit));
    lower_limit(&moments.summary_along(&weights), least, unit, 0.5 * error) + sum_of(|bounded| bounded.known)
}

/// The same from bounds on the variances: the deviation of a sum is at most the sum of the deviations.
pub(super) fn limit_by_variance(terms: &[Term], moments: &JointMoments, error: f64) -> f64 {
    let weights: Vec<(usize, f64)> = terms.iter().map(|term| (term.at, term.coefficient)).collect();
    let deviation: f64 = terms.iter().map(|term| term.coefficient.abs() * term.range.variance.sqrt()).sum();
    bounded_variance_sequence(&moments.summary_along(&weights), deviation * deviation, error).lower
}
