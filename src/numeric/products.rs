//! Products of matrices whose columns stand one after the other in memory.

use std::cell::RefCell;
use std::ops::Range;

use nalgebra::DMatrix;

use super::{Kernel, LANES, vectorised};

/// Columns of a tile of the product. A tile of [`LANES`] rows fits the registers of narrow vectors.
const WIDE: usize = 6;

/// Terms of the sums that are added before the next ones are packed, so that what is packed stays near the processor.
const DEPTH: usize = 256;

/// Returns AB. Every entry is one sum in the order of its terms, so it is the same with all vector instructions.
///
/// # Panics
///
/// If A has not as many columns as B has rows.
pub(crate) fn product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    multiplied(Factor::rows_of(left), Factor::columns_of(right), false)
}

/// Returns AᵀB.
///
/// # Panics
///
/// If A and B have different numbers of rows.
pub(crate) fn transposed_product(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    multiplied(Factor::columns_of(left), Factor::columns_of(right), false)
}

/// Returns ABᵀ.
///
/// # Panics
///
/// If A and B have different numbers of columns.
pub(crate) fn product_with_transposed(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    multiplied(Factor::rows_of(left), Factor::rows_of(right), false)
}

/// Returns AᵀA.
pub(crate) fn gram(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    symmetric(Factor::columns_of(matrix))
}

/// Returns AAᵀ.
pub(crate) fn gram_of_rows(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    symmetric(Factor::rows_of(matrix))
}

fn symmetric(factor: Factor) -> DMatrix<f64> {
    let mut product = multiplied(factor, factor, true);
    product.fill_upper_triangle_with_lower_triangle();
    product
}

fn multiplied(left: Factor, right: Factor, symmetric: bool) -> DMatrix<f64> {
    assert_eq!(left.depth, right.depth, "sums of one length");
    let mut product = DMatrix::zeros(left.count, right.count);
    PACKED.with_borrow_mut(|packed| {
        vectorised(Multiply { left, right, product: &mut product, symmetric, packed });
        packed.0.shrink_to(MOST_KEPT / LANES);
        packed.1.shrink_to(MOST_KEPT / WIDE);
    });
    product
}

thread_local! {
    /// What a thread packs the factors of its products into. Memory that is taken anew for each product is fetched from the system again and again.
    static PACKED: RefCell<Packed> = RefCell::default();
}

/// Stretches of the left and of the right factor.
type Packed = (Vec<[f64; LANES]>, Vec<[f64; WIDE]>);

/// Numbers for which a thread keeps memory from one product to the next: 16 MiB.
const MOST_KEPT: usize = 1 << 21;

/// The vectors whose inner products are the entries of a product.
#[derive(Clone, Copy)]
struct Factor<'a> {
    numbers: &'a [f64],
    count: usize,
    depth: usize,
    /// From a vector to the next one, and from an entry to the next one.
    steps: (usize, usize),
}

impl<'a> Factor<'a> {
    fn columns_of(matrix: &'a DMatrix<f64>) -> Self {
        let (depth, count) = matrix.shape();
        Self { numbers: matrix.as_slice(), count, depth, steps: (depth, 1) }
    }

    fn rows_of(matrix: &'a DMatrix<f64>) -> Self {
        let (count, depth) = matrix.shape();
        Self { numbers: matrix.as_slice(), count, depth, steps: (1, count) }
    }

    /// Packs a stretch of the entries of `COUNT` vectors after the other, side by side. Beyond the last vector are zeros.
    #[inline(always)]
    fn pack<const COUNT: usize>(&self, stretch: Range<usize>, packed: &mut Vec<[f64; COUNT]>) {
        packed.resize(stretch.len() * self.count.div_ceil(COUNT), [0.0; COUNT]);
        for (group, rows) in packed.chunks_exact_mut(stretch.len()).enumerate() {
            let first = group * COUNT;
            for place in 0..COUNT {
                if first + place >= self.count {
                    rows.iter_mut().for_each(|row| row[place] = 0.0);
                    continue;
                }
                let start = (first + place) * self.steps.0 + stretch.start * self.steps.1;
                let entries = self.numbers[start..].iter().step_by(self.steps.1);
                rows.iter_mut().zip(entries).for_each(|(row, entry)| row[place] = *entry);
            }
        }
    }
}

struct Multiply<'a> {
    left: Factor<'a>,
    right: Factor<'a>,
    product: &'a mut DMatrix<f64>,
    /// Whether only the lower triangle is asked for.
    symmetric: bool,
    packed: &'a mut Packed,
}

impl Kernel for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (rows, columns) = self.product.shape();
        let product = self.product.as_mut_slice();
        for start in (0..self.left.depth).step_by(DEPTH) {
            let stretch = start..(start + DEPTH).min(self.left.depth);
            let (left, right) = (&mut self.packed.0, &mut self.packed.1);
            self.left.pack(stretch.clone(), left);
            self.right.pack(stretch.clone(), right);
            for (j, right) in right.chunks_exact(stretch.len()).enumerate() {
                let first = if self.symmetric { j * WIDE / LANES } else { 0 };
                for (i, left) in left.chunks_exact(stretch.len()).enumerate().skip(first) {
                    let height = LANES.min(rows - i * LANES);
                    let of_column = |k: usize| (j * WIDE + k) * rows + i * LANES;
                    let width = WIDE.min(columns - j * WIDE);
                    let mut tile = [[0.0; LANES]; WIDE];
                    for (k, sums) in tile.iter_mut().enumerate().take(width) {
                        sums[..height].copy_from_slice(&product[of_column(k)..of_column(k) + height]);
                    }
                    add_products(left, right, &mut tile);
                    for (k, sums) in tile.iter().enumerate().take(width) {
                        product[of_column(k)..of_column(k) + height].copy_from_slice(&sums[..height]);
                    }
                }
            }
        }
    }
}

/// Adds the sums of products to a tile.
#[inline(always)]
fn add_products(left: &[[f64; LANES]], right: &[[f64; WIDE]], tile: &mut [[f64; LANES]; WIDE]) {
    let [mut s0, mut s1, mut s2, mut s3, mut s4, mut s5] = *tile;
    for (a, b) in left.iter().zip(right) {
        s0 = fused(a, b[0], &s0);
        s1 = fused(a, b[1], &s1);
        s2 = fused(a, b[2], &s2);
        s3 = fused(a, b[3], &s3);
        s4 = fused(a, b[4], &s4);
        s5 = fused(a, b[5], &s5);
    }
    *tile = [s0, s1, s2, s3, s4, s5];
}

/// a·b + c in each lane.
#[inline(always)]
fn fused(a: &[f64; LANES], b: f64, c: &[f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane].mul_add(b, c[lane]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, columns: usize, seed: f64) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |i, j| ((seed + 3.7 * i as f64) * (1.3 + j as f64)).sin())
    }

    /// Sizes around those of tiles and stretches.
    #[test]
    fn products_agree_with_plain_sums() {
        for (rows, lefts, rights) in
            [(1, 1, 1), (7, 3, 2), (8, 4, 5), (17, 9, 3), (40, 6, 8), (100, 13, 11), (257, 17, 7)]
        {
            let (left, right) = (matrix(rows, lefts, 0.3), matrix(rows, rights, 1.1));
            let expected = left.transpose() * &right;
            // At most 257 terms of at most 1.
            assert!((transposed_product(&left, &right) - &expected).amax() < 1e-12);
            assert!((product(&left.transpose(), &right) - &expected).amax() < 1e-12);
            assert!((product_with_transposed(&left.transpose(), &right.transpose()) - &expected).amax() < 1e-12);
            let expected = left.transpose() * &left;
            assert!((gram(&left) - &expected).amax() < 1e-12);
            assert!((gram_of_rows(&left.transpose()) - &expected).amax() < 1e-12);
        }
    }
}
