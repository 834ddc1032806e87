//! Products of matrices whose columns stand one after the other in memory.

use nalgebra::DMatrix;

use super::{Kernel, LANES, vectorised};

/// Columns of A and of B that are multiplied together.
const LEFT: usize = 4;
const RIGHT: usize = 2;

/// Returns AᵀB. Every entry is a sum over [`LANES`] partial sums, so it is the same with all vector instructions.
///
/// # Panics
///
/// If A and B have different numbers of rows.
pub(crate) fn transposed_product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    assert_eq!(left.nrows(), right.nrows(), "columns of one length");
    let mut product = DMatrix::zeros(left.ncols(), right.ncols());
    vectorised(Multiply { left, right, product: &mut product, symmetric: false });
    product
}

/// Returns AᵀA.
pub(crate) fn gram(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(matrix.ncols(), matrix.ncols());
    vectorised(Multiply { left: matrix, right: matrix, product: &mut product, symmetric: true });
    product.fill_upper_triangle_with_lower_triangle();
    product
}

struct Multiply<'a> {
    left: &'a DMatrix<f64>,
    right: &'a DMatrix<f64>,
    product: &'a mut DMatrix<f64>,
    /// Whether only the lower triangle is asked for.
    symmetric: bool,
}

impl Kernel for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (rows, lefts, rights) = (self.left.nrows(), self.left.ncols(), self.right.ncols());
        let (left, right) = (self.left.as_slice(), self.right.as_slice());
        let product = self.product.as_mut_slice();
        for j in (0..rights).step_by(RIGHT) {
            let first = if self.symmetric { j / LEFT * LEFT } else { 0 };
            for i in (first..lefts).step_by(LEFT) {
                // Beyond the last column the last one is taken again, and its products are not kept.
                let column = |numbers, at: usize, count: usize| column_of(numbers, at.min(count - 1), rows);
                let a = [0, 1, 2, 3].map(|k| column(left, i + k, lefts));
                let b = [0, 1].map(|k| column(right, j + k, rights));
                let sums = products(a, b);
                for (k, of_column) in sums.iter().enumerate().filter(|(k, _)| j + k < rights) {
                    for (l, sum) in of_column.iter().enumerate().filter(|(l, _)| i + l < lefts) {
                        product[(j + k) * lefts + i + l] = *sum;
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn column_of(numbers: &[f64], column: usize, rows: usize) -> &[f64] {
    &numbers[column * rows..(column + 1) * rows]
}

#[inline(always)]
fn products(left: [&[f64]; LEFT], right: [&[f64]; RIGHT]) -> [[f64; LEFT]; RIGHT] {
    let (left_chunks, left_rests) = split(left);
    let (right_chunks, right_rests) = split(right);
    let mut sums = [[[0.0; LANES]; LEFT]; RIGHT];
    for at in 0..right_chunks[0].len() {
        let [b0, b1] = right_chunks.map(|chunks| chunks[at]);
        let [a0, a1, a2, a3] = left_chunks.map(|chunks| chunks[at]);
        let [[s00, s01, s02, s03], [s10, s11, s12, s13]] = sums;
        sums = [
            [fused(a0, b0, s00), fused(a1, b0, s01), fused(a2, b0, s02), fused(a3, b0, s03)],
            [fused(a0, b1, s10), fused(a1, b1, s11), fused(a2, b1, s12), fused(a3, b1, s13)],
        ];
    }
    let mut found = [[0.0; LEFT]; RIGHT];
    for (k, of_column) in found.iter_mut().enumerate() {
        for (l, total) in of_column.iter_mut().enumerate() {
            let rest: f64 = left_rests[l].iter().zip(right_rests[k]).map(|(a, b)| a * b).sum();
            *total = sums[k][l].iter().sum::<f64>() + rest;
        }
    }
    found
}

/// a·b + c in each lane.
#[inline(always)]
fn fused(a: [f64; LANES], b: [f64; LANES], c: [f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane].mul_add(b[lane], c[lane]))
}

/// A column in whole vectors, and what is left.
#[inline(always)]
fn split<const COUNT: usize>(columns: [&[f64]; COUNT]) -> ([&[[f64; LANES]]; COUNT], [&[f64]; COUNT]) {
    (columns.map(|column| column.as_chunks().0), columns.map(|column| column.as_chunks::<LANES>().1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, columns: usize, seed: f64) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |i, j| ((seed + 3.7 * i as f64) * (1.3 + j as f64)).sin())
    }

    /// Sizes around the numbers of lanes and of columns that are multiplied together.
    #[test]
    fn products_agree_with_plain_sums() {
        for (rows, lefts, rights) in [(1, 1, 1), (7, 3, 2), (8, 4, 5), (17, 9, 3), (40, 6, 8), (100, 13, 11)] {
            let (left, right) = (matrix(rows, lefts, 0.3), matrix(rows, rights, 1.1));
            // At most 100 terms of at most 1.
            assert!((transposed_product(&left, &right) - left.transpose() * &right).amax() < 1e-13);
            assert!((gram(&left) - left.transpose() * &left).amax() < 1e-13);
        }
    }
}
