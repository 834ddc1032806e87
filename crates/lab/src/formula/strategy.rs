//! Formulas about Algorithm 2 and about asking the source to improve a weak label.

use std::sync::LazyLock;

use super::alignment::{LARGEST_BATCH, LIKELIHOOD_RATIO};
use super::{Evaluate, Formula, FormulaError};
use crate::assumption::{GAUSSIAN_NOISE, GAUSSIAN_PROMPTS, NOISE_KNOWN, all_of};
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{AlignmentRate, AskToImprove};

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "inferred_bound".into(),
            version: 1,
            symbol: "Chernoff bound of Algorithm 2".into(),
            meaning: "finite-sample bound on the probability that the most probable concept is a wrong one".into(),
            unit: Unit::Probability,
            source: "ours, on Algorithm 2".into(),
            settings: vec![BATCH],
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(AlignmentRate::new(problem)?.inferred_bound(settings.count(&BATCH))?)
            }),
        },
        Formula {
            name: "inferred_exponent".into(),
            version: 1,
            symbol: "ρ of Algorithm 2".into(),
            meaning: "exponent at which the most probable concept ceases to be wrong in the batch size".into(),
            unit: Unit::NatsPerExample,
            source: "ours, on Algorithm 2".into(),
            settings: Vec::new(),
            needs: LIKELIHOOD_RATIO.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(AlignmentRate::new(problem)?.inferred_exponent()?)
            }),
        },
        Formula {
            name: "improved_error".into(),
            version: 1,
            symbol: "error of ask to improve".into(),
            meaning: "squared error of fine-tuning on many labels, each improved from the query's own weak label, \
                for two concepts"
                .into(),
            unit: Unit::MeanSquaredError,
            source: "ours, on ask to improve".into(),
            settings: Vec::new(),
            needs: all_of([&GAUSSIAN_PROMPTS, &GAUSSIAN_NOISE]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(AskToImprove::new(problem)?.squared_error()?)),
        },
        Formula {
            name: "improved_crossover".into(),
            version: 1,
            symbol: "crossover with ask to improve".into(),
            meaning: "smallest batch from which on the bound on Algorithm 1's error stays below improved_error".into(),
            unit: Unit::Examples,
            source: "ours, on Algorithm 1 and ask to improve".into(),
            settings: Vec::new(),
            needs: all_of([&GAUSSIAN_PROMPTS, &GAUSSIAN_NOISE, &NOISE_KNOWN]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| crossover(problem)),
        },
    ]
});

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
