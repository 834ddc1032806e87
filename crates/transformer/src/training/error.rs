//! Why a training ends without a network.

use std::path::PathBuf;

use thiserror::Error;

use super::difference::Difference;
use crate::file::FileError;
use crate::training_spec::TrainingSpecError;

/// Why a training ends without a network.
#[derive(Clone, Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum TrainingError {
    /// The specification is at fault.
    #[error(transparent)]
    Spec(#[from] TrainingSpecError),

    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),

    /// The state is no whole one.
    #[error("the state {} is damaged: {error}; remove it, and the training begins anew", state.display())]
    Damaged { state: PathBuf, error: FileError },

    /// The state belongs to something else.
    #[error("the state is of another training: {}; remove the state, or choose another file", listed(differences))]
    OtherTraining { differences: Vec<Difference> },

    /// Fine-tuning computes in single precision.
    #[error("the network has weights of type F64, and fine-tuning computes with F32; write them as F32")]
    Double,

    /// The parameters are lost.
    #[error("the loss is no number any more after step {step} at rate = {rate}; lower the rate, for example to {lower}", lower = rate / 2.0)]
    Diverged { step: u64, rate: f64 },
}

fn listed(differences: &[Difference]) -> String {
    differences.iter().map(Difference::to_string).collect::<Vec<_>>().join(", ")
}
