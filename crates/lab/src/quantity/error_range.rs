//! How large the squared error of an estimator within a hull can be. This decides how the interval for its mean is computed.

use crate::inference::{Inference, Mean};
use weak_to_strong::theory::least_eigenvalue_excess;

/// What is proved beforehand of a squared error. It is observed as a share of `cut`, and the part above `cut` is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ErrorRange {
    /// The part above this value is cut off.
    cut: f64,
    /// The mean of the part that is cut off is at most this.
    beyond: f64,
    /// The squared error never exceeds this.
    greatest: f64,
}

/// Least squares within a convex set of dimension m, on n labels with normal noise and independent Gaussian prompts. The point that is estimated lies in
/// the set, and what the labels have besides is independent of the prompt's coordinates along the set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GaussianFit {
    /// n.
    pub(super) samples: usize,
    /// m.
    pub(super) dimension: usize,
    /// The variance of the noise, with what the labels have across the set.
    pub(super) noise_variance: f64,
    /// The least variance of the prompt in a direction of the set.
    pub(super) prompt_variance: f64,
}

/// How many standard deviations the length of the noise may exceed its root mean square before a squared error is cut off. The probability of a cut
/// is below e^−18.
const REACH: f64 = 6.0;

/// What may be cut off in the mean, as a share of σ²/(nv), which is the error along one direction.
const CUT_SHARE: f64 = 5e-4;

impl ErrorRange {
    /// The range of a squared error that never exceeds `greatest`. Any positive bound is right for one that is always 0.
    pub(super) fn within(greatest: f64) -> Self {
        let greatest = greatest.max(f64::MIN_POSITIVE);
        Self { cut: greatest, beyond: 0.0, greatest }
    }

    /// The range of the squared error of a fit to Gaussian prompts, which never exceeds `greatest`.
    ///
    /// Let W be the Gram matrix of the prompts in m coordinates of the set, and λ its least eigenvalue. In the metric of W the fit is a projection, so
    /// the squared error is at most |Pε|²/λ, where Pε is the noise in the m dimensions of the fit. It is independent of W, and |Pε|² is σ²χ²_m. So
    ///
    /// ```text
    /// E(error − cσ²/v)₊ ≤ (σ²/v)·E(χ²_m/(λ/v) − c)₊
    /// ```
    ///
    /// which [`least_eigenvalue_excess`] bounds; the proof is in docs/theory.md, *Averaged errors and their bounds*.
    /// The cut is the least c at which this is a small share of the error along one direction.
    pub(super) fn of_gaussian_fit(fit: &GaussianFit, greatest: f64) -> Self {
        let unit = fit.noise_variance / fit.prompt_variance;
        let most_cut = CUT_SHARE / fit.samples as f64;
        let none = Self::within(greatest);
        if fit.dimension == 0 || fit.samples < fit.dimension + 2 || unit <= 0.0 {
            return none;
        }
        let excess = |cut: f64| least_eigenvalue_excess(fit.samples, fit.dimension, cut);
        let mut above = fit.dimension as f64 / fit.samples as f64;
        while excess(above) > most_cut {
            above *= 2.0;
            if above * unit >= greatest {
                return none;
            }
        }
        let mut below = 0.5 * above;
        for _ in 0..20 {
            let middle = 0.5 * (below + above);
            if excess(middle) > most_cut { below = middle } else { above = middle }
        }
        Self { cut: above * unit, beyond: excess(above) * unit, greatest: none.greatest }
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
        Self { cut, beyond, greatest }
    }

    /// Returns the observation of a replicate with this squared error.
    pub(super) fn observation(&self, squared_error: f64) -> f64 {
        // This is a comparison, because a minimum would hide NaN.
        if squared_error > self.cut { 1.0 } else { squared_error / self.cut }
    }

    /// Returns the estimator of its mean from the first coordinate of observations.
    pub(super) fn inference(&self) -> Inference {
        Inference::of([Mean::of(0).in_unit_interval().scaled(self.cut).cut_off(self.beyond, self.greatest)])
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
        let ErrorRange { cut, beyond, greatest } = ErrorRange::of_projection(bias, deviation, 2, 2.0);
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
        let fit = GaussianFit { samples: 10, dimension: 3, noise_variance: 1.0, prompt_variance: 1.0 };
        assert_eq!(ErrorRange::of_gaussian_fit(&fit, 2.0), ErrorRange::within(2.0));
        let too_few = GaussianFit { samples: 4, noise_variance: 1e-9, ..fit };
        assert_eq!(ErrorRange::of_gaussian_fit(&too_few, 2.0), ErrorRange::within(2.0));
        // At small noise the cut is far below, at any number of labels.
        for (samples, dimension, most) in
            [(10, 2, 60.0), (10, 3, 60.0), (64, 7, 8.0), (512, 31, 1.2), (4096, 200, 0.5), (300, 250, 3e4)]
        {
            let fit = GaussianFit { samples, dimension, noise_variance: 1e-9, prompt_variance: 0.5 };
            let ErrorRange { cut, beyond, .. } = ErrorRange::of_gaussian_fit(&fit, 2.0);
            assert!(
                cut < most * 2e-9 && beyond <= 1e-3 * 1e-9 / samples as f64,
                "{samples} {dimension}: {cut} {beyond}"
            );
        }
    }

    /// Fixed seed, 25,600 errors of a projection onto a half-line, (τ·max(z, 0))² with mean τ²/2 and variance 5τ⁴/4, cut at 49τ². Knowing the
    /// diameter alone, the interval is more than 50 times as wide.
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
        assert!(50.0 * narrow < width(ErrorRange::within(2.0)));
    }
}
