//! The settings of teacher–student regression: the labels and penalties of the two fits.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};

/// n, the number of noisy labels of the teacher.
pub const TEACHER_LABELS: Setting = Setting {
    name: Borrowed("teacher_labels"),
    symbol: Borrowed("n"),
    axis: Some(Borrowed("teacher's labels")),
    meaning: Borrowed("number of noisy labels that the teacher is fitted to; inf is the limit of many"),
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// λ_t, the ridge penalty of the teacher.
pub const TEACHER_PENALTY: Setting = Setting {
    name: Borrowed("teacher_penalty"),
    symbol: Borrowed("λ_t"),
    axis: Some(Borrowed("teacher's penalty")),
    meaning: Borrowed("ridge penalty of the teacher; 0 is least squares"),
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};

/// N, the number of pseudo-labels of the student.
pub const PSEUDO_LABELS: Setting = Setting {
    name: Borrowed("pseudo_labels"),
    symbol: Borrowed("N"),
    axis: Some(Borrowed("pseudo-labels")),
    meaning: Borrowed(
        "number of pseudo-labels, the teacher's predictions, that the student is fitted to; inf is the limit of many",
    ),
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// λ_s, the ridge penalty of the student.
pub const STUDENT_PENALTY: Setting = Setting {
    name: Borrowed("student_penalty"),
    symbol: Borrowed("λ_s"),
    axis: Some(Borrowed("student's penalty")),
    meaning: Borrowed("ridge penalty of the student; 0 is least squares"),
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};
