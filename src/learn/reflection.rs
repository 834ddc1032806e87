//! Householder reflections of several vectors and matrices side by side, one in each lane.

use crate::numeric::{LANES, Simd};

/// Number of vectors that hold [`LANES`] numbers.
pub(super) const fn vectors<S: Simd>() -> usize {
    LANES / S::F64_LANES
}

/// A Householder reflection I − τvvᵀ of the coordinates from `first` on, in one vector of lanes.
pub(super) struct Reflection<'a, S: Simd> {
    pub(super) simd: S,
    /// v, in the coordinates from `first` on.
    pub(super) vector: &'a mut [S::f64s],
    pub(super) product: &'a mut [S::f64s],
    pub(super) part: usize,
    pub(super) first: usize,
    pub(super) dim: usize,
    /// τ.
    pub(super) scale: S::f64s,
}

impl<S: Simd> Reflection<'_, S> {
    #[inline(always)]
    fn at(&self, i: usize) -> usize {
        i * vectors::<S>() + self.part
    }

    /// Turns into the reflection that takes `vector` to a multiple of the first axis, and returns the multiple.
    #[inline(always)]
    pub(super) fn onto_axis(&mut self) -> S::f64s {
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
    pub(super) fn apply_to_vector(&self, target: &mut [S::f64s]) {
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
    pub(super) fn apply_to_matrix(&mut self, matrix: &mut [S::f64s], stride: usize) {
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
        let (from, part) = (self.first * vectors::<S>(), self.part);
        for i in self.first..self.dim {
            let (v, w) = (simd.neg_f64s(self.vector[self.at(i)]), simd.neg_f64s(self.product[self.at(i)]));
            let row = matrix[(i * stride + self.first) * vectors::<S>()..].chunks_exact_mut(vectors::<S>());
            let both =
                self.vector[from..].chunks_exact(vectors::<S>()).zip(self.product[from..].chunks_exact(vectors::<S>()));
            for (entry, (vector, product)) in row.zip(both).take(i + 1 - self.first) {
                let half = simd.mul_add_f64s(v, product[part], entry[part]);
                entry[part] = simd.mul_add_f64s(w, vector[part], half);
            }
        }
    }

    /// Av into `product`, from the lower triangle of A.
    #[inline(always)]
    fn multiply(&mut self, matrix: &[S::f64s], stride: usize) {
        let simd = self.simd;
        let (from, part) = (self.first * vectors::<S>(), self.part);
        for i in self.first..self.dim {
            let v = self.vector[self.at(i)];
            let mut sum = simd.mul_f64s(matrix[self.at(i * stride + i)], v);
            let row = matrix[(i * stride + self.first) * vectors::<S>()..].chunks_exact(vectors::<S>());
            let both = self.vector[from..]
                .chunks_exact(vectors::<S>())
                .zip(self.product[from..].chunks_exact_mut(vectors::<S>()));
            for (entry, (vector, product)) in row.zip(both).take(i - self.first) {
                sum = simd.mul_add_f64s(entry[part], vector[part], sum);
                product[part] = simd.mul_add_f64s(entry[part], v, product[part]);
            }
            let place = self.at(i);
            self.product[place] = sum;
        }
    }
}
