//! Where the constants of ridge regression are cut off, with proved remainders.

use super::ridge_constants::{RidgeConstants, SampleSize};
use crate::inference::Range;
use weak_to_strong::evidence::Interval;

/// Bounds on c₃ and c₄ of [`RidgeConstants`]. Source: ours, `docs/theory.md`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RidgeCuts {
    pub(super) noise: Cut,
    pub(super) mixing: Cut,
}

/// A number that is observed as its minimum with `greatest`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    /// The greatest observation.
    pub(super) greatest: f64,
    /// The expectation of what is cut off is at most this.
    pub(super) beyond: f64,
    /// The expectation, with nothing cut off, is at most this.
    pub(super) greatest_mean: f64,
}

/// What a cut costs, in units of what it cuts off. A proved interval from about 50,000 replicates is wider by this share of the greatest observation.
const COST: f64 = 2e-4;

impl RidgeCuts {
    /// Returns the cuts for Gaussian prompts at the shift s = Nη/v > 0. `without_penalty` holds the expectations at η = 0, where no penalty lowers the
    /// constants.
    pub(super) fn gaussian(size: SampleSize, shift: f64, without_penalty: Option<RidgeConstants>) -> Self {
        let SampleSize { count, dim, variance } = size;
        let rank = count.min(dim) as f64;
        let (count, dim) = (count as f64, dim as f64);
        let limit = |known: fn(&RidgeConstants) -> f64| without_penalty.as_ref().map_or(f64::INFINITY, known);
        let quarter = Cut { greatest: 0.25 * rank / shift, beyond: 0.0, greatest_mean: f64::INFINITY };
        let noise = quarter.or(inverse_trace_cut(size));
        let total = total_cut(count * dim);
        // c₄·d(N + 2) = Σλ·Σλ/(λ + s)² + 2 tr T², Σλ = N·d·total.
        let unit = 1.0 / (dim * (count + 2.0));
        let spread = count * dim * total.greatest * noise.greatest;
        let cut_off = count * dim * (noise.beyond + noise.greatest * total.beyond);
        let mixing_mean = limit(|known| known.mixing).min(unit * (0.25 * count * dim * rank / shift + 2.0 * rank));
        Self {
            noise: Cut {
                greatest: noise.greatest / variance,
                beyond: noise.beyond / variance,
                greatest_mean: limit(|known| known.noise).min(quarter.greatest / variance),
            },
            mixing: Cut { greatest: unit * (spread + 2.0 * rank), beyond: unit * cut_off, greatest_mean: mixing_mean },
        }
    }
}

impl RidgeCuts {
    /// Returns the ranges for prompts with |X|² ≤ B. Nothing is cut off.
    ///
    /// As λ/(λ + η)² ≤ 1/(4η), c₃ is at most min(N, d)/(4Nη), and c₄ ≤ (B/d)·c₃. Both may be infinite.
    pub(super) fn bounded(size: SampleSize, penalty: f64, squared_bound: f64) -> Self {
        let greatest = 0.25 * size.count.min(size.dim) as f64 / (size.count as f64 * penalty);
        let whole = |greatest: f64| Cut { greatest, beyond: 0.0, greatest_mean: greatest };
        Self { noise: whole(greatest), mixing: whole(greatest * squared_bound / size.dim as f64) }
    }
}

impl Cut {
    fn cost(&self) -> f64 {
        COST * self.greatest + self.beyond
    }

    /// Returns the better one of two cuts.
    fn or(self, other: Option<Self>) -> Self {
        other.filter(|other| other.cost() < self.cost()).unwrap_or(self)
    }

    /// Returns the observation.
    pub(super) fn observation(&self, number: f64) -> f64 {
        // A comparison, because a minimum would hide NaN.
        if number > self.greatest { self.greatest } else { number }
    }

    /// Returns the range of the observations.
    pub(super) fn range(&self) -> Range {
        Range::between(0.0, self.greatest)
    }

    /// Returns bounds on the expectation, with nothing cut off, from bounds on that of the observations.
    pub(super) fn interval(&self, mean: Interval) -> Interval {
        let upper = (mean.upper + self.beyond).min(self.greatest_mean);
        Interval { lower: mean.lower.min(upper), upper }
    }
}

/// The best cut of Σ 1/λ, whatever the penalty. Each of the r diagonal entries of the inverse Wishart matrix is 1/χ² with ν = |N − d| + 1 degrees of
/// freedom, so that for every k with 2 ≤ k < ν/2
///
/// ```text
/// E(Σ 1/λ − c)₊ ≤ r·E(1/χ² − c/r)₊ ≤ r·E χ^(−2k)·(k − 1)^(k−1)/(k^k (c/r)^(k−1)),   E χ^(−2k) = Π 1/(ν − 2j), j = 1…k
/// ```
fn inverse_trace_cut(size: SampleSize) -> Option<Cut> {
    let rank = size.count.min(size.dim) as f64;
    let degrees = size.count.abs_diff(size.dim) as f64 + 1.0;
    let mut best: Option<Cut> = None;
    let mut log_moment = -(degrees - 2.0).ln();
    let mut k = 2.0;
    while 2.0 * k < degrees && k <= MOST_MOMENTS {
        log_moment -= (degrees - 2.0 * k).ln();
        let log_factor = log_moment + (k - 1.0) * (k - 1.0).ln() - k * k.ln();
        // The cost COST·x + e^factor·x^(1−k) is least at this x = c/r.
        let x = ((log_factor + ((k - 1.0) / COST).ln()) / k).exp();
        let beyond = rank * (log_factor - (k - 1.0) * x.ln()).exp();
        let cut = Cut { greatest: rank * x, beyond, greatest_mean: f64::INFINITY };
        best = Some(cut.or(best));
        k += 1.0;
    }
    best
}

/// More moments than this no longer improve a cut.
const MOST_MOMENTS: f64 = 64.0;

/// The best cut of A = χ²/k with k = `degrees`: as (x − a)₊ ≤ exp(θ(x − a) − 1)/θ, with the best θ
///
/// ```text
/// E(A − a)₊ ≤ 2a/(e·k·(a − 1)) · (a·exp(1 − a))^(k/2),   a > 1
/// ```
fn total_cut(degrees: f64) -> Cut {
    let half = 0.5 * degrees;
    let cut = |a: f64| {
        let beyond = a / (half * (a - 1.0)) * (half * (a.ln() + 1.0 - a) - 1.0).exp();
        Cut { greatest: a, beyond, greatest_mean: f64::INFINITY }
    };
    let candidates = (1..=400).map(|step| cut(1.0 + 0.002 * f64::from(step) * (1.0 + f64::from(step) / 10.0)));
    candidates.fold(cut(100.0), |best, cut| cut.or(Some(best)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    /// E(1/χ² − x)₊ with ν degrees of freedom: P(χ²₍ν₋₂₎ < 1/x)/(ν − 2) − x·P(χ²_ν < 1/x).
    #[test]
    fn what_is_cut_off_the_inverse_is_bounded() {
        for (count, dim) in [(100, 16), (16, 100), (20, 12), (16, 10), (400, 16)] {
            let size = SampleSize { count, dim, variance: 1.0 };
            let rank = count.min(dim) as f64;
            let degrees = count.abs_diff(dim) as f64 + 1.0;
            let cut = inverse_trace_cut(size).expect("a cut");
            let x = cut.greatest / rank;
            let below = |degrees: f64| ChiSquared::new(degrees).expect("a law").cdf(1.0 / x);
            let exact = rank * (below(degrees - 2.0) / (degrees - 2.0) - x * below(degrees));
            assert!(exact <= cut.beyond, "{count} × {dim}: {exact} > {}", cut.beyond);
            let mean = rank / (degrees - 2.0);
            assert!(cut.beyond < 0.01 * mean, "{} of {mean}", cut.beyond);
            assert!(count != 100 || cut.greatest < 3.0 * mean, "{} of {mean}", cut.greatest);
        }
        assert_eq!(inverse_trace_cut(SampleSize { count: 5, dim: 3, variance: 1.0 }), None);
    }

    /// E(χ²_k/k − a)₊ = P(χ²_{k+2} > ka) − a·P(χ²_k > ka).
    #[test]
    fn what_is_cut_off_the_total_is_bounded() {
        for degrees in [1.0, 2.0, 12.0, 1600.0] {
            let cut = total_cut(degrees);
            let above = |k: f64| ChiSquared::new(k).expect("a law").sf(degrees * cut.greatest);
            let exact = above(degrees + 2.0) - cut.greatest * above(degrees);
            assert!(exact <= cut.beyond && cut.beyond < 0.01, "{degrees}: {exact} {cut:?}");
            assert!(degrees < 1000.0 || cut.greatest < 1.3, "{cut:?}");
        }
    }
}
