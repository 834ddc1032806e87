//! The list of all settings.

use super::{
    BATCH, BATCH_CONCEPTS, BATCHES, CONSTRUCTION, DESIGN, EXAMPLE_LENGTH, EXAMPLES, EXTRAPOLATION, LABELLED_BY, LABELS,
    LEARNER, ORACLE_SHARE, PENALTY, PREDICTIONS, PREDICTOR, PSEUDO_LABELS, RIVAL, SAMPLER, SAMPLES, SOURCE, STAGES,
    STEP, STEPS, STRATEGY, STUDENT_PENALTY, Setting, TEACHER_LABELS, TEACHER_PENALTY, WEIGHT,
};

/// The library's settings, in the order in which lists show them.
pub static SETTINGS: [Setting; 28] = [
    SAMPLES,
    PENALTY,
    EXTRAPOLATION,
    ORACLE_SHARE,
    SAMPLER,
    STEP,
    STEPS,
    DESIGN,
    BATCH,
    BATCH_CONCEPTS,
    LABELS,
    BATCHES,
    STRATEGY,
    PREDICTOR,
    RIVAL,
    LABELLED_BY,
    SOURCE,
    CONSTRUCTION,
    EXAMPLES,
    EXAMPLE_LENGTH,
    LEARNER,
    WEIGHT,
    PREDICTIONS,
    STAGES,
    TEACHER_LABELS,
    TEACHER_PENALTY,
    PSEUDO_LABELS,
    STUDENT_PENALTY,
];

/// Returns the library's setting of this name, or `None` if there is none.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
