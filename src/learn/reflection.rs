//! Householder reflections of several vectors and matrices side by side, one in each lane.

use crate::numeric::{LANES, Simd};

/// Number of vectors that hold [`LANES`] numbers.
pub(super) const fn vectors<S: Simd>() -> usize {
    LANES / S::F64_LANES
}

/// Rows of a matrix that are worked on together, so that what is loaded of a vector serves them all.
const ROWS: usize = 4;

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
        let whole = self.dim - (self.dim - self.first) % ROWS;
        for i in (self.first..whole).step_by(ROWS) {
            self.subtract_from_rows::<ROWS>(i, matrix, stride);
        }
        for i in whole..self.dim {
            self.subtract_from_rows::<1>(i, matrix, stride);
        }
    }

    /// Subtracts vwᵀ + wvᵀ from rows i … i + COUNT − 1, up to the diagonal or a little beyond; w stands in `product`.
    #[inline(always)]
    fn subtract_from_rows<const COUNT: usize>(&self, i: usize, matrix: &mut [S::f64s], stride: usize) {
        let simd = self.simd;
        let row = stride * vectors::<S>();
        let (mut v, mut w) = ([simd.splat_f64s(0.0); COUNT], [simd.splat_f64s(0.0); COUNT]);
        for r in 0..COUNT {
            v[r] = simd.neg_f64s(self.vector[self.at(i + r)]);
            w[r] = simd.neg_f64s(self.product[self.at(i + r)]);
        }
        let rows = &mut matrix[i * row..(i + COUNT) * row];
        let to = (i + COUNT) * vectors::<S>();
        let (vector, product) = (&self.vector[..to], &self.product[..to]);
        for place in (self.at(self.first)..to).step_by(vectors::<S>()) {
            let (vector, product) = (vector[place], product[place]);
            for r in 0..COUNT {
                let entry = &mut rows[r * row + place];
                let half = simd.mul_add_f64s(v[r], product, *entry);
                *entry = simd.mul_add_f64s(w[r], vector, half);
            }
        }
    }

    /// Av into `product`, from the lower triangle of A.
    #[inline(always)]
    fn multiply(&mut self, matrix: &[S::f64s], stride: usize) {
        let whole = self.dim - (self.dim - self.first) % ROWS;
        for i in (self.first..whole).step_by(ROWS) {
            self.multiply_rows::<ROWS>(i, matrix, stride);
        }
        for i in whole..self.dim {
            self.multiply_rows::<1>(i, matrix, stride);
        }
    }

    /// What rows i … i + COUNT − 1 and their mirror images contribute to Av, up to the rows' own diagonal.
    #[inline(always)]
    fn multiply_rows<const COUNT: usize>(&mut self, i: usize, matrix: &[S::f64s], stride: usize) {
        let (simd, part) = (self.simd, self.part);
        let (from, to) = (self.first * vectors::<S>(), i * vectors::<S>());
        let (mut left, mut right) = ([&[][..]; COUNT], [&[][..]; COUNT]);
        let (mut vector, mut sums) = ([simd.splat_f64s(0.0); COUNT], [simd.splat_f64s(0.0); COUNT]);
        for r in 0..COUNT {
            (left[r], right[r]) = matrix[(i + r) * stride * vectors::<S>()..].split_at(to);
            left[r] = &left[r][from..];
            vector[r] = self.vector[self.at(i + r)];
        }
        let (across, products) = (&self.vector[from..to], &mut self.product[from..to]);
        for place in (part..to - from).step_by(vectors::<S>()) {
            let mut product = products[place];
            for r in 0..COUNT {
                sums[r] = simd.mul_add_f64s(left[r][place], across[place], sums[r]);
                product = simd.mul_add_f64s(left[r][place], vector[r], product);
            }
            products[place] = product;
        }
        for r in 0..COUNT {
            sums[r] = simd.mul_add_f64s(right[r][r * vectors::<S>() + part], vector[r], sums[r]);
            for column in 0..r {
                let entry = right[r][column * vectors::<S>() + part];
                sums[r] = simd.mul_add_f64s(entry, vector[column], sums[r]);
                sums[column] = simd.mul_add_f64s(entry, vector[r], sums[column]);
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            self.product[to + r * vectors::<S>() + part] = sum;
        }
    }
}
