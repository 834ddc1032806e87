//! Errors of teacher and student, averaged over label noise and directions, from what their fits keep.

use nalgebra::{DMatrix, DVector};

use super::shares::RidgeShares;
use weak_to_strong::model::RegressionProblem;

/// The numbers about truth and subspaces on which averaged errors depend. Both truths are parts of β*: β_w in the teacher's subspace, and β_s in the
/// student's. O = V_sᵀV_w maps the first subspace to the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Geometry {
    /// d_w.
    pub(super) teacher_dim: usize,
    /// d_s.
    pub(super) student_dim: usize,
    /// |β_w|².
    pub(super) teacher_truth: f64,
    /// |β_s|².
    pub(super) student_truth: f64,
    /// |β* − V_wβ_w|².
    pub(super) missed_by_teacher: f64,
    /// |β* − V_sβ_s|².
    pub(super) missed_by_student: f64,
    /// The variance of the teacher's labels given their prompts' coordinates in its subspace: σ² and what it misses of the truth.
    pub(super) teacher_noise: f64,
    /// |Oβ_w|².
    pub(super) seen_truth: f64,
    /// β_sᵀOβ_w.
    pub(super) product: f64,
    /// |Oβ_w − β_s|².
    pub(super) gap: f64,
    /// (Oβ_w − β_s)ᵀOβ_w.
    gap_along: f64,
    /// d_∩.
    pub(super) shared: f64,
    /// d_w − d_∩, which is 0 if the student sees the teacher.
    pub(super) unshared: f64,
    /// Whether the truth lies in both subspaces.
    pub(super) holds_truth: bool,
}

/// The mean of ttᵀ or of eeᵀ, for e = t − β_w, in the teacher's coordinates: `along`·bbᵀ + `all`·I with b = β_w/|β_w|.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SecondMoment {
    along: f64,
    all: f64,
}

impl SecondMoment {
    /// Those of Hβ_w + noise, where H has uniform directions and eigenvalues with this mean and mean square, and the noise has the variance
    /// `noise` in each direction.
    fn new(geometry: &Geometry, mean: f64, mean_square: f64, noise: f64) -> Self {
        let d = geometry.teacher_dim as f64;
        let truth = geometry.teacher_truth;
        if geometry.teacher_dim == 1 {
            return Self { along: truth * mean_square, all: noise };
        }
        let along = (2.0 * mean_square + d * mean * mean) / (d + 2.0);
        let across = d * (mean_square - mean * mean).max(0.0) / ((d + 2.0) * (d - 1.0));
        Self { along: truth * (along - across), all: truth * across + noise }
    }
}

/// x·y, where 0 times ∞ is 0.
pub(super) fn times(x: f64, y: f64) -> f64 {
    if x == 0.0 || y == 0.0 { 0.0 } else { x * y }
}

impl Geometry {
    pub(super) fn new(problem: &RegressionProblem) -> Self {
        let (for_teacher, for_student) = (problem.truth_for_teacher(), problem.truth_for_student());
        let seen = problem.overlap() * for_teacher;
        let holds_truth = problem.holds_truth();
        let missed = |inside| if holds_truth { 0.0 } else { problem.missed_by(inside) };
        let missed_by_teacher = missed(for_teacher);
        // A truth in both subspaces has the same part in both.
        let gap = if holds_truth { 0.0 * &seen } else { &seen - for_student };
        let sees_teacher = problem.student_sees_teacher();
        Self {
            teacher_dim: problem.teacher_dim(),
            student_dim: problem.student_dim(),
            teacher_truth: for_teacher.norm_squared(),
            student_truth: for_student.norm_squared(),
            missed_by_teacher,
            missed_by_student: missed(for_student),
            teacher_noise: problem.noise() * problem.noise() + missed_by_teacher,
            seen_truth: seen.norm_squared(),
            product: for_student.dot(&seen),
            gap: gap.norm_squared(),
            gap_along: gap.dot(&seen),
            shared: problem.overlap_dimension(),
            unshared: if sees_teacher { 0.0 } else { problem.teacher_dim() as f64 - problem.overlap_dimension() },
            holds_truth,
        }
    }

    /// Whether the student can represent the truth and every teacher.
    pub(super) fn is_aligned(&self) -> bool {
        self.holds_truth && self.unshared == 0.0
    }

    /// |Oβ_w|²/|β_w|², and 0 without a truth.
    fn seen_share(&self) -> f64 {
        if self.teacher_truth > 0.0 { self.seen_truth / self.teacher_truth } else { 0.0 }
    }

    /// The variance of the teacher in each direction of its subspace.
    fn teacher_variance(&self, teacher: &RidgeShares) -> f64 {
        times(self.teacher_noise, teacher.variance) / self.teacher_dim as f64
    }

    /// E ttᵀ.
    fn teacher_moment(&self, teacher: &RidgeShares) -> SecondMoment {
        SecondMoment::new(self, teacher.kept(), teacher.kept_square, self.teacher_variance(teacher))
    }

    /// E|Ot|², what the student sees of the teacher.
    pub(super) fn seen_teacher(&self, teacher: &RidgeShares) -> f64 {
        let SecondMoment { along, all } = self.teacher_moment(teacher);
        along * self.seen_share() + all * self.shared
    }

    /// E|t|² − E|Ot|², what is noise for the student.
    pub(super) fn unseen_teacher(&self, teacher: &RidgeShares) -> f64 {
        if self.unshared == 0.0 {
            return 0.0;
        }
        let SecondMoment { along, all } = self.teacher_moment(teacher);
        along * (1.0 - self.seen_share()).max(0.0) + all * self.unshared
    }

    /// E Ot(Ot)ᵀ.
    pub(super) fn seen_moment(
        &self,
        teacher: &RidgeShares,
        overlap: &DMatrix<f64>,
        truth: &DVector<f64>,
    ) -> DMatrix<f64> {
        let SecondMoment { along, all } = self.teacher_moment(teacher);
        let seen = overlap * truth;
        let along = if self.teacher_truth > 0.0 { along / self.teacher_truth } else { 0.0 };
        &seen * seen.transpose() * along + overlap * overlap.transpose() * all
    }

    /// The mean of E|t − β*|².
    pub(super) fn teacher_error(&self, teacher: &RidgeShares) -> f64 {
        self.missed_by_teacher
            + self.teacher_truth * teacher.shrunk_square
            + times(self.teacher_noise, teacher.variance)
    }

    /// The mean of E|s − β*|² for a student with isotropic prompts.
    ///
    /// With A for what the student keeps, U = I − A and e = t − β_w, AOt − β_s = (Oβ_w − β_s) + Oe − UO(β_w + e). All terms are written so that nothing
    /// cancels if the truth is shared.
    pub(super) fn student_error(&self, teacher: &RidgeShares, student: &RidgeShares) -> f64 {
        let error = SecondMoment::new(self, teacher.shrunk, teacher.shrunk_square, self.teacher_variance(teacher));
        let seen_error = error.along * self.seen_share() + error.all * self.shared;
        let lost =
            student.shrunk_square * teacher.kept() + teacher.shrunk * (2.0 * student.shrunk - student.shrunk_square);
        let gap = self.gap - 2.0 * self.gap_along * (teacher.shrunk + student.shrunk * teacher.kept());
        self.missed_by_student
            + gap
            + times(student.kept_square, seen_error)
            + self.seen_truth * lost
            + times(student.variance, self.unseen_teacher(teacher))
    }

    /// The mean of E|t − β*|² − E|s − β*|².
    pub(super) fn gain(&self, teacher: &RidgeShares, student: &RidgeShares) -> f64 {
        if !self.is_aligned() {
            return self.teacher_error(teacher) - self.student_error(teacher, student);
        }
        // E|t|²(1 − E a²) − 2(1 − E a)·E tᵀβ*.
        let product = self.teacher_truth * teacher.kept();
        let square = self.teacher_truth * teacher.kept_square + times(self.teacher_noise, teacher.variance);
        times(2.0 * student.shrunk - student.shrunk_square, square) - 2.0 * student.shrunk * product
    }

    /// E|Ot|² − E tᵀOᵀβ_s, by which the teacher exceeds what it should be. `labels` and `penalty` are the teacher's.
    pub(super) fn surplus(&self, teacher: &RidgeShares, labels: f64, penalty: f64) -> f64 {
        if self.is_aligned() && penalty.is_finite() && labels.is_finite() {
            // a − a² = ηλ/(λ + η)² adds up to nη times the variance of the fit.
            let per_direction = penalty * labels / self.teacher_dim as f64;
            return times(teacher.variance, self.teacher_noise - self.teacher_truth * per_direction);
        }
        self.seen_teacher(teacher) - self.product * teacher.kept()
    }
}
