//! Formulas about refinement (Theorem 4.3).

use std::sync::LazyLock;

use super::{Evaluate, Formula, FormulaError};
use crate::assumption::{
    Assumption, GAUSSIAN_NOISE, GAUSSIAN_PROMPTS, ISOTROPIC, NOISE_KNOWN, ONE_CONCEPT_BATCHES, ORTHONORMAL, all_of,
};
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{
    AlignmentRate, MeanMisalignment, mixed_batch_limit, prior_distance_bound, refined_estimation_error,
    refined_prior_limit, refinement_bound, segment_bound,
};

/// The largest batch that is tried in the search for a crossover.
pub(super) const LARGEST_BATCH: usize = 10_000;

/// The assumptions behind the moment generating function of the likelihood ratio.
pub(super) static LIKELIHOOD_RATIO: LazyLock<Vec<Assumption>> =
    LazyLock::new(|| all_of([&GAUSSIAN_NOISE, &NOISE_KNOWN]));

/// The assumptions behind the bound on the risk of refinement.
static REFINEMENT: LazyLock<Vec<Assumption>> =
    LazyLock::new(|| all_of([&GAUSSIAN_PROMPTS, &ISOTROPIC, &ORTHONORMAL, &GAUSSIAN_NOISE, &NOISE_KNOWN]));

/// The assumptions behind the law of the likelihood ratio.
static GAUSSIAN: LazyLock<Vec<Assumption>> = LazyLock::new(|| all_of([&GAUSSIAN_PROMPTS, &GAUSSIAN_NOISE]));

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "mean_misalignment".into(),
            version: 1,
            symbol: "E M".into(),
            meaning: "mean misalignment after a batch, for two concepts".into(),
            unit: Unit::Probability,
            source: "ours, behind Theorem 4.3".into(),
            settings: vec![BATCH],
            needs: GAUSSIAN.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(MeanMisalignment::new(problem)?.after(settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "chernoff_bound".into(),
            version: 1,
            symbol: "Chernoff bound".into(),
            meaning: "finite-sample bound on the mean misalignment after a batch".into(),
            unit: Unit::Probability,
            source: "Theorem 4.3 (form: ours)".into(),
            settings: vec![BATCH],
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(AlignmentRate::new(problem)?.chernoff_bound(settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "misalignment_exponent".into(),
            version: 1,
            symbol: "ρ".into(),
            meaning: "exponent at which mean misalignment decays in the batch size".into(),
            unit: Unit::NatsPerExample,
            source: "Theorem 4.3 (exact value: ours)".into(),
            settings: Vec::new(),
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(AlignmentRate::new(problem)?.misalignment_exponent()?)
            }),
        },
        Formula {
            name: "misalignment_squared_bound".into(),
            version: 1,
            symbol: "Chernoff bound of E M²".into(),
            meaning: "finite-sample bound on the mean squared misalignment after a batch".into(),
            unit: Unit::Probability,
            source: "ours, behind Theorem 4.3".into(),
            settings: vec![BATCH],
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(AlignmentRate::new(problem)?.misalignment_squared_bound(settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "misalignment_squared_exponent".into(),
            version: 1,
            symbol: "ρ₂".into(),
            meaning: "exponent at which mean squared misalignment decays in the batch size".into(),
            unit: Unit::NatsPerExample,
            source: "ours, behind Theorem 4.3".into(),
            settings: Vec::new(),
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(AlignmentRate::new(problem)?.misalignment_squared_exponent()?)
            }),
        },
        Formula {
            name: "misalignment_log_power".into(),
            version: 1,
            symbol: "p".into(),
            meaning: "power p of the batch size in mean misalignment, C·m^(−p)·exp(−ρm)".into(),
            unit: Unit::Number,
            source: "ours, behind Theorem 4.3".into(),
            settings: Vec::new(),
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(AlignmentRate::new(problem)?.misalignment_log_power()?)
            }),
        },
        Formula {
            name: "misalignment_squared_log_power".into(),
            version: 1,
            symbol: "p₂".into(),
            meaning: "power of the batch size in mean squared misalignment".into(),
            unit: Unit::Number,
            source: "ours, behind Theorem 4.3".into(),
            settings: Vec::new(),
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(AlignmentRate::new(problem)?.misalignment_squared_log_power()?)
            }),
        },
        Formula {
            name: "misalignment_floor".into(),
            version: 1,
            symbol: "floor of E M".into(),
            meaning: "lower bound on misalignment; tends to 1 when the weak concept points to a wrong one".into(),
            unit: Unit::Probability,
            source: "ours, the converse of Theorem 4.3".into(),
            settings: vec![BATCH],
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(AlignmentRate::new(problem)?.misalignment_floor(settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "prior_distance_bound".into(),
            version: 1,
            symbol: "bound of TV(E α̂, π)".into(),
            meaning: "finite-sample bound on the total variation between the mean refined prior and the target prior"
                .into(),
            unit: Unit::Probability,
            source: "ours, from Theorem 4.3".into(),
            settings: vec![BATCH, BATCH_CONCEPTS],
            needs: all_of([&GAUSSIAN_NOISE, &NOISE_KNOWN, &ONE_CONCEPT_BATCHES]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(prior_distance_bound(problem, settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "refined_prior_limit".into(),
            version: 1,
            symbol: "limit of TV(E α̂, π)".into(),
            meaning:
                "total variation to the target prior that refinement with large batches of one concept each tends to"
                    .into(),
            unit: Unit::Probability,
            source: "ours; compare arXiv 2508.17018".into(),
            settings: vec![BATCH_CONCEPTS],
            needs: all_of([&ONE_CONCEPT_BATCHES]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(refined_prior_limit(problem)?)),
        },
        Formula {
            name: "mixed_batch_limit".into(),
            version: 1,
            symbol: "1 − π_j*".into(),
            meaning: "total variation to the target prior that refinement with large mixed batches tends to".into(),
            unit: Unit::Probability,
            source: "ours; compare arXiv 2508.17018".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(mixed_batch_limit(problem)?)),
        },
        Formula {
            name: "refined_error".into(),
            version: 2,
            symbol: "error of refinement".into(),
            meaning: "MSE of refinement with fresh batches and least squares, for two concepts".into(),
            unit: Unit::MeanSquaredError,
            source: "Theorem 4.3 (exact value for two concepts: ours)".into(),
            settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
            needs: all_of([&GAUSSIAN_PROMPTS, &ISOTROPIC, &GAUSSIAN_NOISE]),
            evaluate: Evaluate::new::<TransferProblem>(refined_error),
        },
        Formula {
            name: "refinement_bound".into(),
            version: 2,
            symbol: "refinement bound".into(),
            meaning: "bound on the MSE of refinement with fresh batches and least squares".into(),
            unit: Unit::MeanSquaredError,
            source: "Theorem 4.3 (form: ours)".into(),
            settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
            needs: REFINEMENT.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                let rate = refinement_rate("refinement_bound", problem, settings)?;
                bound_at(problem, &rate, settings.count(&BATCH), settings.number(&LABELS))
            }),
        },
        Formula {
            name: "refinement_crossover".into(),
            version: 1,
            symbol: "crossover n_ICL".into(),
            meaning: "smallest batch from which on refinement_bound stays below segment_bound".into(),
            unit: Unit::Examples,
            source: "ours, from Proposition 3.2 and Theorem 4.3".into(),
            settings: vec![LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
            needs: REFINEMENT.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(crossover),
        },
    ]
});

/// Returns the rate behind refinement_bound, after a check that the bound is proved for the settings.
fn refinement_rate(
    formula: &'static str,
    problem: &TransferProblem,
    settings: &Settings,
) -> Result<AlignmentRate, FormulaError> {
    require_proved(formula, settings)?;
    Ok(AlignmentRate::new(problem)?)
}

/// Returns an error unless the fit is least squares on labels with fresh batches of one concept each.
fn require_proved(formula: &'static str, settings: &Settings) -> Result<(), FormulaError> {
    let fresh = settings.word(&BATCHES) == "fresh" && settings.word(&BATCH_CONCEPTS) == "one";
    if fresh && settings.number(&PENALTY) == 0.0 {
        Ok(())
    } else {
        Err(FormulaError::OtherRefinement { formula: formula.into() })
    }
}

/// Returns |δ|²(E M)²; for finitely many labels, adds the estimation error with τ = |δ|²·E M·(1 − E M).
fn refined_error(problem: &TransferProblem, settings: &Settings) -> Result<f64, FormulaError> {
    require_proved("refined_error", settings)?;
    let variance = problem.prompts().isotropic_variance();
    let variance = variance.ok_or(FormulaError::needs("refined_error", &ISOTROPIC))?;
    let (dim, labels) = (problem.dim(), settings.number(&LABELS));
    if labels + 2.0 <= dim as f64 {
        return Err(FormulaError::FewerLabelsThanDimensions { formula: "refined_error".into(), labels, dim });
    }
    let exact = MeanMisalignment::new(problem)?;
    let (misalignment, distance) = (exact.after(settings.count(&BATCH))?, exact.squared_distance());
    let spread = distance * misalignment * (1.0 - misalignment);
    let estimation = refined_estimation_error(dim, labels, problem.noise(), variance, spread);
    Ok(distance * misalignment * misalignment + estimation)
}

fn bound_at(problem: &TransferProblem, rate: &AlignmentRate, batch: usize, labels: f64) -> Result<f64, FormulaError> {
    let variance = problem.prompts().isotropic_variance();
    let variance = variance.ok_or(FormulaError::needs("refinement_bound", &ISOTROPIC))?;
    Ok(refinement_bound(problem.dim(), labels, problem.noise(), variance, rate.chernoff_bound(batch)?))
}

fn crossover(problem: &TransferProblem, settings: &Settings) -> Result<f64, FormulaError> {
    let rate = refinement_rate("refinement_crossover", problem, settings)?;
    let segment = segment_bound(&problem.squared_biases());
    let labels = settings.number(&LABELS);
    for batch in 0..=LARGEST_BATCH {
        if bound_at(problem, &rate, batch, labels)? < segment && rate.is_falling_from(batch)? {
            return Ok(batch as f64);
        }
    }
    Err(FormulaError::NoCrossover { segment, batch: LARGEST_BATCH })
}
