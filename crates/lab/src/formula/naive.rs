//! Formulas about naive fine-tuning (Proposition 3.2).

use super::Evaluate::Transfer;
use super::{Formula, FormulaError};
use crate::assumption::Assumption;
use crate::setting::{PENALTY, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{WeakLabels, finite_sample_bound, harmonic_bound, ridge_risk, segment_bound};

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "prompt_variance",
        version: 1,
        symbol: "v",
        meaning: "variance of a coordinate of the prompt: excess risk is v times the mean squared error",
        unit: Unit::Number,
        source: "section 2 (paper: 1/3 or 1)",
        settings: &[],
        needs: &[Assumption::Isotropic],
        evaluate: Transfer(|problem, _| prompt_variance("prompt_variance", problem)),
    },
    Formula {
        name: "eps_p2",
        version: 1,
        symbol: "ε_P²",
        meaning: "squared bias |β_P − β_Q|² of the source",
        unit: Unit::MeanSquaredError,
        source: "Proposition 3.2 (paper)",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(problem.squared_biases().source)),
    },
    Formula {
        name: "eps_w2",
        version: 1,
        symbol: "ε_Q′²",
        meaning: "squared bias |β_Q′ − β_Q|² of the weak supervisor",
        unit: Unit::MeanSquaredError,
        source: "Proposition 3.2 (paper)",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(problem.squared_biases().weak)),
    },
    Formula {
        name: "cross_bias",
        version: 1,
        symbol: "c",
        meaning: "inner product (β_Q′ − β_Q)ᵀ(β_P − β_Q) of the two bias vectors",
        unit: Unit::MeanSquaredError,
        source: "ours",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(problem.squared_biases().cross)),
    },
    Formula {
        name: "segment_bound",
        version: 1,
        symbol: "B_seg",
        meaning: "squared distance of the target from the segment between source and weak supervisor",
        unit: Unit::MeanSquaredError,
        source: "Proposition 3.2 (segment form: ours)",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(segment_bound(&problem.squared_biases()))),
    },
    Formula {
        name: "harmonic_bound",
        version: 1,
        symbol: "ε_P²ε_Q′²/(ε_P² + ε_Q′²)",
        meaning: "harmonic form of the segment bound; a bound when c ≥ 0",
        unit: Unit::MeanSquaredError,
        source: "Proposition 3.2 (constants: ours)",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(harmonic_bound(&problem.squared_biases()))),
    },
    Formula {
        name: "finite_sample_bound",
        version: 1,
        symbol: "B_n",
        meaning: "least MSE of any spectral shrinkage estimator of n weak labels",
        unit: Unit::MeanSquaredError,
        source: "Proposition 3.2, noisy case (form for every c and n: ours)",
        settings: &[SAMPLES],
        needs: &[Assumption::Isotropic],
        evaluate: Transfer(|problem, settings| {
            let labels = weak_labels("finite_sample_bound", problem, settings)?;
            Ok(finite_sample_bound(&problem.squared_biases(), &labels))
        }),
    },
    Formula {
        name: "ridge_risk",
        version: 1,
        symbol: "asymptotic risk curve",
        meaning: "MSE of naive fine-tuning in the limit of many dimensions and samples",
        unit: Unit::MeanSquaredError,
        source: "ours (Marchenko–Pastur), behind Proposition 3.2",
        settings: &[SAMPLES, PENALTY],
        needs: &[Assumption::Isotropic, Assumption::SingleTarget],
        evaluate: Transfer(|problem, settings| {
            let labels = weak_labels("ridge_risk", problem, settings)?;
            Ok(ridge_risk(&problem.squared_biases(), &labels, settings.number(&PENALTY)))
        }),
    },
];

pub(super) fn weak_labels(
    formula: &'static str,
    problem: &TransferProblem,
    settings: &Settings,
) -> Result<WeakLabels, FormulaError> {
    Ok(WeakLabels {
        dim: problem.dim(),
        samples: settings.count(&SAMPLES),
        noise: problem.weak_noise(),
        prompt_variance: prompt_variance(formula, problem)?,
    })
}

fn prompt_variance(formula: &'static str, problem: &TransferProblem) -> Result<f64, FormulaError> {
    problem.prompts().isotropic_variance().ok_or(FormulaError::needs(formula, Assumption::Isotropic))
}
