//! The settings of experiments, such as sample sizes, penalties and batch sizes.
//!
//! To add a setting, write it in the file of its family and add it to the list [`SETTINGS`].

mod definition;
mod domain;
mod hidden_markov;
mod in_context;
mod in_keys;
mod learner;
mod linear;
mod list;
mod logistic;
mod regression;
mod settings;
mod transfer;
mod value;

pub use definition::{DefaultValue, Setting};
pub use domain::Domain;
pub use hidden_markov::{EXAMPLE_LENGTH, EXAMPLES, MOST_EXAMPLES};
pub use in_context::{CONSTRUCTION, LABELLED_BY, SOURCE};
pub use learner::{LEARNER, PREDICTIONS, STAGES, WEIGHT};
pub use linear::{LABEL_FORM, MIXING, NORM, PREDICTION_FORM, STUDENT_PROMPTS, STUDENT_TIME, TEACHER_TIME, WEAK_LABELS};
pub use list::{SETTINGS, setting};
pub use logistic::STUDENT_LOSS;
pub use regression::{PSEUDO_LABELS, STUDENT_PENALTY, TEACHER_LABELS, TEACHER_PENALTY};
pub use settings::{SettingError, Settings};
pub use transfer::{
    BATCH, BATCH_CONCEPTS, BATCHES, DESIGN, EXTRAPOLATION, LABELS, ORACLE_SHARE, PENALTY, PREDICTOR, RIVAL, SAMPLER,
    SAMPLES, STEP, STEPS, STRATEGY,
};
pub(crate) use value::LARGEST_WHOLE;
pub use value::SettingValue;
