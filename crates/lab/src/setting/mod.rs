//! The settings of experiments: sample sizes, penalties, batch sizes and their like.

mod learner;
mod regression;
mod settings;

pub use learner::{LEARNER, PREDICTIONS, STAGES, WEIGHT};
pub use regression::{PSEUDO_LABELS, STUDENT_PENALTY, TEACHER_LABELS, TEACHER_PENALTY};
pub use settings::{
    BATCH, BATCH_CONCEPTS, BATCHES, DESIGN, DefaultValue, Domain, EXAMPLE_LENGTH, EXAMPLES, EXTRAPOLATION, LABELS,
    MOST_EXAMPLES, ORACLE_SHARE, PENALTY, PREDICTOR, RIVAL, SAMPLER, SAMPLES, STEP, STEPS, STRATEGY, Setting,
    SettingError, SettingValue, Settings,
};
