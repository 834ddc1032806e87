//! Formulas about teacher–student regression: neighbouring propositions of Dong et al., of Moniri and Hassani, and of Medvedev et al.

use super::Evaluate::Regression;
use super::Formula;
use crate::assumption::Assumption;
use crate::setting::{PSEUDO_LABELS, STUDENT_PENALTY, TEACHER_LABELS, TEACHER_PENALTY};
use crate::unit::Unit;
use weak_to_strong::model::RegressionProblem;
use weak_to_strong::theory::{quadratic_ceiling, student_variance, teacher_surplus, teacher_variance};

/// What the error of least squares on noisy labels rests on.
const LEAST_SQUARES: &[Assumption] = &[Assumption::Isotropic, Assumption::TruthShared, Assumption::Ridgeless];

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "teacher_variance",
        version: 1,
        symbol: "σ²d_w/(n − d_w − 1)",
        meaning: "MSE of a least-squares teacher within its subspace, which holds the truth",
        unit: Unit::MeanSquaredError,
        source: "Dong et al. 2025, arXiv 2502.05075 (exact form: ours)",
        settings: &[TEACHER_LABELS, TEACHER_PENALTY],
        needs: LEAST_SQUARES,
        evaluate: Regression(|problem, settings| Ok(teacher_variance(problem, settings.number(&TEACHER_LABELS)))),
    },
    Formula {
        name: "student_variance",
        version: 1,
        symbol: "σ²/(n − d_w − 1)·[d_∩ + (d_w − d_∩)d_s/(N − d_s − 1)]",
        meaning: "MSE of a least-squares student of a least-squares teacher, in subspaces that hold the truth",
        unit: Unit::MeanSquaredError,
        source: "Dong et al. 2025, arXiv 2502.05075 (exact form: ours)",
        settings: &[TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, STUDENT_PENALTY],
        needs: LEAST_SQUARES,
        evaluate: Regression(|problem, settings| {
            Ok(student_variance(problem, settings.number(&TEACHER_LABELS), settings.number(&PSEUDO_LABELS)))
        }),
    },
    Formula {
        name: "enough_pseudo_labels",
        version: 1,
        symbol: "2d_s + 1",
        meaning: "number of pseudo-labels from which a least-squares student is no worse than its teacher, whatever the overlap",
        unit: Unit::Examples,
        source: "ours, behind Dong et al. 2025",
        settings: &[],
        needs: &[],
        evaluate: Regression(|problem, _| Ok(2.0 * problem.student_dim() as f64 + 1.0)),
    },
    Formula {
        name: "teacher_surplus",
        version: 1,
        symbol: "r²λ_t/d_w − σ²/n",
        meaning: "by how much E tᵀβ* exceeds E|t|² for a ridge teacher t, in units of E tr S(S + λ_t)⁻²",
        unit: Unit::MeanSquaredErrorDifference,
        source: "Moniri and Hassani 2025, arXiv 2505.18346 (exact form: ours)",
        settings: &[TEACHER_LABELS, TEACHER_PENALTY],
        needs: &[Assumption::TruthShared],
        evaluate: Regression(|problem, settings| {
            Ok(teacher_surplus(problem, settings.number(&TEACHER_LABELS), settings.number(&TEACHER_PENALTY)))
        }),
    },
    Formula {
        name: "ridge_threshold",
        version: 1,
        symbol: "σ²d_w/(nr²)",
        meaning: "the teacher's ridge penalty below which a small ridge of the student helps",
        unit: Unit::Number,
        source: "Moniri and Hassani 2025, arXiv 2505.18346",
        settings: &[TEACHER_LABELS],
        needs: &[Assumption::TruthShared],
        evaluate: Regression(|problem, settings| Ok(problem.ridge_threshold(settings.number(&TEACHER_LABELS)))),
    },
    Formula {
        name: "projection_error",
        version: 1,
        symbol: "L",
        meaning: "what the best teacher misses of the truth: its squared distance from the teacher's subspace",
        unit: Unit::MeanSquaredError,
        source: "Medvedev et al. 2025, arXiv 2503.02877",
        settings: &[],
        needs: &[],
        evaluate: Regression(|problem, _| Ok(problem.projection_error())),
    },
    Formula {
        name: "quadratic_ceiling",
        version: 1,
        symbol: "((√(1 + 3L) − √(1 − L))/2)²",
        meaning: "least error of a student that shrinks a teacher which is a projection of the truth",
        unit: Unit::MeanSquaredError,
        source: "Medvedev et al. 2025, arXiv 2503.02877 (sharp form: ours)",
        settings: &[TEACHER_LABELS, TEACHER_PENALTY],
        needs: &[Assumption::ProjectionTeacher],
        evaluate: Regression(|problem, _| Ok(ceiling(problem))),
    },
];

/// For a truth of any length; one of length 0 is learned without error.
fn ceiling(problem: &RegressionProblem) -> f64 {
    let truth_square = problem.signal() * problem.signal();
    if truth_square == 0.0 { 0.0 } else { quadratic_ceiling(truth_square, problem.projection_error() / truth_square) }
}
