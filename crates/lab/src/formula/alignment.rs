//! Formulas about refinement (Theorem 4.3).

use super::Evaluate::Transfer;
use super::{Formula, FormulaError};
use crate::assumption::Assumption;
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{
    AlignmentRate, MeanMisalignment, mixed_batch_limit, prior_distance_bound, refined_estimation_error,
    refined_prior_limit, refinement_bound, segment_bound,
};

/// The largest batch that is tried in the search for a crossover.
pub(super) const LARGEST_BATCH: usize = 10_000;

/// What the moment generating function of the likelihood ratio rests on.
const LIKELIHOOD_RATIO: &[Assumption] = &[Assumption::GaussianNoise, Assumption::NoiseKnown];

/// What the bound on the risk of refinement rests on.
const REFINEMENT: &[Assumption] = &[
    Assumption::GaussianPrompts,
    Assumption::Isotropic,
    Assumption::Orthonormal,
    Assumption::GaussianNoise,
    Assumption::NoiseKnown,
];

/// What the law of the likelihood ratio rests on.
const GAUSSIAN: &[Assumption] = &[Assumption::GaussianPrompts, Assumption::GaussianNoise];

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "mean_misalignment",
        version: 1,
        symbol: "E M",
        meaning: "mean misalignment after a batch, for two concepts",
        unit: Unit::Probability,
        source: "ours, behind Theorem 4.3",
        settings: &[BATCH],
        needs: GAUSSIAN,
        evaluate: Transfer(|problem, settings| Ok(MeanMisalignment::new(problem)?.after(settings.count(&BATCH))?)),
    },
    Formula {
        name: "chernoff_bound",
        version: 1,
        symbol: "Chernoff bound",
        meaning: "finite-sample bound on the mean misalignment after a batch",
        unit: Unit::Probability,
        source: "Theorem 4.3 (form: ours)",
        settings: &[BATCH],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(
            |problem, settings| Ok(AlignmentRate::new(problem)?.chernoff_bound(settings.count(&BATCH))?),
        ),
    },
    Formula {
        name: "misalignment_exponent",
        version: 1,
        symbol: "ρ",
        meaning: "exponent at which mean misalignment decays in the batch size",
        unit: Unit::NatsPerExample,
        source: "Theorem 4.3 (exact value: ours)",
        settings: &[],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, _| Ok(AlignmentRate::new(problem)?.misalignment_exponent()?)),
    },
    Formula {
        name: "misalignment_squared_bound",
        version: 1,
        symbol: "Chernoff bound of E M²",
        meaning: "finite-sample bound on the mean squared misalignment after a batch",
        unit: Unit::Probability,
        source: "ours, behind Theorem 4.3",
        settings: &[BATCH],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, settings| {
            Ok(AlignmentRate::new(problem)?.misalignment_squared_bound(settings.count(&BATCH))?)
        }),
    },
    Formula {
        name: "misalignment_squared_exponent",
        version: 1,
        symbol: "ρ₂",
        meaning: "exponent at which mean squared misalignment decays in the batch size",
        unit: Unit::NatsPerExample,
        source: "ours, behind Theorem 4.3",
        settings: &[],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, _| Ok(AlignmentRate::new(problem)?.misalignment_squared_exponent()?)),
    },
    Formula {
        name: "misalignment_log_power",
        version: 1,
        symbol: "p",
        meaning: "power p of the batch size in mean misalignment, C·m^(−p)·exp(−ρm)",
        unit: Unit::Number,
        source: "ours, behind Theorem 4.3",
        settings: &[],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, _| Ok(AlignmentRate::new(problem)?.misalignment_log_power()?)),
    },
    Formula {
        name: "misalignment_squared_log_power",
        version: 1,
        symbol: "p₂",
        meaning: "power of the batch size in mean squared misalignment",
        unit: Unit::Number,
        source: "ours, behind Theorem 4.3",
        settings: &[],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, _| Ok(AlignmentRate::new(problem)?.misalignment_squared_log_power()?)),
    },
    Formula {
        name: "misalignment_floor",
        version: 1,
        symbol: "floor of E M",
        meaning: "lower bound on misalignment; tends to 1 when the weak concept points to a wrong one",
        unit: Unit::Probability,
        source: "ours, the converse of Theorem 4.3",
        settings: &[BATCH],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, settings| {
            Ok(AlignmentRate::new(problem)?.misalignment_floor(settings.count(&BATCH))?)
        }),
    },
    Formula {
        name: "prior_distance_bound",
        version: 1,
        symbol: "bound of TV(E α̂, π)",
        meaning: "finite-sample bound on the total variation between the mean refined prior and the target prior",
        unit: Unit::Probability,
        source: "ours, from Theorem 4.3",
        settings: &[BATCH, BATCH_CONCEPTS],
        needs: &[Assumption::GaussianNoise, Assumption::NoiseKnown, Assumption::OneConceptBatches],
        evaluate: Transfer(|problem, settings| Ok(prior_distance_bound(problem, settings.count(&BATCH))?)),
    },
    Formula {
        name: "refined_prior_limit",
        version: 1,
        symbol: "limit of TV(E α̂, π)",
        meaning: "total variation to the target prior that refinement with large batches of one concept each tends to",
        unit: Unit::Probability,
        source: "ours; compare arXiv 2508.17018",
        settings: &[BATCH_CONCEPTS],
        needs: &[Assumption::OneConceptBatches],
        evaluate: Transfer(|problem, _| Ok(refined_prior_limit(problem)?)),
    },
    Formula {
        name: "mixed_batch_limit",
        version: 1,
        symbol: "1 − π_j*",
        meaning: "total variation to the target prior that refinement with large mixed batches tends to",
        unit: Unit::Probability,
        source: "ours; compare arXiv 2508.17018",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(mixed_batch_limit(problem)?)),
    },
    Formula {
        name: "refined_error",
        version: 1,
        symbol: "error of refinement",
        meaning: "MSE of refinement with fresh batches and least squares, for two concepts",
        unit: Unit::MeanSquaredError,
        source: "Theorem 4.3 (exact value for two concepts: ours)",
        settings: &[BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
        needs: &[Assumption::GaussianPrompts, Assumption::Isotropic, Assumption::GaussianNoise],
        evaluate: Transfer(refined_error),
    },
    Formula {
        name: "refinement_bound",
        version: 1,
        symbol: "refinement bound",
        meaning: "bound on the MSE of refinement with fresh batches and least squares",
        unit: Unit::MeanSquaredError,
        source: "Theorem 4.3 (form: ours)",
        settings: &[BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
        needs: REFINEMENT,
        evaluate: Transfer(|problem, settings| {
            let rate = refinement_rate("refinement_bound", problem, settings)?;
            bound_at(problem, &rate, settings.count(&BATCH), settings.count(&LABELS))
        }),
    },
    Formula {
        name: "refinement_crossover",
        version: 1,
        symbol: "crossover n_ICL",
        meaning: "smallest batch from which on refinement_bound stays below segment_bound",
        unit: Unit::Examples,
        source: "ours, from Proposition 3.2 and Theorem 4.3",
        settings: &[LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
        needs: REFINEMENT,
        evaluate: Transfer(crossover),
    },
];

/// The rate behind refinement_bound, once the settings are those that it is proved for.
fn refinement_rate(
    formula: &'static str,
    problem: &TransferProblem,
    settings: &Settings,
) -> Result<AlignmentRate, FormulaError> {
    require_proved(formula, settings)?;
    Ok(AlignmentRate::new(problem)?)
}

/// Refuses all but least squares on labels with fresh batches of one concept each.
fn require_proved(formula: &'static str, settings: &Settings) -> Result<(), FormulaError> {
    let fresh = settings.word(&BATCHES) == "fresh" && settings.word(&BATCH_CONCEPTS) == "one";
    if fresh && settings.number(&PENALTY) == 0.0 { Ok(()) } else { Err(FormulaError::OtherRefinement { formula }) }
}

/// |δ|²(E M)² and, for finitely many labels, the estimation error with τ = |δ|²·E M·(1 − E M).
fn refined_error(problem: &TransferProblem, settings: &Settings) -> Result<f64, FormulaError> {
    require_proved("refined_error", settings)?;
    let variance = problem.prompts().isotropic_variance();
    let variance = variance.ok_or(FormulaError::needs("refined_error", Assumption::Isotropic))?;
    let exact = MeanMisalignment::new(problem)?;
    let (misalignment, distance) = (exact.after(settings.count(&BATCH))?, exact.squared_distance());
    let squared_bias = distance * misalignment * misalignment;
    if settings.number(&LABELS).is_infinite() {
        return Ok(squared_bias);
    }
    let spread = distance * misalignment * (1.0 - misalignment);
    let labels = settings.count(&LABELS);
    Ok(squared_bias + refined_estimation_error(problem.dim(), labels, problem.noise(), variance, spread))
}

fn bound_at(problem: &TransferProblem, rate: &AlignmentRate, batch: usize, labels: usize) -> Result<f64, FormulaError> {
    let variance = problem.prompts().isotropic_variance();
    let variance = variance.ok_or(FormulaError::needs("refinement_bound", Assumption::Isotropic))?;
    Ok(refinement_bound(problem.dim(), labels, problem.noise(), variance, rate.chernoff_bound(batch)?))
}

fn crossover(problem: &TransferProblem, settings: &Settings) -> Result<f64, FormulaError> {
    let rate = refinement_rate("refinement_crossover", problem, settings)?;
    let segment = segment_bound(&problem.squared_biases());
    let labels = settings.count(&LABELS);
    for batch in 0..=LARGEST_BATCH {
        if bound_at(problem, &rate, batch, labels)? < segment && rate.is_falling_from(batch)? {
            return Ok(batch as f64);
        }
    }
    Err(FormulaError::NoCrossover { segment, batch: LARGEST_BATCH })
}
