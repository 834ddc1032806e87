//! `checks.json`: everything that a check found, for programs.

use serde::Serialize;

use weak_to_strong_lab::claim::{Ablation, CheckOptions, ClaimOutcome, Falsification};

/// The outcome of a check. It depends on claims, seed and version only, never on time, threads or place.
#[derive(Debug, Serialize)]
pub struct CheckDocument<'a> {
    /// Version of the program.
    pub version: &'static str,
    /// The seed.
    pub seed: u64,
    /// Probability with which any interval of the whole check may miss.
    pub error_probability: f64,
    /// The claims, in the order in which they were checked.
    pub claims: &'a [ClaimOutcome],
    /// What became of claims without one of their assumptions.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub ablations: &'a [Ablation],
    /// Searches for counterexamples, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub falsification: Option<&'a [Falsification]>,
}

impl<'a> CheckDocument<'a> {
    /// The document of a check.
    pub fn new(claims: &'a [ClaimOutcome], ablations: &'a [Ablation], options: &CheckOptions) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            seed: options.seed,
            error_probability: options.error_probability,
            claims,
            ablations,
            falsification: None,
        }
    }

    /// The document with searches for counterexamples.
    pub fn with_falsification(self, falsification: Option<&'a [Falsification]>) -> Self {
        Self { falsification, ..self }
    }

    /// As JSON text; numbers read back to the same bits.
    ///
    /// # Errors
    ///
    /// Those of the JSON writer; a document has only text keys and finite numbers, so none is expected.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
