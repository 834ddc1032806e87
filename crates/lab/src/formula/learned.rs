//! Formulas about what the learners of the experiments learn.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::{Evaluate, Formula, FormulaError};
use crate::assumption::{
    Assumption, GAUSSIAN_PROMPTS, ISOTROPIC, SINGLE_TARGET, TARGET_SUPPORTED, WEAK_NEAREST_TARGET, all_of,
};
use crate::setting::{LABELS, LEARNER, PENALTY, PREDICTIONS, SAMPLES, STAGES, Setting, Settings, WEIGHT};
use crate::unit::Unit;
use weak_to_strong::model::{Persona, TransferProblem};
use weak_to_strong::theory::mean_least_squares;

/// The settings that the mean estimator of a learner depends on.
const LEARNING: &[Setting] = &[LEARNER, SAMPLES, LABELS, PENALTY, WEIGHT, PREDICTIONS, STAGES];

/// The assumptions behind the mean of least squares.
static MEAN: LazyLock<Vec<Assumption>> = LazyLock::new(|| all_of([&GAUSSIAN_PROMPTS, &ISOTROPIC]));

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "source_content".into(),
            version: 1,
            symbol: "content of the source".into(),
            meaning: "content score of the unaltered source".into(),
            unit: Unit::Score,
            source: "ours, after Example 2.2".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                content("source_content", problem, &problem.source_mean())
            }),
        },
        Formula {
            name: "weak_content".into(),
            version: 1,
            symbol: "content of the weak supervisor".into(),
            meaning: "content score of the weak supervisor".into(),
            unit: Unit::Score,
            source: "ours, after Example 3.3".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                content("weak_content", problem, &problem.weak_mean())
            }),
        },
        Formula {
            name: "source_style".into(),
            version: 1,
            symbol: "style of the source".into(),
            meaning: "score of the unaltered source in the target's style".into(),
            unit: Unit::Score,
            source: "ours, after Example 2.2".into(),
            settings: Vec::new(),
            needs: all_of([&SINGLE_TARGET]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                style("source_style", problem, &problem.source_mean())
            }),
        },
        Formula {
            name: "weak_style".into(),
            version: 1,
            symbol: "style of the weak supervisor".into(),
            meaning: "score of the weak supervisor in the target's style".into(),
            unit: Unit::Score,
            source: "ours, after Example 3.3".into(),
            settings: Vec::new(),
            needs: all_of([&SINGLE_TARGET]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| style("weak_style", problem, &problem.weak_mean())),
        },
        Formula {
            name: "learned_content".into(),
            version: 2,
            symbol: "E content".into(),
            meaning: "mean content score of a learner that fits by least squares".into(),
            unit: Unit::Score,
            source: "ours, after Examples 3.3 and 4.1".into(),
            settings: LEARNING.to_vec(),
            needs: MEAN.to_vec(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                // All concepts have the same content, so it does not matter with which concept refinement aligns.
                let mean = mean_estimate("learned_content", problem, &problem.source_mean(), settings)?;
                content("learned_content", problem, &mean)
            }),
        },
        Formula {
            name: "learned_style".into(),
            version: 2,
            symbol: "E style".into(),
            meaning: "mean style score of a learner that fits by least squares; for refinement, in the limit of \
                large batches"
                .into(),
            unit: Unit::Score,
            source: "ours, after Examples 3.3 and 4.1".into(),
            settings: LEARNING.to_vec(),
            needs: all_of([&GAUSSIAN_PROMPTS, &ISOTROPIC, &SINGLE_TARGET, &TARGET_SUPPORTED, &WEAK_NEAREST_TARGET]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                let mean = mean_estimate("learned_style", problem, &problem.target_mean(), settings)?;
                style("learned_style", problem, &mean)
            }),
        },
        Formula {
            name: "source_accuracy".into(),
            version: 1,
            symbol: "accuracy of the source".into(),
            meaning: "probability that the unaltered source predicts the sign of the target's label".into(),
            unit: Unit::Probability,
            source: "ours, after Figure 3".into(),
            settings: Vec::new(),
            needs: all_of([&GAUSSIAN_PROMPTS]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                accuracy("source_accuracy", problem, &problem.source_mean())
            }),
        },
        Formula {
            name: "weak_accuracy".into(),
            version: 1,
            symbol: "accuracy of the weak supervisor".into(),
            meaning: "probability that the weak supervisor predicts the sign of the target's label".into(),
            unit: Unit::Probability,
            source: "ours, after Figure 3".into(),
            settings: Vec::new(),
            needs: all_of([&GAUSSIAN_PROMPTS]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                accuracy("weak_accuracy", problem, &problem.weak_mean())
            }),
        },
    ]
});

/// Returns E β̂ of the learner that the settings name. `refined` is the mean vector of refined labels.
fn mean_estimate(
    formula: &'static str,
    problem: &TransferProblem,
    refined: &DVector<f64>,
    settings: &Settings,
) -> Result<DVector<f64>, FormulaError> {
    if settings.number(&PENALTY) != 0.0 {
        return Err(FormulaError::OnlyLeastSquares { formula: formula.into() });
    }
    let (source, weak, samples) = (problem.source_mean(), problem.weak_mean(), settings.number(&SAMPLES));
    Ok(match settings.word(&LEARNER) {
        "source" => source,
        "weak" => weak,
        "refined" => mean_least_squares(&source, refined, settings.number(&LABELS), 1),
        "auxiliary" => {
            let weight = settings.number(&WEIGHT);
            let labels = weak * (1.0 - weight) + predicted(problem, settings) * weight;
            mean_least_squares(&source, &labels, samples, 1)
        }
        "bootstrapped" => mean_least_squares(&source, &weak, samples, settings.count(&STAGES)),
        _ => mean_least_squares(&source, &weak, samples, 1),
    })
}

/// Returns the mean vector of the source's predictions.
fn predicted(problem: &TransferProblem, settings: &Settings) -> DVector<f64> {
    match settings.word(&PREDICTIONS) {
        "hardened" => problem.most_probable_source_concept(),
        _ => problem.source_mean(),
    }
}

fn content(formula: &'static str, problem: &TransferProblem, mean: &DVector<f64>) -> Result<f64, FormulaError> {
    Ok(persona(formula, problem)?.content_score(mean))
}

fn style(formula: &'static str, problem: &TransferProblem, mean: &DVector<f64>) -> Result<f64, FormulaError> {
    let target = problem.target_concept().ok_or(FormulaError::needs(formula, &SINGLE_TARGET))?;
    Ok(persona(formula, problem)?.style_score(mean, target))
}

fn persona(formula: &'static str, problem: &TransferProblem) -> Result<Persona, FormulaError> {
    problem.persona().ok_or(FormulaError::NoPersonas { formula: formula.into() })
}

fn accuracy(formula: &'static str, problem: &TransferProblem, mean: &DVector<f64>) -> Result<f64, FormulaError> {
    problem.accuracy(mean).ok_or(FormulaError::needs(formula, &GAUSSIAN_PROMPTS))
}
