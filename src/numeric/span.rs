//! An orthonormal basis of the span of some vectors.

use nalgebra::DMatrix;

/// Returns an orthonormal basis, as columns, of the span of the columns of `vectors` (d × q).
///
/// Directions below 1e-12 of the longest vector count as rounding. The basis has no columns when all
/// vectors are zero.
pub fn span_basis(vectors: &DMatrix<f64>) -> DMatrix<f64> {
    let factors = vectors.clone().col_piv_qr();
    let triangle = factors.r();
    let size = |i: usize| triangle[(i, i)].abs();
    let most = triangle.nrows().min(triangle.ncols());
    let rank = (0..most).take_while(|&i| size(i) > 1e-12 * size(0)).count();
    factors.q().columns(0, rank).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_is_orthonormal_and_spans_the_vectors() {
        let vectors = DMatrix::from_column_slice(4, 3, &[1.0, 2.0, 0.0, 0.0, 2.0, 4.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
        let basis = span_basis(&vectors);
        assert_eq!(basis.ncols(), 2);
        assert!((basis.tr_mul(&basis) - DMatrix::identity(2, 2)).amax() < 1e-14);
        assert!((&basis * basis.tr_mul(&vectors) - &vectors).amax() < 1e-14);
        assert_eq!(span_basis(&DMatrix::zeros(3, 2)).ncols(), 0);
        assert_eq!(span_basis(&DMatrix::from_element(1, 3, 2.0)).ncols(), 1, "more vectors than dimensions");
    }
}
