//! How far fine-tuning moves in expectation, given the prompts, and the covariance around that.

use nalgebra::{DMatrix, DVector};

use super::fine_tuning::{check_penalty, check_step, descent_share};
use super::{FineTuning, FitError};

impl FineTuning {
    /// How far ridge regression moves from the source in expectation, given the prompts, if labels have the linear form β_P + Δ: the vector TΔ.
    ///
    /// ```text
    /// T = Σ̂(Σ̂ + ηI)⁻¹
    /// ```
    ///
    /// The labels of the sample do not enter. However small an eigenvalue of Σ̂ is, those of T lie in [0, 1].
    ///
    /// # Errors
    ///
    /// As [`FineTuning::ridge`].
    pub fn expected_move(&self, penalty: f64, displacement: &DVector<f64>) -> Result<DVector<f64>, FitError> {
        check_penalty(penalty)?;
        Ok(self.moved(|eigenvalue| eigenvalue / (eigenvalue + penalty), displacement))
    }

    /// The same for gradient descent, T = I − (I − τΣ̂)ᵀ.
    ///
    /// # Errors
    ///
    /// As [`FineTuning::descent`].
    pub fn expected_descent(
        &self,
        step: f64,
        steps: usize,
        displacement: &DVector<f64>,
    ) -> Result<DVector<f64>, FitError> {
        check_step(step)?;
        Ok(self.moved(|eigenvalue| descent_share(eigenvalue, step, steps), displacement))
    }

    fn moved(&self, share: impl Fn(f64) -> f64, displacement: &DVector<f64>) -> DVector<f64> {
        let moves = self.eigenvectors.tr_mul(displacement).zip_map(&self.eigenvalues, |along, eigenvalue| {
            if eigenvalue <= self.null_below { 0.0 } else { along * share(eigenvalue) }
        });
        &self.eigenvectors * moves
    }

    /// The covariance matrix of ridge regression given the prompts, if its labels are those of a random linear form with covariance matrix C (`labels`),
    /// and have noise of the variance σ² besides. `variance_of_mean` is σ²/n.
    ///
    /// ```text
    /// T·C·T + (σ²/n)·Σ̂(Σ̂ + ηI)⁻²,   T = Σ̂(Σ̂ + ηI)⁻¹
    /// ```
    ///
    /// # Errors
    ///
    /// As [`FineTuning::ridge`].
    pub fn expected_covariance(
        &self,
        penalty: f64,
        labels: &DMatrix<f64>,
        variance_of_mean: f64,
    ) -> Result<DMatrix<f64>, FitError> {
        check_penalty(penalty)?;
        let seen = |eigenvalue: f64, value: f64| if eigenvalue <= self.null_below { 0.0 } else { value };
        let moved = self.eigenvalues.map(|eigenvalue| seen(eigenvalue, eigenvalue / (eigenvalue + penalty)));
        let mut along = self.eigenvectors.tr_mul(labels) * &self.eigenvectors;
        for (mut column, right) in along.column_iter_mut().zip(&moved) {
            column.iter_mut().zip(&moved).for_each(|(entry, left)| *entry *= left * right);
        }
        for (i, eigenvalue) in self.eigenvalues.iter().enumerate() {
            along[(i, i)] += variance_of_mean * seen(*eigenvalue, eigenvalue / (eigenvalue + penalty).powi(2));
        }
        Ok(&self.eigenvectors * along * self.eigenvectors.transpose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dvector;
    use proptest::prelude::*;

    use crate::sample::SampleMoments;

    proptest! {
        /// An expected move is the fit of labels without noise, n < d included.
        #[test]
        fn expected_moves_fit_labels_without_noise(x in prop::collection::vec(-2.0..2.0f64, 6), penalty in 0.1..10.0f64, steps in 1..30usize) {
            let x = DMatrix::from_vec(2, 3, x);
            let (source, vector) = (dvector![0.3, -0.2, 1.0], dvector![1.0, -2.0, 0.5]);
            let labels = &x * (&source + &vector);
            let fit = FineTuning::new(&SampleMoments::of(&x, &labels), &source).expect("a sample");
            let ridge = fit.ridge(penalty).expect("a penalty") - &source;
            prop_assert!((fit.expected_move(penalty, &vector).expect("a penalty") - ridge).amax() < 1e-10);
            let descent = fit.descent(0.2, steps).expect("a step") - &source;
            prop_assert!((fit.expected_descent(0.2, steps, &vector).expect("a step") - &descent).amax() < 1e-8 * (1.0 + descent.amax()));
        }
    }
}
