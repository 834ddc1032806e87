//! Direct sampling of several samples side by side, one in each lane of the processor's vectors.
//!
//! Prompts are drawn a few examples at a time and added to XᵀX tile by tile: sixteen entries stay in registers while the examples pass, so
//! that each number that is loaded serves four multiply-adds, and prompts stay in the first-level cache. Nothing is allocated after the
//! start. The slow twin is [`super::MomentSampler`] made direct.

use nalgebra::{DMatrix, DVector};

use super::SampleMoments;
use crate::model::{PromptLaw, Shape};
use crate::numeric::{AlignedNumbers, LANES, Simd, WithSimd, aligned_zeros, with_vectors};
use crate::random::WideGenerator;

/// Entries of XᵀX that stay in registers: TILE².
pub(super) const TILE: usize = 4;

/// Examples that pass together.
pub(super) const EXAMPLES: usize = 8;

/// XᵀX and XᵀR of [`LANES`] samples of n prompts with residual labels R. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct LaneMoments {
    /// n.
    pub count: usize,
    /// d.
    pub dim: usize,
    /// Number of entries from one row of `gram` to the next. It is above d and odd, so that a column is spread over the sets of the cache.
    pub stride: usize,
    /// XᵀX. Only the lower triangle is valid.
    pub gram: AlignedNumbers,
    /// XᵀR, length d.
    pub cross: AlignedNumbers,
}

impl LaneMoments {
    /// XᵀX and XᵀR of one lane. YᵀY is not known; it is set to 0.
    pub fn lane(&self, lane: usize) -> SampleMoments {
        let entry = |i: usize, j: usize| self.gram[(i.max(j) * self.stride + i.min(j)) * LANES + lane];
        SampleMoments {
            count: self.count,
            gram: DMatrix::from_fn(self.dim, self.dim, entry),
            cross: DVector::from_fn(self.dim, |i, _| self.cross[i * LANES + lane]),
            label_square: 0.0,
        }
    }
}

/// Draws [`LaneMoments`] of prompts X with residual labels R = ΔᵀX + noise.
#[derive(Clone, Debug)]
pub struct LaneSampler {
    law: PromptLaw,
    /// Standard deviations of normal coordinates, all 1 when absent.
    deviations: Option<Vec<f64>>,
    /// The coordinates in which Δ is not zero, with their values.
    displacement: Vec<(usize, f64)>,
    noise: f64,
    count: usize,
    /// d, filled up to whole tiles.
    padded: usize,
    prompts: AlignedNumbers,
    errors: AlignedNumbers,
    moments: LaneMoments,
}

impl LaneSampler {
    /// A sampler of `count` prompts of this law. The residual labels have mean `displacement`ᵀX and this normal noise.
    pub fn new(law: &PromptLaw, displacement: &DVector<f64>, noise: f64, count: usize) -> Self {
        let dim = displacement.len();
        let padded = dim.next_multiple_of(TILE);
        let stride = padded + 1;
        let deviations = match law.shape() {
            Shape::Normal(variances) => variances.map(|variances| variances.iter().map(|v| v.sqrt()).collect()),
            Shape::Independent(_) | Shape::Sphere => None,
        };
        Self {
            law: law.clone(),
            deviations,
            displacement: displacement.iter().copied().enumerate().filter(|(_, x)| *x != 0.0).collect(),
            noise,
            count,
            padded,
            prompts: aligned_zeros(EXAMPLES * padded * LANES),
            errors: aligned_zeros(EXAMPLES * EXAMPLES * LANES),
            moments: LaneMoments {
                count,
                dim,
                stride,
                gram: aligned_zeros(padded * stride * LANES),
                cross: aligned_zeros(padded * LANES),
            },
        }
    }

    /// Draws one sample in each lane.
    pub fn draw(&mut self, generator: &mut WideGenerator) -> &mut LaneMoments {
        with_vectors(DrawLanes { sampler: self, generator });
        &mut self.moments
    }

    /// Draws the prompts of a few examples, each with its coordinates one after the other. Room for further examples is filled with zeros.
    #[inline(always)]
    fn draw_prompts<S: Simd>(&mut self, simd: S, examples: usize, generator: &mut WideGenerator) {
        let (dim, padded) = (self.moments.dim, self.padded);
        let shape = self.law.shape();
        Rows { numbers: &mut self.prompts, dim, padded, count: examples }.fill(simd, shape, generator);
        let vectors = LANES / S::F64_LANES;
        let prompts = S::as_mut_simd_f64s(&mut self.prompts).0;
        for example in prompts.chunks_exact_mut(padded * vectors).take(examples) {
            if let Some(deviations) = &self.deviations {
                for (coordinate, deviation) in example.chunks_exact_mut(vectors).zip(deviations) {
                    coordinate.iter_mut().for_each(|x| *x = simd.mul_f64s(*x, simd.splat_f64s(*deviation)));
                }
            }
            if shape == Shape::Sphere {
                bring_to_sphere(simd, example, dim);
            }
        }
    }

    /// Replaces noise by residual labels and adds what they contribute to XᵀR.
    #[inline(always)]
    fn add_labels<S: Simd>(&mut self, simd: S, errors: usize) {
        let vectors = LANES / S::F64_LANES;
        let row = self.padded * vectors;
        let prompts = S::as_simd_f64s(&self.prompts).0;
        let errors = &S::as_simd_f64s(&self.errors).0[errors * vectors..];
        let cross = S::as_mut_simd_f64s(&mut self.moments.cross).0;
        for part in 0..vectors {
            let mut residuals = [simd.splat_f64s(0.0); EXAMPLES];
            for (e, residual) in residuals.iter_mut().enumerate() {
                *residual = simd.mul_f64s(simd.splat_f64s(self.noise), errors[e * vectors + part]);
            }
            for &(coordinate, value) in &self.displacement {
                let value = simd.splat_f64s(value);
                for (e, residual) in residuals.iter_mut().enumerate() {
                    *residual = simd.mul_add_f64s(value, prompts[e * row + coordinate * vectors + part], *residual);
                }
            }
            for (coordinate, sums) in cross.chunks_exact_mut(vectors).enumerate() {
                let mut sum = sums[part];
                for (e, residual) in residuals.iter().enumerate() {
                    sum = simd.mul_add_f64s(*residual, prompts[e * row + coordinate * vectors + part], sum);
                }
                sums[part] = sum;
            }
        }
    }
}

/// Vectors of numbers in every lane, one after the other, each filled up to whole tiles.
pub(super) struct Rows<'a> {
    pub(super) numbers: &'a mut [f64],
    /// Numbers in a vector.
    pub(super) dim: usize,
    /// The same, filled up to whole tiles.
    pub(super) padded: usize,
    /// Vectors that are asked for; the room for further ones becomes 0.
    pub(super) count: usize,
}

impl Rows<'_> {
    /// Fills them with independent numbers of the coordinates' law before any scaling; on the sphere with normal numbers.
    #[inline(always)]
    pub(super) fn fill<S: Simd>(&mut self, simd: S, shape: Shape, generator: &mut WideGenerator) {
        match shape {
            Shape::Independent(coordinate) => (coordinate.fill)(self.numbers, generator),
            Shape::Normal(_) | Shape::Sphere => generator.fill_normal(self.numbers),
        }
        let vectors = LANES / S::F64_LANES;
        let numbers = S::as_mut_simd_f64s(self.numbers).0;
        for row in numbers.chunks_exact_mut(self.padded * vectors) {
            row[self.dim * vectors..].fill(simd.splat_f64s(0.0));
        }
        numbers[self.count * self.padded * vectors..].fill(simd.splat_f64s(0.0));
    }
}

/// Scales one prompt of independent normal coordinates to length √d.
#[inline(always)]
pub(super) fn bring_to_sphere<S: Simd>(simd: S, example: &mut [S::f64s], dim: usize) {
    let vectors = LANES / S::F64_LANES;
    for part in 0..vectors {
        let mut square = simd.splat_f64s(0.0);
        for x in example.iter().skip(part).step_by(vectors) {
            square = simd.mul_add_f64s(*x, *x, square);
        }
        let scale = simd.sqrt_f64s(simd.div_f64s(simd.splat_f64s(dim as f64), square));
        example.iter_mut().skip(part).step_by(vectors).for_each(|x| *x = simd.mul_f64s(*x, scale));
    }
}

/// Adds XᵀX of a few prompts to the lower triangle of `gram`.
#[inline(always)]
pub(super) fn add_gram<S: Simd>(simd: S, gram: &mut [f64], prompts: &[f64], padded: usize) {
    let vectors = LANES / S::F64_LANES;
    let (gram, prompts) = (S::as_mut_simd_f64s(gram).0, S::as_simd_f64s(prompts).0);
    for part in 0..vectors {
        for first_row in (0..padded).step_by(TILE) {
            for first_column in (0..first_row).step_by(TILE) {
                add_tile::<S, false>(simd, gram, prompts, padded, GramTile { first_row, first_column, part });
            }
            add_tile::<S, true>(simd, gram, prompts, padded, GramTile { first_row, first_column: first_row, part });
        }
    }
}

/// TILE² entries of XᵀX in one vector of lanes.
struct GramTile {
    first_row: usize,
    first_column: usize,
    part: usize,
}

/// Of a tile on the diagonal only the lower triangle.
#[inline(always)]
fn add_tile<S: Simd, const ON_DIAGONAL: bool>(
    simd: S,
    gram: &mut [S::f64s],
    prompts: &[S::f64s],
    padded: usize,
    tile: GramTile,
) {
    let GramTile { first_row, first_column, part } = tile;
    let vectors = LANES / S::F64_LANES;
    let columns_of_row = |i: usize| if ON_DIAGONAL { i + 1 } else { TILE };
    let mut sums = [[simd.splat_f64s(0.0); TILE]; TILE];
    for prompt in prompts.chunks_exact(padded * vectors) {
        let rows = &prompt[first_row * vectors..][..TILE * vectors];
        let columns = &prompt[first_column * vectors..][..TILE * vectors];
        for i in 0..TILE {
            for j in 0..columns_of_row(i) {
                let (x, y) = (rows[i * vectors + part], columns[j * vectors + part]);
                sums[i][j] = simd.mul_add_f64s(x, y, sums[i][j]);
            }
        }
    }
    for (i, sums) in sums.iter().enumerate() {
        let row = &mut gram[((first_row + i) * (padded + 1) + first_column) * vectors..][..TILE * vectors];
        for j in 0..columns_of_row(i) {
            row[j * vectors + part] = simd.add_f64s(row[j * vectors + part], sums[j]);
        }
    }
}

struct DrawLanes<'a> {
    sampler: &'a mut LaneSampler,
    generator: &'a mut WideGenerator,
}

impl WithSimd for DrawLanes<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { sampler, generator } = self;
        sampler.moments.gram.fill(0.0);
        sampler.moments.cross.fill(0.0);
        let padded = sampler.padded;
        let mut done = 0;
        while done < sampler.count {
            let examples = EXAMPLES.min(sampler.count - done);
            // Noise for several passes at once: normal numbers come in long runs.
            let errors = done % (EXAMPLES * EXAMPLES);
            if errors == 0 {
                generator.fill_normal(&mut sampler.errors);
            }
            sampler.draw_prompts(simd, examples, generator);
            sampler.add_labels(simd, errors);
            add_gram(simd, &mut sampler.moments.gram, &sampler.prompts, padded);
            done += examples;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    fn sampler(law: &PromptLaw, dim: usize, noise: f64, count: usize) -> LaneSampler {
        LaneSampler::new(
            law,
            &DVector::from_fn(dim, |i, _| if i % 2 == 0 { 1.0 + i as f64 } else { 0.0 }),
            noise,
            count,
        )
    }

    fn generator() -> WideGenerator {
        WideGenerator::from_stream(&mut open_stream(1, &ContentKey::of("lanes"), 0))
    }

    /// Without noise R = XΔ, so XᵀR = XᵀXΔ in every lane, whatever the prompts; counts and dimensions that fill no tile included.
    #[test]
    fn labels_without_noise_are_linear() {
        for (dim, count) in [(1, 1), (3, 7), (4, 8), (6, 21), (9, 64), (5, 65)] {
            let mut sampler = sampler(&PromptLaw::Cube, dim, 0.0, count);
            let displacement = DVector::from_fn(dim, |i, _| if i % 2 == 0 { 1.0 + i as f64 } else { 0.0 });
            let moments = sampler.draw(&mut generator()).clone();
            for lane in 0..LANES {
                let moments = moments.lane(lane);
                let expected = &moments.gram * &displacement;
                assert!((&moments.cross - &expected).amax() < 1e-12 * (1.0 + expected.amax()), "{dim} {count}");
                assert!(moments.gram.symmetric_eigenvalues().min() > -1e-12 && moments.gram[(0, 0)] > 0.0);
            }
        }
    }

    /// On the sphere every prompt has squared length d, and signs have squares 1: XᵀX has trace n·d.
    #[test]
    fn traces_are_known() {
        for law in [PromptLaw::Sphere, PromptLaw::Rademacher] {
            let moments = sampler(&law, 7, 0.5, 30).draw(&mut generator()).clone();
            for lane in 0..LANES {
                assert!((moments.lane(lane).gram.trace() - 210.0).abs() < 1e-10, "{law:?}");
            }
        }
    }

    /// The sum over examples is the sum over draws of one example, number for number, when each draw uses up the same random numbers:
    /// lanes and samples differ.
    #[test]
    fn lanes_and_draws_differ() {
        let mut generator = generator();
        let mut sampler = sampler(&PromptLaw::Gaussian, 3, 0.5, 10);
        let first = sampler.draw(&mut generator).clone();
        let second = sampler.draw(&mut generator).clone();
        assert_ne!(first.lane(0), first.lane(1));
        assert_ne!(first.lane(0), second.lane(0));
    }
}
