//! Direct sampling of the prompts alone, several samples side by side, for what does not depend on the labels.
//!
//! Of n prompts in d dimensions the smaller of XᵀX and XXᵀ is kept, which is nonsingular for prompts with a density. XXᵀ is a sum over the d
//! coordinates as XᵀX is one over the n prompts, so both take the same steps. The slow twin is [`super::MomentSampler`] made direct.

use nalgebra::DMatrix;

use super::lane_moments::{EXAMPLES, Rows, TILE, add_gram, bring_to_sphere};
use crate::model::{PromptLaw, Shape};
use crate::numeric::{AlignedNumbers, LANES, Simd, WithSimd, aligned_zeros, with_vectors};
use crate::random::WideGenerator;

/// The smaller of XᵀX and XXᵀ for [`LANES`] samples. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct LaneGram {
    /// n.
    pub count: usize,
    /// d.
    pub dim: usize,
    /// Number of entries from one row of `gram` to the next.
    pub stride: usize,
    /// XᵀX if n ≥ d, else XXᵀ. Only the lower triangle is valid.
    pub gram: AlignedNumbers,
}

impl LaneGram {
    /// min(n, d).
    pub fn size(&self) -> usize {
        self.count.min(self.dim)
    }

    /// The matrix of one lane.
    pub fn lane(&self, lane: usize) -> DMatrix<f64> {
        let entry = |i: usize, j: usize| self.gram[(i.max(j) * self.stride + i.min(j)) * LANES + lane];
        DMatrix::from_fn(self.size(), self.size(), entry)
    }
}

/// Draws [`LaneGram`]s.
#[derive(Clone, Debug)]
pub struct GramSampler {
    law: PromptLaw,
    /// What coordinates are multiplied by.
    deviation: f64,
    padded: usize,
    rows: AlignedNumbers,
    sample: LaneGram,
}

impl GramSampler {
    /// A sampler of `count` prompts in `dim` dimensions; none if their law is not isotropic.
    pub fn new(law: &PromptLaw, count: usize, dim: usize) -> Option<Self> {
        let deviation = match law.shape() {
            Shape::Normal(_) => law.isotropic_variance()?.sqrt(),
            Shape::Independent(_) | Shape::Sphere => 1.0,
        };
        let padded = count.min(dim).next_multiple_of(TILE);
        let (stride, gram) = (padded + 1, aligned_zeros(padded * (padded + 1) * LANES));
        let rows = aligned_zeros(EXAMPLES * padded * LANES);
        Some(Self { law: law.clone(), deviation, padded, rows, sample: LaneGram { count, dim, stride, gram } })
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator) -> &mut LaneGram {
        with_vectors(DrawGram { sampler: self, generator });
        &mut self.sample
    }

    /// Brings the prompts to the sphere, given XXᵀ.
    fn scale_prompts(&mut self) {
        let (dim, size) = (self.sample.dim as f64, self.sample.size());
        let LaneGram { stride, ref mut gram, .. } = self.sample;
        let place = |i: usize, j: usize| (i * stride + j) * LANES;
        for lane in 0..LANES {
            let scales: Vec<f64> = (0..size).map(|i| (dim / gram[place(i, i) + lane]).sqrt()).collect();
            for i in 0..size {
                (0..=i).for_each(|j| gram[place(i, j) + lane] *= scales[i] * scales[j]);
            }
        }
    }
}

struct DrawGram<'a> {
    sampler: &'a mut GramSampler,
    generator: &'a mut WideGenerator,
}

impl WithSimd for DrawGram<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { sampler, generator } = self;
        let LaneGram { count, dim, .. } = sampler.sample;
        let (padded, size, shape) = (sampler.padded, sampler.sample.size(), sampler.law.shape());
        let on_sphere = shape == Shape::Sphere;
        sampler.sample.gram.fill(0.0);
        for first in (0..count.max(dim)).step_by(EXAMPLES) {
            let some = EXAMPLES.min(count.max(dim) - first);
            Rows { numbers: &mut sampler.rows, dim: size, padded, count: some }.fill(simd, shape, generator);
            let rows = S::as_mut_simd_f64s(&mut sampler.rows).0;
            if sampler.deviation != 1.0 {
                let deviation = simd.splat_f64s(sampler.deviation);
                rows.iter_mut().for_each(|x| *x = simd.mul_f64s(*x, deviation));
            }
            if on_sphere && count >= dim {
                let examples = rows.chunks_exact_mut(padded * (LANES / S::F64_LANES)).take(some);
                examples.for_each(|example| bring_to_sphere(simd, example, dim));
            }
            add_gram(simd, &mut sampler.sample.gram, &sampler.rows, padded);
        }
        if on_sphere && count < dim {
            sampler.scale_prompts();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    fn generator() -> WideGenerator {
        WideGenerator::from_stream(&mut open_stream(1, &ContentKey::of("lane gram"), 0))
    }

    /// On the sphere, and for signs, every prompt has squared length d: the trace of either matrix is n·d.
    #[test]
    fn traces_are_known() {
        for law in [PromptLaw::Sphere, PromptLaw::Rademacher] {
            for (count, dim) in [(30, 7), (3, 7), (7, 7), (1, 5), (5, 1), (13, 21)] {
                let sample = GramSampler::new(&law, count, dim).expect("isotropic").draw(&mut generator()).clone();
                for lane in 0..LANES {
                    let gram = sample.lane(lane);
                    assert!((gram.trace() - (count * dim) as f64).abs() < 1e-10 * (count * dim) as f64, "{law:?}");
                    assert!(gram.symmetric_eigenvalues().min() > -1e-9);
                }
            }
        }
    }

    /// Fixed seed. E tr XXᵀ = n·d·v; 4,000 samples of 3 prompts in 5 dimensions. A squared coordinate has at most 5/2 times the variance of a normal
    /// one (Laplace: kurtosis 6), so five standard errors are at most 5·√(5/60,000) = 0.05: a false alarm has probability below 4e-6 over all.
    #[test]
    fn prompts_have_their_lengths() {
        let mut generator = generator();
        for law in PromptLaw::ISOTROPIC.iter().cloned().chain([PromptLaw::Anisotropic(vec![3.0; 5])]) {
            let variance = law.isotropic_variance().expect("isotropic");
            let mut sampler = GramSampler::new(&law, 3, 5).expect("isotropic");
            let mut trace = 0.0;
            for _ in 0..500 {
                let sample = sampler.draw(&mut generator);
                trace += (0..LANES).map(|lane| sample.lane(lane).trace()).sum::<f64>() / (4000.0 * 15.0 * variance);
            }
            assert!((trace - 1.0).abs() < 0.05, "{law:?}: {trace}");
        }
        assert!(GramSampler::new(&PromptLaw::Anisotropic(vec![1.0, 2.0]), 3, 2).is_none());
    }
}
