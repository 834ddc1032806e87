//! The teacher–student regression problem, checked.

use nalgebra::{DMatrix, DVector};

/// What a problem is made of, in coordinates of the two subspaces.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RegressionParts {
    pub(super) signal: f64,
    pub(super) noise: f64,
    pub(super) truth_for_teacher: DVector<f64>,
    pub(super) truth_for_student: DVector<f64>,
    pub(super) overlap: DMatrix<f64>,
    pub(super) student_variances: DVector<f64>,
}

/// A teacher and a student. Each is fitted in a subspace of its own.
///
/// V_w (d × d_w) and V_s (d × d_s) have orthonormal columns. Everything depends on them only through the coordinates of the truth in each
/// subspace and through V_sᵀV_w. So these are what a problem holds.
///
/// ```
/// use weak_to_strong::model::{RegressionProblem, RegressionSpec, SubspacesSpec};
///
/// let spec = SubspacesSpec { signal: 1.0, noise: 0.5, teacher_dim: 4, student_dim: 4, overlap: 2.5 };
/// let problem = RegressionProblem::new(&RegressionSpec::Subspaces(spec))?;
/// assert!((problem.overlap_dimension() - 2.5).abs() < 1e-15);
/// // σ²d_w/(n r²) = 0.25 · 4/10.
/// assert!((problem.ridge_threshold(10.0) - 0.1).abs() < 1e-15);
/// # Ok::<(), weak_to_strong::model::RegressionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RegressionProblem {
    parts: RegressionParts,
}

/// Rounding allowance for squared lengths of order one.
const ROUNDING: f64 = 1e-12;

impl RegressionProblem {
    pub(super) fn from_parts(parts: RegressionParts) -> Self {
        Self { parts }
    }

    /// r = |β*|, the length of the truth.
    pub fn signal(&self) -> f64 {
        self.parts.signal
    }

    /// σ, the noise of the labels that the teacher is fitted to.
    pub fn noise(&self) -> f64 {
        self.parts.noise
    }

    /// d_w, the dimension of the teacher's subspace.
    pub fn teacher_dim(&self) -> usize {
        self.parts.truth_for_teacher.len()
    }

    /// d_s, the dimension of the student's subspace.
    pub fn student_dim(&self) -> usize {
        self.parts.truth_for_student.len()
    }

    /// V_wᵀβ*, the truth in the teacher's coordinates.
    pub fn truth_for_teacher(&self) -> &DVector<f64> {
        &self.parts.truth_for_teacher
    }

    /// V_sᵀβ*, the truth in the student's coordinates.
    pub fn truth_for_student(&self) -> &DVector<f64> {
        &self.parts.truth_for_student
    }

    /// V_sᵀV_w (d_s × d_w), which maps the teacher's coordinates to the student's.
    pub fn overlap(&self) -> &DMatrix<f64> {
        &self.parts.overlap
    }

    /// d_∩ = ‖V_sᵀV_w‖²_F.
    pub fn overlap_dimension(&self) -> f64 {
        self.parts.overlap.norm_squared()
    }

    /// Variances of the student's prompts in its coordinates.
    pub fn student_variances(&self) -> &DVector<f64> {
        &self.parts.student_variances
    }

    /// L = |V_wV_wᵀβ* − β*|², the squared error of the best teacher.
    pub fn projection_error(&self) -> f64 {
        self.missed_by(&self.parts.truth_for_teacher)
    }

    /// The squared length of the part of the truth outside a subspace. `inside` are its coordinates inside.
    pub fn missed_by(&self, inside: &DVector<f64>) -> f64 {
        (self.parts.signal * self.parts.signal - inside.norm_squared()).max(0.0)
    }

    /// Whether the truth lies in both subspaces.
    pub fn holds_truth(&self) -> bool {
        let scale = ROUNDING * self.parts.signal * self.parts.signal;
        [&self.parts.truth_for_teacher, &self.parts.truth_for_student]
            .iter()
            .all(|inside| self.missed_by(inside) <= scale)
    }

    /// Whether the teacher's subspace lies in the student's. Then the student can represent every teacher.
    pub fn student_sees_teacher(&self) -> bool {
        let kept = self.parts.overlap.tr_mul(&self.parts.overlap);
        (kept - DMatrix::identity(self.teacher_dim(), self.teacher_dim())).amax() <= ROUNDING
    }

    /// Whether the student's prompts are isotropic.
    pub fn is_isotropic(&self) -> bool {
        self.parts.student_variances.iter().all(|variance| *variance == 1.0)
    }

    /// σ²d_w/(n r²), the ridge penalty below which the teacher is under-regularised, for n labels.
    pub fn ridge_threshold(&self, labels: f64) -> f64 {
        let noise_to_signal = (self.parts.noise / self.parts.signal).powi(2);
        noise_to_signal * self.teacher_dim() as f64 / labels
    }
}
