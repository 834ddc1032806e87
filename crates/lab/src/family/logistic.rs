//! Logistic classification.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{LogisticError, LogisticProblem, LogisticSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// Logistic classification.
pub static LOGISTIC: Family = Family {
    name: "a logistic problem",
    described_by: "logistic",
    keys: &[
        Key::new("logistic", "inputs, a weak supervisor, and the class of a student with the truth in it"),
        Key::new("logistic.inputs", "\"normal\", or a list of equiprobable numbers"),
        Key::new("logistic.weak", "f_w, the weak supervisor: a logit or probabilities"),
        Key::new("logistic.weak.logit", "coefficients of the supervisor's log-odds c₀ + c₁x + c₂x²; 0 by default"),
        Key::new("logistic.weak.logit.constant", "c₀ of the supervisor's log-odds")
            .symbol("c₀")
            .axis("supervisor's constant"),
        Key::new("logistic.weak.logit.slope", "c₁ of the supervisor's log-odds")
            .symbol("c₁")
            .axis("supervisor's slope"),
        Key::new("logistic.weak.logit.square", "c₂ of the supervisor's log-odds")
            .symbol("c₂")
            .axis("supervisor's coefficient of the square"),
        Key::new("logistic.weak.probabilities", "the supervisor's probability of the label 1 for each input of a list"),
        Key::new("logistic.student", "the student's class and the truth in it: a segment, or all lines"),
        Key::new("logistic.student.segment", "the mixtures of two heads, which are convex in probabilities"),
        Key::new("logistic.student.segment.from", "the head at share 0: a logit or probabilities"),
        Key::new(
            "logistic.student.segment.from.logit",
            "coefficients of the first head's log-odds c₀ + c₁x + c₂x²; 0 by default",
        ),
        Key::new("logistic.student.segment.from.logit.constant", "c₀ of the first head's log-odds")
            .symbol("c₀")
            .axis("first head's constant"),
        Key::new("logistic.student.segment.from.logit.slope", "c₁ of the first head's log-odds")
            .symbol("c₁")
            .axis("first head's slope"),
        Key::new("logistic.student.segment.from.logit.square", "c₂ of the first head's log-odds")
            .symbol("c₂")
            .axis("first head's coefficient of the square"),
        Key::new(
            "logistic.student.segment.from.probabilities",
            "the first head's probability of the label 1 for each input of a list",
        ),
        Key::new("logistic.student.segment.to", "the head at share 1: a logit or probabilities"),
        Key::new(
            "logistic.student.segment.to.logit",
            "coefficients of the second head's log-odds c₀ + c₁x + c₂x²; 0 by default",
        ),
        Key::new("logistic.student.segment.to.logit.constant", "c₀ of the second head's log-odds")
            .symbol("c₀")
            .axis("second head's constant"),
        Key::new("logistic.student.segment.to.logit.slope", "c₁ of the second head's log-odds")
            .symbol("c₁")
            .axis("second head's slope"),
        Key::new("logistic.student.segment.to.logit.square", "c₂ of the second head's log-odds")
            .symbol("c₂")
            .axis("second head's coefficient of the square"),
        Key::new(
            "logistic.student.segment.to.probabilities",
            "the second head's probability of the label 1 for each input of a list",
        ),
        Key::new("logistic.student.segment.truth", "s, the share of the second head in the truth, from 0 to 1")
            .symbol("s")
            .axis("truth's share"),
        Key::new("logistic.student.line", "all σ(a + bx), which are convex in log-odds, and the truth in it"),
        Key::new("logistic.student.line.constant", "a of the truth").symbol("a").axis("truth's constant"),
        Key::new("logistic.student.line.slope", "b of the truth").symbol("b").axis("truth's slope"),
    ],
    marked_by: Some("logistic"),
};

/// The `[problem]` table of a logistic problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogisticTable {
    /// Inputs, supervisor, student and truth.
    pub logistic: LogisticSpec,
}

impl OfFamily for LogisticProblem {
    const FAMILY: &'static Family = &LOGISTIC;
    type Spec = LogisticTable;

    fn described_by(spec: &LogisticTable, most_dimensions: usize) -> Result<Self, ProblemFault> {
        Self::up_to(most_dimensions, &spec.logistic).map_err(fault)
    }

    fn number_count(&self) -> usize {
        self.inputs().len()
    }
}

fn fault(error: LogisticError) -> ProblemFault {
    let too_large = matches!(error, LogisticError::TooManyInputs { .. });
    if too_large { ProblemFault::too_large(error) } else { ProblemFault::invalid(error) }
}
