//! The list of all settings.

use super::{
    BATCH, BATCH_CONCEPTS, BATCHES, CONSTRUCTION, DESIGN, EXAMPLE_LENGTH, EXAMPLES, EXTRAPOLATION, LABELLED_BY, LABELS,
    LEARNER, MIXING, NORM, ORACLE_SHARE, PENALTY, PREDICTIONS, PREDICTOR, PSEUDO_LABELS, RIVAL, SAMPLER, SAMPLES,
    SOURCE, STAGES, STEP, STEPS, STRATEGY, STUDENT_LOSS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting,
    TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, WEAK_LABELS, WEIGHT,
};

/// The library's settings, in the order in which lists show them.
pub static SETTINGS: [Setting; 35] = [
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
    TEACHER_TIME,
    STUDENT_TIME,
    MIXING,
    STUDENT_PROMPTS,
    NORM,
    WEAK_LABELS,
    STUDENT_LOSS,
];

/// Returns the library's setting of this name, or `None` if there is none.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
