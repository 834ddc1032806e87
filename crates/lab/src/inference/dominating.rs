//! A variable with a known mean that an observation never exceeds.

use weak_to_strong::evidence::lower_limit;
use weak_to_strong::numeric::JointMoments;

/// A proof that x ≤ plus + factor·z in every observation, where z is another coordinate and E z is known.
///
/// Then E x = plus + factor·E z − E(plus + factor·z − x). The last mean is of a number that is never negative, so a lower limit for it needs no range,
/// and it gives an upper limit for E x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dominating {
    /// The place of z in an observation.
    pub at: usize,
    /// The factor.
    pub factor: f64,
    /// E z.
    pub mean: f64,
    /// What is added.
    pub plus: f64,
}

impl Dominating {
    /// The upper limit for the mean of the coordinate `of`, which misses with probability at most `error`.
    pub(super) fn upper_limit(&self, moments: &JointMoments, of: usize, error: f64) -> f64 {
        let excess = moments.summary_along(&[(self.at, self.factor), (of, -1.0)]).mapped(self.plus, 1.0);
        let greatest_mean = self.plus + self.factor * self.mean;
        let unit = if greatest_mean > 0.0 && greatest_mean.is_finite() { greatest_mean } else { 1.0 };
        greatest_mean - lower_limit(&excess, 0.0, unit, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x = z/2 for z in {0, 2}, with E z = 1: plus + factor·z − x is z/2 for the factor 1, with mean ½.
    #[test]
    fn the_limit_comes_from_what_is_left() {
        let mut moments = JointMoments::new(2);
        (0..4000).for_each(|i| moments.push(&[f64::from(i % 2), 2.0 * f64::from(i % 2)]));
        let dominating = Dominating { at: 1, factor: 1.0, mean: 1.0, plus: 0.0 };
        let limit = dominating.upper_limit(&moments, 0, 1e-3);
        assert!(limit > 0.5 && limit < 0.56, "{limit}");
        // Two units more are taken off again.
        let wide = Dominating { plus: 2.0, ..dominating }.upper_limit(&moments, 0, 1e-3);
        assert!(wide > limit && wide < 0.7, "{wide}");
    }
}
