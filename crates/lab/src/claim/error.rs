//! What can be wrong with a claim.

use thiserror::Error;

use super::{ExpressionError, Replay};
use crate::catalogue::UnknownName;
use crate::formula::FormulaError;
use crate::name::Name;
use crate::quantity::QuantityError;
use crate::setting::SettingError;
use crate::study::{CellError, Limit, ObservationFault, StoreError, SweepError, TextError};
use weak_to_strong::evidence::LeastSquaresError;

/// A claim that cannot be checked; the message names the file, what is wrong and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ClaimError {
    /// The file cannot be read.
    #[error("{file}: {message}")]
    Unreadable { file: String, message: String },
    /// The file is too long.
    #[error("{file}: {error}", error = TextError::TooLong { most: *most })]
    TooLong { file: String, most: u64 },
    /// The text is not a claim file.
    #[error("{file}: {message}")]
    Syntax { file: String, message: String },
    /// The id cannot name files.
    #[error("{file}: id = \"{id}\": use letters, digits, '.', '-' and '_', not starting with '.'")]
    BadId { file: String, id: String },
    /// Two claims have one id.
    #[error("{file}: id = \"{id}\" is also the id of another claim; rename one")]
    RepeatedId { file: String, id: String },
    /// No embedded claim and no file has this name.
    #[error("{name}: there is no such claim, file or folder; the claims are: {known}")]
    NotFound { name: String, known: String },
    /// A stop was requested.
    #[error("interrupted")]
    Interrupted,
    /// The results cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something in the file is wrong.
    #[error("{file}: {fault}")]
    Invalid { file: String, fault: Box<ClaimFault> },
}

impl ClaimError {
    /// The claim file with this name cannot be read as text.
    pub(super) fn without_text(file: String, error: &TextError) -> Self {
        match error {
            TextError::TooLong { most } => Self::TooLong { file, most: *most },
            TextError::Unreadable(error) => Self::Unreadable { file, message: error.to_string() },
        }
    }

    /// The replicate that cannot be used. Returns `None` for any other error, or if the quantity is not one of the library's.
    pub fn replay(&self) -> Option<&Replay> {
        let Self::Invalid { fault, .. } = self else { return None };
        let ClaimFault::BadReplicate { replay, .. } = &**fault else { return None };
        replay.as_deref()
    }

    /// The limit that the claim exceeds; `None` for any other error.
    pub fn limit(&self) -> Option<Limit> {
        if let Self::Invalid { fault, .. } = self {
            return fault.limit();
        }
        matches!(self, Self::TooLong { .. }).then_some(Limit::Bytes)
    }
}

impl ClaimFault {
    fn limit(&self) -> Option<Limit> {
        if let Self::Sweep(error) = self {
            return error.limit();
        }
        if let Self::Cell(error) = self {
            return error.limit();
        }
        matches!(self, Self::TooManyNumbers { .. }).then_some(Limit::Numbers)
    }
}

/// What is wrong inside a claim file.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ClaimFault {
    #[error("{key}: {unknown}")]
    UnknownAssumption { key: &'static str, unknown: UnknownName },
    #[error(
        "{key}: {name} ({meaning}) is not about {family}; take it out, or name one of the assumptions that are: {known}"
    )]
    AssumptionNotAbout { key: &'static str, name: Name, meaning: Name, family: &'static str, known: String },
    #[error("claim.quantity: {0}")]
    Quantity(QuantityError),
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[error(transparent)]
    Sweep(#[from] SweepError),
    #[error(transparent)]
    Cell(#[from] CellError),
    #[error(
        "the problems of the sweep hold more than {most} numbers together, {:.1} GB; shorten a list, take fewer dimensions or concepts, or raise \
         the limit Limits::numbers",
        8e-9 * *most as f64
    )]
    TooManyNumbers { most: u64 },
    #[error("{key} = \"{text}\": {error}")]
    Expression { key: String, text: String, error: Box<ExpressionError> },
    #[error("{key} = \"{text}\" has no value at {setting}: {error}")]
    Formula { key: String, text: String, setting: String, error: Box<FormulaError> },
    #[error("{key} = \"{text}\" is {value} at {setting}; it must be a finite number")]
    NotFinite { key: String, text: String, setting: String, value: f64 },
    #[error("{key} = \"{text}\" is {value} at {setting}; it must be positive")]
    NotPositive { key: String, text: String, setting: String, value: f64 },
    #[error("{key} = \"{name}\" is not a variable of the sweep; its variables are: {known}")]
    NotSwept { key: String, name: String, known: String },
    #[error(
        "figure: {name} is the variable of claim.infimum_over, which leaves none of its values to draw; name another"
    )]
    TakenOut { name: String },
    #[error("figure.{key}: {remedy}")]
    BadFigure { key: &'static str, remedy: String },
    #[error("domain.{name} = {value}: {remedy}")]
    BadDomain { name: String, value: String, remedy: String },
    #[error(
        "there is no [domain] to search; add one with the ranges of settings and keys of the problem, such as [domain] dim = [2, 32]"
    )]
    NoDomain,
    #[error("claim.from and claim.only leave no cell to be judged; lower the threshold, or widen the sweep")]
    NothingJudged,
    #[error(
        "claim.expression is missing; write what {relation} compares with, such as expression = \"1.02 * segment_bound\""
    )]
    ExpressionMissing { relation: String },
    #[error("claim.expression = \"{text}\": {relation} compares with {law} and takes no expression; remove it")]
    ExpressionUnused { relation: String, law: &'static str, text: String },
    #[error("claim.relation = \"{relation}\": {quantity} is no {unit}; the quantities that are: {fitting}")]
    OtherUnit { relation: String, quantity: Name, unit: &'static str, fitting: String },
    #[error("claim.relation = \"{name}\": there is no such relation; the relations are: {known}")]
    UnknownRelation { name: String, known: String },
    #[error(
        "claim.relation = \"{relation}\" has the range from {lower} to {upper} where {expected} is expected, at {setting}; its lower end must not \
         exceed its upper one"
    )]
    EmptyRange { relation: String, lower: f64, upper: f64, expected: f64, setting: String },
    #[error("claim.along is missing; name the sweep variable along which {relation} fits")]
    AlongMissing { relation: String },
    #[error("{key} = {value}: must be {expected}")]
    BadNumber { key: &'static str, value: f64, expected: &'static str },
    #[error("a fit along {along} at {setting}: {error}")]
    Fit { along: String, setting: String, error: LeastSquaresError },
    #[error(
        "{quantity} {fault} in replicate {replicate} at {setting}; see it with study::replay(&job, {seed}, {replicate}), for the \
         job of this cell"
    )]
    BadReplicate {
        quantity: Name,
        replicate: u64,
        fault: ObservationFault,
        setting: String,
        seed: u64,
        replay: Option<Box<Replay>>,
    },
}
