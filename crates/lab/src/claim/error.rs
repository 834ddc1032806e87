//! What can be wrong with a claim.

use std::sync::Arc;

use thiserror::Error;

use super::Replay;
use crate::catalogue::UnknownName;
use crate::family::ProblemFault;
use crate::law::LawError;
use crate::name::Name;
use crate::quantity::QuantityError;
use crate::sentence::SentenceError;
use crate::statement::{NoValue, PlanFault};
use crate::study::{CellError, Limit, ObservationFault, StoreError, SweepError, TextError, file_fault};

/// A claim that cannot be checked; the message names the file, what is wrong and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ClaimError {
    /// The file cannot be read.
    #[error("{file}: {message}")]
    Unreadable { file: String, message: String },
    /// The file is too long.
    #[error("{file}: {error}", error = TextError::ClaimTooLong { most: *most })]
    TooLong { file: String, most: u64 },
    /// The text is not a claim file.
    #[error("{file}: {message}")]
    Syntax { file: String, message: String },
    /// The id cannot name files.
    #[error("{file}: id = \"{id}\": {remedy}")]
    BadId { file: String, id: String, remedy: String },
    /// Two claims have one id, but for small and capital letters.
    #[error("{file}: id = \"{id}\" is also the id of another claim; rename one")]
    RepeatedId { file: String, id: String },
    /// No embedded claim and no file has this name.
    #[error("{name}: there is no such claim, file or folder; {remedy}")]
    NotFound { name: String, remedy: String },
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
            TextError::TooLong { most } | TextError::ClaimTooLong { most } => Self::TooLong { file, most: *most },
            TextError::Unreadable(error) => Self::Unreadable { file, message: file_fault(error) },
        }
    }

    /// The same without the line in the file, of a text that a program has written and nobody has seen.
    pub fn without_line(mut self) -> Self {
        if let Self::Syntax { message, .. } = &mut self
            && message.starts_with("line ")
            && let Some(what) = message.splitn(4, '\n').nth(3)
        {
            // What comes first is the place, the line, and the carets under it.
            *message = what.to_owned();
        }
        self
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
        matches!(self, Self::TooLong { .. }).then_some(Limit::ClaimBytes)
    }
}

impl ClaimFault {
    /// What is wrong with the `[problem]` table; `None` if the fault is elsewhere.
    pub(super) fn of_problem(&self) -> Option<&ProblemFault> {
        let Self::Plan { fault, .. } = self else { return None };
        let PlanFault::Cell(CellError::Problem(of_problem)) = &**fault else { return None };
        Some(of_problem)
    }

    /// What is wrong, without the sentence and the point of the sweep at which it came out; `None` if it did not come out at one.
    pub(super) fn at_its_place(&self) -> Option<String> {
        let Self::Plan { fault, .. } = self else { return None };
        Some(fault.to_string())
    }

    pub(super) fn limit(&self) -> Option<Limit> {
        if let Self::Sweep(error) = self {
            return error.limit();
        }
        if let Self::Plan { fault, .. } = self
            && let PlanFault::Cell(error) = &**fault
        {
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
    #[error("claim.states: {0}")]
    Quantity(QuantityError),
    #[error("claim.states: {0}")]
    Law(LawError),
    #[error(transparent)]
    Sweep(#[from] SweepError),
    #[error("{key} at {setting}: {fault}")]
    Plan { key: String, setting: String, fault: Box<PlanFault> },
    #[error(
        "the problems of the sweep hold more than {most} numbers together, {:.1} GB; shorten a list, take fewer dimensions or concepts, or raise \
         the limit Limits::numbers",
        8e-9 * *most as f64
    )]
    TooManyNumbers { most: u64 },
    #[error("{key}: {error}")]
    Sentence { key: String, error: Box<SentenceError> },
    #[error("claim.states = \"{text}\" has no value at any cell; at {setting}: {reason}")]
    NoValue { text: String, setting: String, reason: Arc<NoValue> },
    #[error("{key} = \"{text}\" has no value at {setting}: {problem}")]
    Figure { key: String, text: String, setting: String, problem: String },
    #[error("data: {message}")]
    Data { message: String },
    #[error("{key} at {setting}: {problem}")]
    Follows { key: String, setting: String, problem: String },
    #[error("define.{name}: {remedy}")]
    BadDefinition { name: String, remedy: String },
    #[error(
        "power.false = \"{text}\" depends on {variable}, which the claim binds; give it a value in brackets, or bind it too"
    )]
    FreeInPower { text: String, variable: String },
    #[error("claim.when depends on {variable}, which is bound by {key}; leave it out of the condition")]
    BoundInCondition { variable: String, key: &'static str },
    #[error(
        "{key}: what {word}(… over {variable}) is taken of does not depend on {variable}; take it over a variable on which it depends, or leave it out"
    )]
    Independent { key: &'static str, word: String, variable: String },
    #[error("claim.{key}: {remedy}")]
    BadQuantifier { key: &'static str, remedy: String },
    #[error(
        "claim.most: only {found} of {draws} problems from [domain] were found to which the claim applies; narrow [domain], or leave assumptions out"
    )]
    HardlyAny { found: usize, draws: u64 },
    #[error("{key} = \"{text}\" is {value} at {setting}; it must be a finite number")]
    NotFinite { key: String, text: String, setting: String, value: f64 },
    #[error("{key} = \"{text}\" is {value} at {setting}; it must be positive")]
    NotPositive { key: String, text: String, setting: String, value: f64 },
    #[error("{key} = \"{name}\" is not a variable of the sweep; its variables are: {known}")]
    NotSwept { key: String, name: String, known: String },
    #[error("figure: {name} is bound by the sentence, which leaves none of its values to draw; name another")]
    TakenOut { name: String },
    #[error("figure.{key}: {remedy}")]
    BadFigure { key: &'static str, remedy: String },
    #[error("domain.{name} = {value}: {remedy}")]
    BadDomain { name: String, value: String, remedy: String },
    #[error(
        "a claim about most problems is not refuted by one; leave claim.most out to search for a problem on which the sentence fails"
    )]
    NotSearched,
    #[error(
        "there is no [domain] to search; add one with the ranges of settings and keys of the problem, such as [domain] dim = [2, 32]"
    )]
    NoDomain,
    #[error("claim.when = \"{text}\" leaves no cell to be judged; relax the condition, or widen the sweep")]
    NothingJudged { text: String },
    #[error("{key} = {value}: must be {expected}")]
    BadNumber { key: &'static str, value: f64, expected: &'static str },
    #[error(
        "{quantity} {fault} in replicate {replicate} at {setting}; change it, the problem or the settings (seed {seed})"
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
