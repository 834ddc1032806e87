//! Hard labels in the bi-level ensemble.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{BilevelProblem, BilevelSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// Hard labels in the bi-level ensemble.
pub static BILEVEL: Family = Family {
    name: "a bi-level problem",
    described_by: "bilevel",
    keys: &[
        Key::new("bilevel", "teacher and student that interpolate signs, each with one favoured coordinate"),
        Key::new("bilevel.teacher", "what the teacher sees: { dim, favoured }"),
        Key::new("bilevel.teacher.dim", "d_w, the number of coordinates that the teacher sees")
            .symbol("d_w")
            .axis("teacher's dimension")
            .count(),
        Key::new(
            "bilevel.teacher.favoured",
            "h_w, the eigenvalue of the favoured coordinate for the teacher; all others have 1",
        )
        .symbol("h_w")
        .axis("teacher's favoured eigenvalue"),
        Key::new("bilevel.student", "what the student sees, with all coordinates of its teacher: { dim, favoured }"),
        Key::new("bilevel.student.dim", "d_s, the number of coordinates that the student sees")
            .symbol("d_s")
            .axis("student's dimension")
            .count(),
        Key::new(
            "bilevel.student.favoured",
            "h_s, the eigenvalue of the favoured coordinate for the student; all others have 1",
        )
        .symbol("h_s")
        .axis("student's favoured eigenvalue"),
    ],
    marked_by: Some("bilevel"),
};

/// The `[problem]` table of a bi-level problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilevelTable {
    /// Teacher and student.
    pub bilevel: BilevelSpec,
}

impl OfFamily for BilevelProblem {
    const FAMILY: &'static Family = &BILEVEL;
    type Spec = BilevelTable;

    /// Dimensions have no limit, because they are degrees of freedom and nothing is as large.
    fn described_by(spec: &BilevelTable, _: usize) -> Result<Self, ProblemFault> {
        Self::new(&spec.bilevel).map_err(ProblemFault::invalid)
    }

    fn number_count(&self) -> usize {
        0
    }
}
