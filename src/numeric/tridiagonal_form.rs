//! Symmetric matrices in tridiagonal form, with the vector instructions of this process.

use nalgebra::DMatrix;

use super::row_blocks::{ROWS, RowBlock};
use super::vectorised::{add, by_itself, dot};
use super::{Kernel, LANES, vectorised};

/// A = QTQᵀ with a symmetric tridiagonal T. Q is a product of Householder reflections (Golub and Van Loan 2013, section 8.3.1).
#[derive(Clone, Debug)]
pub(crate) struct TridiagonalForm {
    pub(crate) diagonal: Vec<f64>,
    /// Entry i is that at (i, i + 1), and the last one is 0.
    pub(crate) beside: Vec<f64>,
    /// Vector k is a v with |v|² = 2, or 0, on the axes behind k. Q is the product of all I − vvᵀ in this order.
    reflections: Vec<Vec<f64>>,
}

impl TridiagonalForm {
    /// The form of a symmetric matrix. Errors are of the order of rounding times the greatest eigenvalue.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has a number that is not finite.
    pub(crate) fn of(mut matrix: DMatrix<f64>) -> Self {
        let size = matrix.nrows();
        assert_eq!(size, matrix.ncols(), "a square matrix");
        assert!(matrix.as_slice().iter().all(|entry| entry.is_finite()), "finite numbers");
        let mut form =
            Self { diagonal: vec![0.0; size], beside: vec![0.0; size], reflections: Vec::with_capacity(size) };
        let scale = matrix.amax();
        if scale > 0.0 {
            matrix /= scale;
            vectorised(Reduce { matrix: &mut matrix, form: &mut form });
            form.diagonal.iter_mut().chain(&mut form.beside).for_each(|entry| *entry *= scale);
        }
        form
    }

    /// MQ.
    pub(crate) fn turn(&self, matrix: &mut DMatrix<f64>) {
        vectorised(Turn { matrix, reflections: &self.reflections, back: false });
    }

    /// MQᵀ.
    pub(crate) fn turn_back(&self, matrix: &mut DMatrix<f64>) {
        vectorised(Turn { matrix, reflections: &self.reflections, back: true });
    }
}

/// Makes a symmetric matrix tridiagonal, and destroys it.
struct Reduce<'a> {
    matrix: &'a mut DMatrix<f64>,
    form: &'a mut TridiagonalForm,
}

impl Kernel for Reduce<'_> {
    type Output = ();

    /// A reflection takes A to A − vwᵀ − wvᵀ with w = Av − ½(vᵀAv)v. The matrix is read once for each: what one has to change is changed while the next one
    /// multiplies.
    #[inline(always)]
    fn call(self) {
        let size = self.matrix.nrows();
        let numbers = self.matrix.as_mut_slice();
        let mut change = Change { vector: vec![0.0; size], product: vec![0.0; size] };
        for step in 0..size {
            let (column, behind) = numbers[step * size..].split_at_mut(size);
            let column = &mut column[step..];
            add_both(column, -change.product[0], &change.vector, -change.vector[0], &change.product);
            self.form.diagonal[step] = column[0];
            let mut vector = column[1..].to_vec();
            let Some(beside) = reflected(&mut vector) else { break };
            self.form.beside[step] = beside;
            let mut product = vec![0.0; vector.len()];
            change.make_and_multiply(behind, size, &vector, &mut product);
            let along = 0.5 * dot(&product, &vector);
            add(&mut product, -along, &vector);
            self.form.reflections.push(vector.clone());
            change = Change { vector, product };
        }
    }
}

/// What a reflection takes away from the columns of a matrix: vwᵀ + wvᵀ.
struct Change {
    /// v.
    vector: Vec<f64>,
    /// w.
    product: Vec<f64>,
}

/// Columns that are changed together.
const TOGETHER: usize = 2;

impl Change {
    /// Makes the change in all columns but the first, each the last entries of `stride` numbers, and writes their products with a vector.
    #[inline(always)]
    fn make_and_multiply(&self, columns: &mut [f64], stride: usize, vector: &[f64], products: &mut [f64]) {
        let rows = stride - vector.len();
        let (v, w) = (&self.vector[1..], &self.product[1..]);
        let groups = columns.chunks_mut(TOGETHER * stride).zip(products.chunks_mut(TOGETHER));
        for ((columns, products), (of_v, of_w)) in groups.zip(v.chunks(TOGETHER).zip(w.chunks(TOGETHER))) {
            if let ([first, second], [one, other]) = (of_v, of_w) {
                let (left, right) = columns.split_at_mut(stride);
                let factors = [[-first, -one], [-second, -other]];
                let found = changed([&mut left[rows..], &mut right[rows..]], factors, [v, w, vector]);
                products.copy_from_slice(&found);
            } else {
                add_both(&mut columns[rows..], -of_w[0], v, -of_v[0], w);
                products[0] = dot(&columns[rows..], vector);
            }
        }
    }
}

/// Adds multiples of w and v to each column, and returns the products with a vector.
#[inline(always)]
fn changed(
    columns: [&mut [f64]; TOGETHER],
    factors: [[f64; 2]; TOGETHER],
    [v, w, vector]: [&[f64]; 3],
) -> [f64; TOGETHER] {
    let [(left, left_rest), (right, right_rest)] = columns.map(|column| column.as_chunks_mut::<LANES>());
    let [(v, v_rest), (w, w_rest), (x, x_rest)] = [v, w, vector].map(|numbers| numbers.as_chunks::<LANES>());
    let [[by_w, by_v], [other_by_w, other_by_v]] = factors;
    let (mut sum, mut other_sum) = ([0.0; LANES], [0.0; LANES]);
    for ((left, right), ((v, w), x)) in left.iter_mut().zip(right).zip(v.iter().zip(w).zip(x)) {
        *left = std::array::from_fn(|lane| by_w.mul_add(w[lane], by_v.mul_add(v[lane], left[lane])));
        *right = std::array::from_fn(|lane| other_by_w.mul_add(w[lane], other_by_v.mul_add(v[lane], right[lane])));
        sum = std::array::from_fn(|lane| left[lane].mul_add(x[lane], sum[lane]));
        other_sum = std::array::from_fn(|lane| right[lane].mul_add(x[lane], other_sum[lane]));
    }
    let rests = [v_rest, w_rest, x_rest];
    let sums = [sum, other_sum].map(|sum| sum.iter().sum::<f64>());
    [sums[0] + changed_rest(left_rest, factors[0], rests), sums[1] + changed_rest(right_rest, factors[1], rests)]
}

#[inline(always)]
fn changed_rest(column: &mut [f64], [by_w, by_v]: [f64; 2], [v, w, vector]: [&[f64]; 3]) -> f64 {
    add_both(column, by_w, w, by_v, v);
    column.iter().zip(vector).map(|(entry, x)| entry * x).sum()
}

/// The greatest entry of the matrix is 1, and its square is not changed by this.
const NEGLIGIBLE: f64 = 1e-280;

/// Replaces x by v with |v|² = 2 (or 0) so that (I − vvᵀ)x is along the first axis; returns its coordinate there, or `None` without axes.
#[inline(always)]
fn reflected(vector: &mut [f64]) -> Option<f64> {
    let (first, behind) = vector.split_first_mut()?;
    let (before, rest) = (*first, dot(behind, behind));
    if rest < NEGLIGIBLE {
        vector.fill(0.0);
        return Some(before);
    }
    let target = -(before * before + rest).sqrt().copysign(before);
    *first = before - target;
    let scale = (2.0 / (*first * *first + rest)).sqrt();
    vector.iter_mut().for_each(|entry| *entry *= scale);
    Some(target)
}

/// Multiplies the rows of a matrix by reflections, or by their transposed product.
struct Turn<'a> {
    matrix: &'a mut DMatrix<f64>,
    reflections: &'a [Vec<f64>],
    back: bool,
}

impl Kernel for Turn<'_> {
    type Output = ();

    /// Two reflections at a time. The last one has a single axis if it has no pair, and is none.
    #[inline(always)]
    fn call(self) {
        let mut pairs = Vec::with_capacity(self.reflections.len() / 2);
        for pair in self.reflections.chunks_exact(2) {
            pairs.push(Pair::new(&pair[0], &pair[1]));
        }
        let mut block = RowBlock::new(self.matrix.ncols());
        for rows in RowBlock::ranges(self.matrix.nrows()) {
            block.read(self.matrix, rows.clone());
            for at in 0..pairs.len() {
                let at = if self.back { pairs.len() - 1 - at } else { at };
                pairs[at].apply(&mut block.columns[2 * at + 1..], self.back);
            }
            block.write(self.matrix, rows);
        }
    }
}

/// Reflections that follow each other: v, and u on the axes behind its first one.
struct Pair<'a> {
    first: f64,
    /// v behind its first axis.
    v: &'a [f64],
    u: &'a [f64],
    /// vᵀu.
    overlap: f64,
}

impl<'a> Pair<'a> {
    #[inline(always)]
    fn new(first: &'a [f64], second: &'a [f64]) -> Self {
        Self { first: first[0], v: &first[1..], u: second, overlap: dot(&first[1..], second) }
    }

    /// Y(I − vvᵀ)(I − uuᵀ), or with `back` Y(I − uuᵀ)(I − vvᵀ).
    #[inline(always)]
    fn apply(&self, columns: &mut [[f64; ROWS]], back: bool) {
        let (front, behind) = columns.split_at_mut(1);
        let mut along_v: [f64; ROWS] = std::array::from_fn(|row| self.first * front[0][row]);
        let mut along_u = [0.0; ROWS];
        for (column, (v, u)) in behind.iter().zip(self.v.iter().zip(self.u)) {
            along_v = std::array::from_fn(|row| v.mul_add(column[row], along_v[row]));
            along_u = std::array::from_fn(|row| u.mul_add(column[row], along_u[row]));
        }
        if back {
            along_v = std::array::from_fn(|row| (-self.overlap).mul_add(along_u[row], along_v[row]));
        } else {
            along_u = std::array::from_fn(|row| (-self.overlap).mul_add(along_v[row], along_u[row]));
        }
        front[0] = std::array::from_fn(|row| (-self.first).mul_add(along_v[row], front[0][row]));
        for (column, (v, u)) in behind.iter_mut().zip(self.v.iter().zip(self.u)) {
            let column = by_itself(column);
            *column = std::array::from_fn(|row| (-v).mul_add(along_v[row], (-u).mul_add(along_u[row], column[row])));
        }
    }
}

/// Adds one·first + two·second.
#[inline(always)]
fn add_both(numbers: &mut [f64], one: f64, first: &[f64], two: f64, second: &[f64]) {
    for (number, (first, second)) in numbers.iter_mut().zip(first.iter().zip(second)) {
        *number = one.mul_add(*first, two.mul_add(*second, *number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Q is orthogonal and QTQᵀ = A, also for matrices of lower rank and for sizes around those of blocks and pairs.
    #[test]
    fn matrices_are_put_together_again() {
        for size in [1, 2, 3, 4, 16, 17, 40, 65] {
            let factor = DMatrix::from_fn(size, size, |i, j| ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin());
            let thin = factor.columns(0, size.div_ceil(2)).into_owned();
            for matrix in [&factor * factor.transpose(), &thin * thin.transpose(), DMatrix::zeros(size, size)] {
                let form = TridiagonalForm::of(matrix.clone());
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
}
