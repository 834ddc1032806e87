//! Some rows of a matrix at a time, near the processor.

use std::ops::Range;

use nalgebra::DMatrix;

use super::{AlignedNumbers, aligned_zeros};

/// The columns of some rows of a matrix, which are side by side, so that what is done to columns is done with whole vectors. A block with fewer rows is filled
/// up with zeros.
#[derive(Clone)]
pub(super) struct RowBlock<const ROWS: usize> {
    numbers: AlignedNumbers,
}

impl<const ROWS: usize> RowBlock<ROWS> {
    pub(super) fn new(columns: usize) -> Self {
        Self { numbers: aligned_zeros(ROWS * columns) }
    }

    #[inline(always)]
    pub(super) fn columns(&self) -> &[[f64; ROWS]] {
        self.numbers.as_chunks().0
    }

    #[inline(always)]
    pub(super) fn columns_mut(&mut self) -> &mut [[f64; ROWS]] {
        self.numbers.as_chunks_mut().0
    }

    /// The rows of each block of a matrix with so many.
    pub(super) fn ranges(rows: usize) -> impl Iterator<Item = Range<usize>> {
        (0..rows).step_by(ROWS).map(move |start| start..(start + ROWS).min(rows))
    }

    /// Copies rows of a matrix into the block.
    #[inline(always)]
    pub(super) fn read(&mut self, matrix: &DMatrix<f64>, rows: Range<usize>) {
        for (kept, column) in self.columns_mut().iter_mut().zip(matrix.as_slice().chunks_exact(matrix.nrows())) {
            let column = &column[rows.clone()];
            if let Some(whole) = column.first_chunk() {
                *kept = *whole;
            } else {
                kept[..column.len()].copy_from_slice(column);
                kept[column.len()..].fill(0.0);
            }
        }
    }

    /// Copies the block into rows of a matrix.
    #[inline(always)]
    pub(super) fn write(&self, matrix: &mut DMatrix<f64>, rows: Range<usize>) {
        let size = matrix.nrows();
        for (kept, column) in self.columns().iter().zip(matrix.as_mut_slice().chunks_exact_mut(size)) {
            let column = &mut column[rows.clone()];
            if let Some(whole) = column.first_chunk_mut() {
                *whole = *kept;
            } else {
                column.copy_from_slice(&kept[..column.len()]);
            }
        }
    }
}
