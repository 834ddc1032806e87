//! Formulas about Algorithm 2 and about asking the source to improve a weak label.

use super::Evaluate::Transfer;
use super::alignment::LARGEST_BATCH;
use super::{Formula, FormulaError};
use crate::assumption::Assumption;
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{AlignmentRate, AskToImprove};

/// What the law of the most probable concept rests on.
const LIKELIHOOD_RATIO: &[Assumption] = &[Assumption::GaussianNoise, Assumption::NoiseKnown];

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "inferred_bound",
        version: 1,
        symbol: "Chernoff bound of Algorithm 2",
        meaning: "finite-sample bound on the probability that the most probable concept is a wrong one",
        unit: Unit::Probability,
        source: "ours, on Algorithm 2",
        settings: &[BATCH],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(
            |problem, settings| Ok(AlignmentRate::new(problem)?.inferred_bound(settings.count(&BATCH))?),
        ),
    },
    Formula {
        name: "inferred_exponent",
        version: 1,
        symbol: "ρ of Algorithm 2",
        meaning: "exponent at which the most probable concept ceases to be wrong in the batch size",
        unit: Unit::NatsPerExample,
        source: "ours, on Algorithm 2",
        settings: &[],
        needs: LIKELIHOOD_RATIO,
        evaluate: Transfer(|problem, _| Ok(AlignmentRate::new(problem)?.inferred_exponent()?)),
    },
    Formula {
        name: "improved_error",
        version: 1,
        symbol: "error of ask to improve",
        meaning: "squared error of fine-tuning on many labels, each improved from the query's own weak label, for two concepts",
        unit: Unit::MeanSquaredError,
        source: "ours, on ask to improve",
        settings: &[],
        needs: &[Assumption::GaussianPrompts, Assumption::GaussianNoise],
        evaluate: Transfer(|problem, _| Ok(AskToImprove::new(problem)?.squared_error()?)),
    },
    Formula {
        name: "improved_crossover",
        version: 1,
        symbol: "crossover with ask to improve",
        meaning: "smallest batch from which on the bound on Algorithm 1's error stays below improved_error",
        unit: Unit::Examples,
        source: "ours, on Algorithm 1 and ask to improve",
        settings: &[],
        needs: &[Assumption::GaussianPrompts, Assumption::GaussianNoise, Assumption::NoiseKnown],
        evaluate: Transfer(|problem, _| crossover(problem)),
    },
];

fn crossover(problem: &TransferProblem) -> Result<f64, FormulaError> {
    let (rate, improved) = (AlignmentRate::new(problem)?, AskToImprove::new(problem)?);
    let error = improved.squared_error()?;
    for batch in 0..=LARGEST_BATCH {
        let bound = improved.squared_distance() * rate.chernoff_bound(batch)?.powi(2);
        if bound < error && rate.is_falling_from(batch)? {
            return Ok(batch as f64);
        }
    }
    Err(FormulaError::NeverBetter { error, batch: LARGEST_BATCH })
}
