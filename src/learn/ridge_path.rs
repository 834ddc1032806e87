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

use crate::numeric::{LANES, Simd, WithSimd, with_vectors};
use crate::sample::{BidiagonalSample, LaneMoments};

/// [`LANES`] samples, reduced. Entry i of lane l stands at i·LANES + l.
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
    diagonal: Vec<f64>,
    off_diagonal: Vec<f64>,
    right: Vec<f64>,
    /// Vᵀb.
    bias_coordinates: Vec<f64>,
    /// B, if z = Bᵀs: its diagonal and the entries above it.
    lift: Option<(Vec<f64>, Vec<f64>)>,
    scratch: Vec<f64>,
}

impl RidgePath {
    /// For labels with the linear form Δ + β_P and this noise.
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
            diagonal: Vec::new(),
            off_diagonal: Vec::new(),
            right: Vec::new(),
            bias_coordinates: Vec::new(),
            lift: None,
            scratch: Vec::new(),
        }
    }

    /// Takes in samples by their moments, which are destroyed.
    pub fn reduce_moments(&mut self, moments: &mut LaneMoments) {
        let LaneMoments { count, dim, .. } = *moments;
        for array in [&mut self.diagonal, &mut self.off_diagonal, &mut self.right, &mut self.bias_coordinates] {
            array.resize(dim * LANES, 0.0);
        }
        self.scratch.resize(3 * dim * LANES, 0.0);
        (self.size, self.penalty_unit, self.lift) = (count.min(dim), 1.0, None);
        with_vectors(Tridiagonalise { path: self, moments });
    }

    /// Takes in samples by their bidiagonal reduction.
    pub fn reduce_bidiagonal(&mut self, sample: &BidiagonalSample) {
        let (rows, above) = (sample.diagonal.len() / LANES, sample.above_diagonal.len() / LANES);
        (self.size, self.penalty_unit) = (rows, sample.count as f64);
        for array in [&mut self.diagonal, &mut self.off_diagonal, &mut self.right] {
            array.resize(rows * LANES, 0.0);
        }
        self.bias_coordinates.resize((above + 1) * LANES, 0.0);
        self.scratch.resize(3 * rows * LANES, 0.0);
        let (lift_diagonal, lift_above) = self.lift.get_or_insert_default();
        lift_diagonal.clone_from(&sample.diagonal);
        lift_above.clone_from(&sample.above_diagonal);
        let first_column = [self.displacement_length, 0.0];
        for i in 0..rows * LANES {
            let (row, next) = (i / LANES, sample.above_diagonal.get(i).copied().unwrap_or(0.0));
            self.diagonal[i] = sample.diagonal[i].mul_add(sample.diagonal[i], next * next);
            self.off_diagonal[i] = next * sample.diagonal.get(i + LANES).copied().unwrap_or(0.0);
            self.right[i] = self.noise.mul_add(sample.errors[i], first_column[row.min(1)] * sample.diagonal[i]);
        }
        self.bias_coordinates[..LANES].fill(self.bias_along);
        for (coordinate, direction) in self.bias_coordinates[LANES..].iter_mut().zip(&sample.direction) {
            *coordinate = self.bias_across * direction;
        }
    }

    /// |β̂ − β_Q|² in each lane, for one penalty η ≥ 0, with β̂ − β_P stretched by 1 + `extrapolation`.
    pub fn squared_errors(&mut self, penalty: f64, extrapolation: f64) -> [f64; LANES] {
        let mut errors = [0.0; LANES];
        with_vectors(Solve { path: self, penalty, stretch: 1.0 + extrapolation, errors: &mut errors });
        errors
    }
}

/// Number of vectors that hold [`LANES`] numbers.
const fn vectors<S: Simd>() -> usize {
    LANES / S::F64_LANES
}

struct Tridiagonalise<'a> {
    path: &'a mut RidgePath,
    moments: &'a mut LaneMoments,
}

impl WithSimd for Tridiagonalise<'_> {
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
        let scale = simd.splat_f64s(1.0 / count as f64);
        for (row, value) in bias.chunks_exact_mut(vectors::<S>()).zip(path.bias.iter()) {
            row.fill(simd.splat_f64s(*value));
        }
        right.fill(simd.splat_f64s(0.0));
        for part in 0..vectors::<S>() {
            let at = |i: usize| i * vectors::<S>() + part;
            for i in 0..dim {
                vector[at(i)] = cross[at(i)];
            }
            let mut reflection = Reflection { simd, vector, product, part, first: 0, dim, scale: simd.splat_f64s(0.0) };
            right[part] = simd.mul_f64s(scale, reflection.onto_axis());
            reflection.apply_to_vector(bias);
            reflection.apply_to_matrix(gram, stride);
            for k in 0..dim {
                diagonal[at(k)] = simd.mul_f64s(scale, gram[at(k * stride + k)]);
                off_diagonal[at(k)] = simd.splat_f64s(0.0);
                if k + 1 == dim {
                    break;
                }
                reflection.first = k + 1;
                for i in k + 1..dim {
                    reflection.vector[at(i)] = gram[at(i * stride + k)];
                }
                off_diagonal[at(k)] = simd.mul_f64s(scale, reflection.onto_axis());
                reflection.apply_to_vector(bias);
                reflection.apply_to_matrix(gram, stride);
            }
        }
    }
}

/// A Householder reflection I − τvvᵀ of the coordinates from `first` on, in one vector of lanes.
struct Reflection<'a, S: Simd> {
    simd: S,
    /// v, in the coordinates from `first` on.
    vector: &'a mut [S::f64s],
    product: &'a mut [S::f64s],
    part: usize,
    first: usize,
    dim: usize,
    /// τ.
    scale: S::f64s,
}

impl<S: Simd> Reflection<'_, S> {
    #[inline(always)]
    fn at(&self, i: usize) -> usize {
        i * vectors::<S>() + self.part
    }

    /// Turns into the reflection that takes `vector` to a multiple of the first axis, and returns the multiple.
    #[inline(always)]
    fn onto_axis(&mut self) -> S::f64s {
        let simd = self.simd;
        let zero = simd.splat_f64s(0.0);
        let mut square = zero;
        for i in self.first..self.dim {
            square = simd.mul_add_f64s(self.vector[self.at(i)], self.vector[self.at(i)], square);
        }
        let (length, start) = (simd.sqrt_f64s(square), self.vector[self.at(self.first)]);
        // Away from the first entry, so that nothing cancels.
        let negative = simd.less_than_f64s(start, zero);
        let multiple = simd.select_f64s(negative, length, simd.neg_f64s(length));
        let first = self.at(self.first);
        self.vector[first] = simd.sub_f64s(start, multiple);
        // |v|²/2 = |x|² − multiple·x₁, and a zero vector is left alone.
        let half_square = simd.sub_f64s(square, simd.mul_f64s(multiple, start));
        let inverse = simd.div_f64s(simd.splat_f64s(1.0), half_square);
        self.scale = simd.select_f64s(simd.greater_than_f64s(half_square, zero), inverse, zero);
        multiple
    }

    #[inline(always)]
    fn apply_to_vector(&self, target: &mut [S::f64s]) {
        let simd = self.simd;
        let mut product = simd.splat_f64s(0.0);
        for i in self.first..self.dim {
            product = simd.mul_add_f64s(self.vector[self.at(i)], target[self.at(i)], product);
        }
        let step = simd.neg_f64s(simd.mul_f64s(self.scale, product));
        for i in self.first..self.dim {
            target[self.at(i)] = simd.mul_add_f64s(step, self.vector[self.at(i)], target[self.at(i)]);
        }
    }

    /// From both sides, on the lower triangle: A − vwᵀ − wvᵀ with p = τAv and w = p − (τ/2)(pᵀv)v.
    #[inline(always)]
    fn apply_to_matrix(&mut self, matrix: &mut [S::f64s], stride: usize) {
        let simd = self.simd;
        self.multiply(matrix, stride);
        let mut overlap = simd.splat_f64s(0.0);
        for i in self.first..self.dim {
            let product = simd.mul_f64s(self.scale, self.product[self.at(i)]);
            let place = self.at(i);
            self.product[place] = product;
            overlap = simd.mul_add_f64s(product, self.vector[place], overlap);
        }
        let step = simd.mul_f64s(simd.splat_f64s(-0.5), simd.mul_f64s(self.scale, overlap));
        for i in self.first..self.dim {
            let place = self.at(i);
            self.product[place] = simd.mul_add_f64s(step, self.vector[place], self.product[place]);
        }
        for i in self.first..self.dim {
            let (v, w) = (simd.neg_f64s(self.vector[self.at(i)]), simd.neg_f64s(self.product[self.at(i)]));
            for j in self.first..=i {
                let entry = &mut matrix[self.at(i * stride + j)];
                let half = simd.mul_add_f64s(v, self.product[self.at(j)], *entry);
                *entry = simd.mul_add_f64s(w, self.vector[self.at(j)], half);
            }
        }
    }

    /// Av into `product`, from the lower triangle of A.
    #[inline(always)]
    fn multiply(&mut self, matrix: &[S::f64s], stride: usize) {
        let simd = self.simd;
        for i in self.first..self.dim {
            let v = self.vector[self.at(i)];
            let mut sum = simd.mul_f64s(matrix[self.at(i * stride + i)], v);
            for j in self.first..i {
                let (entry, place) = (matrix[self.at(i * stride + j)], self.at(j));
                sum = simd.mul_add_f64s(entry, self.vector[place], sum);
                self.product[place] = simd.mul_add_f64s(entry, v, self.product[place]);
            }
            let place = self.at(i);
            self.product[place] = sum;
        }
    }
}

/// sum + z(z + 2b).
#[inline(always)]
fn add_error<S: Simd>(simd: S, sum: S::f64s, z: S::f64s, b: S::f64s) -> S::f64s {
    simd.mul_add_f64s(z, simd.add_f64s(z, simd.add_f64s(b, b)), sum)
}

struct Solve<'a> {
    path: &'a mut RidgePath,
    penalty: f64,
    stretch: f64,
    errors: &'a mut [f64; LANES],
}

impl WithSimd for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { path, penalty, stretch, errors } = self;
        let shift = simd.splat_f64s(path.penalty_unit * penalty);
        let (diagonal, off_diagonal) = (S::as_simd_f64s(&path.diagonal).0, S::as_simd_f64s(&path.off_diagonal).0);
        let (right, bias) = (S::as_simd_f64s(&path.right).0, S::as_simd_f64s(&path.bias_coordinates).0);
        let (solution, rest) = S::as_mut_simd_f64s(&mut path.scratch).0.split_at_mut(path.size * vectors::<S>());
        let ratios = &mut rest[..path.size * vectors::<S>()];
        let lift = path.lift.as_ref().map(|(diagonal, above)| (S::as_simd_f64s(diagonal).0, S::as_simd_f64s(above).0));
        let (stretch, bias_square) = (simd.splat_f64s(stretch), simd.splat_f64s(path.bias_square));
        let errors = S::as_mut_simd_f64s(errors).0;
        for (part, error) in errors.iter_mut().enumerate() {
            let at = |i: usize| i * vectors::<S>() + part;
            // LDLᵀ of the shifted system, forward and back.
            let (mut pivot, mut forward) = (simd.add_f64s(diagonal[part], shift), right[part]);
            for i in 0..path.size {
                let inverse = simd.div_f64s(simd.splat_f64s(1.0), pivot);
                let ratio = simd.mul_f64s(off_diagonal[at(i)], inverse);
                ratios[at(i)] = ratio;
                solution[at(i)] = simd.mul_f64s(forward, inverse);
                if i + 1 < path.size {
                    let next = simd.add_f64s(diagonal[at(i + 1)], shift);
                    pivot = simd.negate_mul_add_f64s(ratio, off_diagonal[at(i)], next);
                    forward = simd.negate_mul_add_f64s(ratio, forward, right[at(i + 1)]);
                }
            }
            for i in (0..path.size.saturating_sub(1)).rev() {
                solution[at(i)] = simd.negate_mul_add_f64s(ratios[at(i)], solution[at(i + 1)], solution[at(i)]);
            }
            let mut sum = bias_square;
            match lift {
                None => {
                    for i in 0..path.size {
                        sum = add_error(simd, sum, simd.mul_f64s(stretch, solution[at(i)]), bias[at(i)]);
                    }
                }
                Some((main, above)) => {
                    let mut from_left = simd.splat_f64s(0.0);
                    for i in 0..bias.len() / vectors::<S>() {
                        let mut z = from_left;
                        if i < path.size {
                            z = simd.mul_add_f64s(main[at(i)], solution[at(i)], z);
                        }
                        if at(i) < above.len() {
                            from_left = simd.mul_f64s(above[at(i)], solution[at(i)]);
                        }
                        sum = add_error(simd, sum, simd.mul_f64s(stretch, z), bias[at(i)]);
                    }
                }
            }
            *error = sum;
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
    use crate::sample::{BidiagonalSampler, LaneSampler, SampleMoments};

    const PENALTIES: [f64; 5] = [0.0, 1e-3, 0.3, 20.0, f64::INFINITY];

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
            for penalty in PENALTIES {
                let errors = path.squared_errors(penalty, 0.25);
                for (error, moments) in errors.iter().zip(&lanes) {
                    let expected = twin(moments, &bias, penalty, 0.25);
                    let eigenvalues = moments.gram.clone().symmetric_eigenvalues();
                    let smallest = eigenvalues.iter().copied().filter(|x| *x > 1e-9).fold(f64::INFINITY, f64::min);
                    if penalty > 0.0 || smallest > 1e-3 {
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
                let moments = SampleMoments {
                    count,
                    gram: prompts.tr_mul(&prompts),
                    cross: prompts.tr_mul(&labels),
                    label_square: labels.norm_squared(),
                };
                let along = bias.dot(&displacement) / displacement.norm();
                let across = (bias.norm_squared() - along * along).max(0.0).sqrt();
                let inside = DVector::from_fn(columns, |i, _| match i {
                    0 => along,
                    _ => across * sample.direction[(i - 1) * LANES + lane],
                });
                let outside = bias.norm_squared() - inside.norm_squared();
                let smallest = (&prompts * prompts.transpose()).symmetric_eigenvalues().min();
                for penalty in PENALTIES.into_iter().filter(|penalty| *penalty > 0.0 || smallest > 1e-3) {
                    let expected = twin(&moments, &inside, penalty, 0.25) + outside;
                    let error = path.squared_errors(penalty, 0.25)[lane];
                    prop_assert!((error - expected).abs() <= 1e-8 * (1.0 + expected), "{error} {expected} at {penalty}");
                }
            }
        }
    }
}
