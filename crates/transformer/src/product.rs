//! Products of matrices, the only place where a network spends its time.
//!
//! Each entry of a product is summed over its terms in their order, by fused multiply-adds. So a row of it has the same bits whichever rows
//! stand beside it, and whatever vectors the processor has.

use std::array::from_fn;

use weak_to_strong::kernel::{Simd, WithSimd, with_vectors};

use crate::number::Number;

/// A matrix in the order of its rows, of which row i begins at index i·`stride`.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, T> {
    pub numbers: &'a [T],
    pub stride: usize,
}

/// A matrix whose rows stand without gaps.
pub(crate) fn rows<T>(numbers: &[T], columns: usize) -> Rows<'_, T> {
    Rows { numbers, stride: columns }
}

/// Numbers of rows of the product, of its terms, and of its columns.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub rows: usize,
    pub depth: usize,
    pub columns: usize,
}

/// sum += left·right. `left` is rows × depth, `right` depth × columns, and row i of `sum` begins at i·`stride`.
pub(crate) fn add_product<T: Number>(shape: Shape, left: Rows<T>, right: Rows<T>, sum: &mut [T], stride: usize) {
    with_vectors(Product::<T, false> { shape, left, right, sum, stride });
}

/// sum += leftᵀ·right. `left` is depth × rows, and the others are as in [`add_product`].
pub(crate) fn add_transposed_product<T: Number>(
    shape: Shape,
    left: Rows<T>,
    right: Rows<T>,
    sum: &mut [T],
    stride: usize,
) {
    with_vectors(Product::<T, true> { shape, left, right, sum, stride });
}

struct Product<'a, T, const TRANSPOSED: bool> {
    shape: Shape,
    left: Rows<'a, T>,
    right: Rows<'a, T>,
    sum: &'a mut [T],
    stride: usize,
}

impl<T: Number, const TRANSPOSED: bool> WithSimd for Product<'_, T, TRANSPOSED> {
    type Output = ();

    /// At least eight sums are open at a time, as many as a processor needs to add without waiting, and no more than its registers hold.
    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let (columns, lanes) = (self.shape.columns, T::lanes::<S>());
        let mut column = 0;
        while column + 3 * lanes <= columns {
            self.each_strip::<4>(
                |product, row| product.block::<S, 4, 3>(simd, row, column),
                |product, row| product.block::<S, 1, 3>(simd, row, column),
            );
            column += 3 * lanes;
        }
        if column + 2 * lanes <= columns {
            self.each_strip::<4>(
                |product, row| product.block::<S, 4, 2>(simd, row, column),
                |product, row| product.block::<S, 1, 2>(simd, row, column),
            );
            column += 2 * lanes;
        }
        if column + lanes <= columns {
            self.each_strip::<8>(
                |product, row| product.block::<S, 8, 1>(simd, row, column),
                |product, row| product.block::<S, 1, 1>(simd, row, column),
            );
            column += lanes;
        }
        if column < columns {
            self.each_strip::<8>(
                |product, row| product.rest::<S, 8>(simd, row, column),
                |product, row| product.rest::<S, 1>(simd, row, column),
            );
        }
    }
}

impl<T: Number, const TRANSPOSED: bool> Product<'_, T, TRANSPOSED> {
    /// Goes down the rows, R at a time as long as there are so many.
    #[inline(always)]
    fn each_strip<const R: usize>(&mut self, together: impl Fn(&mut Self, usize), single: impl Fn(&mut Self, usize)) {
        let mut row = 0;
        while row + R <= self.shape.rows {
            together(self, row);
            row += R;
        }
        while row < self.shape.rows {
            single(self, row);
            row += 1;
        }
    }

    /// R rows and the columns of V vectors, which stay in registers.
    #[inline(always)]
    fn block<S: Simd, const R: usize, const V: usize>(&mut self, simd: S, row: usize, column: usize) {
        let size = V * T::lanes::<S>();
        let mut sums = [[T::everywhere(simd, T::ZERO); V]; R];
        for (r, sums) in sums.iter_mut().enumerate() {
            let old = T::vectors::<S>(&self.sum[(row + r) * self.stride + column..][..size]);
            *sums = from_fn(|v| old[v]);
        }
        self.each_term::<R>(row, |right, factors| {
            let right = T::vectors::<S>(&right[column..][..size]);
            for r in 0..R {
                let factor = T::everywhere(simd, factors[r]);
                for v in 0..V {
                    sums[r][v] = T::fused(simd, factor, right[v], sums[r][v]);
                }
            }
        });
        for (r, sums) in sums.iter().enumerate() {
            let new = T::vectors_mut::<S>(&mut self.sum[(row + r) * self.stride + column..][..size]);
            new.copy_from_slice(sums);
        }
    }

    /// R rows and the last columns, fewer than those of a vector.
    #[inline(always)]
    fn rest<S: Simd, const R: usize>(&mut self, simd: S, row: usize, column: usize) {
        let size = self.shape.columns - column;
        let mut sums = [T::everywhere(simd, T::ZERO); R];
        for (r, sum) in sums.iter_mut().enumerate() {
            *sum = T::load_some(simd, &self.sum[(row + r) * self.stride + column..][..size]);
        }
        self.each_term::<R>(row, |right, factors| {
            let right = T::load_some(simd, &right[column..][..size]);
            for r in 0..R {
                sums[r] = T::fused(simd, T::everywhere(simd, factors[r]), right, sums[r]);
            }
        });
        for (r, sum) in sums.into_iter().enumerate() {
            T::store_some(simd, sum, &mut self.sum[(row + r) * self.stride + column..][..size]);
        }
    }

    /// Hands over the terms of R rows in their order: a row of the right matrix from its start on, and its factors.
    #[inline(always)]
    fn each_term<const R: usize>(&self, row: usize, mut add: impl FnMut(&[T], [T; R])) {
        let (left, right, depth) = (self.left, self.right, self.shape.depth);
        // Slices of known length, so that nothing is checked within the loop.
        let lefts: [&[T]; R] =
            if TRANSPOSED { [&[]; R] } else { from_fn(|r| &left.numbers[(row + r) * left.stride..][..depth]) };
        let factors = |k: usize| -> [T; R] {
            if TRANSPOSED {
                let left = &left.numbers[k * left.stride + row..][..R];
                from_fn(|r| left[r])
            } else {
                from_fn(|r| lefts[r][k])
            }
        };
        for k in 0..depth {
            add(&right.numbers[k * right.stride..], factors(k));
        }
    }
}

/// Writes the transpose of a matrix of rows × columns into `transposed`, whose rows begin at multiples of `stride`.
pub(crate) fn transpose<T: Number>(matrix: Rows<T>, [rows, columns]: [usize; 2], transposed: &mut [T], stride: usize) {
    for row in 0..rows {
        for (column, number) in matrix.numbers[row * matrix.stride..][..columns].iter().enumerate() {
            transposed[column * stride + row] = *number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are no short fractions.
    fn numbers<T: Number>(count: usize, start: f64) -> Vec<T> {
        (0..count).map(|i| T::from_f64((start + 1.7 * i as f64).sin())).collect()
    }

    /// One term after the other.
    fn plain<T: Number>(shape: Shape, left: &[T], right: &[T], sum: &mut [T]) {
        for row in 0..shape.rows {
            for column in 0..shape.columns {
                for k in 0..shape.depth {
                    let entry = &mut sum[row * shape.columns + column];
                    *entry = left[row * shape.depth + k].mul_add(right[k * shape.columns + column], *entry);
                }
            }
        }
    }

    fn agree<T: Number>() {
        for (rows_, depth, columns) in
            [(1, 1, 1), (9, 5, 63), (4, 12, 33), (7, 48, 48), (5, 9, 100), (3, 0, 5), (0, 3, 3)]
        {
            let shape = Shape { rows: rows_, depth, columns };
            let (left, right) = (numbers::<T>(rows_ * depth, 0.3), numbers::<T>(depth * columns, 0.7));
            let mut expected = numbers::<T>(rows_ * columns, 0.1);
            let (mut found, mut from_transposed) = (expected.clone(), expected.clone());
            plain(shape, &left, &right, &mut expected);
            add_product(shape, rows(&left, depth), rows(&right, columns), &mut found, columns);
            assert_eq!(found, expected);
            let mut transposed = vec![T::ZERO; rows_ * depth];
            transpose(rows(&left, depth), [rows_, depth], &mut transposed, rows_);
            add_transposed_product(
                shape,
                rows(&transposed, rows_),
                rows(&right, columns),
                &mut from_transposed,
                columns,
            );
            assert_eq!(from_transposed, expected);
        }
    }

    #[test]
    fn products_equal_one_term_after_the_other_to_the_bit() {
        agree::<f32>();
        agree::<f64>();
    }
}
