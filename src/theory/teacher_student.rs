//! Teacher–student regression: mean squared errors in closed form, the threshold of the teacher's penalty, and the least squared error of a
//! student that shrinks.

use super::least_squares::noise_cost;
use crate::model::RegressionProblem;

/// The mean squared error E|t − β*|² of the teacher: least squares on n labels in its subspace, which holds the truth.
///
/// ```text
/// σ²d_w/(n − d_w − 1)                          for n ≥ d_w + 2
/// (1 − n/d_w)r² + σ²n/(d_w − n − 1)            for n ≤ d_w − 2
/// ```
///
/// | argument  | symbol | range       |
/// | --------- | ------ | ----------- |
/// | `labels`  | n      | ≥ 1, or inf |
///
/// For n < d_w it is the shortest solution. With noise, it is infinite for n between; without noise the term with σ² is 0 for every n. Source: the
/// mean of an inverse Wishart matrix.
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
/// // One pseudo-label in three dimensions: 2/3 of the truth are missed, 1/3 of the shared error is kept, and the other is multiplied by 1/(3 − 1 − 1).
/// assert!((student_variance(&problem, 7.0, 1.0) - (2.0 / 3.0 + 0.25 / 3.0 + 0.25)).abs() < 1e-15);
/// # Ok::<(), weak_to_strong::model::RegressionError>(())
/// ```
pub fn teacher_variance(problem: &RegressionProblem, labels: f64) -> f64 {
    let (dim, error) = (problem.teacher_dim() as f64, TeacherError::new(problem, labels));
    error.along + error.across * (dim - 1.0)
}

/// The mean squared error E|s − β*|² of the student: least squares on N pseudo-labels in its subspace.
///
/// The pseudo-labels come from a teacher that is fitted by least squares to n labels. Both subspaces hold the truth. For n ≥ d_w + 2 and
/// N ≥ d_s + 2 it is
///
/// ```text
/// σ²/(n − d_w − 1) · [d_∩ + (d_w − d_∩)·d_s/(N − d_s − 1)]
/// ```
///
/// | argument        | symbol | range       |
/// | --------------- | ------ | ----------- |
/// | `labels`        | n      | ≥ 1, or inf |
/// | `pseudo_labels` | N      | ≥ 1, or inf |
///
/// In general let e = t − β* be the teacher's error, and q = min(1, N/d_s). The form is
///
/// ```text
/// (1 − q)r² + q·E|V_sᵀe|² + E(|e|² − |V_sᵀe|²)·min(N, d_s)/(|N − d_s| − 1)
/// ```
///
/// It is infinite where a factor that is not 0 is multiplied by an infinite one, for |n − d_w| ≤ 1 or |N − d_s| ≤ 1. Source: Dong et al. (2025,
/// arXiv 2502.05075); exact form for isotropic Gaussian prompts: ours.
pub fn student_variance(problem: &RegressionProblem, labels: f64, pseudo_labels: f64) -> f64 {
    let error = TeacherError::new(problem, labels);
    let shared = problem.overlap_dimension();
    let seen = error.along + if shared > 1.0 { error.across * (shared - 1.0) } else { 0.0 };
    let unseen =
        if problem.student_sees_teacher() { 0.0 } else { error.across * (problem.teacher_dim() as f64 - shared) };
    let fitted = (pseudo_labels / problem.student_dim() as f64).min(1.0);
    let missed = (1.0 - fitted) * problem.signal() * problem.signal();
    missed + fitted * seen + noise_cost(unseen, problem.student_dim(), pseudo_labels)
}

/// The mean square of the error of a least-squares teacher, along the truth and in each direction across it. The truth lies in both subspaces.
struct TeacherError {
    along: f64,
    across: f64,
}

impl TeacherError {
    /// For n < d_w the teacher misses the projection of the truth on q = d_w − n uniform directions. The squared share of a unit vector in them has
    /// the law Beta(q/2, n/2).
    fn new(problem: &RegressionProblem, labels: f64) -> Self {
        let (dim, noise, signal) = (problem.teacher_dim() as f64, problem.noise(), problem.signal());
        let noise = noise_cost(noise * noise, problem.teacher_dim(), labels) / dim;
        let missed = (dim - labels).max(0.0);
        if missed == 0.0 {
            return Self { along: noise, across: noise };
        }
        let (share, per_share) = (missed / dim, signal * signal / (dim + 2.0));
        let across = if dim > 1.0 { share * per_share * labels / (dim - 1.0) } else { 0.0 };
        Self { along: share * per_share * (missed + 2.0) + noise, across: across + noise }
    }
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
