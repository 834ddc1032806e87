//! Teacher–student regression: mean squared errors in closed form, the threshold of the teacher's penalty, and the least squared error of a
//! student that shrinks.

use crate::model::RegressionProblem;

/// The mean squared error E|t − β*|² of the teacher: least squares on n labels in its subspace, which holds the truth.
///
/// ```text
/// σ²d_w/(n − d_w − 1)
/// ```
///
/// | argument  | symbol | range               |
/// | --------- | ------ | ------------------- |
/// | `labels`  | n      | > d_w + 1, or inf   |
///
/// It is infinite for n ≤ d_w + 1. Source: the mean of an inverse Wishart matrix.
///
/// ```
/// use weak_to_strong::model::{RegressionProblem, RegressionSpec, SubspacesSpec};
/// use weak_to_strong::theory::{student_variance, teacher_variance};
///
/// let spec = SubspacesSpec { signal: 1.0, noise: 1.0, teacher_dim: 2, student_dim: 3, overlap: 1.0 };
/// let problem = RegressionProblem::new(&RegressionSpec::Subspaces(spec))?;
/// assert_eq!(teacher_variance(&problem, 7.0), 0.5);
/// // A quarter for each of the teacher's directions: one is shared, of the other 3/(10 − 4) is left.
/// assert_eq!(student_variance(&problem, 7.0, 10.0), 0.25 * (1.0 + 0.5));
/// # Ok::<(), weak_to_strong::model::RegressionError>(())
/// ```
pub fn teacher_variance(problem: &RegressionProblem, labels: f64) -> f64 {
    let noise = problem.noise();
    noise * noise * over_inverse_wishart(problem.teacher_dim(), labels)
}

/// The mean squared error E|s − β*|² of the student: least squares on N pseudo-labels in its subspace.
///
/// The pseudo-labels come from a teacher that is fitted by least squares to n labels. Both subspaces hold the truth.
///
/// ```text
/// σ²/(n − d_w − 1) · [d_∩ + (d_w − d_∩)·d_s/(N − d_s − 1)]
/// ```
///
/// | argument        | symbol | range             |
/// | --------------- | ------ | ----------------- |
/// | `labels`        | n      | > d_w + 1, or inf |
/// | `pseudo_labels` | N      | > d_s + 1, or inf |
///
/// It is infinite below these ranges. Source: Dong et al. (2025, arXiv 2502.05075); exact form for isotropic Gaussian prompts: ours.
pub fn student_variance(problem: &RegressionProblem, labels: f64, pseudo_labels: f64) -> f64 {
    let teacher_dim = problem.teacher_dim() as f64;
    let shared = problem.overlap_dimension();
    let per_direction = teacher_variance(problem, labels) / teacher_dim;
    per_direction * (shared + (teacher_dim - shared) * over_inverse_wishart(problem.student_dim(), pseudo_labels))
}

/// tr E(XᵀX)⁻¹ = q/(n − q − 1) for n standard normal prompts in q dimensions.
fn over_inverse_wishart(dim: usize, labels: f64) -> f64 {
    let degrees = labels - dim as f64 - 1.0;
    if degrees > 0.0 { dim as f64 / degrees } else { f64::INFINITY }
}

/// The surplus (E tᵀβ* − E|t|²)/E tr S(S + λ_t)⁻² of a ridge teacher t, with S = XᵀX/n. The teacher's subspace holds the truth.
///
/// ```text
/// r²λ_t/d_w − σ²/n
/// ```
///
/// | argument  | symbol | range       |
/// | --------- | ------ | ----------- |
/// | `labels`  | n      | ≥ 1, or inf |
/// | `penalty` | λ_t    | ≥ 0         |
///
/// Source: Moniri and Hassani (arXiv 2505.18346); exact for every n and d_w: ours.
///
/// ```
/// use weak_to_strong::model::{RegressionProblem, RegressionSpec, SubspacesSpec};
/// use weak_to_strong::theory::teacher_surplus;
///
/// let spec = SubspacesSpec { signal: 2.0, noise: 1.0, teacher_dim: 8, student_dim: 8, overlap: 8.0 };
/// let problem = RegressionProblem::new(&RegressionSpec::Subspaces(spec))?;
/// // 4 · 0.5/8 − 1/16; it is 0 at the threshold 8/(16 · 4).
/// assert_eq!(teacher_surplus(&problem, 16.0, 0.5), 0.1875);
/// assert_eq!(teacher_surplus(&problem, 16.0, problem.ridge_threshold(16.0)), 0.0);
/// # Ok::<(), weak_to_strong::model::RegressionError>(())
/// ```
pub fn teacher_surplus(problem: &RegressionProblem, labels: f64, penalty: f64) -> f64 {
    let (signal, noise) = (problem.signal(), problem.noise());
    signal * signal * penalty / problem.teacher_dim() as f64 - noise * noise / labels
}

/// The least squared error |At − f*|² over all 0 ⪯ A ⪯ I.
///
/// The teacher t is a projection of the truth f*, and its squared error is L·|f*|².
///
/// ```text
/// |f*|²·((√(1 + 3L) − √(1 − L))/2)²  ≥  |f*|²·¾L²
/// ```
///
/// A matrix of rank one attains the first. The second is an equality at L = 2/3.
///
/// Source: Medvedev et al. (arXiv 2503.02877), with a smaller constant; this
/// form: ours.
///
/// ```
/// use weak_to_strong::theory::quadratic_ceiling;
/// assert_eq!(quadratic_ceiling(1.0, 0.0), 0.0);
/// assert!((quadratic_ceiling(1.0, 2.0 / 3.0) - 0.75 * 4.0 / 9.0).abs() < 1e-15);
/// assert_eq!(quadratic_ceiling(1.0, 1.0), 1.0);
/// ```
pub fn quadratic_ceiling(truth_square: f64, error: f64) -> f64 {
    let distance = 0.5 * ((1.0 + 3.0 * error).sqrt() - (1.0 - error).max(0.0).sqrt());
    truth_square * distance * distance
}
