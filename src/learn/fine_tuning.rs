//! Naive fine-tuning: estimators that shrink the least-squares fit of the labels towards the source.

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

use crate::sample::SampleMoments;

/// One labelled sample, factorised once for all spectral shrinkage estimators.
///
/// With Σ̂ = XᵀX/n and the residual gradient g = Xᵀ(Y − Xβ_P)/n, every estimator here is
///
/// ```text
/// β̂ = β_P + f(Σ̂) g
/// ```
///
/// for a filter f of the eigenvalues. Source: Somerstep et al. (2025), Definition 3.1 (paper); this
/// closed form: ours.
///
/// ```
/// use nalgebra::{dmatrix, dvector};
/// use weak_to_strong::{learn::FineTuning, sample::SampleMoments};
///
/// // One prompt x = 2 with label 6: least squares gives 3; the penalty 4 = x² halves the way from the source 0.
/// let moments = SampleMoments { count: 1, gram: dmatrix![4.0], cross: dvector![12.0], label_square: 36.0 };
/// let fit = FineTuning::new(&moments, &dvector![0.0])?;
/// assert_eq!(fit.ridge(0.0)?, dvector![3.0]);
/// assert_eq!(fit.ridge(4.0)?, dvector![1.5]);
/// assert_eq!(fit.ridge(f64::INFINITY)?, dvector![0.0]);
/// # Ok::<(), weak_to_strong::learn::FitError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FineTuning {
    source_mean: DVector<f64>,
    pub(super) eigenvalues: DVector<f64>,
    pub(super) eigenvectors: DMatrix<f64>,
    /// g in the basis of eigenvectors.
    gradient: DVector<f64>,
    /// Eigenvalues at or below this are zero up to rounding.
    pub(super) null_below: f64,
}

/// Why a sample cannot be fitted.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FitError {
    /// The sample is empty.
    #[error("the sample is empty; fine-tuning needs at least one label")]
    NoLabels,
    /// The source mean and the moments have different dimensions.
    #[error("the source mean has {found} coordinates, the moments {expected}")]
    Shape { found: usize, expected: usize },
    /// η must be 0 or more.
    #[error("penalty = {penalty}: must be 0 or more, or inf")]
    PenaltyNegative { penalty: f64 },
    /// τ must be positive.
    #[error("step = {step}: must be a positive, finite number")]
    StepNotPositive { step: f64 },
}

impl FineTuning {
    /// Factorises a sample.
    ///
    /// | argument      | symbol        | shape | range |
    /// | ------------- | ------------- | ----- | ----- |
    /// | `moments`     | XᵀX, XᵀY, n   | d     | n ≥ 1 |
    /// | `source_mean` | β_P           | d     |       |
    ///
    /// # Errors
    ///
    /// [`FitError::NoLabels`] if n = 0; [`FitError::Shape`] if the dimensions disagree.
    pub fn new(moments: &SampleMoments, source_mean: &DVector<f64>) -> Result<Self, FitError> {
        if moments.count == 0 {
            return Err(FitError::NoLabels);
        }
        let dim = moments.cross.len();
        if source_mean.len() != dim {
            return Err(FitError::Shape { found: source_mean.len(), expected: dim });
        }
        let count = moments.count as f64;
        let gradient = (&moments.cross - &moments.gram * source_mean) / count;
        let spectrum = (&moments.gram / count).symmetric_eigen();
        let null_below = null_threshold(&spectrum.eigenvalues, moments.count);
        Ok(Self {
            source_mean: source_mean.clone(),
            gradient: spectrum.eigenvectors.tr_mul(&gradient),
            eigenvalues: spectrum.eigenvalues,
            eigenvectors: spectrum.eigenvectors,
            null_below,
        })
    }

    /// Ridge regression towards the source.
    ///
    /// Returns β̂ (length d), the minimiser over β of
    ///
    /// ```text
    /// (1/n) |Y − Xβ|² + η |β − β_P|²,    f(λ) = 1/(λ + η)
    /// ```
    ///
    /// At η = 0 it is the least-squares fit nearest to the source, which interpolates the labels if n < d. At η = ∞ it is the source.
    ///
    /// # Errors
    ///
    /// [`FitError::PenaltyNegative`] unless η ≥ 0 (NaN included).
    ///
    /// # Source
    ///
    /// Somerstep et al. (2025), Definition 3.1 (paper).
    pub fn ridge(&self, penalty: f64) -> Result<DVector<f64>, FitError> {
        self.extrapolated_ridge(penalty, 0.0)
    }

    /// The derivative of [`FineTuning::ridge`] with respect to the penalty.
    ///
    /// ```text
    /// ∂β̂/∂η = −(Σ̂ + ηI)⁻² g
    /// ```
    ///
    /// # Errors
    ///
    /// As [`FineTuning::ridge`].
    pub fn ridge_derivative(&self, penalty: f64) -> Result<DVector<f64>, FitError> {
        check_penalty(penalty)?;
        Ok(self.filtered(|eigenvalue| -(eigenvalue + penalty).powi(-2)) - &self.source_mean)
    }

    /// n times the variance of ridge regression given the prompts, summed over coordinates, for label noise of variance 1.
    ///
    /// ```text
    /// tr Σ̂(Σ̂ + ηI)⁻²
    /// ```
    ///
    /// # Errors
    ///
    /// As [`FineTuning::ridge`].
    pub fn ridge_variance(&self, penalty: f64) -> Result<f64, FitError> {
        check_penalty(penalty)?;
        // One division after the other: the square may overflow.
        Ok(self
            .positive_eigenvalues()
            .map(|eigenvalue| eigenvalue / (eigenvalue + penalty) / (eigenvalue + penalty))
            .sum())
    }

    /// Extrapolates from the source beyond ridge regression β̂. The result is β_P + (1 + `extrapolation`)(β̂ − β_P).
    ///
    /// ```text
    /// f(λ) = (1 + extrapolation)/(λ + η)
    /// ```
    ///
    /// For `extrapolation` > 0 and a small penalty, λf(λ) exceeds 1. So it is not a spectral shrinkage, and Proposition 3.2 does not apply.
    ///
    /// # Errors
    ///
    /// As [`FineTuning::ridge`].
    ///
    /// # Source
    ///
    /// Ours; an estimator that Proposition 3.2 excludes (`docs/theory.md`).
    pub fn extrapolated_ridge(&self, penalty: f64, extrapolation: f64) -> Result<DVector<f64>, FitError> {
        check_penalty(penalty)?;
        Ok(self.filtered(|eigenvalue| (1.0 + extrapolation) / (eigenvalue + penalty)))
    }

    /// Gradient descent from the source on (1/2n)|Y − Xβ|², stopped after `steps` steps of size `step`.
    ///
    /// ```text
    /// λ f(λ) = 1 − (1 − τλ)ᵀ
    /// ```
    ///
    /// It is a spectral shrinkage estimator, with λf(λ) in [0, 1], if and only if τλ_max ≤ 1 (odd T) or τλ_max ≤ 2 (even T). With larger steps
    /// it extrapolates, and for τλ_max > 2 it diverges as T grows.
    ///
    /// # Errors
    ///
    /// [`FitError::StepNotPositive`] unless 0 < τ < ∞.
    ///
    /// # Source
    ///
    /// Ours; the class of estimators of Proposition 3.2 in `docs/theory.md`.
    pub fn descent(&self, step: f64, steps: usize) -> Result<DVector<f64>, FitError> {
        check_step(step)?;
        Ok(self.filtered(|eigenvalue| descent_share(eigenvalue, step, steps) / eigenvalue))
    }

    fn positive_eigenvalues(&self) -> impl Iterator<Item = f64> {
        self.eigenvalues.iter().copied().filter(|eigenvalue| *eigenvalue > self.null_below)
    }

    /// β_P + f(Σ̂) g. Where Σ̂ is null, so is g, and the fit stays at the source.
    fn filtered(&self, filter: impl Fn(f64) -> f64) -> DVector<f64> {
        let moves = self.gradient.zip_map(&self.eigenvalues, |gradient, eigenvalue| {
            if eigenvalue <= self.null_below { 0.0 } else { filter(eigenvalue) * gradient }
        });
        &self.source_mean + &self.eigenvectors * moves
    }
}

pub(super) fn check_penalty(penalty: f64) -> Result<(), FitError> {
    if penalty.is_nan() || penalty < 0.0 { Err(FitError::PenaltyNegative { penalty }) } else { Ok(()) }
}

pub(super) fn check_step(step: f64) -> Result<(), FitError> {
    if step > 0.0 && step.is_finite() { Ok(()) } else { Err(FitError::StepNotPositive { step }) }
}

/// 1 − (1 − τλ)ᵀ, the share of the way to least squares along an eigenvector.
pub(super) fn descent_share(eigenvalue: f64, step: f64, steps: usize) -> f64 {
    let (shrink, steps) = (step * eigenvalue, steps as f64);
    if shrink < 1.0 { -(steps * (-shrink).ln_1p()).exp_m1() } else { 1.0 - (1.0 - shrink).powf(steps) }
}

/// Rank is at most n; what is left of the d − n smallest eigenvalues, and all below d·ε of the largest, is rounding.
pub(super) fn null_threshold(eigenvalues: &DVector<f64>, count: usize) -> f64 {
    let mut sorted: Vec<f64> = eigenvalues.iter().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let dim = sorted.len();
    let rounding = dim as f64 * f64::EPSILON * sorted[dim - 1];
    if dim > count { rounding.max(sorted[dim - count - 1]) } else { rounding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};
    use proptest::prelude::*;

    fn sample(rows: usize) -> impl Strategy<Value = (DMatrix<f64>, DVector<f64>)> {
        let numbers = prop::collection::vec(-2.0..2.0f64, rows * 3);
        let labels = prop::collection::vec(-2.0..2.0f64, rows);
        (numbers, labels).prop_map(move |(x, y)| (DMatrix::from_vec(rows, 3, x), DVector::from_vec(y)))
    }

    #[test]
    fn interpolation_is_the_one_nearest_to_the_source() {
        // One equation x₁ + x₂ = 4 in two unknowns; the nearest point to (1, 0) is (2.5, 1.5).
        let moments = SampleMoments::of(&dmatrix![1.0, 1.0], &dvector![4.0]);
        let fit = FineTuning::new(&moments, &dvector![1.0, 0.0]).expect("a sample");
        assert!((fit.ridge(0.0).expect("η = 0") - dvector![2.5, 1.5]).amax() < 1e-14);
    }

    #[test]
    fn extrapolation_goes_beyond_the_fit() {
        // Least squares gives 2; half as far again from the source 1 gives 2.5, and with the penalty 4 = x² half of that.
        let fit =
            FineTuning::new(&SampleMoments::of(&dmatrix![2.0], &dvector![4.0]), &dvector![1.0]).expect("a sample");
        assert_eq!(fit.extrapolated_ridge(0.0, 0.5).expect("η = 0"), dvector![2.5]);
        assert_eq!(fit.extrapolated_ridge(4.0, 0.5).expect("η = 4"), dvector![1.75]);
    }

    /// x = 2 with label 4 and source 1: β̂ = 1 + 4/(4 + η), of slope −4/(4 + η)²; unit noise moves it by 2/(4 + η).
    #[test]
    fn slope_and_variance_of_ridge_by_hand() {
        let fit =
            FineTuning::new(&SampleMoments::of(&dmatrix![2.0], &dvector![4.0]), &dvector![1.0]).expect("a sample");
        assert_eq!(fit.ridge_derivative(4.0).expect("η = 4"), dvector![-0.0625]);
        assert_eq!(fit.ridge_variance(4.0).expect("η = 4"), 0.0625);
        // Two coordinates and one label: the null direction has no variance, even without a penalty.
        let few = FineTuning::new(&SampleMoments::of(&dmatrix![2.0, 0.0], &dvector![4.0]), &dvector![0.0, 0.0]);
        assert_eq!(few.expect("a sample").ridge_variance(0.0).expect("η = 0"), 0.25);
    }

    /// x = 2 with penalty 4: T = ½. A displacement of 3 is followed to 1.5. A form of variance 8 and a noise of variance 16/n leave 8/4 + 16·4/64.
    #[test]
    fn expectations_given_the_prompts_by_hand() {
        let fit =
            FineTuning::new(&SampleMoments::of(&dmatrix![2.0], &dvector![0.0]), &dvector![1.0]).expect("a sample");
        assert_eq!(fit.expected_move(4.0, &dvector![3.0]).expect("η = 4"), dvector![1.5]);
        assert_eq!(fit.expected_covariance(4.0, &dmatrix![8.0], 16.0).expect("η = 4"), dmatrix![3.0]);
        assert!(fit.expected_move(f64::NAN, &dvector![3.0]).is_err());
    }

    #[test]
    fn bad_arguments_are_refused() {
        let moments = SampleMoments::of(&dmatrix![1.0], &dvector![4.0]);
        assert_eq!(FineTuning::new(&moments, &dvector![]).err(), Some(FitError::Shape { found: 0, expected: 1 }));
        assert_eq!(FineTuning::new(&SampleMoments::empty(1), &dvector![0.0]).err(), Some(FitError::NoLabels));
        let fit = FineTuning::new(&moments, &dvector![0.0]).expect("a sample");
        assert!(fit.ridge(-1.0).is_err() && fit.ridge(f64::NAN).is_err());
        assert!(fit.descent(0.0, 1).is_err() && fit.descent(f64::NAN, 1).is_err());
    }

    proptest! {
        /// Ridge solves (XᵀX + nηI)(β̂ − β_P) = Xᵀ(Y − Xβ_P); the tolerance is rounding at condition number ≤ 1e3.
        #[test]
        fn ridge_solves_its_normal_equations((x, y) in sample(5), penalty in 0.1..10.0f64) {
            let source = dvector![0.3, -0.2, 1.0];
            let fit = FineTuning::new(&SampleMoments::of(&x, &y), &source).expect("a sample");
            let estimate = fit.ridge(penalty).expect("positive penalty");
            let left = x.tr_mul(&x) * (&estimate - &source) + (&estimate - &source) * (5.0 * penalty);
            let right = x.tr_mul(&(&y - &x * &source));
            prop_assert!((left - right).amax() < 1e-10);
        }

        /// In expectation fine-tuning is fine-tuning on labels without noise, and its variance is the trace of its covariance. Tolerance: rounding.
        #[test]
        fn expectations_are_fits_without_noise((x, _) in sample(2), penalty in 0.0..10.0f64) {
            let (source, displacement) = (dvector![0.3, -0.2, 1.0], dvector![1.0, 2.0, -0.5]);
            let fit = FineTuning::new(&SampleMoments::of(&x, &(&x * (&source + &displacement))), &source).expect("a sample");
            let moved = fit.expected_move(penalty, &displacement).expect("a penalty");
            prop_assert!((fit.ridge(penalty).expect("a penalty") - &source - &moved).amax() < 1e-10);
            let covariance = fit.expected_covariance(penalty, &DMatrix::zeros(3, 3), 0.5).expect("a penalty");
            let variance = fit.ridge_variance(penalty).expect("a penalty");
            prop_assert!((covariance.trace() - 0.5 * variance).abs() <= 1e-10 * (1.0 + variance));
            let of_form = fit.expected_covariance(penalty, &(&displacement * displacement.transpose()), 0.0);
            prop_assert!((of_form.expect("a penalty") - &moved * moved.transpose()).amax() < 1e-10);
        }

        /// Descent by its definition, step after step, agrees with its filter, n < d included.
        #[test]
        fn descent_equals_its_iteration((x, y) in sample(2), step in 0.01..0.3f64, steps in 0..30usize) {
            let source = dvector![0.3, -0.2, 1.0];
            let mut iterate = source.clone();
            for _ in 0..steps {
                let gradient = x.tr_mul(&(&x * &iterate - &y)) / 2.0;
                iterate -= gradient * step;
            }
            let fit = FineTuning::new(&SampleMoments::of(&x, &y), &source).expect("a sample");
            let scale = iterate.amax().max(1.0);
            prop_assert!((fit.descent(step, steps).expect("positive step") - iterate).amax() < 1e-8 * scale);
        }

        /// Tiny penalties tend to η = 0 and huge ones to the source. For n < d the limit is the interpolation.
        #[test]
        fn the_path_joins_its_ends((x, y) in sample(2)) {
            let source = dvector![0.3, -0.2, 1.0];
            let smallest = (&x * x.transpose()).symmetric_eigenvalues().min();
            prop_assume!(smallest > 1e-2);
            let fit = FineTuning::new(&SampleMoments::of(&x, &y), &source).expect("a sample");
            let near = fit.ridge(1e-9).expect("η > 0") - fit.ridge(0.0).expect("η = 0");
            prop_assert!(near.amax() < 1e-4);
            prop_assert!((&x * fit.ridge(0.0).expect("η = 0") - &y).amax() < 1e-8);
            prop_assert!((fit.ridge(1e12).expect("η > 0") - &source).amax() < 1e-9);
            prop_assert_eq!(fit.ridge(f64::INFINITY).expect("η = ∞"), source);
        }
    }
}
