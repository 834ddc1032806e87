//! How large the squared error of an estimator within a hull can be. This decides how the interval for its mean is computed.

use crate::inference::{Inference, Mean};

/// What is known beforehand of a squared error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ErrorRange {
    /// It takes values of the order of its mean often enough that its average is nearly normal.
    Spread,
    /// It is observed as a share of `cut`, and the part above `cut` is cut off.
    Bounded {
        /// The part above this value is cut off.
        cut: f64,
        /// The mean of the part that is cut off is at most this.
        beyond: f64,
        /// It never exceeds this.
        greatest: f64,
    },
}

/// How many standard deviations the length of the noise may exceed its root mean square before a squared error is cut off. The probability of a cut
/// is below e^−18.
const REACH: f64 = 6.0;

impl ErrorRange {
    pub(super) fn spread() -> Self {
        Self::Spread
    }

    /// The range of a squared error that never exceeds `greatest`. Any positive bound is right for one that is always 0.
    pub(super) fn within(greatest: f64) -> Self {
        let greatest = greatest.max(f64::MIN_POSITIVE);
        Self::Bounded { cut: greatest, beyond: 0.0, greatest }
    }

    /// The range of the squared error of a projection onto a convex set of dimension q, from a point at which the distance would be `bias` without
    /// noise.
    ///
    /// A projection never increases the distance of two points. So the squared error is at most (bias + τ·χ)², wherever the set lies. Here τ is the
    /// noise's `deviation` in each direction, and χ is the length of the noise in q = `dimension` standard normal coordinates. χ exceeds √q + s with
    /// probability at most exp(−s²/2) (Gaussian concentration). With a cut at s = 6, c = (bias + τ(√q + 6))², it follows that
    ///
    /// ```text
    /// E(error − c)₊ ≤ ∫₆^∞ 2τ(bias + τ(√q + s)) exp(−s²/2) ds ≤ 2τ·((bias + τ√q)/6 + τ)·exp(−18)
    /// ```
    ///
    /// This is at most 1e-7 of the mean, unless the squared error is nearly always 0. The rest is bounded by c, which is about twenty to fifty times
    /// the mean. Its interval holds at every number of replicates.
    pub(super) fn of_projection(bias: f64, deviation: f64, dimension: usize, greatest: f64) -> Self {
        let typical = deviation * (dimension as f64).sqrt();
        let cut = (bias + typical + REACH * deviation).powi(2);
        if cut >= greatest {
            return Self::within(greatest);
        }
        let beyond = 2.0 * deviation * ((bias + typical) / REACH + deviation) * (-0.5 * REACH * REACH).exp();
        Self::Bounded { cut, beyond, greatest }
    }

    /// Returns the observation of a replicate with this squared error.
    pub(super) fn observation(&self, squared_error: f64) -> f64 {
        match self {
            Self::Spread => squared_error,
            // This is a comparison, because a minimum would hide NaN.
            Self::Bounded { cut, .. } if squared_error > *cut => 1.0,
            Self::Bounded { cut, .. } => squared_error / cut,
        }
    }

    /// Returns the estimator of its mean from the first coordinate of observations.
    pub(super) fn inference(&self) -> Inference {
        let mean = Mean::of(0);
        Inference::of([match self {
            Self::Spread => mean,
            Self::Bounded { cut, beyond, greatest } => mean.in_unit_interval().scaled(*cut).cut_off(*beyond, *greatest),
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, StandardNormal};
    use weak_to_strong::evidence::Interval;
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// The worst case of the bound is an error that attains it: bias + τχ. Without the cut, its mean is bias² + 2·bias·τ·E χ + τ²q; here q = 2
    /// and E χ = √(π/2).
    #[test]
    fn what_is_cut_off_is_bounded() {
        let (bias, deviation) = (0.3, 0.1);
        let ErrorRange::Bounded { cut, beyond, greatest } = ErrorRange::of_projection(bias, deviation, 2, 2.0) else {
            panic!("a bounded error")
        };
        assert_eq!(greatest, 2.0);
        // E(error − c)₊ by Simpson's rule over the Rayleigh law of χ, beyond r = √2 + 6.
        let start = 2f64.sqrt() + REACH;
        let excess = |r: f64| ((bias + deviation * r).powi(2) - cut) * r * (-0.5 * r * r).exp();
        let step = 0.001;
        let exact: f64 = (0..10_000)
            .map(|i| start + step * f64::from(i))
            .map(|r| step / 6.0 * (excess(r) + 4.0 * excess(r + 0.5 * step) + excess(r + step)))
            .sum();
        assert!(exact > 0.0 && exact <= beyond && beyond < 1e-7 * bias * bias, "{exact} {beyond}");
    }

    #[test]
    fn large_noise_leaves_the_bound_of_the_hull() {
        assert_eq!(ErrorRange::of_projection(0.0, 1.0, 1, 2.0), ErrorRange::within(2.0));
        assert!(ErrorRange::within(0.0).observation(0.0) == 0.0);
        assert!(ErrorRange::within(2.0).observation(f64::NAN).is_nan());
    }

    /// Fixed seed, 25,600 errors of a projection onto a half-line, (τ·max(z, 0))² with mean τ²/2 and variance 5τ⁴/4, cut at 49τ². The first
    /// block is predicted by ½, so V = 64 + 13; the boundary at error 1e-4 is 61, and the interval is 2·61·49/25,600 = 0.23τ² wide. Knowing
    /// the diameter alone, the boundary is 58 and the interval, from 0 on, 58·2/25,600 = 45τ² wide, 190 times as much.
    #[test]
    fn the_interval_of_a_projection_is_narrow() {
        let deviation = 0.01;
        let width = |range: ErrorRange| {
            let mut stream = open_stream(4, &ContentKey::of("half-line"), 0);
            let mut total = JointMoments::new(1);
            for _ in 0..100 {
                let mut block = JointMoments::new(1);
                for _ in 0..256 {
                    let z: f64 = StandardNormal.sample(&mut stream);
                    block.push(&[range.observation((deviation * z.max(0.0)).powi(2))]);
                }
                total.merge(&block);
            }
            let Interval { lower, upper } = range.inference().enclosures(&total, 1e-4)[0].interval();
            let truth = 0.5 * deviation * deviation;
            assert!(lower <= truth && truth <= upper, "{lower} {upper}");
            upper - lower
        };
        let narrow = width(ErrorRange::of_projection(0.0, deviation, 1, 2.0));
        assert!(narrow < 0.3 * deviation * deviation, "{narrow}");
        assert!(100.0 * narrow < width(ErrorRange::within(2.0)));
    }
}
