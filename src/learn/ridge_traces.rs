//! Traces of ridge regression that depend on the spectrum of the prompts alone.

use crate::numeric::{Kernel, LANES, vectorised};
use crate::sample::SpectrumSample;

/// Traces of functions of XᵀX, for [`LANES`] samples of n prompts in d dimensions. λ runs over the r = min(n, d) eigenvalues of XᵀX that are not
/// zero, s = nη, and T = λ/(λ + s) is how far ridge regression goes along an eigenvector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RidgeTraces {
    /// Σ λ.
    pub total: [f64; LANES],
    /// Σ (1 − T)² over all d directions: 1 for each of the d − r directions that no prompt shows.
    pub kept_square: [f64; LANES],
    /// Σ T(1 − T).
    pub product: [f64; LANES],
    /// Σ T².
    pub moved_square: [f64; LANES],
    /// Σ λ/(λ + s)², n times the variance of ridge regression for label noise of variance 1, divided by n.
    pub variance: [f64; LANES],
}

impl RidgeTraces {
    /// Returns the traces for the penalty η = `shift`/n, at a cost of O(r).
    ///
    /// ```text
    /// M = BBᵀ,   M + sI = LDLᵀ,   eᵢ₊₁ = a²ᵢ₊₁·eᵢ/pᵢ + s,   pᵢ = eᵢ + bᵢ²
    /// ```
    ///
    /// with a the diagonal of B and b the entries above it. The pivots p of D and their derivatives with respect to s and to the scale κ of κM + sI
    /// give the traces, as log det(κM + sI) = Σ log pᵢ. All terms of the recursions are positive, so no digits are lost.
    ///
    /// Source: ours; `docs/theory.md`.
    pub fn of(sample: &SpectrumSample, shift: f64) -> Self {
        vectorised(Traces { sample, shift })
    }
}

struct Traces<'a> {
    sample: &'a SpectrumSample,
    shift: f64,
}

/// The quotient eᵢ with its derivatives: with respect to s, to κ, and to both.
#[derive(Clone, Copy)]
struct Quotient {
    value: f64,
    by_shift: f64,
    by_scale: f64,
    by_both: f64,
}

impl Kernel for Traces<'_> {
    type Output = RidgeTraces;

    #[inline(always)]
    fn call(self) -> RidgeTraces {
        let Self { sample, shift } = self;
        let mut traces = RidgeTraces::default();
        let (diagonal, _) = sample.diagonal.as_chunks::<LANES>();
        let (above, _) = sample.above_diagonal.as_chunks::<LANES>();
        let unseen = sample.dim.saturating_sub(sample.count) as f64;
        for l in 0..LANES {
            traces.kept_square[l] = unseen;
        }
        let mut quotients = [Quotient { value: 1.0, by_shift: 0.0, by_scale: 1.0, by_both: 0.0 }; LANES];
        // As if a row with b = 0, e = p = 1 came before the first: e₁ = a₁² + s.
        let mut before = [0.0; LANES];
        for (a, b) in diagonal.iter().zip(above) {
            for l in 0..LANES {
                let next = quotients[l].next(a[l], before[l], shift);
                next.add_to(&mut traces, l, b[l], shift);
                traces.total[l] += a[l] + b[l];
                quotients[l] = next;
            }
            before = *b;
        }
        traces
    }
}

impl Quotient {
    /// Returns e of the next row. `a` is the square of the next row's diagonal entry, and `b` the square of the entry between the rows.
    #[inline(always)]
    fn next(self, a: f64, b: f64, shift: f64) -> Self {
        let Self { value: e, by_shift, by_scale, by_both } = self;
        let inverse = 1.0 / (e + b);
        let (ratio, own) = (a * inverse, b * inverse);
        let slope = by_shift * inverse;
        Self {
            value: (ratio * e) + shift,
            by_shift: (ratio * own).mul_add(by_shift, 1.0),
            by_scale: ratio * (e * (e * inverse) + own * by_scale),
            by_both: ratio * own * (2.0 * shift * by_shift * slope + by_both),
        }
    }

    #[inline(always)]
    fn add_to(self, traces: &mut RidgeTraces, lane: usize, b: f64, shift: f64) {
        let inverse = 1.0 / (self.value + b);
        let by_scale = (self.by_scale + b) * inverse;
        let by_shift = self.by_shift * inverse;
        let by_both = self.by_both * inverse;
        let kept = shift * by_shift;
        let variance = by_shift.mul_add(by_scale, -by_both);
        traces.kept_square[lane] += kept.mul_add(kept, shift * by_both);
        traces.moved_square[lane] += by_scale.mul_add(by_scale, shift * by_both);
        traces.product[lane] += shift * variance;
        traces.variance[lane] += variance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, WideGenerator, open_stream};
    use crate::sample::spectrum::SpectrumSampler;
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    /// The eigenvalues of BBᵀ of one lane, by a general method.
    fn eigenvalues(sample: &SpectrumSample, lane: usize) -> Vec<f64> {
        let rank = sample.diagonal.len() / LANES;
        let entry = |numbers: &[f64], i: usize| numbers[i * LANES + lane].sqrt();
        let b = DMatrix::from_fn(rank, rank + 1, |i, j| match j.wrapping_sub(i) {
            0 => entry(&sample.diagonal, i),
            1 => entry(&sample.above_diagonal, i),
            _ => 0.0,
        });
        (&b * b.transpose()).symmetric_eigenvalues().iter().copied().collect()
    }

    /// One prompt (a, b) has λ = a² + b²: by hand with a² = 3, b² = 1, s = 4 every T is ½, and one direction of three is seen.
    #[test]
    fn one_prompt_by_hand() {
        let mut sampler = SpectrumSampler::new(1, 3);
        let mut stream = open_stream(1, &ContentKey::of("one prompt"), 0);
        let mut generator = WideGenerator::from_stream(&mut stream);
        let mut sample = sampler.draw(&mut generator, &mut stream).clone();
        (sample.diagonal.fill(3.0), sample.above_diagonal.fill(1.0));
        let traces = RidgeTraces::of(&sample, 4.0);
        assert_eq!((traces.total[0], traces.kept_square[0], traces.product[0]), (4.0, 2.25, 0.25));
        assert_eq!((traces.moved_square[0], traces.variance[0]), (0.25, 0.0625));
        let unshifted = RidgeTraces::of(&sample, 0.0);
        assert_eq!((unshifted.kept_square[0], unshifted.product[0]), (2.0, 0.0));
        assert_eq!((unshifted.moved_square[0], unshifted.variance[0]), (1.0, 0.25));
    }

    proptest! {
        /// The traces are sums over eigenvalues. The general method finds an eigenvalue to 1e-15 of the largest one. So the relative error of a sum is
        /// at most 1e-12 times the condition number, which is bounded here.
        #[test]
        fn they_are_sums_over_eigenvalues(
            count in 1usize..40,
            dim in 1usize..12,
            exponent in -6.0..6.0f64,
            seed in 0u64..1000,
        ) {
            let mut stream = open_stream(seed, &ContentKey::of("traces"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let mut sampler = SpectrumSampler::new(count, dim);
            let sample = sampler.draw(&mut generator, &mut stream).clone();
            for shift in [0.0, 10f64.powf(exponent)] {
                let traces = RidgeTraces::of(&sample, shift);
                for lane in 0..LANES {
                    let eigenvalues = eigenvalues(&sample, lane);
                    let condition = eigenvalues.iter().fold(0.0, |most: f64, x| most.max(*x))
                        / eigenvalues.iter().fold(f64::INFINITY, |least: f64, x| least.min(*x));
                    if condition > 1e6 {
                        continue;
                    }
                    let sum = |term: &dyn Fn(f64) -> f64| eigenvalues.iter().map(|x| term(*x)).sum::<f64>();
                    let unseen = (dim - dim.min(count)) as f64;
                    for (found, expected) in [
                        (traces.total[lane], sum(&|x| x)),
                        (traces.kept_square[lane], unseen + sum(&|x| (shift / (x + shift)).powi(2))),
                        (traces.product[lane], sum(&|x| x * shift / (x + shift).powi(2))),
                        (traces.moved_square[lane], sum(&|x| (x / (x + shift)).powi(2))),
                        (traces.variance[lane], sum(&|x| x / (x + shift).powi(2))),
                    ] {
                        let tolerance = 1e-12 * (1.0 + condition) * expected.abs();
                        prop_assert!((found - expected).abs() <= tolerance, "{found} {expected} {condition}");
                    }
                }
            }
        }
    }
}
