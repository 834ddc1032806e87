//! Means of the risk of ridgeless regression that are exact for every number of labels and dimensions.

use super::PredictorMoments;
use crate::theory::least_squares::noise_cost;

/// The risk of the solution of least norm on n fresh labels of a predictor, for isotropic Gaussian prompts in d dimensions.
///
/// With q = min(1, n/d) and r = min(n, d),
///
/// ```text
/// q·E|b − θ|² + (1 − q)|θ|² + σ²r/(|n − d| − 1)
/// ```
///
/// | argument    | symbol | range       |
/// | ----------- | ------ | ----------- |
/// | `predictor` | b, θ   |             |
/// | `dim`       | d      | ≥ 1         |
/// | `labels`    | n      | > 0, or inf |
/// | `noise`     | σ      | ≥ 0         |
///
/// With noise it is infinite for |n − d| ≤ 1: the mean has an interpolation threshold of this width. For n ≥ d the prompts may have any spectrum.
/// Source: the mean of an inverse Wishart matrix.
///
/// ```
/// use weak_to_strong::theory::{PredictorMoments, ridgeless_risk};
/// let truth = PredictorMoments::truth(&[4.0]);
/// // One label in four dimensions: 3/4 of the truth are missed, and 1·1/(4 − 1 − 1).
/// assert_eq!(ridgeless_risk(&truth, 4, 1.0, 1.0), 3.5);
/// assert_eq!(ridgeless_risk(&truth, 4, 7.0, 1.0), 2.0);
/// assert_eq!(ridgeless_risk(&truth, 4, 5.0, 1.0), f64::INFINITY);
/// assert_eq!(ridgeless_risk(&truth, 4, 5.0, 0.0), 0.0);
/// ```
pub fn ridgeless_risk(predictor: &PredictorMoments, dim: usize, labels: f64, noise: f64) -> f64 {
    let seen = (labels / dim as f64).min(1.0);
    let level = |level: &super::predictor::LevelMoments| seen * level.squared_error + (1.0 - seen) * level.power;
    predictor.levels().iter().map(level).sum::<f64>() + noise_cost(noise * noise, dim, labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{LinearFit, SpectrumLevel};

    /// Without noise the equivalent is exact for equal eigenvalues; with noise it has d − n in place of d − n − 1.
    #[test]
    fn the_equivalent_is_exact_but_for_one_degree_of_freedom() {
        let teacher = PredictorMoments::fixed(&[1.0, -0.5], &[0.75, 0.5]);
        for labels in [3.0, 10.0, 16.0, 22.0, 40.0] {
            let level = |count| SpectrumLevel { eigenvalue: 0.3, count };
            let fit = LinearFit::ridge(&[level(1.0), level(15.0)], labels, 0.0);
            let exact = ridgeless_risk(&teacher, 16, labels, 0.0);
            assert!((teacher.fitted_by(&fit, 0.0).risk() - exact).abs() < 1e-14, "n = {labels}");
            let (apart, r) = ((labels - 16.0).abs(), labels.min(16.0));
            if apart > 1.0 {
                let noise = teacher.fitted_by(&fit, 1.0).risk() - exact;
                assert!((noise - r / apart).abs() < 1e-12, "n = {labels}");
                assert!((ridgeless_risk(&teacher, 16, labels, 1.0) - exact - r / (apart - 1.0)).abs() < 1e-14);
            }
        }
    }

    /// A student on a teacher's labels, with d_w = d_s = d: the same as the formula for two subspaces that are equal.
    #[test]
    fn a_student_on_a_teachers_labels_multiplies_its_shares() {
        // n = 2 of 4 dimensions twice, without noise: half is kept each time, and independently.
        let truth = PredictorMoments::truth(&[4.0, 0.0]);
        let levels = [SpectrumLevel { eigenvalue: 1.0, count: 1.0 }, SpectrumLevel { eigenvalue: 1.0, count: 3.0 }];
        let fit = LinearFit::ridge(&levels, 2.0, 0.0);
        let teacher = truth.fitted_by(&fit, 0.0);
        // q·E|t − θ|² + (1 − q)|θ|² = 0.5·2 + 0.5·4.
        assert!((ridgeless_risk(&teacher, 4, 2.0, 0.0) - 3.0).abs() < 1e-14);
        assert!((teacher.fitted_by(&fit, 0.0).risk() - 3.0).abs() < 1e-14);
    }
}
