//! The logistic problem, checked.

use super::LogOdds;
use super::inputs::WeightedInputs;

/// A truth, a weak supervisor, and a class of students that holds the truth, on weighted inputs.
///
/// ```
/// use weak_to_strong::model::{ClassSpec, InputsSpec, LineSpec, LogisticProblem, LogisticSpec, PredictorSpec};
///
/// let problem = LogisticProblem::new(&LogisticSpec {
///     inputs: InputsSpec::Points(vec![0.0, 1.0]),
///     weak: PredictorSpec::Probabilities(vec![0.5, 0.25]),
///     student: ClassSpec::Line(LineSpec { constant: 0.0, slope: 2.0 }),
/// })?;
/// assert_eq!(problem.truth().values(), [0.0, 2.0]);
/// assert_eq!(problem.weights(), [0.5, 0.5]);
/// # Ok::<(), weak_to_strong::model::LogisticError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticProblem {
    inputs: WeightedInputs,
    truth: LogOdds,
    weak: LogOdds,
    class: StudentClass,
}

/// The class of a student.
#[derive(Clone, Debug, PartialEq)]
pub enum StudentClass {
    /// The mixtures of two heads: convex in probabilities.
    Segment {
        /// The head with the share 0.
        from: LogOdds,
        /// The head with the share 1.
        to: LogOdds,
    },
    /// All σ(a + bx): convex in log-odds.
    Line,
}

impl LogisticProblem {
    pub(super) fn from_parts(inputs: WeightedInputs, truth: LogOdds, weak: LogOdds, class: StudentClass) -> Self {
        Self { inputs, truth, weak, class }
    }

    /// The inputs x.
    pub fn inputs(&self) -> &[f64] {
        &self.inputs.points
    }

    /// The probabilities of the inputs.
    pub fn weights(&self) -> &[f64] {
        &self.inputs.weights
    }

    /// f*, which is in the class.
    pub fn truth(&self) -> &LogOdds {
        &self.truth
    }

    /// f_w.
    pub fn weak(&self) -> &LogOdds {
        &self.weak
    }

    /// The class of the student.
    pub fn class(&self) -> &StudentClass {
        &self.class
    }
}
