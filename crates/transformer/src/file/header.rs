//! What the metadata of a file says about its tensors.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::ProblemSpec;

use super::FileError;
use crate::architecture::Architecture;
use crate::tokens::Tokens;
use crate::training_spec::TrainingSpec;

/// The version of names, shapes and meaning of tensors.
pub const LAYOUT: u32 = 1;

/// What a file says about its network, as JSON under the key `w2s` of its metadata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the layout of the file, [`LAYOUT`].
    pub layout: u32,
    /// The version of the program that wrote it.
    pub version: String,
    /// The problem whose prompts the network predicts.
    pub problem: ProblemSpec,
    /// What it reads.
    pub tokens: Tokens,
    /// Its shape.
    pub architecture: Architecture,
    /// How it was trained, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<TrainingRecord>,
}

/// How a network was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingRecord {
    /// Optimiser, schedule and seed.
    pub spec: TrainingSpec,
    /// Steps done.
    pub steps_done: u64,
    /// The loss: the mean over the last steps of the mean squared difference from the targets. Step t counts 1/t in the first hundred steps and then 1/100 of
    /// what came before is forgotten in each.
    pub loss: f64,
    /// The widest vector instructions of the processor.
    pub instructions: String,
}

impl Header {
    /// A header by this version of the program.
    pub fn new(problem: &ProblemSpec, tokens: Tokens, architecture: Architecture) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { layout: LAYOUT, version, problem: problem.clone(), tokens, architecture, training: None }
    }

    pub(crate) fn text(&self) -> Result<String, FileError> {
        serde_json::to_string(self).map_err(|error| FileError::Header { reason: error.to_string() })
    }

    /// Reads and checks a header.
    pub(crate) fn read(text: &str) -> Result<Self, FileError> {
        let header: Self =
            serde_json::from_str(text).map_err(|error| FileError::Header { reason: error.to_string() })?;
        if header.layout != LAYOUT {
            return Err(FileError::Layout { found: header.layout, expected: LAYOUT, version: header.version });
        }
        for (key, found, expected) in [
            ("tokens.dim", header.tokens.dim, header.problem.dim),
            (
                "architecture.features",
                header.architecture.spec().features,
                header.tokens.checked_features().unwrap_or(0),
            ),
        ] {
            if found != expected {
                return Err(FileError::Contradiction { key, found, expected });
            }
        }
        Ok(header)
    }
}

/// The widest vector instructions that the processor has.
pub(crate) fn instructions() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            return "avx512";
        }
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
            return "avx2";
        }
    }
    std::env::consts::ARCH
}
