//! What estimators that shrink towards the source are expected to do, given the eigenvalues of the prompts.

use nalgebra::DMatrix;

use super::FitError;
use super::fine_tuning::{check_penalty, check_step, descent_share, null_threshold};

/// The eigenvalues λ of Σ̂ = XᵀX/n for n prompts in d dimensions.
///
/// For prompts whose law is symmetric the expected squared error of a spectral shrinkage estimator is a function of them alone (`docs/theory.md`).
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::Spectrum;
///
/// // Prompts of mean squares 4 and 0 along the axes. The penalty 4 takes half of the way along the first, and nothing along the second.
/// let shrinkage = Spectrum::new(&dmatrix![8.0, 0.0; 0.0, 0.0], 2).ridge(4.0)?;
/// assert_eq!((shrinkage.taken, shrinkage.mixed, shrinkage.left), (0.25, 0.25, 1.25));
/// // Half of a label's noise ends up in each of two labels' worth of 1/4: (1/2)²/4/2.
/// assert_eq!(shrinkage.variance, 0.03125);
/// # Ok::<(), weak_to_strong::learn::FitError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Spectrum {
    dim: usize,
    count: usize,
    /// tr Σ̂.
    trace: f64,
    /// The eigenvalues that are not zero up to rounding.
    positive: Vec<f64>,
}

/// Sums over the d eigenvalues λ, with the share τ of the way to least squares that the estimator takes along each eigenvector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shrinkage {
    /// Σ τ².
    pub taken: f64,
    /// Σ τ(1 − τ).
    pub mixed: f64,
    /// Σ (1 − τ)².
    pub left: f64,
    /// (1/n) Σ τ²/λ over the positive λ: what label noise of variance 1 adds to the squared error.
    pub variance: f64,
}

impl Spectrum {
    /// The spectrum of `count` prompts, from XᵀX.
    ///
    /// # Panics
    ///
    /// If there are no prompts or no dimensions.
    pub fn new(gram: &DMatrix<f64>, count: usize) -> Self {
        assert!(count > 0 && gram.nrows() > 0, "prompts in at least one dimension");
        let eigenvalues = (gram / count as f64).symmetric_eigenvalues();
        let null_below = null_threshold(&eigenvalues, count);
        Self {
            dim: gram.nrows(),
            count,
            trace: eigenvalues.sum(),
            positive: eigenvalues.iter().copied().filter(|eigenvalue| *eigenvalue > null_below).collect(),
        }
    }

    /// tr Σ̂, the mean squared length of the prompts.
    pub fn trace(&self) -> f64 {
        self.trace
    }

    /// Ridge regression, τ = λ/(λ + η).
    ///
    /// # Errors
    ///
    /// [`FitError::PenaltyNegative`] unless η ≥ 0 (NaN included).
    pub fn ridge(&self, penalty: f64) -> Result<Shrinkage, FitError> {
        check_penalty(penalty)?;
        if penalty == f64::INFINITY {
            return Ok(Shrinkage { left: self.dim as f64, ..Shrinkage::default() });
        }
        let share = |eigenvalue: f64| (eigenvalue / (eigenvalue + penalty), penalty / (eigenvalue + penalty));
        Ok(self.sum(share))
    }

    /// Gradient descent, τ = 1 − (1 − τλ)ᵀ for `steps` steps T of size `step`.
    ///
    /// # Errors
    ///
    /// [`FitError::StepNotPositive`] unless the step is above 0 and finite.
    pub fn descent(&self, step: f64, steps: usize) -> Result<Shrinkage, FitError> {
        check_step(step)?;
        Ok(self.sum(|eigenvalue| {
            let taken = descent_share(eigenvalue, step, steps);
            (taken, 1.0 - taken)
        }))
    }

    /// The sums, given τ and 1 − τ at an eigenvalue.
    fn sum(&self, share: impl Fn(f64) -> (f64, f64)) -> Shrinkage {
        let mut sums = Shrinkage { left: (self.dim - self.positive.len()) as f64, ..Shrinkage::default() };
        for &eigenvalue in &self.positive {
            let (taken, left) = share(eigenvalue);
            sums.taken += taken * taken;
            sums.mixed += taken * left;
            sums.left += left * left;
            sums.variance += taken * (taken / eigenvalue) / self.count as f64;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DVector, dmatrix};

    use crate::learn::FineTuning;
    use crate::sample::SampleMoments;

    /// Sums over the axes of what fine-tuning does along each, with the source at 0 and the labels at the axis.
    #[test]
    fn sums_are_those_of_fits_along_the_axes() {
        for prompts in [dmatrix![1.0, 2.0, -0.5; 0.3, -1.0, 0.7], dmatrix![1.0, 2.0; 0.3, -1.0; 0.5, 0.5; 2.0, 1.0]] {
            let (count, dim) = prompts.shape();
            let spectrum = Spectrum::new(&prompts.tr_mul(&prompts), count);
            let fits: Vec<(DVector<f64>, FineTuning)> = (0..dim)
                .map(|axis| {
                    let axis = DVector::from_fn(dim, |i, _| f64::from(u8::from(i == axis)));
                    let moments = SampleMoments::of(&prompts, &(&prompts * &axis));
                    (axis, FineTuning::new(&moments, &DVector::zeros(dim)).expect("a sample"))
                })
                .collect();
            let compare = |found: Shrinkage, fit: &dyn Fn(&FineTuning) -> DVector<f64>, variance: f64| {
                let sum = |term: &dyn Fn(DVector<f64>, &DVector<f64>) -> f64| -> f64 {
                    fits.iter().map(|(axis, tuned)| term(fit(tuned), axis)).sum()
                };
                assert!((found.taken - sum(&|taken, _| taken.norm_squared())).abs() < 1e-12);
                assert!((found.mixed - sum(&|taken, axis| taken.dot(&(axis - &taken)))).abs() < 1e-12);
                assert!((found.left - sum(&|taken, axis| (axis - taken).norm_squared())).abs() < 1e-12);
                assert!((found.variance * count as f64 / variance - 1.0).abs() < 1e-12);
            };
            let tuned = &fits[0].1;
            for penalty in [0.0, 0.1, 1e100] {
                let variance = tuned.ridge_variance(penalty).expect("a penalty");
                compare(
                    spectrum.ridge(penalty).expect("a penalty"),
                    &|fit| fit.ridge(penalty).expect("a penalty"),
                    variance,
                );
            }
            for steps in [1, 7] {
                let descent = spectrum.descent(0.2, steps).expect("a step");
                compare(descent, &|fit| fit.descent(0.2, steps).expect("a step"), descent.variance * count as f64);
            }
            assert!((spectrum.trace() - prompts.norm_squared() / count as f64).abs() < 1e-12);
        }
    }

    /// One label, λ = 4 and τ = ⅛: one step goes half of the way, two go ¾ of it; unit noise gives ¼/4 and (9/16)/4.
    #[test]
    fn variance_of_descent_by_hand() {
        let spectrum = Spectrum::new(&dmatrix![4.0], 1);
        for (steps, expected) in [(0, 0.0), (1, 0.0625), (2, 9.0 / 64.0)] {
            assert!((spectrum.descent(0.125, steps).expect("a step").variance - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn an_infinite_penalty_leaves_everything() {
        let spectrum = Spectrum::new(&dmatrix![2.0], 3);
        assert_eq!(spectrum.ridge(f64::INFINITY), Ok(Shrinkage { left: 1.0, ..Shrinkage::default() }));
        assert!(spectrum.ridge(-1.0).is_err() && spectrum.descent(0.0, 1).is_err());
    }
}
