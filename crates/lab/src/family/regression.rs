//! Teacher–student regression.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{RegressionProblem, RegressionSpec};

use super::descriptor::described;
use super::{AnyProblemSpec, Described, Family, Key, OfFamily, ProblemFault};

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
    read: |table, most_dimensions| {
        let spec: RegressionTable = described(table)?;
        let problem = RegressionProblem::up_to(most_dimensions, &spec.regression).map_err(ProblemFault::invalid)?;
        Ok(Described { spec: AnyProblemSpec::new::<RegressionProblem>(spec), problem: problem.into() })
    },
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

    fn number_count(&self) -> usize {
        self.overlap().len()
    }
}
