//! Formulas about naive fine-tuning (Proposition 3.2).

use std::sync::LazyLock;

use super::{Evaluate, Formula, FormulaError};
use crate::assumption::{ISOTROPIC, SINGLE_TARGET, all_of};
use crate::setting::{PENALTY, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{WeakLabels, finite_sample_bound, harmonic_bound, ridge_risk, segment_bound};

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "prompt_variance".into(),
            version: 1,
            symbol: "v".into(),
            meaning: "variance of a coordinate of the prompt: excess risk is v times the mean squared error".into(),
            unit: Unit::Number,
            source: "section 2 (paper: 1/3 or 1)".into(),
            settings: Vec::new(),
            needs: all_of([&ISOTROPIC]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| prompt_variance("prompt_variance", problem)),
        },
        Formula {
            name: "eps_p2".into(),
            version: 1,
            symbol: "ε_P²".into(),
            meaning: "squared bias |β_P − β_Q|² of the source".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.2 (paper)".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(problem.squared_biases().source)),
        },
        Formula {
            name: "eps_w2".into(),
            version: 1,
            symbol: "ε_Q′²".into(),
            meaning: "squared bias |β_Q′ − β_Q|² of the weak supervisor".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.2 (paper)".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(problem.squared_biases().weak)),
        },
        Formula {
            name: "cross_bias".into(),
            version: 1,
            symbol: "c".into(),
            meaning: "inner product (β_Q′ − β_Q)ᵀ(β_P − β_Q) of the two bias vectors".into(),
            unit: Unit::MeanSquaredError,
            source: "ours".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(problem.squared_biases().cross)),
        },
        Formula {
            name: "segment_bound".into(),
            version: 1,
            symbol: "B_seg".into(),
            meaning: "squared distance of the target from the segment between source and weak supervisor".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.2 (segment form: ours)".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(segment_bound(&problem.squared_biases()))),
        },
        Formula {
            name: "harmonic_bound".into(),
            version: 1,
            symbol: "ε_P²ε_Q′²/(ε_P² + ε_Q′²)".into(),
            meaning: "harmonic form of the segment bound; a bound when c ≥ 0".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.2 (constants: ours)".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(harmonic_bound(&problem.squared_biases()))),
        },
        Formula {
            name: "finite_sample_bound".into(),
            version: 1,
            symbol: "B_n".into(),
            meaning: "least MSE of any spectral shrinkage estimator of n weak labels".into(),
            unit: Unit::MeanSquaredError,
            source: "Proposition 3.2, noisy case (form for every c and n: ours)".into(),
            settings: vec![SAMPLES],
            needs: all_of([&ISOTROPIC]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                let labels = weak_labels("finite_sample_bound", problem, settings)?;
                Ok(finite_sample_bound(&problem.squared_biases(), &labels))
            }),
        },
        Formula {
            name: "ridge_risk".into(),
            version: 1,
            symbol: "asymptotic risk curve".into(),
            meaning: "MSE of naive fine-tuning in the limit of many dimensions and samples".into(),
            unit: Unit::MeanSquaredError,
            source: "ours (Marchenko–Pastur), behind Proposition 3.2".into(),
            settings: vec![SAMPLES, PENALTY],
            needs: all_of([&ISOTROPIC, &SINGLE_TARGET]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                let labels = weak_labels("ridge_risk", problem, settings)?;
                Ok(ridge_risk(&problem.squared_biases(), &labels, settings.number(&PENALTY)))
            }),
        },
    ]
});

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
    problem.prompts().isotropic_variance().ok_or(FormulaError::needs(formula, &ISOTROPIC))
}
