//! Teacher–student regression.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{RegressionError, RegressionProblem, RegressionSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// Teacher–student regression.
pub static REGRESSION: Family = Family {
    name: "a teacher–student regression problem",
    described_by: "regression",
    keys: &["regression"],
    dotted_keys: &[
        Key::new("regression.projection.dim").count(),
        Key::new("regression.projection.emphasis").symbol("emphasis"),
        Key::new("regression.projection.error").symbol("L").axis("teacher's error"),
        Key::new("regression.subspaces.overlap").symbol("d_∩").axis("overlap dimension"),
        Key::new("regression.subspaces.student_dim").count(),
        Key::new("regression.subspaces.teacher_dim").count(),
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
