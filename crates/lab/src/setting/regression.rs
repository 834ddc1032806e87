//! The settings of teacher–student regression: labels and penalties of the two fits.

use super::{DefaultValue, Domain, Setting};

/// n, the number of noisy labels of the teacher.
pub const TEACHER_LABELS: Setting = Setting {
    name: "teacher_labels",
    symbol: "n",
    meaning: "number of noisy labels that the teacher is fitted to; inf is the limit of many",
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// λ_t, the ridge penalty of the teacher.
pub const TEACHER_PENALTY: Setting = Setting {
    name: "teacher_penalty",
    symbol: "λ_t",
    meaning: "ridge penalty of the teacher; 0 is least squares",
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};

/// N, the number of pseudo-labels of the student.
pub const PSEUDO_LABELS: Setting = Setting {
    name: "pseudo_labels",
    symbol: "N",
    meaning: "number of pseudo-labels, the teacher's predictions, that the student is fitted to; inf is the limit of many",
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// λ_s, the ridge penalty of the student.
pub const STUDENT_PENALTY: Setting = Setting {
    name: "student_penalty",
    symbol: "λ_s",
    meaning: "ridge penalty of the student; 0 is least squares",
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};
