//! Assumptions about how a sample is drawn and about the estimator that is fitted to it.

use std::sync::LazyLock;

use toml::Value;
use weak_to_strong::model::{RegressionProblem, TransferProblem};

use super::values::{number, table, word};
use super::{Assumption, AssumptionDrop, DropAt, DropValues, Dropped, Spread, Test};
use crate::setting::{DESIGN, EXTRAPOLATION, ORACLE_SHARE, PREDICTIONS, SAMPLES};

/// In every direction, the estimator goes from the source towards the least-squares fit by a share of the way that lies in [0, 1].
pub static SHRINKAGE: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "shrinkage".into(),
    meaning: "the estimator goes a share in [0, 1] of the way from the source to the least-squares fit".into(),
    tests: vec![
        Test::new::<TransferProblem>(|_, settings| {
            settings.is(&EXTRAPOLATION, 0.0) && settings.is(&PREDICTIONS, "soft")
        }),
        Test::new::<RegressionProblem>(|_, _| true),
    ],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "extrapolation, the target beyond the supervisor".into(),
        strength: "extrapolation".into(),
        range: (0.0, 0.5),
        spread: Spread::Even,
        settings: vec![EXTRAPOLATION, SAMPLES],
        // If the weak supervisor has no part off the hull, c exceeds ε_Q′², so that the target lies beyond the weak supervisor.
        values: DropValues::new::<TransferProblem>(|_, at| {
            let parallel = number("weak.off_hull", 0.0);
            vec![parallel, number(&SAMPLES.name, 1024.0), number(&EXTRAPOLATION.name, at.strength)]
        }),
    }],
});

/// The penalty is chosen without knowledge of the target.
pub static BLIND_PENALTY: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "blind_penalty".into(),
    meaning: "the penalty is chosen without knowledge of the target".into(),
    tests: vec![
        Test::new::<TransferProblem>(|_, settings| settings.is(&ORACLE_SHARE, 0.0)),
        Test::new::<RegressionProblem>(|_, _| true),
    ],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "the best penalty for each sample".into(),
        strength: "share of such samples".into(),
        range: (0.0, 1.0),
        spread: Spread::Even,
        settings: vec![ORACLE_SHARE, SAMPLES],
        values: DropValues::new(oracle_penalty),
    }],
});

/// The prompts of a sample are designed to be orthogonal, XᵀX = n·v·I.
pub static ORTHOGONAL_DESIGN: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "orthogonal_design".into(),
    meaning: "the prompts of a sample are orthogonal: XᵀX = n·v·I (design = orthogonal)".into(),
    tests: vec![Test::new::<TransferProblem>(|_, settings| settings.is(&DESIGN, "orthogonal"))],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// There are two concepts in the plane, and few and noisy weak labels. The fit can lie on either side of the segment; the best penalty picks the side
/// of the target.
fn oracle_penalty(_: &TransferProblem, at: &DropAt) -> Dropped {
    vec![
        number("dim", 2.0),
        ("concepts".to_owned(), table([("orthonormal", Value::Integer(2))])),
        word("source_prior", "uniform"),
        ("target".to_owned(), Value::Integer(0)),
        number("weak.cosine", 0.2),
        number("weak.off_hull", 0.0),
        number("weak.noise", 2.0),
        number(&SAMPLES.name, 16.0),
        number(&ORACLE_SHARE.name, at.strength),
    ]
}
