//! What a training file says.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::ProblemSpec;

use crate::training_spec::TrainingSpec;

/// A training as a file describes it: the problem whose source is learned, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingFile {
    /// The problem, as in a claim file.
    pub problem: ProblemSpec,
    /// Shape and steps; what is left out is as in [`TrainingSpec::default`].
    #[serde(default)]
    pub training: TrainingSpec,
}
