//! Why a formula has no value.

use thiserror::Error;
use weak_to_strong::model::HiddenMarkovError;
use weak_to_strong::theory::{EvidenceError, RateError, TiedConcepts, TiedWeakConcept};

use crate::assumption::Assumption;
use crate::catalogue::{OtherFamily, UnknownName};
use crate::name::Name;
use crate::setting::SettingError;

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FormulaError {
    /// No formula has this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The formula is about another family of problems.
    #[error(transparent)]
    OtherFamily(#[from] OtherFamily),
    /// The formula is defined only under an assumption, which is not met.
    #[error(
        "{formula} needs {assumption} ({meaning}), which this problem does not meet; change the problem or the settings"
    )]
    Needs { formula: Name, assumption: Name, meaning: Name },
    /// A setting is missing, or its value is not in its domain.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A rate cannot be computed.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A bound on in-context learning in a mixture of hidden Markov models cannot be computed.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The distinguishability condition cannot be computed.
    #[error(transparent)]
    Distinguishability(#[from] HiddenMarkovError),
    /// A limit is not unique.
    #[error(transparent)]
    Tied(#[from] TiedConcepts),
    /// The limit of a batch is not unique.
    #[error(transparent)]
    TiedWeak(#[from] TiedWeakConcept),
    /// The formula is about another kind of refinement.
    #[error(
        "{formula} is proved for least squares and fresh batches of one concept; set penalty = 0, batches = fresh and batch_concepts = one"
    )]
    OtherRefinement { formula: Name },
    /// The closed form is proved for at least as many labels as dimensions.
    #[error(
        "{formula} with labels = {labels} and dim = {dim}: least squares on fewer labels than dimensions stays in part at the source, \
         and the formula is not proved for it; write labels = {dim} or more"
    )]
    FewerLabelsThanDimensions { formula: Name, labels: f64, dim: usize },
    /// Content and style are defined only for persona concepts.
    #[error(
        "{formula} scores content and style; write concepts = {{ persona = {{ count = …, content = …, style = … }} }} with both above 0"
    )]
    NoPersonas { formula: Name },
    /// The mean of ridge regression has no such form.
    #[error("{formula} is the mean of least squares; set penalty = 0")]
    OnlyLeastSquares { formula: Name },
    /// A user's own formula has no value for the problem or the settings.
    #[error("{formula}: {reason}")]
    NoValue { formula: Name, reason: String },
    /// There is no crossover.
    #[error("refinement_bound stays above segment_bound = {segment} up to a batch of {batch}; raise labels")]
    NoCrossover { segment: f64, batch: usize },
    /// Algorithm 1 is not proved better.
    #[error(
        "the bound on Algorithm 1's error stays above improved_error = {error} up to a batch of {batch}; bring the weak concept nearer to \
         the target"
    )]
    NeverBetter { error: f64, batch: usize },
}

impl FormulaError {
    pub(super) fn needs(formula: impl Into<Name>, assumption: &Assumption) -> Self {
        Self::Needs {
            formula: formula.into(),
            assumption: assumption.name.clone(),
            meaning: assumption.meaning.clone(),
        }
    }
}
