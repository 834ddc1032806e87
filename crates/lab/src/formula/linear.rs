//! Formulas about linear teachers and students with any spectrum: deterministic equivalents, labels that are best for a student, and exact means.

use std::sync::LazyLock;

use super::linear_world::{Coordinates, designed, fit_of_student, mixed_labels, predictions};
use super::{Evaluate, Formula, FormulaError};
use crate::setting::{
    MIXING, NORM, PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting, Settings, TEACHER_LABELS,
    TEACHER_PENALTY, TEACHER_TIME,
};
use crate::unit::Unit;
use weak_to_strong::model::{Features, LinearProblem};
use weak_to_strong::theory::{LinearFit, best_mask, optimal_label_gains, ridgeless_risk};

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "teacher_equivalent".into(),
            symbol: "Σζ²θ² + Ω(σ² + Σζ²θ²)/(1 − Ω)".into(),
            meaning: "deterministic equivalent of the risk of the linear teacher".into(),
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, NORM],
            ..risk(|problem, settings| {
                let teacher = predictions("teacher_equivalent", problem, settings)?;
                Ok(Coordinates::of(problem).risk(&teacher, settings))
            })
        },
        Formula {
            name: "student_equivalent".into(),
            symbol: "Σ(a²E b² − 2a E bθ + θ²) + Ω(σ′² + Σζ²E b²)/(1 − Ω)".into(),
            meaning: "deterministic equivalent of the risk of the linear student on fresh prompts".into(),
            settings: student_settings(),
            ..risk(|problem, settings| {
                let (labels, noise) = mixed_labels("student_equivalent", problem, settings)?;
                let student = fit_of_student("student_equivalent", problem, settings)?;
                Ok(Coordinates::of(problem).risk(&labels.fitted_by(&student, noise), settings))
            })
        },
        Formula {
            name: "misfit_equivalent".into(),
            symbol: "Σζ²E t² + Ω Σζ²E t²/(1 − Ω)".into(),
            meaning: "deterministic equivalent of the misfit between the linear student and its teacher, on fresh prompts and for mixing = 1"
                .into(),
            settings: student_settings(),
            ..risk(|problem, settings| {
                let formula = "misfit_equivalent";
                if !settings.is(&MIXING, 1.0) || !settings.is(&NORM, "covariance") {
                    let reason = "it is for labels of the teacher alone; write mixing = 1 and norm = \"covariance\"";
                    return Err(FormulaError::NoValue { formula: formula.into(), reason: reason.to_owned() });
                }
                let (labels, noise) = mixed_labels(formula, problem, settings)?;
                Ok(labels.misfit(&fit_of_student(formula, problem, settings)?, noise))
            })
        },
        Formula {
            name: "true_label_equivalent".into(),
            symbol: "R(β)".into(),
            meaning: "deterministic equivalent of the risk of the linear student on noisy true labels".into(),
            settings: designed_settings(),
            ..risk(|problem, settings| {
                designed("true_label_equivalent", problem, settings, |fit: &LinearFit| vec![1.0; fit.shares().len()])
            })
        },
        Formula {
            name: "optimal_label_risk".into(),
            symbol: "R(b*)".into(),
            meaning: "the same on noisy labels of the linear predictor that is best for a ridgeless student".into(),
            settings: designed_settings(),
            ..risk(|problem, settings| designed("optimal_label_risk", problem, settings, optimal_label_gains))
        },
        Formula {
            name: "best_mask_risk".into(),
            symbol: "R(mask·β)".into(),
            meaning: "the same on noisy labels of the truth without the coordinates that a ridgeless student is better off without"
                .into(),
            settings: designed_settings(),
            ..risk(|problem, settings| designed("best_mask_risk", problem, settings, best_mask))
        },
        Formula {
            name: "amplified_coordinates".into(),
            symbol: "#{i : g_i > 1}".into(),
            meaning: "number of coordinates that the best labels for a ridgeless student amplify".into(),
            unit: Unit::Number,
            settings: vec![PSEUDO_LABELS],
            ..risk(|problem, settings| {
                let student = Coordinates::of(problem).ridgeless_student("amplified_coordinates", settings)?;
                let gains = optimal_label_gains(&student);
                Ok(gains.iter().filter(|gain| **gain > 1.0 + ROUNDING).count() as f64)
            })
        },
        Formula {
            name: "kept_coordinates".into(),
            symbol: "#{i : ζ_i² < 1 − Ω}".into(),
            meaning: "number of coordinates that the best mask of true labels for a ridgeless student keeps".into(),
            unit: Unit::Number,
            settings: vec![PSEUDO_LABELS],
            ..risk(|problem, settings| {
                let student = Coordinates::of(problem).ridgeless_student("kept_coordinates", settings)?;
                Ok(best_mask(&student).iter().sum())
            })
        },
        Formula {
            name: "student_effective_penalty".into(),
            symbol: "κ".into(),
            meaning: "the ridge penalty on the population that the student's own penalty and few labels amount to".into(),
            unit: Unit::Number,
            source: "ours (textbook: Silverstein's equation)".into(),
            settings: vec![PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_TIME],
            ..risk(|problem, settings| {
                Ok(fit_of_student("student_effective_penalty", problem, settings)?.effective_penalty())
            })
        },
        Formula {
            name: "teacher_ridgeless_risk".into(),
            symbol: "(1 − n/d)₊|β|² + σ²min(n, d)/(|n − d| − 1)".into(),
            meaning: "exact risk of the ridgeless linear teacher that sees everything, for n ≥ d or equal eigenvalues".into(),
            source: "textbook (inverse Wishart matrix)".into(),
            settings: vec![TEACHER_LABELS],
            ..risk(teacher_ridgeless_risk)
        },
    ]
});

/// On a flat spectrum all gains are 1 up to rounding.
const ROUNDING: f64 = 1e-12;

/// A formula of the family, with what most of them share.
fn risk(evaluate: fn(&LinearProblem, &Settings) -> Result<f64, FormulaError>) -> Formula {
    Formula {
        name: "".into(),
        version: 1,
        symbol: "".into(),
        meaning: "".into(),
        unit: Unit::ExcessRisk,
        source: "after Ildiz et al. 2024, arXiv 2410.18837 (this form: ours)".into(),
        settings: Vec::new(),
        needs: Vec::new(),
        evaluate: Evaluate::new::<LinearProblem>(evaluate),
    }
}

fn student_settings() -> Vec<Setting> {
    vec![
        TEACHER_LABELS,
        PSEUDO_LABELS,
        STUDENT_PROMPTS,
        TEACHER_PENALTY,
        TEACHER_TIME,
        STUDENT_PENALTY,
        STUDENT_TIME,
        MIXING,
        NORM,
    ]
}

fn designed_settings() -> Vec<Setting> {
    vec![PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_TIME, NORM]
}

fn teacher_ridgeless_risk(problem: &LinearProblem, settings: &Settings) -> Result<f64, FormulaError> {
    let (dim, labels) = (problem.dim(), settings.number(&TEACHER_LABELS));
    let no_value = |reason: &str| {
        Err(FormulaError::NoValue { formula: "teacher_ridgeless_risk".into(), reason: reason.to_owned() })
    };
    if *problem.teacher() != Features::First(dim)
        || problem.eigenvalues().contains(&0.0)
        || !problem.prompts().is_gaussian()
    {
        return no_value("it is for a teacher that sees every coordinate of normal prompts, and positive eigenvalues");
    }
    if labels < dim as f64 && !problem.is_isotropic() {
        return no_value(
            "with fewer labels than dimensions it is for equal eigenvalues; teacher_equivalent is for all",
        );
    }
    Ok(ridgeless_risk(&Coordinates::of(problem).truth(), dim, labels, problem.noise()))
}
