//! Products of Householder reflections, which multiply rows.

use nalgebra::DMatrix;

use super::row_blocks::RowBlock;
use super::{LANES, Simd, WithSimd, by_itself, with_vectors};

/// The product Q of I − vvᵀ for many v with |v|² = 2, or 0.
#[derive(Clone, Debug)]
pub(super) struct Reflections {
    groups: Vec<Group>,
}

/// Reflections that rows are multiplied by together, so that fewer numbers are read and written for each.
const TOGETHER: usize = 4;

/// Reflections that follow each other. What is missing to [`TOGETHER`] are zeros.
#[derive(Clone, Debug)]
struct Group {
    /// The axis that the vectors begin at.
    first: usize,
    /// Entries of all vectors on each axis.
    vectors: Vec<[f64; TOGETHER]>,
    /// vᵀu of each pair of vectors.
    overlaps: [[f64; TOGETHER]; TOGETHER],
}

impl Reflections {
    /// The product in the order of the vectors, for kernels. Vector k has the entries on the axes behind k.
    #[inline(always)]
    pub(super) fn new(vectors: &[Vec<f64>]) -> Self {
        let mut groups = Vec::with_capacity(vectors.len().div_ceil(TOGETHER));
        for (at, group) in vectors.chunks(TOGETHER).enumerate() {
            groups.push(Group::new(at * TOGETHER + 1, group));
        }
        Self { groups }
    }

    /// MQ, or with `back` MQᵀ, in place of M.
    pub(super) fn turn(&self, matrix: &mut DMatrix<f64>, back: bool) {
        with_vectors(Turn { matrix, groups: &self.groups, back });
    }
}

impl Group {
    #[inline(always)]
    fn new(first: usize, vectors: &[Vec<f64>]) -> Self {
        let mut entries = vec![[0.0; TOGETHER]; vectors[0].len()];
        for (at, vector) in vectors.iter().enumerate() {
            entries[at..].iter_mut().zip(vector).for_each(|(entries, entry)| entries[at] = *entry);
        }
        let mut overlaps = [[0.0; TOGETHER]; TOGETHER];
        for entries in &entries {
            for (overlaps, entry) in overlaps.iter_mut().zip(entries) {
                *overlaps = std::array::from_fn(|at| entry.mul_add(entries[at], overlaps[at]));
            }
        }
        Self { first, vectors: entries, overlaps }
    }

    /// Replaces rows Y by Y(I − v₁v₁ᵀ)(I − v₂v₂ᵀ)…, or with `back` by the transposed product, given their columns from the first axis on.
    #[inline(always)]
    fn apply<const ROWS: usize>(&self, columns: &mut [[f64; ROWS]], back: bool) {
        let mut along = self.along(columns);
        for step in 1..TOGETHER {
            let at = if back { TOGETHER - 1 - step } else { step };
            for before in if back { at + 1..TOGETHER } else { 0..at } {
                let (overlap, earlier) = (self.overlaps[before][at], along[before]);
                along[at] = std::array::from_fn(|row| (-overlap).mul_add(earlier[row], along[at][row]));
            }
        }
        let [one, two, three, four] = along;
        for (column, [a, b, c, d]) in columns.iter_mut().zip(&self.vectors) {
            let column = by_itself(column);
            *column = std::array::from_fn(|row| {
                let less = (-a).mul_add(one[row], (-b).mul_add(two[row], column[row]));
                (-c).mul_add(three[row], (-d).mul_add(four[row], less))
            });
        }
    }

    /// The products of rows with each vector.
    #[inline(always)]
    fn along<const ROWS: usize>(&self, columns: &[[f64; ROWS]]) -> [[f64; ROWS]; TOGETHER] {
        let [mut one, mut two, mut three, mut four] = [[0.0; ROWS]; TOGETHER];
        for (column, [a, b, c, d]) in columns.iter().zip(&self.vectors) {
            one = std::array::from_fn(|row| a.mul_add(column[row], one[row]));
            two = std::array::from_fn(|row| b.mul_add(column[row], two[row]));
            three = std::array::from_fn(|row| c.mul_add(column[row], three[row]));
            four = std::array::from_fn(|row| d.mul_add(column[row], four[row]));
        }
        [one, two, three, four]
    }
}

/// Multiplies the rows of a matrix by reflections, or by their transposed product.
struct Turn<'a> {
    matrix: &'a mut DMatrix<f64>,
    groups: &'a [Group],
    back: bool,
}

impl WithSimd for Turn<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // Eight sums, a row in each lane, fill the registers of narrow vectors, and keep wide ones from waiting for each other.
        if S::F64_LANES == LANES { self.run::<{ 2 * LANES }>() } else { self.run::<LANES>() }
    }
}

impl Turn<'_> {
    #[inline(always)]
    fn run<const ROWS: usize>(self) {
        let mut block = RowBlock::<ROWS>::new(self.matrix.ncols());
        for rows in RowBlock::<ROWS>::ranges(self.matrix.nrows()) {
            block.read(self.matrix, rows.clone());
            for at in 0..self.groups.len() {
                let group = &self.groups[if self.back { self.groups.len() - 1 - at } else { at }];
                group.apply(&mut block.columns_mut()[group.first..], self.back);
            }
            block.write(self.matrix, rows);
        }
    }
}
