//! What ridge regression is expected to do given the prompts, along a path of penalties, for several samples side by side.
//!
//! With S = XᵀX/n, τ = λ/(λ + η) for its eigenvalues λ, and a unit vector u, it is a function of four numbers: the means of τ², τ(1 − τ) and
//! (1 − τ)² by the squared components of u along the eigenvectors, and tr S(S + ηI)⁻²/n. A sample is reduced once to a tridiagonal or bidiagonal
//! matrix that starts from u; then each penalty costs one pass, in which the pivots of the shifted matrix run along with their derivatives in η.
//! No step of the bidiagonal pass subtracts anything from something near to it, so that the numbers are right to rounding at every η ≥ 0.
//! The slow twin is [`super::FineTuning`]. Source: ours; `docs/theory.md`.

use super::pivots::Pivots;
use super::reflection::vectors;
use super::tridiagonal::{PENALTIES, Tridiagonalise};
use crate::numeric::{AlignedNumbers, LANES, Simd, WithSimd, aligned_zeros, with_vectors};
use crate::sample::{BidiagonalSquares, LaneGram};

/// What ridge regression is expected to do given the prompts, in each lane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shrinkage {
    /// The mean of τ².
    pub taken: [f64; LANES],
    /// The mean of τ(1 − τ).
    pub mixed: [f64; LANES],
    /// The mean of (1 − τ)².
    pub left: [f64; LANES],
    /// tr S(S + ηI)⁻²/n, what label noise of variance 1 adds to the squared error.
    pub noise: [f64; LANES],
}

impl Shrinkage {
    /// At η = ∞.
    const NONE: Self = Self { taken: [0.0; LANES], mixed: [0.0; LANES], left: [1.0; LANES], noise: [0.0; LANES] };
}

/// [`LANES`] reduced samples. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct ExpectedPath {
    form: Form,
    /// Number of unknowns.
    size: usize,
    diagonal: AlignedNumbers,
    /// The entries beside the diagonal. Of a bidiagonal matrix both are squares.
    beside: AlignedNumbers,
    /// |Xu|²/n, if the matrix is XXᵀ/n.
    mass: [f64; LANES],
    scratch: AlignedNumbers,
    /// The mean of λ by eigenvalues, times d: tr S.
    trace: [f64; LANES],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// S = v·BᵀB/n from squares of the entries of B.
    Bidiagonal { count: f64, variance: f64 },
    /// S, of n samples.
    Tall { count: f64 },
    /// XXᵀ/n.
    Wide { count: f64 },
}

impl Default for ExpectedPath {
    fn default() -> Self {
        let empty = || aligned_zeros(0);
        Self {
            form: Form::Tall { count: 1.0 },
            size: 0,
            diagonal: empty(),
            beside: empty(),
            mass: [0.0; LANES],
            scratch: empty(),
            trace: [0.0; LANES],
        }
    }
}

impl ExpectedPath {
    /// Takes Gaussian prompts of this variance, given by their bidiagonal form, which starts from u.
    pub fn reduce_bidiagonal(&mut self, sample: &BidiagonalSquares, variance: f64) {
        let count = sample.count as f64;
        self.form = Form::Bidiagonal { count, variance };
        self.size = sample.diagonal.len() / LANES;
        self.diagonal.clone_from(&sample.diagonal);
        self.beside.resize(sample.diagonal.len());
        let given = sample.above_diagonal.len();
        self.beside[..given].copy_from_slice(&sample.above_diagonal);
        self.beside[given..].fill(0.0);
        let mut sums = [0.0; LANES];
        for lanes in self.diagonal.chunks_exact(LANES).chain(self.beside.chunks_exact(LANES)) {
            sums.iter_mut().zip(lanes).for_each(|(sum, square)| *sum += square);
        }
        self.trace = sums.map(|sum| sum * variance / count);
    }

    /// Takes prompts given by the smaller of XᵀX and XXᵀ, which is destroyed.
    pub fn reduce_gram(&mut self, sample: &mut LaneGram) {
        let count = sample.count as f64;
        self.size = sample.size();
        self.form = if sample.count >= sample.dim { Form::Tall { count } } else { Form::Wide { count } };
        self.diagonal.resize(self.size * LANES);
        self.beside.resize(self.size * LANES);
        self.scratch.resize(2 * self.size * LANES);
        self.trace = [0.0; LANES];
        for i in 0..self.size {
            let entry = &sample.gram[(i * sample.stride + i) * LANES..][..LANES];
            self.trace.iter_mut().zip(entry).for_each(|(trace, square)| *trace += square / count);
        }
        with_vectors(ReduceGram { path: self, sample });
    }

    /// tr S in each lane.
    pub fn traces(&self) -> [f64; LANES] {
        self.trace
    }

    /// What ridge regression is expected to do at each of several penalties η ≥ 0.
    ///
    /// At η = 0 prompts must be such that the smaller of XᵀX and XXᵀ is nonsingular.
    pub fn shrinkage(&self, penalties: [f64; PENALTIES]) -> [Shrinkage; PENALTIES] {
        let mut shrinkage = [Shrinkage::NONE; PENALTIES];
        with_vectors(Pass { path: self, penalties, shrinkage: &mut shrinkage });
        for (shrinkage, penalty) in shrinkage.iter_mut().zip(penalties) {
            if penalty == f64::INFINITY {
                *shrinkage = Shrinkage::NONE;
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
        let (dim, length) = (path.size, path.size * vectors::<S>());
        let (vector, product) = S::as_mut_simd_f64s(&mut path.scratch).0.split_at_mut(length);
        let scale = simd.splat_f64s(1.0 / sample.count as f64);
        let mut tridiagonalise = Tridiagonalise {
            simd,
            stride: sample.stride,
            matrix: S::as_mut_simd_f64s(&mut sample.gram).0,
            dim,
            scale,
            diagonal: S::as_mut_simd_f64s(&mut path.diagonal).0,
            off_diagonal: S::as_mut_simd_f64s(&mut path.beside).0,
            vector,
            product,
        };
        let start = S::as_simd_f64s(&sample.start).0;
        for part in 0..vectors::<S>() {
            for place in (part..length).step_by(vectors::<S>()) {
                tridiagonalise.vector[place] = start[place];
            }
            let length = tridiagonalise.run(part, |_| {});
            S::as_mut_simd_f64s(&mut path.mass).0[part] = simd.mul_f64s(scale, simd.mul_f64s(length, length));
        }
    }
}

struct Pass<'a> {
    path: &'a ExpectedPath,
    penalties: [f64; PENALTIES],
    shrinkage: &'a mut [Shrinkage; PENALTIES],
}

/// A penalty beyond this is as good as it. It leaves room for products.
const LARGEST_SHIFT: f64 = 1e300;

impl WithSimd for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, penalties, shrinkage } = self;
        let (unit, share) = match path.form {
            Form::Bidiagonal { count, variance } => (count / variance, 1.0 / variance),
            Form::Tall { count } | Form::Wide { count } => (1.0, 1.0 / count),
        };
        let shifts = penalties.map(|penalty| simd.splat_f64s((unit * penalty).min(LARGEST_SHIFT)));
        let share = simd.splat_f64s(share);
        let pivots = Pivots {
            simd,
            size: path.size,
            diagonal: S::as_simd_f64s(&path.diagonal).0,
            beside: S::as_simd_f64s(&path.beside).0,
        };
        for part in 0..vectors::<S>() {
            let sums = match path.form {
                Form::Bidiagonal { .. } => pivots.bidiagonal(part, shifts),
                Form::Tall { .. } => pivots.tridiagonal(part, shifts, None),
                Form::Wide { .. } => pivots.tridiagonal(part, shifts, Some(S::as_simd_f64s(&path.mass).0[part])),
            };
            for (lanes, [taken, mixed, left, noise]) in shrinkage.iter_mut().zip(sums) {
                S::as_mut_simd_f64s(&mut lanes.taken).0[part] = taken;
                S::as_mut_simd_f64s(&mut lanes.mixed).0[part] = mixed;
                S::as_mut_simd_f64s(&mut lanes.left).0[part] = left;
                S::as_mut_simd_f64s(&mut lanes.noise).0[part] = simd.mul_f64s(share, noise);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    use crate::learn::FineTuning;
    use crate::model::PromptLaw;
    use crate::random::{ContentKey, WideGenerator, open_stream};
    use crate::sample::SampleMoments;
    use crate::sample::bidiagonal::SquaresSampler;
    use crate::sample::lane_gram::GramSampler;

    const PATH: [f64; PENALTIES] = [1e-12, 1e-2, 1.0, 1e150];

    /// The four numbers by the eigenvalues of S and the components of u.
    fn twin(gram: &DMatrix<f64>, count: usize, u: &DVector<f64>, penalty: f64) -> [f64; 4] {
        let moments = SampleMoments { count, gram: gram.clone(), cross: gram * u, label_square: 0.0 };
        let fit = FineTuning::new(&moments, &DVector::zeros(u.len())).expect("a sample");
        let taken = fit.ridge(penalty).expect("a penalty");
        let left = u - &taken;
        let noise = fit.ridge_variance(penalty).expect("a penalty") / count as f64;
        [taken.norm_squared(), taken.dot(&left), left.norm_squared(), noise]
    }

    fn agree(found: &Shrinkage, lane: usize, expected: [f64; 4]) -> bool {
        let found = [found.taken, found.mixed, found.left, found.noise].map(|lanes| lanes[lane]);
        found[..3].iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 1e-8)
            && (found[3] / expected[3] - 1.0).abs() <= 1e-7
    }

    /// Bidiagonal prompts in the coordinates v₁ … v_p, and the prompts themselves: the twin must not be asked for what it loses to rounding.
    #[test]
    fn bidiagonal_prompts_are_fitted_like_the_slow_twin() {
        let mut stream = open_stream(1, &ContentKey::of("expected path"), 0);
        let mut generator = WideGenerator::from_stream(&mut stream);
        for (count, dim) in [(1, 1), (1, 4), (4, 1), (9, 4), (4, 9), (5, 5), (6, 5), (5, 6), (40, 9)] {
            let squares = SquaresSampler::new(count, dim).draw(&mut generator, &mut stream).clone();
            let mut path = ExpectedPath::default();
            path.reduce_bidiagonal(&squares, 2.0);
            let (rows, columns) = (count.min(dim), dim.min(count + 1));
            for lane in 0..LANES {
                let entry = |i: usize, j: usize| match j.wrapping_sub(i) {
                    0 => (2.0 * squares.diagonal[i * LANES + lane]).sqrt(),
                    1 => (2.0 * squares.above_diagonal[i * LANES + lane]).sqrt(),
                    _ => 0.0,
                };
                let prompts = DMatrix::from_fn(rows, columns, entry);
                let smallest = (&prompts * prompts.transpose()).symmetric_eigenvalues().min();
                assert!((path.traces()[lane] * count as f64 / prompts.norm_squared() - 1.0).abs() < 1e-12);
                let u = DVector::from_fn(columns, |i, _| f64::from(u8::from(i == 0)));
                for (penalty, found) in PATH.into_iter().zip(path.shrinkage(PATH)) {
                    let expected = twin(&prompts.tr_mul(&prompts), count, &u, penalty);
                    if penalty > 1e-9 || smallest > 1e-3 {
                        assert!(agree(&found, lane, expected), "{found:?} {expected:?} {penalty} {count} {dim}");
                    }
                }
            }
        }
    }

    proptest! {
        /// Direct samples of every shape, by XᵀX or XXᵀ. Of XXᵀ the twin is told by way of the prompts that it belongs to.
        #[test]
        fn grams_are_fitted_like_the_slow_twin(count in 1..12usize, dim in 1..10usize, seed in 0..1000u64) {
            let mut generator = WideGenerator::from_stream(&mut open_stream(seed, &ContentKey::of("expected gram"), 0));
            let u = DVector::from_fn(dim, |i, _| if i == 2 { 0.0 } else { 1.0 + i as f64 }).normalize();
            let mut sampler = GramSampler::new(&PromptLaw::Cube, &u, count).expect("isotropic");
            let sample = sampler.draw(&mut generator);
            let lanes: Vec<_> = (0..LANES).map(|lane| sample.lane(lane)).collect();
            let mut path = ExpectedPath::default();
            path.reduce_gram(sample);
            for (penalty, found) in PATH.into_iter().zip(path.shrinkage(PATH)) {
                for (lane, (gram, start)) in lanes.iter().enumerate() {
                    let smallest = gram.symmetric_eigenvalues().min();
                    let (gram, u) = if count >= dim { (gram.clone(), start.clone()) } else { widened(gram, start) };
                    if penalty > 1e-9 || smallest > 1e-3 {
                        let expected = twin(&gram, count, &u, penalty);
                        prop_assert!(agree(&found, lane, expected), "{found:?} {expected:?} {penalty}");
                    }
                }
            }
        }
    }

    /// XᵀX and u for prompts X = (L, 0) with XXᵀ = LLᵀ = `gram` and Xu = `start`: the rest of u lies along one more axis.
    fn widened(gram: &DMatrix<f64>, start: &DVector<f64>) -> (DMatrix<f64>, DVector<f64>) {
        let factor = gram.clone().cholesky().expect("nonsingular").l();
        let inside = factor.solve_lower_triangular(start).expect("nonsingular");
        let prompts = factor.insert_column(gram.nrows(), 0.0);
        let outside = (1.0 - inside.norm_squared()).max(0.0).sqrt();
        (prompts.tr_mul(&prompts), inside.push(outside))
    }

    /// d = 1: τ = λ/(λ + η), and the noise is λ/(λ + η)²/n; nothing is lost at any η, with any n.
    #[test]
    fn one_dimension_by_hand() {
        let (square, count) = (3.0, 6);
        let squares = |square| {
            let mut diagonal = aligned_zeros(LANES);
            diagonal.fill(square);
            BidiagonalSquares { count, diagonal, above_diagonal: aligned_zeros(0) }
        };
        let mut path = ExpectedPath::default();
        path.reduce_bidiagonal(&squares(square), 1.0);
        let lambda = 0.5;
        for penalties in [[0.0, 1e-12, 0.25, 4.0], [1e12, 1e150, 1e250, f64::INFINITY]] {
            for (eta, found) in penalties.into_iter().zip(path.shrinkage(penalties)) {
                let tau = lambda / (lambda + eta);
                let left = if eta == f64::INFINITY { 1.0 } else { eta / (lambda + eta) };
                let noise = tau / (lambda + eta) / 6.0;
                let expected = [tau * tau, tau * left, left * left, noise];
                let found = [found.taken[3], found.mixed[3], found.left[3], found.noise[3]];
                for (found, expected) in found.into_iter().zip(expected) {
                    assert!((found - expected).abs() <= 1e-14 * expected, "{found} {expected} {eta}");
                }
            }
        }
    }
}
