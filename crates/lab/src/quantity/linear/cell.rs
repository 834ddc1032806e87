//! The settings of one cell.

use crate::setting::{
    MIXING, NORM, STUDENT_PENALTY, STUDENT_TIME, Setting, Settings, TEACHER_PENALTY, TEACHER_TIME, WEAK_LABELS,
};
use weak_to_strong::learn::SpectralFilter;

/// How the risk is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Norm {
    /// In the norm of the covariance.
    Covariance,
    /// As a squared length.
    Identity,
}

/// What designed labels are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Design {
    /// The truth.
    Truth,
    /// The linear predictor that is best for a ridgeless student.
    Optimal,
    /// The truth without some coordinates.
    Mask,
}

/// The settings that the draws do not depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) teacher: SpectralFilter,
    pub(super) student: SpectralFilter,
    /// ξ.
    pub(super) mixing: f64,
    pub(super) norm: Norm,
    pub(super) design: Design,
}

impl Cell {
    /// Reads the settings. Those that a quantity does not have are at their defaults, and have no effect.
    pub(super) fn new(settings: &Settings) -> Self {
        let filter = |penalty: &Setting, time: &Setting| {
            let number = |setting, default| settings.number_if_given(setting).unwrap_or(default);
            SpectralFilter::new(number(penalty, 0.0), number(time, f64::INFINITY))
        };
        let design = if settings.is(&WEAK_LABELS, "truth") {
            Design::Truth
        } else if settings.is(&WEAK_LABELS, "mask") {
            Design::Mask
        } else {
            Design::Optimal
        };
        Self {
            teacher: filter(&TEACHER_PENALTY, &TEACHER_TIME),
            student: filter(&STUDENT_PENALTY, &STUDENT_TIME),
            mixing: settings.number_if_given(&MIXING).unwrap_or(1.0),
            norm: if settings.is(&NORM, "identity") { Norm::Identity } else { Norm::Covariance },
            design,
        }
    }
}
