//! Tridiagonal systems of several samples side by side, solved for several penalties together.

use super::reflection::{Reflection, vectors};
use crate::numeric::Simd;

/// Number of penalties that are solved for together, so that the processor does not wait for each division.
pub const PENALTIES: usize = 4;

/// The diagonal of an upper bidiagonal matrix, and the entries above it.
pub(super) type Bidiagonal<'a, S> = (&'a [<S as Simd>::f64s], &'a [<S as Simd>::f64s]);

/// The tridiagonal system of a path with what its errors are computed from.
pub(super) struct System<'a, S: Simd> {
    pub(super) simd: S,
    pub(super) size: usize,
    pub(super) diagonal: &'a [S::f64s],
    pub(super) off_diagonal: &'a [S::f64s],
    pub(super) right: &'a [S::f64s],
    pub(super) lift: Option<Bidiagonal<'a, S>>,
    pub(super) bias: &'a [S::f64s],
    pub(super) bias_square: S::f64s,
    pub(super) stretch: S::f64s,
}

/// A symmetric matrix in every lane that is to become tridiagonal, with room for the result.
pub(super) struct Tridiagonalise<'a, S: Simd> {
    pub(super) simd: S,
    /// Its lower triangle, which is destroyed.
    pub(super) matrix: &'a mut [S::f64s],
    pub(super) stride: usize,
    pub(super) dim: usize,
    /// What the entries of the result are multiplied by.
    pub(super) scale: S::f64s,
    pub(super) diagonal: &'a mut [S::f64s],
    pub(super) off_diagonal: &'a mut [S::f64s],
    /// Room for the vectors of the reflections. At first it may hold the vector that is to be taken to the first axis.
    pub(super) vector: &'a mut [S::f64s],
    pub(super) product: &'a mut [S::f64s],
}

impl<S: Simd> Tridiagonalise<'_, S> {
    /// Reflects the matrix so that `vector` is taken to a multiple of the first axis, which it returns. `also` sees the reflection.
    #[inline(always)]
    pub(super) fn start(&mut self, part: usize, mut also: impl FnMut(&Reflection<S>)) -> S::f64s {
        let Self { simd, dim, stride, .. } = *self;
        let scale = simd.splat_f64s(0.0);
        let (vector, product) = (&mut *self.vector, &mut *self.product);
        let mut reflection = Reflection { simd, vector, product, part, first: 0, dim, scale };
        let multiple = reflection.onto_axis();
        also(&reflection);
        reflection.apply_to_matrix(self.matrix, stride);
        multiple
    }

    /// Reflects the matrix so that it becomes tridiagonal and the first axis stays. `also` sees the reflections.
    #[inline(always)]
    pub(super) fn run(&mut self, part: usize, mut also: impl FnMut(&Reflection<S>)) {
        let Self { simd, dim, stride, .. } = *self;
        let at = |i: usize| i * vectors::<S>() + part;
        let scale = simd.splat_f64s(0.0);
        let (vector, product) = (&mut *self.vector, &mut *self.product);
        let mut reflection = Reflection { simd, vector, product, part, first: 0, dim, scale };
        for k in 0..dim {
            self.diagonal[at(k)] = simd.mul_f64s(self.scale, self.matrix[at(k * stride + k)]);
            self.off_diagonal[at(k)] = simd.splat_f64s(0.0);
            if k + 1 == dim {
                break;
            }
            reflection.first = k + 1;
            for i in k + 1..dim {
                reflection.vector[at(i)] = self.matrix[at(i * stride + k)];
            }
            self.off_diagonal[at(k)] = simd.mul_f64s(self.scale, reflection.onto_axis());
            also(&reflection);
            reflection.apply_to_matrix(self.matrix, stride);
        }
    }
}

impl<S: Simd> System<'_, S> {
    /// LDLᵀ of the shifted systems, forward and back.
    #[inline(always)]
    pub(super) fn solve(
        &self,
        part: usize,
        shifts: [S::f64s; PENALTIES],
        solution: &mut [[S::f64s; PENALTIES]],
        ratios: &mut [[S::f64s; PENALTIES]],
    ) {
        let simd = self.simd;
        let one = simd.splat_f64s(1.0);
        let (mut pivots, mut forward) = (shifts, [self.right[part]; PENALTIES]);
        pivots.iter_mut().for_each(|pivot| *pivot = simd.add_f64s(self.diagonal[part], *pivot));
        for (i, (solution, ratios)) in solution.iter_mut().zip(ratios.iter_mut()).enumerate().take(self.size) {
            let place = i * vectors::<S>() + part;
            let last = i + 1 == self.size;
            let next = if last { place } else { place + vectors::<S>() };
            let (off_diagonal, diagonal, right) = (self.off_diagonal[place], self.diagonal[next], self.right[next]);
            for p in 0..PENALTIES {
                let inverse = simd.div_f64s(one, pivots[p]);
                let ratio = simd.mul_f64s(off_diagonal, inverse);
                (ratios[p], solution[p]) = (ratio, simd.mul_f64s(forward[p], inverse));
                pivots[p] = simd.negate_mul_add_f64s(ratio, off_diagonal, simd.add_f64s(diagonal, shifts[p]));
                forward[p] = simd.negate_mul_add_f64s(ratio, forward[p], right);
            }
        }
        let mut after = solution[self.size - 1];
        for (solution, ratios) in solution[..self.size - 1].iter_mut().zip(ratios.iter()).rev() {
            for p in 0..PENALTIES {
                after[p] = simd.negate_mul_add_f64s(ratios[p], after[p], solution[p]);
            }
            *solution = after;
        }
    }

    /// |b|² + Σ zᵢ(zᵢ + 2bᵢ), z stretched.
    #[inline(always)]
    pub(super) fn squared_errors(&self, part: usize, solution: &[[S::f64s; PENALTIES]]) -> [S::f64s; PENALTIES] {
        let (simd, zero) = (self.simd, self.simd.splat_f64s(0.0));
        let mut sums = [self.bias_square; PENALTIES];
        let mut from_left = [zero; PENALTIES];
        let count = if self.lift.is_some() { self.bias.len() / vectors::<S>() } else { self.size };
        for i in 0..count {
            let place = i * vectors::<S>() + part;
            let bias = simd.add_f64s(self.bias[place], self.bias[place]);
            for p in 0..PENALTIES {
                let solution = if i < self.size { solution[i][p] } else { zero };
                let mut z = solution;
                if let Some((main, above)) = self.lift {
                    z = if i < self.size {
                        simd.mul_add_f64s(main[place], solution, from_left[p])
                    } else {
                        from_left[p]
                    };
                    from_left[p] = if place < above.len() { simd.mul_f64s(above[place], solution) } else { zero };
                }
                let z = simd.mul_f64s(self.stretch, z);
                sums[p] = simd.mul_add_f64s(z, simd.add_f64s(z, bias), sums[p]);
            }
        }
        sums
    }
}
