//! Linear teachers and students on prompts with any spectrum.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{LinearError, LinearProblem, LinearSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// Linear teachers and students.
pub static LINEAR: Family = Family {
    name: "a linear teacher–student problem with a spectrum",
    described_by: "regression.spectrum",
    keys: &[
        Key::new(
            "regression.spectrum",
            "Σ, the covariance of the prompts: a list of eigenvalues, { power, dim }, { levels }, { spikes, height, floor, dim } or { ar1, dim }",
        ),
        Key::new("regression.spectrum.power", "a: the eigenvalues of Σ are i^−a")
            .symbol("a")
            .axis("decay of the spectrum"),
        Key::new("regression.spectrum.levels", "eigenvalues of Σ with their multiplicities, [[1.0, 4], [0.01, 60]]"),
        Key::new("regression.spectrum.spikes", "number of eigenvalues of Σ that stand above the others")
            .symbol("spikes")
            .count(),
        Key::new("regression.spectrum.height", "eigenvalue of each spike").symbol("height"),
        Key::new("regression.spectrum.floor", "all other eigenvalues; 1 by default").symbol("floor"),
        Key::new("regression.spectrum.ar1", "ρ: Σ has the entries ρ^|i−j|").symbol("ρ").axis("correlation"),
        Key::new("regression.spectrum.dim", "d, the number of coordinates of a prompt")
            .symbol("d")
            .axis("dimension")
            .count(),
        Key::new(
            "regression.prompts",
            "law of the coordinates along the eigenvectors of Σ, up to their scale: \"gaussian\", the default, \"cube\", \"rademacher\" or \"laplace\"",
        ),
        Key::new(
            "regression.truth",
            "β, the truth: a list of coordinates, { power }, { length, first } or { random }, the length of a truth with a random direction",
        ),
        Key::new("regression.truth.power", "c: λᵢβᵢ² = i^−c along the eigenvectors of Σ")
            .symbol("c")
            .axis("decay of the truth"),
        Key::new("regression.truth.length", "r, the length of a truth whose coordinates are equal")
            .symbol("r")
            .axis("length of the truth"),
        Key::new("regression.truth.first", "how many coordinates of the truth are not 0; all by default").count(),
        Key::new("regression.truth.random", "r, the length of a truth with a random direction")
            .symbol("r")
            .axis("length of the truth"),
        Key::new("regression.noise", "σ, the noise of true labels").symbol("σ").axis("label noise"),
        Key::new(
            "regression.pseudo_noise",
            "τ, the standard deviation of normal noise that is added to the student's labels; 0 by default",
        )
        .symbol("τ")
        .axis("noise of the student's labels"),
        Key::new(
            "regression.teacher",
            "what the teacher sees: { first }, { first, shared, angle }, { spectrum }, { projection } or { relu }; everything by default",
        ),
        Key::new("regression.teacher.first", "how many coordinates along the eigenvectors of Σ the teacher sees")
            .symbol("d_w")
            .axis("teacher's dimension")
            .count(),
        Key::new(
            "regression.teacher.shared",
            "how many of the teacher's first directions are not turned; 0 by default",
        )
        .count(),
        Key::new(
            "regression.teacher.angle",
            "φ, the angle by which the teacher's other directions are turned, in radians; a list has one for each of them",
        )
        .symbol("φ_w")
        .axis("teacher's angle"),
        Key::new(
            "regression.teacher.spectrum",
            "variances to which the teacher scales the coordinates, in any form of regression.spectrum but { ar1, dim }",
        ),
        Key::new("regression.teacher.projection", "M, the width of a Gaussian projection that the teacher sees; inf for one that tells all")
            .symbol("M_w")
            .axis("teacher's width")
            .count(),
        Key::new(
            "regression.teacher.relu",
            "M, the number of rectified linear units of a random first layer that the teacher sees",
        )
        .symbol("M_w")
        .axis("teacher's width")
        .count(),
        Key::new(
            "regression.student",
            "what the student sees: { first }, { first, shared, angle }, { spectrum }, { projection } or { relu }; everything by default",
        ),
        Key::new("regression.student.first", "how many coordinates along the eigenvectors of Σ the student sees")
            .symbol("d_s")
            .axis("student's dimension")
            .count(),
        Key::new(
            "regression.student.shared",
            "how many of the student's first directions are not turned; 0 by default",
        )
        .count(),
        Key::new(
            "regression.student.angle",
            "φ, the angle by which the student's other directions are turned, in radians; a list has one for each of them",
        )
        .symbol("φ_s")
        .axis("student's angle"),
        Key::new(
            "regression.student.spectrum",
            "variances to which the student scales the coordinates, in any form of regression.spectrum but { ar1, dim }",
        ),
        Key::new("regression.student.projection", "M, the width of a Gaussian projection that the student sees; inf for one that tells all")
            .symbol("M_s")
            .axis("student's width")
            .count(),
        Key::new(
            "regression.student.relu",
            "M, the number of rectified linear units of a random first layer that the student sees",
        )
        .symbol("M_s")
        .axis("student's width")
        .count(),
    ],
    marked_by: Some("regression.spectrum"),
};

/// The `[problem]` table of a linear teacher and student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearTable {
    /// Teacher and student.
    pub regression: LinearSpec,
}

impl OfFamily for LinearProblem {
    const FAMILY: &'static Family = &LINEAR;
    type Spec = LinearTable;

    fn described_by(spec: &LinearTable, most_dimensions: usize) -> Result<Self, ProblemFault> {
        Self::up_to(most_dimensions, &spec.regression).map_err(fault)
    }

    fn number_count(&self) -> usize {
        self.eigenvalues().len() + self.truth().len()
    }
}

fn fault(error: LinearError) -> ProblemFault {
    let too_large = matches!(error, LinearError::TooManyDimensions { .. } | LinearError::TooManyUnits { .. });
    if too_large { ProblemFault::too_large(error) } else { ProblemFault::invalid(error) }
}
