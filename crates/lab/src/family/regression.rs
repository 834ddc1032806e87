//! Teacher–student regression.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{RegressionError, RegressionProblem, RegressionSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// Teacher–student regression.
pub static REGRESSION: Family = Family {
    name: "a teacher–student regression problem",
    described_by: "regression",
    keys: &[
        Key::new(
            "regression",
            "teacher and student: subspaces, projection, or (with spectrum) linear learners on prompts with any spectrum",
        ),
        Key::new("regression.subspaces", "both are fitted in a subspace each, and the truth lies in both"),
        Key::new("regression.subspaces.signal", "r, the length of the truth").symbol("r").axis("signal"),
        Key::new("regression.subspaces.noise", "σ, the noise of the labels that the teacher is fitted to")
            .symbol("σ")
            .axis("label noise"),
        Key::new("regression.subspaces.teacher_dim", "d_w, the dimension of the teacher's subspace")
            .symbol("d_w")
            .axis("teacher's dimension")
            .count(),
        Key::new("regression.subspaces.student_dim", "d_s, the dimension of the student's subspace")
            .symbol("d_s")
            .axis("student's dimension")
            .count(),
        Key::new("regression.subspaces.overlap", "‖V_sᵀV_w‖², the overlap dimension, from 1 to the smaller of both")
            .symbol("d_∩")
            .axis("overlap dimension"),
        Key::new("regression.projection", "the teacher is fitted along one direction and misses a part of the truth"),
        Key::new("regression.projection.dim", "d, the dimension of a prompt").symbol("d").axis("dimension").count(),
        Key::new("regression.projection.error", "L, the squared error of the teacher, from 0 to 1")
            .symbol("L")
            .axis("teacher's error"),
        Key::new(
            "regression.projection.emphasis",
            "the variance of the student's prompts along one direction; it is 1 across",
        )
        .symbol("emphasis"),
    ],
    marked_by: Some("regression"),
};

/// The `[problem]` table of a teacher–student regression problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegressionTable {
    /// Teacher and student.
    pub regression: RegressionSpec,
}

impl OfFamily for RegressionProblem {
    const FAMILY: &'static Family = &REGRESSION;
    type Spec = RegressionTable;

    fn described_by(spec: &RegressionTable, most_dimensions: usize) -> Result<Self, ProblemFault> {
        Self::up_to(most_dimensions, &spec.regression).map_err(fault)
    }

    fn number_count(&self) -> usize {
        self.overlap().len()
    }
}

fn fault(error: RegressionError) -> ProblemFault {
    let too_large = matches!(error, RegressionError::TooManyDimensions { .. });
    if too_large { ProblemFault::too_large(error) } else { ProblemFault::invalid(error) }
}
