//! Formulas about transfer within the convex hull (Proposition 3.4).

use std::sync::LazyLock;

use super::naive::weak_labels;
use super::{Evaluate, Formula, FormulaError};
use crate::assumption::{
    Assumption, GAUSSIAN_NOISE, GAUSSIAN_PROMPTS, ISOTROPIC, ORTHOGONAL_DESIGN, ORTHONORMAL, SINGLE_TARGET,
    UNBIASED_SUPERVISOR, all_of,
};
use crate::setting::{DESIGN, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{
    HullLimit, TangentCone, hull_bound, hull_small_noise, least_squares_mse, least_squares_mse_by_design,
};

/// The assumptions behind the projection onto the simplex.
static PROJECTION: LazyLock<Vec<Assumption>> = LazyLock::new(|| all_of([&ISOTROPIC, &ORTHONORMAL]));

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "statistical_dimension".into(),
            version: 1,
            symbol: "δ".into(),
            meaning: "statistical dimension of the tangent cone of the hull at the target".into(),
            unit: Unit::Number,
            source: "Proposition 3.4 (value: ours)".into(),
            settings: Vec::new(),
            needs: all_of([&ORTHONORMAL]),
            evaluate: Evaluate::new::<TransferProblem>(
                |problem, _| Ok(cone_at_target(problem).statistical_dimension()),
            ),
        },
        Formula {
            name: "hull_bound".into(),
            version: 1,
            symbol: "(‖L − β_Q‖ + σ_w√(δ/(n v)))²".into(),
            meaning: "bound on the MSE of least squares within the hull, for an orthogonal design".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.4 (form: ours)".into(),
            settings: vec![SAMPLES, DESIGN],
            needs: all_of([&ORTHOGONAL_DESIGN, &ISOTROPIC, &ORTHONORMAL, &SINGLE_TARGET, &GAUSSIAN_NOISE]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(hull_bound(&limit(problem), &weak_labels("hull_bound", problem, settings)?))
            }),
        },
        Formula {
            name: "hull_small_noise".into(),
            version: 1,
            symbol: "σ_w²/v Σ v_j·j/(n − j − 1)".into(),
            meaning: "MSE of least squares within the hull for independent Gaussian prompts, at small noise".into(),
            unit: Unit::MeanSquaredError,
            source: "ours, behind Proposition 3.4".into(),
            settings: vec![SAMPLES],
            needs: all_of([
                &GAUSSIAN_PROMPTS,
                &ISOTROPIC,
                &ORTHONORMAL,
                &SINGLE_TARGET,
                &UNBIASED_SUPERVISOR,
                &GAUSSIAN_NOISE,
            ]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(hull_small_noise(&cone_at_target(problem), &weak_labels("hull_small_noise", problem, settings)?))
            }),
        },
        Formula {
            name: "hull_limit_bias".into(),
            version: 1,
            symbol: "‖Π_C(β_Q′) − β_Q‖²".into(),
            meaning: "squared bias of least squares within the hull, in the limit of many labels".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.4 (value: ours)".into(),
            settings: Vec::new(),
            needs: PROJECTION.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(limit(problem).squared_bias)),
        },
        Formula {
            name: "hull_misfit".into(),
            version: 1,
            symbol: "‖Π_C(β_Q′) − β_Q′‖²".into(),
            meaning: "squared distance of the weak supervisor from the hull".into(),
            unit: Unit::MeanSquaredError,
            source: "Charikar, Pabbaraju and Shiragur (2024)".into(),
            settings: Vec::new(),
            needs: PROJECTION.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(limit(problem).misfit)),
        },
        Formula {
            name: "least_squares_mse".into(),
            version: 2,
            symbol: "MSE of least squares".into(),
            meaning: "MSE of least squares on weak labels, for Gaussian prompts or an orthogonal design".into(),
            unit: Unit::MeanSquaredError,
            source: "ours, beside Proposition 3.4".into(),
            settings: vec![SAMPLES, DESIGN],
            needs: all_of([&ISOTROPIC, &SINGLE_TARGET]),
            evaluate: Evaluate::new::<TransferProblem>(least_squares),
        },
    ]
});

fn cone_at_target(problem: &TransferProblem) -> TangentCone {
    let mixed = problem.target_prior().probabilities().iter().filter(|p| **p > 0.0).count();
    TangentCone::new(problem.concept_count(), mixed)
}

fn limit(problem: &TransferProblem) -> HullLimit {
    let weak_mean = problem.weak_mean();
    let coordinates = problem.concepts().tr_mul(&weak_mean);
    let target_prior = problem.target_prior().probabilities();
    HullLimit::new(coordinates.as_slice(), target_prior.as_slice(), weak_mean.norm_squared())
}

fn least_squares(problem: &TransferProblem, settings: &Settings) -> Result<f64, FormulaError> {
    let labels = weak_labels("least_squares_mse", problem, settings)?;
    let biases = problem.squared_biases();
    if settings.is(&DESIGN, "orthogonal") {
        return Ok(least_squares_mse_by_design(&biases, &labels));
    }
    if !problem.prompts().is_gaussian() {
        return Err(FormulaError::needs("least_squares_mse", &GAUSSIAN_PROMPTS));
    }
    Ok(least_squares_mse(&biases, &labels))
}
