//! What ridge regression is expected to do given the prompts, along a path of penalties, for several samples side by side.
//!
//! The sums of [`Shrinkage`] are derivatives of log det(S + ηI), S = XᵀX/n. A sample is reduced once to a tridiagonal or bidiagonal matrix; then
//! each penalty costs one pass, in which the pivots of the shifted matrix run along with their derivatives in η. In the bidiagonal pass nothing is
//! subtracted from something near to it, so that the sums are right to rounding at every η ≥ 0. The slow twin is [`super::Spectrum`]. Source: ours;
//! `docs/theory.md`.

use super::Shrinkage;
use super::pivots::Pivots;
use super::reflection::vectors;
use super::tridiagonal::{PENALTIES, Tridiagonalise};
use crate::numeric::{AlignedNumbers, LANES, Simd, WithSimd, aligned_zeros, with_vectors};
use crate::sample::{BidiagonalSquares, LaneGram};

/// [`LANES`] reduced samples. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct ExpectedPath {
    form: Form,
    /// n and d.
    count: usize,
    dim: usize,
    diagonal: AlignedNumbers,
    /// The entries beside the diagonal. Of a bidiagonal matrix both are squares.
    beside: AlignedNumbers,
    scratch: AlignedNumbers,
    /// tr S.
    traces: [f64; LANES],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// BBᵀ, whose eigenvalues are n/v times those of S.
    Bidiagonal { variance: f64 },
    /// A matrix with the eigenvalues of S.
    Tridiagonal,
}

impl Default for ExpectedPath {
    fn default() -> Self {
        let [diagonal, beside, scratch] = [0; 3].map(aligned_zeros);
        Self { form: Form::Tridiagonal, count: 1, dim: 1, diagonal, beside, scratch, traces: [0.0; LANES] }
    }
}

impl ExpectedPath {
    /// Takes Gaussian prompts with coordinates of this variance, given by their bidiagonal form.
    pub fn reduce_bidiagonal(&mut self, sample: &BidiagonalSquares, variance: f64) {
        (self.form, self.count, self.dim) = (Form::Bidiagonal { variance }, sample.count, sample.dim);
        self.diagonal.clone_from(&sample.diagonal);
        self.beside.clone_from(&sample.above_diagonal);
        let mut sums = [0.0; LANES];
        for lanes in self.diagonal.chunks_exact(LANES).chain(self.beside.chunks_exact(LANES)) {
            sums.iter_mut().zip(lanes).for_each(|(sum, square)| *sum += square);
        }
        self.traces = sums.map(|sum| sum * variance / sample.count as f64);
    }

    /// Takes prompts given by the smaller of XᵀX and XXᵀ, which is destroyed.
    pub fn reduce_gram(&mut self, sample: &mut LaneGram) {
        (self.form, self.count, self.dim) = (Form::Tridiagonal, sample.count, sample.dim);
        let size = sample.size();
        self.diagonal.resize(size * LANES);
        self.beside.resize(size * LANES);
        self.scratch.resize(2 * size * LANES);
        with_vectors(ReduceGram { path: self, sample });
        self.traces = [0.0; LANES];
        for lanes in self.diagonal.chunks_exact(LANES) {
            self.traces.iter_mut().zip(lanes).for_each(|(trace, entry)| *trace += entry);
        }
    }

    /// tr S in each lane.
    pub fn traces(&self) -> [f64; LANES] {
        self.traces
    }

    /// What ridge regression is expected to do in each lane, at each of several penalties η ≥ 0.
    ///
    /// At η = 0 the smaller of XᵀX and XXᵀ must be nonsingular.
    pub fn shrinkage(&self, penalties: [f64; PENALTIES]) -> [[Shrinkage; LANES]; PENALTIES] {
        let nothing = Shrinkage { left: self.dim as f64, ..Shrinkage::default() };
        let mut shrinkage = [[nothing; LANES]; PENALTIES];
        with_vectors(Pass { path: self, penalties, shrinkage: &mut shrinkage });
        for (lanes, penalty) in shrinkage.iter_mut().zip(penalties) {
            if penalty == f64::INFINITY {
                *lanes = [nothing; LANES];
            }
        }
        shrinkage
    }
}

struct ReduceGram<'a> {
    path: &'a mut ExpectedPath,
    sample: &'a mut LaneGram,
}

impl WithSimd for ReduceGram<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, sample } = self;
        let dim = sample.size();
        let (vector, product) = S::as_mut_simd_f64s(&mut path.scratch).0.split_at_mut(dim * vectors::<S>());
        let mut tridiagonalise = Tridiagonalise {
            simd,
            stride: sample.stride,
            scale: simd.splat_f64s(1.0 / sample.count as f64),
            matrix: S::as_mut_simd_f64s(&mut sample.gram).0,
            dim,
            diagonal: S::as_mut_simd_f64s(&mut path.diagonal).0,
            off_diagonal: S::as_mut_simd_f64s(&mut path.beside).0,
            vector,
            product,
        };
        (0..vectors::<S>()).for_each(|part| tridiagonalise.run(part, |_| {}));
    }
}

struct Pass<'a> {
    path: &'a ExpectedPath,
    penalties: [f64; PENALTIES],
    shrinkage: &'a mut [[Shrinkage; LANES]; PENALTIES],
}

/// A penalty beyond this is as good as it. It leaves room for products.
const LARGEST_SHIFT: f64 = 1e300;

impl WithSimd for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, penalties, shrinkage } = self;
        let (count, size) = (path.count as f64, path.count.min(path.dim));
        let (unit, share) = match path.form {
            Form::Bidiagonal { variance } => (count / variance, 1.0 / variance),
            Form::Tridiagonal => (1.0, 1.0 / count),
        };
        let shifts = penalties.map(|penalty| (unit * penalty).min(LARGEST_SHIFT));
        let in_vectors = shifts.map(|shift| simd.splat_f64s(shift));
        let (diagonal, beside) = (S::as_simd_f64s(&path.diagonal).0, S::as_simd_f64s(&path.beside).0);
        let pivots = Pivots { simd, size, diagonal, beside };
        for part in 0..vectors::<S>() {
            let sums = match path.form {
                Form::Bidiagonal { .. } => pivots.bidiagonal(part, in_vectors),
                Form::Tridiagonal => pivots.tridiagonal(part, in_vectors),
            };
            for ((lanes, sums), shift) in shrinkage.iter_mut().zip(sums).zip(shifts) {
                let mut numbers = [[0.0; LANES]; 3];
                for (numbers, sum) in numbers.iter_mut().zip([sums.taken, sums.left, sums.slope]) {
                    S::as_mut_simd_f64s(numbers).0[0] = sum;
                }
                let lanes = &mut lanes[part * S::F64_LANES..][..S::F64_LANES];
                for (lane, shrinkage) in lanes.iter_mut().enumerate() {
                    let [taken, left, slope] = numbers.map(|lanes| lanes[lane]);
                    let left = left + (path.dim - size) as f64;
                    *shrinkage = Shrinkage { taken, mixed: shift * slope, left, variance: share * slope };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use crate::learn::Spectrum;
    use crate::model::PromptLaw;
    use crate::random::{ContentKey, WideGenerator, open_stream};
    use crate::sample::bidiagonal::SquaresSampler;
    use crate::sample::lane_gram::GramSampler;

    const PATH: [f64; PENALTIES] = [0.0, 1e-2, 1.0, 1e100];

    /// Relative to the number of dimensions, and the variance to itself; the twin is asked where its least eigenvalue is not rounding.
    fn assert_agree(found: Shrinkage, gram: &DMatrix<f64>, count: usize, dim: usize, penalty: f64) {
        let eigenvalues = gram.clone().symmetric_eigenvalues();
        if penalty == 0.0 && eigenvalues.min() < 1e-3 {
            return;
        }
        // The zero eigenvalues of XᵀX that XXᵀ does not have.
        let gram = gram.clone().resize(dim, dim, 0.0);
        let expected = Spectrum::new(&gram, count).ridge(penalty).expect("a penalty");
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * dim as f64;
        let sums =
            near(found.taken, expected.taken) && near(found.mixed, expected.mixed) && near(found.left, expected.left);
        let variance = (found.variance / expected.variance - 1.0).abs() < 1e-7;
        assert!(sums && variance, "{found:?} {expected:?} at {penalty}, {count} prompts in {dim} dimensions");
    }

    #[test]
    fn bidiagonal_prompts_are_fitted_like_the_slow_twin() {
        let mut stream = open_stream(1, &ContentKey::of("expected path"), 0);
        let mut generator = WideGenerator::from_stream(&mut stream);
        for (count, dim) in [(1, 1), (1, 4), (4, 1), (9, 4), (4, 9), (5, 5), (6, 5), (5, 6), (40, 9)] {
            let squares = SquaresSampler::new(count, dim).draw(&mut generator, &mut stream).clone();
            let mut path = ExpectedPath::default();
            path.reduce_bidiagonal(&squares, 2.0);
            let rows = count.min(dim);
            for lane in 0..LANES {
                let entry = |i: usize, j: usize| match j.wrapping_sub(i) {
                    0 => (2.0 * squares.diagonal[i * LANES + lane]).sqrt(),
                    1 => (2.0 * squares.above_diagonal[i * LANES + lane]).sqrt(),
                    _ => 0.0,
                };
                let factor = DMatrix::from_fn(rows, rows, entry);
                assert!((path.traces()[lane] * count as f64 / factor.norm_squared() - 1.0).abs() < 1e-12);
                for (penalty, found) in PATH.into_iter().zip(path.shrinkage(PATH)) {
                    assert_agree(found[lane], &(&factor * factor.transpose()), count, dim, penalty);
                }
            }
        }
    }

    proptest! {
        /// Direct samples of every shape, by XᵀX or XXᵀ.
        #[test]
        fn grams_are_fitted_like_the_slow_twin(count in 1..12usize, dim in 1..12usize, seed in 0..1000u64) {
            let mut generator = WideGenerator::from_stream(&mut open_stream(seed, &ContentKey::of("expected gram"), 0));
            let mut sampler = GramSampler::new(&PromptLaw::Cube, count, dim).expect("isotropic");
            let sample = sampler.draw(&mut generator);
            let lanes: Vec<_> = (0..LANES).map(|lane| sample.lane(lane)).collect();
            let mut path = ExpectedPath::default();
            path.reduce_gram(sample);
            for (penalty, found) in PATH.into_iter().zip(path.shrinkage(PATH)) {
                for (found, gram) in found.into_iter().zip(&lanes) {
                    assert_agree(found, gram, count, dim, penalty);
                }
            }
            let traces = lanes.iter().map(|gram| gram.trace() / count as f64);
            prop_assert!(path.traces().into_iter().zip(traces).all(|(a, b)| (a - b).abs() < 1e-12 * b));
        }
    }

    /// d = 1: τ = λ/(λ + η), and the variance is λ/(λ + η)²/n; nothing is lost at any η.
    #[test]
    fn one_dimension_by_hand() {
        let (count, dim, above_diagonal) = (6, 1, aligned_zeros(0));
        let mut diagonal = aligned_zeros(LANES);
        diagonal.fill(3.0);
        let mut path = ExpectedPath::default();
        path.reduce_bidiagonal(&BidiagonalSquares { count, dim, diagonal, above_diagonal }, 1.0);
        let lambda = 0.5;
        for penalties in [[0.0, 1e-12, 0.25, 4.0], [1e12, 1e50, 1e100, f64::INFINITY]] {
            for (eta, found) in penalties.into_iter().zip(path.shrinkage(penalties)) {
                let tau = lambda / (lambda + eta);
                let left = if eta == f64::INFINITY { 1.0 } else { eta / (lambda + eta) };
                let expected = [tau * tau, tau * left, left * left, tau / (lambda + eta) / 6.0];
                let Shrinkage { taken, mixed, left, variance } = found[3];
                for (found, expected) in [taken, mixed, left, variance].into_iter().zip(expected) {
                    assert!((found - expected).abs() <= 1e-14 * expected, "{found} {expected} {eta}");
                }
            }
        }
    }
}
