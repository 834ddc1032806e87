//! Assumptions about the law of the prompts.

use std::sync::LazyLock;

use toml::Value;
use weak_to_strong::model::{RegressionProblem, TransferProblem};

use super::values::table;
use super::{Assumption, AssumptionDrop, DropAt, DropValues, Dropped, Spread, Test};

/// E XXᵀ = v·I.
pub static ISOTROPIC: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "isotropic".into(),
    meaning: "prompts are isotropic: E XXᵀ = v·I".into(),
    tests: vec![
        Test::new::<TransferProblem>(|problem, _| problem.prompts().isotropic_variance().is_some()),
        Test::new::<RegressionProblem>(|problem, _| problem.is_isotropic()),
    ],
    implied_by: vec![SYMMETRIC.name.clone()],
    measured_by: Some("prompt_variance".into()),
    drops: vec![AssumptionDrop {
        name: "anisotropic prompts".into(),
        strength: "largest ÷ smallest variance".into(),
        range: (1.0, 100.0),
        spread: Spread::Geometric,
        settings: Vec::new(),
        values: DropValues::new(anisotropic_prompts),
    }],
});

/// The prompt law is unchanged by signed permutations of the coordinates.
pub static SYMMETRIC: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "symmetric".into(),
    meaning: "the prompt law is invariant under signed permutations of the coordinates".into(),
    tests: vec![
        Test::new::<TransferProblem>(|problem, _| problem.prompts().is_symmetric()),
        Test::new::<RegressionProblem>(|problem, _| problem.is_isotropic()),
    ],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// Prompts are bounded, |X|² ≤ d.
pub static BOUNDED_PROMPTS: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "bounded_prompts".into(),
    meaning: "prompts are bounded, |X|² ≤ d".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| {
        let dim = problem.dim();
        problem.prompts().squared_bound(dim).is_some_and(|bound| bound <= dim as f64)
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// Prompts are Gaussian vectors. This is always so in teacher–student regression.
pub static GAUSSIAN_PROMPTS: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "gaussian_prompts".into(),
    meaning: "prompts are Gaussian".into(),
    tests: vec![
        Test::new::<TransferProblem>(|problem, _| problem.prompts().is_gaussian()),
        Test::new::<RegressionProblem>(|_, _| true),
    ],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// Gaussian prompts. Every coordinate has variance 1, except the one along which the weak supervisor's bias exceeds the source's bias most.
///
/// Ridge regression keeps the source along that coordinate and learns the weak supervisor along the others. The strength is the ratio of the
/// variances.
fn anisotropic_prompts(problem: &TransferProblem, at: &DropAt) -> Dropped {
    let (weak, source) = (problem.weak_mean() - problem.target_mean(), problem.source_mean() - problem.target_mean());
    let excess = weak.zip_map(&source, |weak, source| weak * weak - source * source);
    let mut variances = vec![Value::Float(1.0); problem.dim()];
    variances[excess.imax()] = Value::Float(1.0 / at.strength);
    vec![("prompts".to_owned(), table([("anisotropic", Value::Array(variances))]))]
}
