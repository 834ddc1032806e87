//! Linear regression on measurements with known covariance.

use nalgebra::{Cholesky, DMatrix, DVector};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};
use thiserror::Error;

use crate::numeric::json_number;

/// A fitted coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Its estimate.
    #[serde(with = "json_number")]
    pub value: f64,
    /// Its standard error.
    #[serde(with = "json_number")]
    pub standard_error: f64,
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// One coefficient per column of the design.
    pub coefficients: Vec<Coefficient>,
    /// If the design is right, residuals are at least this large with this probability (χ² test). `None` if there is no residual degree of
    /// freedom.
    pub lack_of_fit: Option<f64>,
}

/// The measurements do not determine the coefficients of a regression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum LeastSquaresError {
    /// There are fewer measurements than coefficients.
    #[error("{measurements} measurements cannot determine {coefficients} coefficients; widen the sweep")]
    TooFew { measurements: usize, coefficients: usize },
    /// There are too few measurements to see whether they follow the form of a curve.
    #[error(
        "{measurements} sizes cannot show whether the measurements follow the form of the curve; widen the sweep to {needed} sizes or more"
    )]
    Untested { measurements: usize, needed: usize },
    /// The design is singular or a measurement is not finite.
    #[error("the measurements do not determine the coefficients; spread them out")]
    Singular,
}

/// Fits `response` = `design`·coefficients by generalised least squares.
///
/// ```text
/// minimise (y − Xb)ᵀ Σ⁻¹ (y − Xb),   by ordinary least squares of L⁻¹y on L⁻¹X with Σ = LLᵀ
/// ```
///
/// | argument      | symbol | shape | range |
/// | ------------- | ------ | ----- | ----- |
/// | `design`      | X      | r × c | r ≥ c, full rank |
/// | `response`    | y      | r     |       |
/// | `covariances` | Σ      | r × r | covariance of the errors, positive definite |
///
/// The standard errors of the coefficients follow from `covariances` alone. The residuals are used only for the lack of fit.
///
/// # Errors
///
/// [`LeastSquaresError`] if the data do not determine the coefficients.
pub fn generalised_regression(
    design: &DMatrix<f64>,
    response: &[f64],
    covariances: &DMatrix<f64>,
) -> Result<Regression, LeastSquaresError> {
    if design.nrows() < design.ncols() {
        return Err(LeastSquaresError::TooFew { measurements: design.nrows(), coefficients: design.ncols() });
    }
    let (weighted, target) = whitened(design, response, covariances).ok_or(LeastSquaresError::Singular)?;
    // Columns of very different size (1, m, 1/m) are brought to length one, so that the factorisation is well conditioned.
    let lengths: Vec<f64> = weighted.column_iter().map(|column| column.norm()).collect();
    let scaled = DMatrix::from_fn(weighted.nrows(), weighted.ncols(), |i, j| weighted[(i, j)] / lengths[j]);
    let factors = scaled.qr();
    let triangle = factors.r();
    // Columns have length one, so a small diagonal entry means that one is nearly a combination of others.
    if triangle.diagonal().iter().any(|entry| entry.abs() < 1e-10) {
        return Err(LeastSquaresError::Singular);
    }
    let solution = triangle.solve_upper_triangular(&factors.q().tr_mul(&target)).ok_or(LeastSquaresError::Singular)?;
    let inverse = triangle
        .solve_upper_triangular(&DMatrix::identity(design.ncols(), design.ncols()))
        .ok_or(LeastSquaresError::Singular)?;
    let coefficient =
        |j: usize| Coefficient { value: solution[j] / lengths[j], standard_error: inverse.row(j).norm() / lengths[j] };
    let coefficients: Vec<Coefficient> = (0..design.ncols()).map(coefficient).collect();
    let finite = coefficients.iter().all(|c| c.value.is_finite() && c.standard_error.is_finite());
    if !finite {
        return Err(LeastSquaresError::Singular);
    }
    let residual_square = (&target - factors.q() * (triangle * &solution)).norm_squared();
    let degrees = design.nrows() - design.ncols();
    let law = ChiSquared::new(degrees as f64).ok().filter(|_| degrees > 0);
    Ok(Regression { coefficients, lack_of_fit: law.map(|law| law.sf(residual_square)) })
}

/// L⁻¹X and L⁻¹y; none unless Σ is positive definite.
///
/// Errors of very different size are brought to size one first, so that the factorisation is well conditioned.
fn whitened(
    design: &DMatrix<f64>,
    response: &[f64],
    covariances: &DMatrix<f64>,
) -> Option<(DMatrix<f64>, DVector<f64>)> {
    let deviations = covariances.diagonal().map(f64::sqrt);
    let count = deviations.len();
    let correlations = DMatrix::from_fn(count, count, |i, j| covariances[(i, j)] / (deviations[i] * deviations[j]));
    let factor = Cholesky::new(correlations)?.l();
    let scaled = DMatrix::from_fn(count, design.ncols(), |i, j| design[(i, j)] / deviations[i]);
    let target = DVector::from_fn(count, |i, _| response[i] / deviations[i]);
    Some((factor.solve_lower_triangular(&scaled)?, factor.solve_lower_triangular(&target)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    fn independent(errors: &[f64]) -> DMatrix<f64> {
        DMatrix::from_diagonal(&DVector::from_iterator(errors.len(), errors.iter().map(|error| error * error)))
    }

    #[test]
    fn correlated_measurements_by_hand() {
        // Two measurements of one number with variance 1 and covariance ½: their mean, of variance ¾.
        let fit = generalised_regression(&dmatrix![1.0; 1.0], &[1.0, 2.0], &dmatrix![1.0, 0.5; 0.5, 1.0]);
        let fit = fit.expect("full rank").coefficients[0];
        assert!((fit.value - 1.5).abs() < 1e-14 && (fit.standard_error - 0.75f64.sqrt()).abs() < 1e-14);
        let certain = dmatrix![1.0, 1.0; 1.0, 1.0];
        let refused = generalised_regression(&dmatrix![1.0; 1.0], &[1.0, 2.0], &certain);
        assert_eq!(refused, Err(LeastSquaresError::Singular));
    }

    #[test]
    fn a_line_by_hand() {
        // Through (0, 1), (1, 3), (2, 5) with errors 1: intercept variance 5/6, slope variance 1/2.
        let design = dmatrix![1.0, 0.0; 1.0, 1.0; 1.0, 2.0];
        let fit =
            generalised_regression(&design, &[1.0, 3.0, 5.0], &independent(&[1.0; 3])).expect("full rank").coefficients;
        assert!((fit[0].value - 1.0).abs() < 1e-14 && (fit[1].value - 2.0).abs() < 1e-14);
        assert!((fit[0].standard_error - (5f64 / 6.0).sqrt()).abs() < 1e-14);
        assert!((fit[1].standard_error - 0.5f64.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn precise_measurements_weigh_more() {
        // Mean of 0 ± 1 and 10 ± 0.5: weights 1 and 4.
        let fit = generalised_regression(&dmatrix![1.0; 1.0], &[0.0, 10.0], &independent(&[1.0, 0.5]))
            .expect("full rank")
            .coefficients;
        assert!((fit[0].value - 8.0).abs() < 1e-14);
        assert!((fit[0].standard_error - 0.2f64.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn lack_of_fit_by_hand() {
        // The mean of −1 and 1 leaves χ² = 2 with one degree of freedom; of one measurement it leaves nothing.
        let bent =
            generalised_regression(&dmatrix![1.0; 1.0], &[-1.0, 1.0], &independent(&[1.0, 1.0])).expect("full rank");
        assert!((bent.lack_of_fit.expect("one degree") - 0.157299).abs() < 1e-6);
        assert_eq!(
            generalised_regression(&dmatrix![1.0], &[3.0], &independent(&[1.0])).expect("full rank").lack_of_fit,
            None
        );
    }

    #[test]
    fn undetermined_fits_are_refused() {
        let collinear = dmatrix![1.0, 2.0; 1.0, 2.0; 1.0, 2.0];
        assert!(generalised_regression(&collinear, &[1.0, 1.0, 1.0], &independent(&[1.0; 3])).is_err());
        assert!(generalised_regression(&dmatrix![1.0, 2.0], &[1.0], &independent(&[1.0])).is_err());
    }
}
