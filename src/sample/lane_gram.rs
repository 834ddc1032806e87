//! Direct sampling of the prompts alone, several samples side by side, for what does not depend on the labels.
//!
//! Of n prompts in d dimensions the smaller of XᵀX and XXᵀ is kept, which is nonsingular for prompts with a density. XXᵀ is a sum over the d
//! coordinates as XᵀX is one over the n prompts, so both take the same steps. The slow twin is [`super::MomentSampler`] made direct.

use nalgebra::{DMatrix, DVector};

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
    /// The unit vector u if n ≥ d, else Xu.
    pub start: AlignedNumbers,
}

impl LaneGram {
    /// min(n, d).
    pub fn size(&self) -> usize {
        self.count.min(self.dim)
    }

    /// The matrix and the vector of one lane.
    pub fn lane(&self, lane: usize) -> (DMatrix<f64>, DVector<f64>) {
        let entry = |i: usize, j: usize| self.gram[(i.max(j) * self.stride + i.min(j)) * LANES + lane];
        let size = self.size();
        (DMatrix::from_fn(size, size, entry), DVector::from_fn(size, |i, _| self.start[i * LANES + lane]))
    }
}

/// Draws [`LaneGram`]s.
#[derive(Clone, Debug)]
pub struct GramSampler {
    law: PromptLaw,
    /// What coordinates are multiplied by.
    deviation: f64,
    /// u, if XXᵀ is kept.
    direction: Option<Vec<f64>>,
    padded: usize,
    rows: AlignedNumbers,
    sample: LaneGram,
}

impl GramSampler {
    /// A sampler of `count` prompts of an isotropic law, with the unit vector `direction`; none if the law is not isotropic.
    pub fn new(law: &PromptLaw, direction: &DVector<f64>, count: usize) -> Option<Self> {
        let deviation = match law.shape() {
            Shape::Normal(_) => law.isotropic_variance()?.sqrt(),
            Shape::Independent(_) | Shape::Sphere => 1.0,
        };
        let dim = direction.len();
        let size = count.min(dim);
        let padded = size.next_multiple_of(TILE);
        let mut start = aligned_zeros(padded * LANES);
        let tall = count >= dim;
        if tall {
            start.chunks_exact_mut(LANES).zip(direction).for_each(|(lanes, entry)| lanes.fill(*entry));
        }
        Some(Self {
            law: law.clone(),
            deviation,
            direction: (!tall).then(|| direction.as_slice().to_vec()),
            padded,
            rows: aligned_zeros(EXAMPLES * padded * LANES),
            sample: LaneGram {
                count,
                dim,
                stride: padded + 1,
                gram: aligned_zeros(padded * (padded + 1) * LANES),
                start,
            },
        })
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator) -> &mut LaneGram {
        with_vectors(DrawGram { sampler: self, generator });
        &mut self.sample
    }

    /// Adds Xu of a few coordinates.
    #[inline(always)]
    fn add_to_start<S: Simd>(&mut self, simd: S, weights: &[f64]) {
        let length = self.padded * (LANES / S::F64_LANES);
        let (rows, start) = (S::as_simd_f64s(&self.rows).0, S::as_mut_simd_f64s(&mut self.sample.start).0);
        for (row, weight) in rows.chunks_exact(length).zip(weights).filter(|(_, weight)| **weight != 0.0) {
            let weight = simd.splat_f64s(*weight);
            start.iter_mut().zip(row).for_each(|(sum, x)| *sum = simd.mul_add_f64s(weight, *x, *sum));
        }
    }

    /// Brings the prompts to the sphere, given XXᵀ and Xu.
    fn scale_prompts(&mut self) {
        let LaneGram { dim, stride, ref mut gram, ref mut start, .. } = self.sample;
        let size = self.sample.count.min(dim);
        let mut scales = vec![0.0; size * LANES];
        for (i, scale) in scales.iter_mut().enumerate() {
            let (row, lane) = (i / LANES, i % LANES);
            *scale = (dim as f64 / gram[(row * stride + row) * LANES + lane]).sqrt();
        }
        for i in 0..size {
            for lane in 0..LANES {
                start[i * LANES + lane] *= scales[i * LANES + lane];
                for j in 0..=i {
                    gram[(i * stride + j) * LANES + lane] *= scales[i * LANES + lane] * scales[j * LANES + lane];
                }
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
        let (padded, dim) = (sampler.padded, sampler.sample.size());
        let direction = sampler.direction.take();
        sampler.sample.gram.fill(0.0);
        if direction.is_some() {
            sampler.sample.start.fill(0.0);
        }
        let total = sampler.sample.count.max(sampler.sample.dim);
        for first in (0..total).step_by(EXAMPLES) {
            let count = EXAMPLES.min(total - first);
            let shape = sampler.law.shape();
            Rows { numbers: &mut sampler.rows, dim, padded, count }.fill(simd, shape, generator);
            let rows = S::as_mut_simd_f64s(&mut sampler.rows).0;
            if sampler.deviation != 1.0 {
                let deviation = simd.splat_f64s(sampler.deviation);
                rows.iter_mut().for_each(|x| *x = simd.mul_f64s(*x, deviation));
            }
            if shape == Shape::Sphere && direction.is_none() {
                let examples = rows.chunks_exact_mut(padded * (LANES / S::F64_LANES)).take(count);
                examples.for_each(|example| bring_to_sphere(simd, example, dim));
            }
            if let Some(direction) = &direction {
                sampler.add_to_start(simd, &direction[first..first + count]);
            }
            add_gram(simd, &mut sampler.sample.gram, &sampler.rows, padded);
        }
        if sampler.law.shape() == Shape::Sphere && direction.is_some() {
            sampler.scale_prompts();
        }
        sampler.direction = direction;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    fn generator() -> WideGenerator {
        WideGenerator::from_stream(&mut open_stream(1, &ContentKey::of("lane gram"), 0))
    }

    /// A unit vector without special coordinates, one of them zero.
    fn direction(dim: usize) -> DVector<f64> {
        DVector::from_fn(dim, |i, _| if i == 1 { 0.0 } else { 1.0 + i as f64 }).normalize()
    }

    /// On the sphere, and for signs, every prompt has squared length d: the trace of either matrix is n·d, and so is each diagonal entry of XXᵀ d.
    #[test]
    fn traces_are_known() {
        for law in [PromptLaw::Sphere, PromptLaw::Rademacher] {
            for (count, dim) in [(30, 7), (3, 7), (7, 7), (1, 5), (5, 1), (13, 21)] {
                let sample =
                    GramSampler::new(&law, &direction(dim), count).expect("isotropic").draw(&mut generator()).clone();
                for lane in 0..LANES {
                    let (gram, start) = sample.lane(lane);
                    assert!((gram.trace() - (count * dim) as f64).abs() < 1e-10 * (count * dim) as f64, "{law:?}");
                    assert!(gram.symmetric_eigenvalues().min() > -1e-9);
                    assert!(start.norm_squared() <= (count * dim) as f64 + 1e-9);
                }
            }
        }
    }

    /// Fixed seed. E|Xu|² = n·v and E tr XXᵀ = n·d·v; 4,000 samples of 3 prompts in 5 dimensions. The squares have at most 6 times the variance of
    /// normal ones (Laplace: kurtosis 6), so five standard errors are 5·√(5/(3·4000)) = 0.11 of the first and less of the second: a false alarm
    /// has probability below 1e-5 over all.
    #[test]
    fn vectors_have_their_lengths() {
        let mut generator = generator();
        for law in PromptLaw::ISOTROPIC.iter().cloned().chain([PromptLaw::Anisotropic(vec![3.0; 5])]) {
            let variance = law.isotropic_variance().expect("isotropic");
            let mut sampler = GramSampler::new(&law, &direction(5), 3).expect("isotropic");
            let (mut length, mut trace) = (0.0, 0.0);
            for _ in 0..500 {
                let sample = sampler.draw(&mut generator);
                for lane in 0..LANES {
                    let (gram, start) = sample.lane(lane);
                    length += start.norm_squared() / (4000.0 * 3.0 * variance);
                    trace += gram.trace() / (4000.0 * 15.0 * variance);
                }
            }
            assert!((length - 1.0).abs() < 0.11 && (trace - 1.0).abs() < 0.11, "{law:?}: {length} {trace}");
        }
        assert!(GramSampler::new(&PromptLaw::Anisotropic(vec![1.0, 2.0]), &direction(2), 3).is_none());
    }
}
