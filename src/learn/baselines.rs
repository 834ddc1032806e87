//! The labels of two baselines: the auxiliary confidence loss and bootstrapping.

use nalgebra::DVector;

use crate::sample::SampleMoments;

/// The labels of the auxiliary confidence loss: a mixture of the weak labels and the predictions of the source.
///
/// Returns the moments of the sample with labels
///
/// ```text
/// (1 − w)·Y′ + w·βᵀX
/// ```
///
/// | argument     | symbol         | range       |
/// | ------------ | -------------- | ----------- |
/// | `sample`     | moments of Y′  |             |
/// | `prediction` | β              | length d    |
/// | `weight`     | w              | in [0, 1]   |
///
/// Least squares on these labels minimises (1 − w)(Y′ − bᵀX)² + w(βᵀX − bᵀX)² over b. With the prediction β = β_P of the source, a spectral
/// shrinkage estimator β̂ becomes β_P + (1 − w)(β̂ − β_P).
///
/// Source: the auxiliary loss of Burns et al. (2023), in Somerstep et al. (2025), Table 1 (paper); this form: ours.
///
/// # Panics
///
/// If β does not have as many coordinates as the sample.
pub fn auxiliary_labels(sample: &SampleMoments, prediction: &DVector<f64>, weight: f64) -> SampleMoments {
    sample.relabelled(1.0 - weight, &(prediction * weight))
}

/// The labels that a student gives to the next student.
///
/// Returns the moments of the sample with labels βᵀX + σ·ε. The labels ε of `standard` have variance 1 and are independent of X.
///
/// | argument   | symbol        | range    |
/// | ---------- | ------------- | -------- |
/// | `standard` | moments of ε  |          |
/// | `student`  | β             | length d |
/// | `noise`    | σ             | ≥ 0      |
///
/// Source: bootstrapping of Burns et al. (2023), in Somerstep et al. (2025), Table 1 (paper); this form: ours.
///
/// # Panics
///
/// As [`auxiliary_labels`].
pub fn student_labels(standard: &SampleMoments, student: &DVector<f64>, noise: f64) -> SampleMoments {
    standard.relabelled(noise, student)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::FineTuning;
    use nalgebra::{DMatrix, dvector};
    use proptest::prelude::*;

    proptest! {
        /// The auxiliary loss with the source's mean is spectral shrinkage; tolerance: rounding at condition number ≤ 1e3.
        #[test]
        fn soft_predictions_shorten_the_way_from_the_source(
            numbers in prop::collection::vec(-2.0..2.0f64, 20),
            weight in 0.0..=1.0f64,
            penalty in 0.1..10.0f64,
        ) {
            let (prompts, labels) = (DMatrix::from_column_slice(5, 3, &numbers[..15]), DVector::from_column_slice(&numbers[15..]));
            let sample = SampleMoments::of(&prompts, &labels);
            let source = dvector![0.3, -0.2, 1.0];
            let fit = |sample: &SampleMoments| FineTuning::new(sample, &source).and_then(|fit| fit.ridge(penalty));
            let naive = fit(&sample).expect("a sample");
            let auxiliary = fit(&auxiliary_labels(&sample, &source, weight)).expect("a sample");
            prop_assert!((auxiliary - (&source + (naive - &source) * (1.0 - weight))).amax() < 1e-10);
        }
    }
}
