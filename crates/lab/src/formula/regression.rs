//! Formulas about teacher–student regression: neighbouring propositions of Dong et al., of Moniri and Hassani, and of Medvedev et al.

use std::sync::LazyLock;

use super::{Evaluate, Formula};
use crate::assumption::{Assumption, ISOTROPIC, PROJECTION_TEACHER, RIDGELESS, TRUTH_SHARED, all_of};
use crate::setting::{PSEUDO_LABELS, STUDENT_PENALTY, TEACHER_LABELS, TEACHER_PENALTY};
use crate::unit::Unit;
use weak_to_strong::model::RegressionProblem;
use weak_to_strong::theory::{quadratic_ceiling, student_variance, teacher_surplus, teacher_variance};

/// The assumptions behind the squared error of least squares on noisy labels.
static LEAST_SQUARES: LazyLock<Vec<Assumption>> = LazyLock::new(|| all_of([&ISOTROPIC, &TRUTH_SHARED, &RIDGELESS]));

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "teacher_variance".into(),
            version: 2,
            symbol: "σ²d_w/(n − d_w − 1)".into(),
            meaning: "MSE of a least-squares teacher within its subspace, which holds the truth".into(),
            unit: Unit::MeanSquaredError,
            source: "Dong et al. 2025, arXiv 2502.05075 (exact form: ours)".into(),
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY],
            needs: LEAST_SQUARES.to_vec(),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, settings| {
                Ok(teacher_variance(problem, settings.number(&TEACHER_LABELS)))
            }),
        },
        Formula {
            name: "student_variance".into(),
            version: 2,
            symbol: "σ²/(n − d_w − 1)·[d_∩ + (d_w − d_∩)d_s/(N − d_s − 1)]".into(),
            meaning: "MSE of a least-squares student of a least-squares teacher, in subspaces that hold the \
                truth"
                .into(),
            unit: Unit::MeanSquaredError,
            source: "Dong et al. 2025, arXiv 2502.05075 (exact form: ours)".into(),
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, STUDENT_PENALTY],
            needs: LEAST_SQUARES.to_vec(),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, settings| {
                Ok(student_variance(problem, settings.number(&TEACHER_LABELS), settings.number(&PSEUDO_LABELS)))
            }),
        },
        Formula {
            name: "enough_pseudo_labels".into(),
            version: 1,
            symbol: "2d_s + 1".into(),
            meaning: "number of pseudo-labels from which a least-squares student is no worse than its teacher, \
                whatever the overlap"
                .into(),
            unit: Unit::Examples,
            source: "ours, behind Dong et al. 2025".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, _| Ok(2.0 * problem.student_dim() as f64 + 1.0)),
        },
        Formula {
            name: "teacher_surplus".into(),
            version: 1,
            symbol: "r²λ_t/d_w − σ²/n".into(),
            meaning: "by how much E tᵀβ* exceeds E|t|² for a ridge teacher t, in units of E tr S(S + λ_t)⁻²".into(),
            unit: Unit::MeanSquaredErrorDifference,
            source: "Moniri and Hassani 2025, arXiv 2505.18346 (exact form: ours)".into(),
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY],
            needs: all_of([&TRUTH_SHARED]),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, settings| {
                Ok(teacher_surplus(problem, settings.number(&TEACHER_LABELS), settings.number(&TEACHER_PENALTY)))
            }),
        },
        Formula {
            name: "ridge_threshold".into(),
            version: 1,
            symbol: "σ²d_w/(n r²)".into(),
            meaning: "the teacher's ridge penalty below which a small ridge of the student helps".into(),
            unit: Unit::Number,
            source: "Moniri and Hassani 2025, arXiv 2505.18346".into(),
            settings: vec![TEACHER_LABELS],
            needs: all_of([&TRUTH_SHARED]),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, settings| {
                Ok(problem.ridge_threshold(settings.number(&TEACHER_LABELS)))
            }),
        },
        Formula {
            name: "projection_error".into(),
            version: 1,
            symbol: "L".into(),
            meaning: "what the best teacher misses of the truth: its squared distance from the teacher's \
                subspace"
                .into(),
            unit: Unit::MeanSquaredError,
            source: "Medvedev et al. 2025, arXiv 2503.02877".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, _| Ok(problem.projection_error())),
        },
        Formula {
            name: "quadratic_ceiling".into(),
            version: 1,
            symbol: "((√(1 + 3L) − √(1 − L))/2)²".into(),
            meaning: "least error of a student that shrinks a teacher which is a projection of the truth".into(),
            unit: Unit::MeanSquaredError,
            source: "Medvedev et al. 2025, arXiv 2503.02877 (sharp form: ours)".into(),
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY],
            needs: all_of([&PROJECTION_TEACHER]),
            evaluate: Evaluate::new::<RegressionProblem>(|problem, _| Ok(ceiling(problem))),
        },
    ]
});

/// Returns the ceiling for a truth of any length. It is 0 for a truth of length 0.
fn ceiling(problem: &RegressionProblem) -> f64 {
    let truth_square = problem.signal() * problem.signal();
    if truth_square == 0.0 { 0.0 } else { quadratic_ceiling(truth_square, problem.projection_error() / truth_square) }
}
