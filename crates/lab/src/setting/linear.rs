//! The settings of linear teachers and students: how long they are trained, on which labels, and how their risk is measured.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};
use crate::name::Name;

/// T_t, the time at which the teacher's gradient flow stops.
pub const TEACHER_TIME: Setting = Setting {
    name: Borrowed("teacher_time"),
    symbol: Borrowed("T_t"),
    axis: Some(Borrowed("teacher's training time")),
    meaning: Borrowed("time at which the teacher's gradient flow stops; inf runs to the end"),
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(f64::INFINITY)),
};

/// T_s, the time at which the student's gradient flow stops.
pub const STUDENT_TIME: Setting = Setting {
    name: Borrowed("student_time"),
    symbol: Borrowed("T_s"),
    axis: Some(Borrowed("student's training time")),
    meaning: Borrowed("time at which the student's gradient flow stops; inf runs to the end"),
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(f64::INFINITY)),
};

/// ξ, the weight of the teacher's predictions in the student's labels.
pub const MIXING: Setting = Setting {
    name: Borrowed("mixing"),
    symbol: Borrowed("ξ"),
    axis: Some(Borrowed("weight of the teacher's predictions")),
    meaning: Borrowed(
        "ξ in the student's labels (1 − ξ)y + ξŷ, of true labels y and the teacher's predictions ŷ; any real number",
    ),
    domain: Domain::Finite,
    default: Some(DefaultValue::Number(1.0)),
};

/// Whether true labels are real numbers or their signs.
pub const LABEL_FORM: Setting = Setting {
    name: Borrowed("label_form"),
    symbol: Borrowed("label_form"),
    axis: None,
    meaning: Borrowed("signs: true labels are the signs of βᵀx plus noise; real: they are these numbers themselves"),
    domain: SIGNS_OR_NUMBERS,
    default: Some(DefaultValue::Word(Borrowed("signs"))),
};

/// Whether a student is given its teacher's predictions or their signs.
pub const PREDICTION_FORM: Setting = Setting {
    name: Borrowed("prediction_form"),
    symbol: Borrowed("prediction_form"),
    axis: None,
    meaning: Borrowed(
        "signs: the student is given the signs of its teacher's predictions; real: the predictions themselves",
    ),
    domain: SIGNS_OR_NUMBERS,
    default: Some(DefaultValue::Word(Borrowed("signs"))),
};

const SIGNS_OR_NUMBERS: Domain = Domain::Words(Borrowed(&[Name::Borrowed("signs"), Name::Borrowed("real")]));

/// Whether the student learns on new prompts or on the teacher's.
pub const STUDENT_PROMPTS: Setting = Setting {
    name: Borrowed("student_prompts"),
    symbol: Borrowed("student_prompts"),
    axis: None,
    meaning: Borrowed(
        "fresh: the student's prompts are new; same: they are the teacher's, with the labels that the teacher was fitted to (pseudo_labels = \
         teacher_labels)",
    ),
    domain: Domain::Words(Borrowed(&[Name::Borrowed("fresh"), Name::Borrowed("same")])),
    default: Some(DefaultValue::Word(Borrowed("fresh"))),
};

/// The norm in which a risk is measured.
pub const NORM: Setting = Setting {
    name: Borrowed("norm"),
    symbol: Borrowed("norm"),
    axis: None,
    meaning: Borrowed(
        "for the error h of the coefficients, covariance: the excess risk E(hᵀx)²; identity: |h|². Both count what the learner does not see",
    ),
    domain: Domain::Words(Borrowed(&[Name::Borrowed("covariance"), Name::Borrowed("identity")])),
    default: Some(DefaultValue::Word(Borrowed("covariance"))),
};

/// Which designed labels a student is fitted to.
pub const WEAK_LABELS: Setting = Setting {
    name: Borrowed("weak_labels"),
    symbol: Borrowed("weak_labels"),
    axis: None,
    meaning: Borrowed(
        "truth: labels of the truth; optimal: of the linear predictor that is best for a ridgeless student; mask: of the truth without the \
         coordinates that such a student is better off without. All with the noise of true labels",
    ),
    domain: Domain::Words(Borrowed(&[Name::Borrowed("truth"), Name::Borrowed("optimal"), Name::Borrowed("mask")])),
    default: Some(DefaultValue::Word(Borrowed("optimal"))),
};
