//! Students of a weak supervisor.

use super::loss::Loss;
use super::{line, segment};
use crate::model::{LogOdds, LogisticProblem, StudentClass};

/// The student with the least reverse divergence KL(f‖f_w) from the weak supervisor.
///
/// In a segment it is the only minimiser, correct to rounding. Among the lines σ(a + bx) the divergence may have several local minima. They are
/// searched from a grid of 16 lengths and 48 directions of (a, b), for inputs of mean 0 and variance 1. The grid is evaluated at 256 of the inputs at the most.
///
/// Source: Mulgund and Pabbaraju (2025); `docs/theory.md`.
///
/// ```
/// use weak_to_strong::model::{ClassSpec, InputsSpec, LogisticProblem, LogisticSpec, PredictorSpec, SegmentSpec};
/// use weak_to_strong::theory::{cross_entropy_student, reverse_student};
///
/// // One input, and a supervisor within the segment: both students are the supervisor.
/// let one = |probability: f64| PredictorSpec::Probabilities(vec![probability]);
/// let problem = LogisticProblem::new(&LogisticSpec {
///     inputs: InputsSpec::Points(vec![0.0]),
///     weak: one(0.5),
///     student: ClassSpec::Segment(SegmentSpec { from: one(0.25), to: one(0.75), truth: 0.0 }),
/// })?;
/// assert!(reverse_student(&problem).values()[0].abs() < 1e-14);
/// assert!(cross_entropy_student(&problem).values()[0].abs() < 1e-14);
/// # Ok::<(), weak_to_strong::model::LogisticError>(())
/// ```
pub fn reverse_student(problem: &LogisticProblem) -> LogOdds {
    student(problem, Loss::Reverse)
}

/// The student with the least cross-entropy on labels of the weak supervisor, hence the least divergence KL(f_w‖f).
///
/// It is the only minimiser in both classes, correct to rounding.
///
/// Source: Mulgund and Pabbaraju (2025); `docs/theory.md`.
pub fn cross_entropy_student(problem: &LogisticProblem) -> LogOdds {
    student(problem, Loss::CrossEntropy)
}

fn student(problem: &LogisticProblem, loss: Loss) -> LogOdds {
    match problem.class() {
        StudentClass::Segment { from, to } => segment::student(problem, from, to, loss),
        StudentClass::Line => line::student(problem, loss),
    }
}
