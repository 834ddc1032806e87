//! Axes in which the square of a mean vector is enclosed.

use nalgebra::{DMatrix, DVector};
use weak_to_strong::numeric::span_basis;

/// Vectors shorter than this share of the longest one are rounding.
const ROUNDING: f64 = 1e-12;

/// Returns orthonormal vectors, as columns, whose span contains the columns of `vectors` and the vector `first`. The first of them points along
/// `first`, unless `first` is zero. There is at least one axis.
///
/// |m|² is the sum of the squares of the coordinates of m. Each coordinate has an interval of its own, so that of |m|² is narrow if one axis lies
/// along m. `first` must not depend on the draws that the intervals are computed from.
pub(super) fn axes(first: &DVector<f64>, vectors: &DMatrix<f64>) -> DMatrix<f64> {
    let longest = vectors.column_iter().map(|column| column.norm()).fold(first.norm(), f64::max);
    let mut rest = vectors.clone();
    let mut axes: Vec<DVector<f64>> = Vec::new();
    if first.norm() > ROUNDING * longest {
        let axis = first.normalize();
        rest -= &axis * axis.tr_mul(vectors);
        axes.push(axis);
    }
    for mut column in rest.column_iter_mut().filter(|column| column.norm() <= ROUNDING * longest) {
        column.fill(0.0);
    }
    axes.extend(span_basis(&rest).column_iter().map(|column| column.into_owned()));
    if axes.is_empty() {
        axes.push(DVector::from_fn(first.len(), |i, _| f64::from(u8::from(i == 0))));
    }
    DMatrix::from_columns(&axes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn the_first_axis_is_given_and_the_others_span_the_rest() {
        let vectors = dmatrix![1.0, 0.0, 1.0; 1.0, 2.0, 3.0; 0.0, 0.0, 0.0];
        let found = axes(&dvector![0.0, -3.0, 0.0], &vectors);
        assert_eq!((found.ncols(), found.column(0).into_owned()), (2, dvector![0.0, -1.0, 0.0]));
        assert!((&found * found.tr_mul(&vectors) - &vectors).amax() < 1e-14);
        assert!((found.tr_mul(&found) - DMatrix::identity(2, 2)).amax() < 1e-14);
    }

    /// What is left of vectors along the first axis is rounding, and no axis.
    #[test]
    fn rounding_is_no_axis() {
        let first = dvector![0.1, 0.2, 0.3];
        let vectors = DMatrix::from_columns(&[&first * 3.0, &first / 7.0]);
        assert_eq!(axes(&first, &vectors).ncols(), 1);
        assert_eq!(axes(&DVector::zeros(3), &vectors).ncols(), 1);
        assert_eq!(axes(&DVector::zeros(3), &DMatrix::zeros(3, 2)), dvector![1.0, 0.0, 0.0]);
    }
}
