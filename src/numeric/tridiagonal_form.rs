//! Symmetric matrices in tridiagonal form, with the vector instructions of this process.

use nalgebra::DMatrix;

use super::reflections::Reflections;
use super::symmetric_tiles::{Lanes, SymmetricTiles, summed};
use super::vectorised::{add, dot};
use super::{Kernel, LANES, vectorised};

/// A = QTQᵀ with a symmetric tridiagonal T. Q is a product of Householder reflections (Golub and Van Loan 2013, section 8.3.1).
#[derive(Clone, Debug)]
pub(crate) struct TridiagonalForm {
    pub(crate) diagonal: Vec<f64>,
    /// Entry i is that at (i, i + 1), and the last one is 0.
    pub(crate) beside: Vec<f64>,
    /// Q.
    reflections: Reflections,
}

impl TridiagonalForm {
    /// The form of a symmetric matrix. Errors are of the order of rounding times the greatest eigenvalue.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has a number that is not finite.
    pub(crate) fn of(matrix: &DMatrix<f64>) -> Self {
        let size = matrix.nrows();
        assert_eq!(size, matrix.ncols(), "a square matrix");
        vectorised(Reduce { matrix })
    }

    /// MQ, in place of M.
    pub(crate) fn turn(&self, matrix: &mut DMatrix<f64>) {
        self.reflections.turn(matrix, false);
    }

    /// MQᵀ, in place of M.
    pub(crate) fn turn_back(&self, matrix: &mut DMatrix<f64>) {
        self.reflections.turn(matrix, true);
    }
}

/// Makes a symmetric matrix tridiagonal.
struct Reduce<'a> {
    matrix: &'a DMatrix<f64>,
}

impl Kernel for Reduce<'_> {
    type Output = TridiagonalForm;

    /// A reflection takes A to A − vwᵀ − wvᵀ with w = Av − ½(vᵀAv)v. The matrix is read once for each: what one has to change is changed while the next one
    /// multiplies.
    #[inline(always)]
    fn call(self) -> TridiagonalForm {
        let size = self.matrix.nrows();
        let greatest = greatest(self.matrix.as_slice());
        let (mut diagonal, mut beside) = (vec![0.0; size], vec![0.0; size]);
        if greatest == 0.0 {
            return TridiagonalForm { diagonal, beside, reflections: Reflections::new(&[]) };
        }
        let scale = power_of_two_below(greatest);
        let mut matrix = SymmetricTiles::new(self.matrix, scale.recip());
        let zeros = vec![[0.0; LANES]; matrix.side()];
        let (mut v, mut w) = (zeros.clone(), zeros.clone());
        let mut vectors = Vec::with_capacity(size);
        for step in 0..size {
            let mut column = zeros.clone();
            matrix.changed_column(step, [&v, &w], &mut column);
            diagonal[step] = scale * column.as_flattened()[step];
            if step + 1 == size {
                break;
            }
            column.as_flattened_mut()[step / LANES * LANES..=step].fill(0.0);
            beside[step] = scale * reflected(&mut column, step + 1);
            let mut product = zeros.clone();
            matrix.change_and_multiply(step + 1, [&v, &w], &column, &mut product);
            product.as_flattened_mut()[(step + 1) / LANES * LANES..=step].fill(0.0);
            let along = -0.5 * dot(product.as_flattened(), column.as_flattened());
            add(product.as_flattened_mut(), along, column.as_flattened());
            vectors.push(column.as_flattened()[step + 1..size].to_vec());
            (v, w) = (column, product);
        }
        TridiagonalForm { diagonal, beside, reflections: Reflections::new(&vectors) }
    }
}

/// The greatest absolute value.
///
/// # Panics
///
/// If a number is not finite.
#[inline(always)]
fn greatest(numbers: &[f64]) -> f64 {
    let (whole, rest) = numbers.as_chunks::<LANES>();
    let (mut found, mut nothing) = ([0.0_f64; LANES], [0.0; LANES]);
    for numbers in whole {
        found = std::array::from_fn(|lane| found[lane].max(numbers[lane].abs()));
        nothing = std::array::from_fn(|lane| numbers[lane].mul_add(0.0, nothing[lane]));
    }
    let rest_is_finite = rest.iter().all(|number| number.is_finite());
    assert!(rest_is_finite && !summed(nothing).is_nan(), "finite numbers");
    found.iter().chain(rest).fold(0.0, |greatest, number| greatest.max(number.abs()))
}

/// A power of two by which a number can be divided without rounding, so that the quotient is between 1 and 2 unless the number is subnormal.
#[inline(always)]
pub(super) fn power_of_two_below(number: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << 52;
    f64::from_bits(number.max(f64::MIN_POSITIVE).to_bits() & EXPONENT)
}

/// The greatest entry of the matrix is at least 1, and its square is not changed by this.
const NEGLIGIBLE: f64 = 1e-280;

/// Replaces x, which is 0 before an axis, by v with |v|² = 2 (or 0) so that (I − vvᵀ)x is along this axis; returns its coordinate there.
#[inline(always)]
fn reflected(vector: &mut [Lanes], axis: usize) -> f64 {
    let before = std::mem::take(&mut vector.as_flattened_mut()[axis]);
    let rest = dot(vector.as_flattened(), vector.as_flattened());
    if rest < NEGLIGIBLE {
        vector.fill([0.0; LANES]);
        return before;
    }
    let target = -(before * before + rest).sqrt().copysign(before);
    let first = before - target;
    vector.as_flattened_mut()[axis] = first;
    let scale = (2.0 / first.mul_add(first, rest)).sqrt();
    vector.iter_mut().for_each(|lanes| *lanes = lanes.map(|entry| scale * entry));
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Q is orthogonal and QTQᵀ = A, also for matrices of lower rank and for sizes around those of tiles and groups.
    #[test]
    fn matrices_are_put_together_again() {
        for size in [1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 40, 65] {
            let factor = DMatrix::from_fn(size, size, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin());
            let thin = factor.columns(0, size.div_ceil(2)).into_owned();
            for matrix in [&factor * factor.transpose(), &thin * thin.transpose(), DMatrix::zeros(size, size)] {
                let form = TridiagonalForm::of(&matrix);
                let tridiagonal = DMatrix::from_fn(size, size, |i, j| match i.abs_diff(j) {
                    0 => form.diagonal[i],
                    1 => form.beside[i.min(j)],
                    _ => 0.0,
                });
                let mut turned = DMatrix::identity(size, size);
                form.turn(&mut turned);
                let mut back = turned.clone();
                form.turn_back(&mut back);
                assert!((back - DMatrix::identity(size, size)).amax() < 1e-13, "{size}");
                assert!((turned.tr_mul(&turned) - DMatrix::identity(size, size)).amax() < 1e-13, "{size}");
                // Some tens of roundings, relative to the greatest entry.
                let again = &turned * tridiagonal * turned.transpose();
                assert!((again - &matrix).amax() <= 1e-13 * (1.0 + size as f64) * matrix.amax(), "{size}");
            }
        }
    }

    /// What a power of two multiplies is multiplied without rounding, also where squares of entries leave the range of numbers.
    #[test]
    fn scales_change_no_digit() {
        let factor = DMatrix::from_fn(11, 11, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin());
        let matrix = &factor * factor.transpose();
        let form = TridiagonalForm::of(&matrix);
        for scale in [2f64.powi(-800), 2f64.powi(800)] {
            let scaled = TridiagonalForm::of(&(&matrix * scale));
            assert!(form.diagonal.iter().zip(&scaled.diagonal).all(|(one, other)| one * scale == *other));
            assert!(form.beside.iter().zip(&scaled.beside).all(|(one, other)| one * scale == *other));
        }
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        for (value, place) in [(f64::NAN, (0, 0)), (f64::INFINITY, (8, 8)), (f64::NEG_INFINITY, (3, 5))] {
            let mut matrix = DMatrix::identity(9, 9);
            matrix[place] = value;
            assert!(std::panic::catch_unwind(|| TridiagonalForm::of(&matrix)).is_err(), "{value}");
        }
    }
}
