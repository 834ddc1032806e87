//! Systems of a shifted symmetric tridiagonal matrix.

use nalgebra::DMatrix;

use super::row_blocks::RowBlock;
use super::{Kernel, LANES, TridiagonalForm, by_itself, vectorised};

/// T + cI = LDLᵀ, positive definite, with a unit bidiagonal L and a diagonal D (Golub and Van Loan 2013, section 4.3.6).
#[derive(Clone, Debug)]
pub(crate) struct TridiagonalSystem {
    /// 1/D.
    inverses: Vec<f64>,
    /// Entry i is L at (i + 1, i); the last one is 0.
    ratios: Vec<f64>,
}

/// Rows that are solved for together.
const ROWS: usize = 2 * LANES;

/// A least eigenvalue below this share of the greatest one may be rounding for the most part.
const REGULAR: f64 = 1e-10;

impl TridiagonalSystem {
    /// The factors of T + cI for c ≥ 0; `None` if it may be singular: if an eigenvalue is below 1e-10 of a bound on the greatest one.
    pub(crate) fn new(form: &TridiagonalForm, shift: f64) -> Option<Self> {
        let beside = |at: usize| form.beside[at].abs();
        let reach = |at: usize| form.diagonal[at] + beside(at) + if at > 0 { beside(at - 1) } else { 0.0 };
        // No eigenvalue is beyond a sum of a row.
        let greatest = shift + (0..form.diagonal.len()).map(reach).fold(0.0, f64::max);
        // By Sylvester's law of inertia the pivots of T + (c − τ)I are positive if and only if no eigenvalue of T + cI is below τ.
        Self::positive(form, shift - REGULAR * greatest)?;
        Self::positive(form, shift)
    }

    /// The factors if all pivots are positive.
    fn positive(form: &TridiagonalForm, shift: f64) -> Option<Self> {
        let size = form.diagonal.len();
        let mut system = Self { inverses: Vec::with_capacity(size), ratios: Vec::with_capacity(size) };
        let mut taken = 0.0;
        for (diagonal, beside) in form.diagonal.iter().zip(&form.beside) {
            let pivot = diagonal + shift - taken;
            if pivot <= 0.0 {
                return None;
            }
            let ratio = beside / pivot;
            taken = ratio * beside;
            system.inverses.push(pivot.recip());
            system.ratios.push(ratio);
        }
        Some(system)
    }

    /// Solves Y(T + cI) = M for the rows of M, in its place.
    pub(crate) fn solve(&self, rows: &mut DMatrix<f64>) {
        vectorised(Solve { system: self, rows });
    }

    /// The squared length of each row of M(T + cI)⁻¹ for several systems of one T.
    pub(crate) fn squared_lengths<'a>(systems: impl Iterator<Item = &'a Self>, rows: &DMatrix<f64>) -> Vec<Vec<f64>> {
        let systems: Vec<_> = systems.collect();
        let mut lengths = vec![vec![0.0; rows.nrows()]; systems.len()];
        vectorised(SquaredLengths { systems: &systems, rows, lengths: &mut lengths });
        lengths
    }

    /// Solves for the rows of a block.
    #[inline(always)]
    fn solve_block(&self, rows: &RowBlock<ROWS>, solved: &mut RowBlock<ROWS>) {
        let mut before = [0.0; ROWS];
        let mut ratio_before = 0.0;
        for ((column, solved), ratio) in rows.columns().iter().zip(solved.columns_mut()).zip(&self.ratios) {
            before = std::array::from_fn(|row| f64::mul_add(-ratio_before, before[row], column[row]));
            *solved = before;
            ratio_before = *ratio;
        }
        let mut behind = [0.0; ROWS];
        for (column, (ratio, inverse)) in
            solved.columns_mut().iter_mut().zip(self.ratios.iter().zip(&self.inverses)).rev()
        {
            behind = std::array::from_fn(|row| f64::mul_add(-ratio, behind[row], inverse * column[row]));
            *column = behind;
        }
    }
}

struct Solve<'a> {
    system: &'a TridiagonalSystem,
    rows: &'a mut DMatrix<f64>,
}

impl Kernel for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut block = RowBlock::<ROWS>::new(self.rows.ncols());
        let mut solved = block.clone();
        for rows in RowBlock::<ROWS>::ranges(self.rows.nrows()) {
            block.read(self.rows, rows.clone());
            self.system.solve_block(&block, &mut solved);
            solved.write(self.rows, rows);
        }
    }
}

struct SquaredLengths<'a> {
    systems: &'a [&'a TridiagonalSystem],
    rows: &'a DMatrix<f64>,
    lengths: &'a mut [Vec<f64>],
}

impl Kernel for SquaredLengths<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut block = RowBlock::<ROWS>::new(self.rows.ncols());
        let mut solved = block.clone();
        for rows in RowBlock::<ROWS>::ranges(self.rows.nrows()) {
            block.read(self.rows, rows.clone());
            for (system, lengths) in self.systems.iter().zip(&mut *self.lengths) {
                system.solve_block(&block, &mut solved);
                let mut sums = [0.0; ROWS];
                for column in solved.columns() {
                    sums = std::array::from_fn(|row| column[row].mul_add(column[row], sums[row]));
                }
                lengths[rows.clone()].copy_from_slice(&by_itself(&mut sums)[..rows.len()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_solved() {
        for size in [1, 2, 5, 40] {
            let factor = DMatrix::from_fn(size, size, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin());
            let form = TridiagonalForm::of(&(&factor * factor.transpose()));
            let shift = 0.3;
            let system = TridiagonalSystem::new(&form, shift).expect("regular");
            let matrix = DMatrix::from_fn(size, size, |i, j| match i.abs_diff(j) {
                0 => form.diagonal[i] + shift,
                1 => form.beside[i.min(j)],
                _ => 0.0,
            });
            let right = DMatrix::from_fn(17, size, |i, j| ((0.3 + i as f64) * (1.1 + j as f64)).cos());
            let mut found = right.clone();
            system.solve(&mut found);
            let lengths = TridiagonalSystem::squared_lengths([&system].into_iter(), &right);
            for (row, length) in found.row_iter().zip(&lengths[0]) {
                assert!((row.norm_squared() - length).abs() <= 1e-12 * length, "{size}");
            }
            // The least eigenvalue is 0.3 or more, and the greatest below 40².
            assert!((found * matrix - right).amax() < 1e-11, "{size}");
        }
    }

    /// A matrix of rank 1 in two dimensions: its other eigenvalue is the shift, beside a greatest one of 2.
    #[test]
    fn what_may_be_singular_is_refused() {
        let form = TridiagonalForm::of(&DMatrix::from_element(2, 2, 1.0));
        for (shift, is_regular) in [(0.0, false), (1e-11, false), (1e-9, true)] {
            assert_eq!(TridiagonalSystem::new(&form, shift).is_some(), is_regular, "{shift}");
        }
    }
}
