//! Eigenvalues and eigenvectors of a symmetric matrix, with the vector instructions of this process.

use nalgebra::DMatrix;

use super::tridiagonal_form::power_of_two_below;
use super::{Kernel, LANES, TridiagonalForm, vectorised};

/// Returns the eigenvalues of a symmetric matrix, in no order, and its eigenvectors in columns.
///
/// Householder reflections make the matrix tridiagonal, and implicit steps with Wilkinson's shift make that diagonal (Golub and Van Loan 2013, sections 8.3.1
/// and 8.3.3). Errors are of the order of rounding times the greatest eigenvalue.
///
/// # Panics
///
/// If the matrix is not square, or has a number that is not finite.
pub(crate) fn symmetric_eigen(mut matrix: DMatrix<f64>) -> (Vec<f64>, DMatrix<f64>) {
    let size = matrix.nrows();
    let greatest = matrix.amax();
    if greatest == 0.0 {
        return (vec![0.0; size], DMatrix::identity(size, size));
    }
    let scale = power_of_two_below(greatest);
    matrix /= scale;
    let form = TridiagonalForm::of(&matrix);
    let mut vectors = DMatrix::identity(size, size);
    form.turn(&mut vectors);
    let mut tridiagonal = Tridiagonal { diagonal: form.diagonal, beside: form.beside };
    // The rotations of many steps are applied to a few rows at a time, which then stay near the processor.
    let mut rotations = Vec::new();
    let mut end = size;
    while tridiagonal.step(&mut end, &mut rotations) {
        if rotations.len() >= ROTATIONS_AT_ONCE {
            vectorised(Rotate { vectors: &mut vectors, rotations: &rotations });
            rotations.clear();
        }
    }
    vectorised(Rotate { vectors: &mut vectors, rotations: &rotations });
    (tridiagonal.diagonal.iter().map(|value| scale * value).collect(), vectors)
}

const ROTATIONS_AT_ONCE: usize = 4096;

/// Rows that are rotated together.
const ROWS: usize = 2 * LANES;

/// An entry whose square is 0 in floating point is 0 beside a greatest entry of 1 or more: no step could make it smaller.
const SMALLEST: f64 = 1e-150;

/// A symmetric tridiagonal matrix; entry i of `beside` is that at (i, i + 1), and the last one is 0.
struct Tridiagonal {
    diagonal: Vec<f64>,
    beside: Vec<f64>,
}

/// The columns at `place` and behind it turn into (c·a + s·b, c·b − s·a).
#[derive(Clone, Copy)]
struct Rotation {
    place: usize,
    cosine: f64,
    sine: f64,
}

impl Tridiagonal {
    /// Takes a step on the last block that is not yet diagonal, which ends before `end`. Returns false if there is none.
    fn step(&mut self, end: &mut usize, rotations: &mut Vec<Rotation>) -> bool {
        let is_small = |at: usize, tridiagonal: &Self| {
            let scale = tridiagonal.diagonal[at].abs() + tridiagonal.diagonal[at + 1].abs();
            tridiagonal.beside[at].abs() <= (f64::EPSILON * scale).max(SMALLEST)
        };
        while *end >= 2 && is_small(*end - 2, self) {
            self.beside[*end - 2] = 0.0;
            *end -= 1;
        }
        if *end < 2 {
            return false;
        }
        let mut start = *end - 2;
        while start > 0 && !is_small(start - 1, self) {
            start -= 1;
        }
        self.shifted_step(start, *end, rotations);
        true
    }

    fn shifted_step(&mut self, start: usize, end: usize, rotations: &mut Vec<Rotation>) {
        let (diagonal, beside) = (&mut self.diagonal, &mut self.beside);
        let last = end - 1;
        let (half, corner) = (0.5 * (diagonal[last - 1] - diagonal[last]), beside[last - 1]);
        let shift = diagonal[last] - corner * corner / (half + half.hypot(corner).copysign(half));
        let (mut first, mut second) = (diagonal[start] - shift, beside[start]);
        for place in start..last {
            let length = first.hypot(second);
            let (cosine, sine) = if length > 0.0 { (first / length, second / length) } else { (1.0, 0.0) };
            if place > start {
                beside[place - 1] = length;
            }
            let (a, b, f) = (diagonal[place], diagonal[place + 1], beside[place]);
            let mixed = 2.0 * cosine * sine * f;
            diagonal[place] = cosine * cosine * a + mixed + sine * sine * b;
            diagonal[place + 1] = sine * sine * a - mixed + cosine * cosine * b;
            beside[place] = cosine * sine * (b - a) + (cosine * cosine - sine * sine) * f;
            if place + 1 < last {
                (first, second) = (beside[place], sine * beside[place + 1]);
                beside[place + 1] *= cosine;
            }
            rotations.push(Rotation { place, cosine, sine });
        }
    }
}

/// Applies rotations, one after the other, to the columns.
struct Rotate<'a> {
    vectors: &'a mut DMatrix<f64>,
    rotations: &'a [Rotation],
}

impl Kernel for Rotate<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let size = self.vectors.nrows();
        let numbers = self.vectors.as_mut_slice();
        let whole = size / ROWS * ROWS;
        for row in (0..whole).step_by(ROWS) {
            for rotation in self.rotations {
                let place = rotation.place * size + row;
                rotate_rows(numbers, place, place + size, rotation);
            }
        }
        for rotation in self.rotations.iter().filter(|_| whole < size) {
            let (before, behind) = numbers.split_at_mut((rotation.place + 1) * size);
            rotate(&mut before[rotation.place * size + whole..], &mut behind[whole..size], rotation);
        }
    }
}

/// Rotates [`ROWS`] rows of the columns that begin at these places.
#[inline(always)]
fn rotate_rows(numbers: &mut [f64], first: usize, second: usize, rotation: &Rotation) {
    let mut rows = ([0.0; ROWS], [0.0; ROWS]);
    rows.0.copy_from_slice(&numbers[first..first + ROWS]);
    rows.1.copy_from_slice(&numbers[second..second + ROWS]);
    let Rotation { cosine, sine, .. } = *rotation;
    let turned: [f64; ROWS] = std::array::from_fn(|row| cosine.mul_add(rows.0[row], sine * rows.1[row]));
    numbers[first..first + ROWS].copy_from_slice(&turned);
    let turned: [f64; ROWS] = std::array::from_fn(|row| cosine.mul_add(rows.1[row], -(sine * rows.0[row])));
    numbers[second..second + ROWS].copy_from_slice(&turned);
}

#[inline(always)]
fn rotate(a: &mut [f64], b: &mut [f64], rotation: &Rotation) {
    for (a, b) in a.iter_mut().zip(b) {
        let (first, second) = (*a, *b);
        *a = rotation.cosine.mul_add(first, rotation.sine * second);
        *b = rotation.cosine.mul_add(second, -(rotation.sine * first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries whose squares are 0 in floating point, which no shift could tell from 0.
    #[test]
    fn entries_that_are_nearly_nothing_end() {
        let tiny = 1e-170;
        let matrix = nalgebra::dmatrix![1.0, 0.0, 0.0; 0.0, 0.0, tiny; 0.0, tiny, 0.0];
        let (values, vectors) = symmetric_eigen(matrix);
        assert!((vectors.tr_mul(&vectors) - DMatrix::identity(3, 3)).amax() < 1e-13);
        assert_eq!(values.iter().filter(|value| value.abs() <= tiny).count(), 2);
    }

    /// A = VΛVᵀ and VᵀV = I, also where eigenvalues are equal, or far apart, or 0.
    #[test]
    fn matrices_are_put_together_again() {
        for size in [1, 2, 3, 17, 40, 65] {
            let factor = DMatrix::from_fn(size, size, |i, j| {
                ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin() / (1.0 + j as f64).powi(2)
            });
            let thin = factor.columns(0, size.div_ceil(2)).into_owned();
            let mut diagonal = DMatrix::identity(size, size);
            diagonal[(0, 0)] = -3.0;
            for matrix in [
                &factor * factor.transpose(),
                &thin * thin.transpose(),
                diagonal,
                DMatrix::from_element(size, size, 1.0),
                DMatrix::zeros(size, size),
            ] {
                let (values, vectors) = symmetric_eigen(matrix.clone());
                let identity = DMatrix::identity(size, size);
                assert!((vectors.tr_mul(&vectors) - identity).amax() < 1e-13, "{size}");
                let again =
                    &vectors * DMatrix::from_diagonal(&nalgebra::DVector::from_vec(values)) * vectors.transpose();
                // Some tens of roundings, relative to the greatest entry.
                assert!((again - &matrix).amax() <= 1e-13 * (1.0 + size as f64) * matrix.amax(), "{size}");
            }
        }
    }
}
