//! `checks.json`: everything that a check found, for programs.

use serde::Serialize;

use super::visible_json;
use weak_to_strong_lab::claim::{Ablation, CheckOptions, ClaimOutcome, Falsification, WrittenDocument};

/// The outcome of a check. It depends only on the claims, the seed and the version. It never depends on the time, the number of threads or the
/// machine.
#[derive(Debug, Serialize)]
pub struct CheckDocument<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// The seed of all random streams.
    pub seed: u64,
    /// The probability with which any interval of the whole check may miss its true value.
    pub error_probability: f64,
    /// The claims, in the order in which they were checked.
    pub claims: &'a [ClaimOutcome],
    /// What claims do when one of their assumptions is dropped.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub ablations: &'a [Ablation],
    /// The searches for counterexamples; `None` if none were requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub falsification: Option<&'a [Falsification]>,
}

impl<'a> CheckDocument<'a> {
    /// Makes the document of a check.
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

    /// Makes the document of an earlier check again, about these of its claims.
    pub fn written(claims: &'a [ClaimOutcome], ablations: &'a [Ablation], earlier: &'a WrittenDocument) -> Self {
        let WrittenDocument { version, seed, error_probability, .. } = earlier;
        Self { version, seed: *seed, error_probability: *error_probability, claims, ablations, falsification: None }
    }

    /// Returns the document with these searches for counterexamples.
    pub fn with_falsification(self, falsification: Option<&'a [Falsification]>) -> Self {
        Self { falsification, ..self }
    }

    /// Returns the document as JSON text. Numbers that are read back have the same bits.
    ///
    /// # Errors
    ///
    /// Returns the errors of the JSON writer. None is expected, because a document has only text keys and finite numbers.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(visible_json(&serde_json::to_string_pretty(self)?) + "\n")
    }
}
