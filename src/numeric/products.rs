//! Products of matrices whose columns stand one after the other in memory.

use std::cell::RefCell;
use std::ops::Range;

use nalgebra::DMatrix;

use super::{LANES, Simd, WithSimd, with_vectors};

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
        with_vectors(Multiply { left, right, product: &mut product, symmetric, packed });
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

impl WithSimd for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // As many sums as keep the processor from waiting for one of them, and as fit its registers.
        if S::F64_LANES == LANES { self.run::<2>() } else { self.run::<1>() }
    }
}

impl Multiply<'_> {
    /// Adds up so many tiles at a time, one below the other.
    #[inline(always)]
    fn run<const TILES: usize>(self) {
        let (rows, columns) = self.product.shape();
        let mut product = Tiled { numbers: self.product.as_mut_slice(), rows, columns };
        for start in (0..self.left.depth).step_by(DEPTH) {
            let stretch = start..(start + DEPTH).min(self.left.depth);
            let (left, right) = (&mut self.packed.0, &mut self.packed.1);
            self.left.pack(stretch.clone(), left);
            self.right.pack(stretch.clone(), right);
            let depth = stretch.len();
            for (j, right) in right.chunks_exact(depth).enumerate() {
                let first = if self.symmetric { j * WIDE / LANES } else { 0 };
                let mut groups = left[first * depth..].chunks_exact(TILES * depth);
                let mut i = first;
                for left in groups.by_ref() {
                    product.add::<TILES>(i, j, left, right);
                    i += TILES;
                }
                for left in groups.remainder().chunks_exact(depth) {
                    product.add::<1>(i, j, left, right);
                    i += 1;
                }
            }
        }
    }
}

/// A product that is seen as tiles of [`LANES`] rows and [`WIDE`] columns.
struct Tiled<'a> {
    numbers: &'a mut [f64],
    rows: usize,
    columns: usize,
}

type Tile = [[f64; LANES]; WIDE];

impl Tiled<'_> {
    /// Adds the sums of products to tiles, the first one of which has this place.
    #[inline(always)]
    fn add<const TILES: usize>(&mut self, i: usize, j: usize, left: &[[f64; LANES]], right: &[[f64; WIDE]]) {
        let width = WIDE.min(self.columns - j * WIDE);
        let place = |tile: usize, k: usize| {
            let row = (i + tile) * LANES;
            (j * WIDE + k) * self.rows + row..(j * WIDE + k) * self.rows + self.rows.min(row + LANES)
        };
        let mut tiles = [[[0.0; LANES]; WIDE]; TILES];
        for (tile, columns) in tiles.iter_mut().enumerate() {
            for (k, sums) in columns.iter_mut().enumerate().take(width) {
                let numbers = &self.numbers[place(tile, k)];
                sums[..numbers.len()].copy_from_slice(numbers);
            }
        }
        add_products(left, right, &mut tiles);
        for (tile, columns) in tiles.iter().enumerate() {
            for (k, sums) in columns.iter().enumerate().take(width) {
                let numbers = &mut self.numbers[place(tile, k)];
                numbers.copy_from_slice(&sums[..numbers.len()]);
            }
        }
    }
}

/// Adds the sums of products to tiles.
#[inline(always)]
fn add_products<const TILES: usize>(left: &[[f64; LANES]], right: &[[f64; WIDE]], tiles: &mut [Tile; TILES]) {
    let mut lefts = [left; TILES];
    for (tile, left) in lefts.iter_mut().enumerate() {
        *left = &left[tile * right.len()..(tile + 1) * right.len()];
    }
    let mut sums = *tiles;
    for (at, b) in right.iter().enumerate() {
        for (sums, left) in sums.iter_mut().zip(&lefts) {
            for (sums, b) in sums.iter_mut().zip(b) {
                *sums = fused(&left[at], *b, sums);
            }
        }
    }
    *tiles = sums;
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
