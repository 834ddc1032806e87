//! Ridge regression along a path of penalties, for several samples side by side.
//!
//! A sample is reduced once to a tridiagonal system; each penalty then costs O(d). With Δ = E β̂_LS − β_P for one concept, b = β_P − β_Q:
//!
//! - moments of any sample: Householder reflections Q, the first of which turns g = XᵀR/n to the first axis, give QᵀΣ̂Q = T tridiagonal,
//!   and β̂ − β_P = Qz with (T + ηI)z = |g|e₁. For n < d, z vanishes beyond its first n entries, and is solved for in these;
//! - bidiagonal samples: β̂ − β_P = Vz with z = Bᵀs, (BBᵀ + nηI)s = |Δ|Be₁ + σ_wξ, which holds for η = 0 and for n < d as well.
//!
//! Either way |β̂ − β_Q|² = |b|² + 2(Vᵀb)ᵀz + |z|². The slow twin is [`super::FineTuning`]. Source: ours; `docs/theory.md`.

use nalgebra::DVector;

use super::reflection::vectors;
use super::tridiagonal::{PENALTIES, System, Tridiagonalise};
use crate::numeric::{AlignedNumbers, Kernel, LANES, Simd, WithSimd, aligned_zeros, vectorised, with_vectors};
use crate::sample::{BidiagonalSample, LaneMoments};

/// [`LANES`] reduced samples. Entry i of lane l is at i·LANES + l.
#[derive(Clone, Debug)]
pub struct RidgePath {
    /// Δ.
    displacement_length: f64,
    /// b.
    bias: DVector<f64>,
    /// |b|², and the coordinates of b along Δ and across it.
    bias_square: f64,
    bias_along: f64,
    bias_across: f64,
    /// Standard deviation of the labels.
    noise: f64,
    /// Number of unknowns.
    size: usize,
    /// What one unit of penalty adds to the diagonal.
    penalty_unit: f64,
    diagonal: AlignedNumbers,
    off_diagonal: AlignedNumbers,
    right: AlignedNumbers,
    /// Vᵀb.
    bias_coordinates: AlignedNumbers,
    /// B, if z = Bᵀs: its diagonal and the entries above it.
    lift: Option<(AlignedNumbers, AlignedNumbers)>,
    scratch: AlignedNumbers,
}

impl RidgePath {
    /// A path for labels with the linear form Δ + β_P and this noise.
    ///
    /// | argument       | symbol        | shape |
    /// | -------------- | ------------- | ----- |
    /// | `displacement` | Δ             | d     |
    /// | `bias`         | b = β_P − β_Q | d     |
    /// | `noise`        | σ_w           |       |
    pub fn new(displacement: &DVector<f64>, bias: &DVector<f64>, noise: f64) -> Self {
        let length = displacement.norm();
        let bias_square = bias.norm_squared();
        // Without a displacement the reduction starts from b itself.
        let along = if length > 0.0 { bias.dot(displacement) / length } else { bias.norm() };
        let across = if length > 0.0 { (bias_square - along * along).max(0.0).sqrt() } else { 0.0 };
        Self {
            displacement_length: length,
            bias: bias.clone(),
            bias_square,
            bias_along: along,
            bias_across: across,
            noise,
            size: 0,
            penalty_unit: 1.0,
            diagonal: aligned_zeros(0),
            off_diagonal: aligned_zeros(0),
            right: aligned_zeros(0),
            bias_coordinates: aligned_zeros(0),
            lift: None,
            scratch: aligned_zeros(0),
        }
    }

    /// Reduces samples that are given by their moments. The moments are destroyed.
    pub fn reduce_moments(&mut self, moments: &mut LaneMoments) {
        let LaneMoments { count, dim, .. } = *moments;
        for array in [&mut self.diagonal, &mut self.off_diagonal, &mut self.right, &mut self.bias_coordinates] {
            array.resize(dim * LANES);
        }
        self.scratch.resize(2 * PENALTIES * dim * LANES);
        (self.size, self.penalty_unit, self.lift) = (count.min(dim), 1.0, None);
        with_vectors(ReduceMoments { path: self, moments });
    }

    /// Reduces samples that are given by their bidiagonal form.
    pub fn reduce_bidiagonal(&mut self, sample: &BidiagonalSample) {
        let (rows, above) = (sample.diagonal.len() / LANES, sample.above_diagonal.len() / LANES);
        (self.size, self.penalty_unit) = (rows, sample.count as f64);
        for array in [&mut self.diagonal, &mut self.off_diagonal, &mut self.right] {
            array.resize(rows * LANES);
        }
        self.bias_coordinates.resize((above + 1) * LANES);
        self.scratch.resize(2 * PENALTIES * rows * LANES);
        vectorised(ReduceBidiagonal { path: self, sample });
    }

    /// |β̂ − β_Q|² in each lane, for each of several penalties η ≥ 0. The way β̂ − β_P from the source is multiplied by 1 + `extrapolation`.
    pub fn squared_errors(&mut self, penalties: [f64; PENALTIES], extrapolation: f64) -> [[f64; LANES]; PENALTIES] {
        let mut errors = [[0.0; LANES]; PENALTIES];
        with_vectors(Solve { path: self, penalties, stretch: 1.0 + extrapolation, errors: &mut errors });
        // A sum whose parts nearly cancel can be rounded below 0. NaN stays NaN.
        errors.as_flattened_mut().iter_mut().filter(|error| **error < 0.0).for_each(|error| *error = 0.0);
        errors
    }
}

struct ReduceMoments<'a> {
    path: &'a mut RidgePath,
    moments: &'a mut LaneMoments,
}

impl WithSimd for ReduceMoments<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, moments } = self;
        let LaneMoments { count, dim, stride, .. } = *moments;
        let gram = S::as_mut_simd_f64s(&mut moments.gram).0;
        let cross = S::as_simd_f64s(&moments.cross).0;
        let bias = S::as_mut_simd_f64s(&mut path.bias_coordinates).0;
        let (diagonal, off_diagonal) =
            (S::as_mut_simd_f64s(&mut path.diagonal).0, S::as_mut_simd_f64s(&mut path.off_diagonal).0);
        let right = S::as_mut_simd_f64s(&mut path.right).0;
        let (vector, rest) = S::as_mut_simd_f64s(&mut path.scratch).0.split_at_mut(dim * vectors::<S>());
        let (product, _) = rest.split_at_mut(dim * vectors::<S>());
        for (row, value) in bias.chunks_exact_mut(vectors::<S>()).zip(path.bias.iter()) {
            row.fill(simd.splat_f64s(*value));
        }
        right.fill(simd.splat_f64s(0.0));
        let mut tridiagonalise = Tridiagonalise {
            simd,
            matrix: gram,
            stride,
            dim,
            scale: simd.splat_f64s(1.0 / count as f64),
            diagonal,
            off_diagonal,
            vector,
            product,
        };
        for part in 0..vectors::<S>() {
            let at = |i: usize| i * vectors::<S>() + part;
            for i in 0..dim {
                tridiagonalise.vector[at(i)] = cross[at(i)];
            }
            let length = tridiagonalise.start(part, |reflection| reflection.apply_to_vector(bias));
            right[at(0)] = simd.mul_f64s(tridiagonalise.scale, length);
            tridiagonalise.run(part, |reflection| reflection.apply_to_vector(bias));
        }
    }
}

struct ReduceBidiagonal<'a> {
    path: &'a mut RidgePath,
    sample: &'a BidiagonalSample,
}

impl Kernel for ReduceBidiagonal<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { path, sample } = self;
        let (main, above) = path.lift.get_or_insert_with(|| (aligned_zeros(0), aligned_zeros(0)));
        main.clone_from(&sample.diagonal);
        above.clone_from(&sample.above_diagonal);
        for ((diagonal, right), (entry, error)) in
            path.diagonal.iter_mut().zip(path.right.iter_mut()).zip(main.iter().zip(sample.errors.iter()))
        {
            *diagonal = entry * entry;
            *right = path.noise * error;
        }
        for (diagonal, entry) in path.diagonal.iter_mut().zip(above.iter()) {
            *diagonal = entry.mul_add(*entry, *diagonal);
        }
        let (along, across) = path.bias_coordinates.split_at_mut(LANES);
        along.fill(path.bias_along);
        across.iter_mut().zip(sample.direction.iter()).for_each(|(bias, entry)| *bias = path.bias_across * entry);
        for ((off_diagonal, next), above) in path.off_diagonal.iter_mut().zip(&main[LANES..]).zip(above.iter()) {
            *off_diagonal = next * above;
        }
        for (right, entry) in path.right.iter_mut().zip(&main[..LANES]) {
            *right = path.displacement_length.mul_add(*entry, *right);
        }
    }
}

struct Solve<'a> {
    path: &'a mut RidgePath,
    penalties: [f64; PENALTIES],
    stretch: f64,
    errors: &'a mut [[f64; LANES]; PENALTIES],
}

impl WithSimd for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, penalties, stretch, errors } = self;
        let (solution, ratios) = path.scratch.split_at_mut(PENALTIES * path.size * LANES);
        let system = System {
            simd,
            size: path.size,
            diagonal: S::as_simd_f64s(&path.diagonal).0,
            off_diagonal: S::as_simd_f64s(&path.off_diagonal).0,
            right: S::as_simd_f64s(&path.right).0,
            lift: path.lift.as_ref().map(|(main, above)| (S::as_simd_f64s(main).0, S::as_simd_f64s(above).0)),
            bias: S::as_simd_f64s(&path.bias_coordinates).0,
            bias_square: simd.splat_f64s(path.bias_square),
            stretch: simd.splat_f64s(stretch),
        };
        let solution = S::as_mut_simd_f64s(solution).0.as_chunks_mut().0;
        let ratios = S::as_mut_simd_f64s(ratios).0.as_chunks_mut().0;
        let shifts = penalties.map(|penalty| simd.splat_f64s(path.penalty_unit * penalty));
        for part in 0..vectors::<S>() {
            system.solve(part, shifts, solution, ratios);
            let sums = system.squared_errors(part, solution);
            for (errors, sum) in errors.iter_mut().zip(sums) {
                S::as_mut_simd_f64s(errors).0[part] = sum;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use crate::learn::FineTuning;
    use crate::model::PromptLaw;
    use crate::random::{ContentKey, WideGenerator, open_stream};
    use crate::sample::SampleMoments;
    use crate::sample::bidiagonal::BidiagonalSampler;
    use crate::sample::lane_moments::LaneSampler;

    const PATH: [f64; PENALTIES] = [0.0, 1e-3, 0.3, f64::INFINITY];

    /// What the slow twin makes of one sample, in coordinates where the source is 0 and the target −b.
    fn twin(moments: &SampleMoments, bias: &DVector<f64>, penalty: f64, extrapolation: f64) -> f64 {
        let source = DVector::zeros(bias.len());
        let fit = FineTuning::new(moments, &source).expect("a sample").extrapolated_ridge(penalty, extrapolation);
        (fit.expect("a penalty") + bias).norm_squared()
    }

    fn vectors_of(dim: usize) -> impl Strategy<Value = (DVector<f64>, DVector<f64>)> {
        let vector = move || prop::collection::vec(-1.0..1.0f64, dim).prop_map(DVector::from_vec);
        (vector(), vector())
    }

    fn shape() -> impl Strategy<Value = (usize, (DVector<f64>, DVector<f64>))> {
        (1..12usize, 1..10usize).prop_flat_map(|(count, dim)| (Just(count), vectors_of(dim)))
    }

    proptest! {
        /// Samples of any shape. The tolerance is rounding, by the condition of the twin's problem: it is asked for where the least
        /// eigenvalue of what is solved is not tiny.
        #[test]
        fn moments_are_fitted_like_the_slow_twin((count, (displacement, bias)) in shape(), seed in 0..1000u64) {
            let mut stream = open_stream(seed, &ContentKey::of("ridge path"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let mut sampler = LaneSampler::new(&PromptLaw::Cube, &displacement, 0.5, count);
            let moments = sampler.draw(&mut generator);
            let lanes: Vec<SampleMoments> = (0..LANES).map(|lane| moments.lane(lane)).collect();
            let mut path = RidgePath::new(&displacement, &bias, 0.5);
            path.reduce_moments(moments);
            for (penalty, errors) in PATH.into_iter().zip(path.squared_errors(PATH, 0.25)) {
                for (error, moments) in errors.iter().zip(&lanes) {
                    let expected = twin(moments, &bias, penalty, 0.25);
                    let mut eigenvalues = moments.gram.clone().symmetric_eigenvalues();
                    eigenvalues.as_mut_slice().sort_by(|a, b| b.total_cmp(a));
                    let least_of_rank = eigenvalues[count.min(bias.len()) - 1];
                    if penalty > 0.0 || least_of_rank > 1e-3 {
                        prop_assert!((error - expected).abs() <= 1e-8 * (1.0 + expected), "{error} {expected} at {penalty}");
                    }
                }
            }
        }

        /// In the coordinates v₁ … v_p, where X is B.
        #[test]
        fn bidiagonal_samples_are_fitted_like_the_slow_twin((count, (displacement, bias)) in shape(), seed in 0..1000u64) {
            let mut stream = open_stream(seed, &ContentKey::of("bidiagonal path"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let dim = bias.len();
            let sample = BidiagonalSampler::new(count, dim).draw(&mut generator, &mut stream).clone();
            let mut path = RidgePath::new(&displacement, &bias, 0.5);
            path.reduce_bidiagonal(&sample);
            let (rows, columns) = (count.min(dim), dim.min(count + 1));
            for lane in 0..LANES {
                let entry = |i: usize, j: usize| match j.wrapping_sub(i) {
                    0 => sample.diagonal[i * LANES + lane],
                    1 => sample.above_diagonal[i * LANES + lane],
                    _ => 0.0,
                };
                let prompts = DMatrix::from_fn(rows, columns, entry);
                let labels = DVector::from_fn(rows, |i, _| {
                    0.5 * sample.errors[i * LANES + lane] + prompts[(i, 0)] * displacement.norm()
                });
                let moments = SampleMoments { count, ..SampleMoments::of(&prompts, &labels) };
                let along = bias.dot(&displacement) / displacement.norm();
                let across = (bias.norm_squared() - along * along).max(0.0).sqrt();
                let inside = DVector::from_fn(columns, |i, _| match i {
                    0 => along,
                    _ => across * sample.direction[(i - 1) * LANES + lane],
                });
                let outside = bias.norm_squared() - inside.norm_squared();
                let smallest = (&prompts * prompts.transpose()).symmetric_eigenvalues().min();
                let errors = path.squared_errors(PATH, 0.25);
                for (penalty, errors) in PATH.into_iter().zip(errors).filter(|(eta, _)| *eta > 0.0 || smallest > 1e-3) {
                    let expected = twin(&moments, &inside, penalty, 0.25) + outside;
                    let error = errors[lane];
                    prop_assert!((error - expected).abs() <= 1e-8 * (1.0 + expected), "{error} {expected} at {penalty}");
                }
            }
        }
    }
}
