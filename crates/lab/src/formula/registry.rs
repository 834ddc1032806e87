//! Formulas by name.

use indexmap::IndexMap;
use thiserror::Error;

use super::{alignment, hidden_markov, hull, in_context, learned, naive, regression, strategy};
use crate::assumption::Assumption;
use crate::family::{Family, ProblemRef};
use crate::setting::{Setting, SettingError, SettingValue, Settings};
use crate::unit::Unit;
use weak_to_strong::model::{HiddenMarkovError, HiddenMarkovProblem, RegressionProblem, TransferProblem};
use weak_to_strong::theory::{EvidenceError, RateError, TiedConcepts, TiedWeakConcept};

/// A number that is computed exactly from a problem and some settings.
#[derive(Clone, Copy, Debug)]
pub struct Formula {
    /// The name in claim files, in expressions and on the command line.
    pub name: &'static str,
    /// Raised whenever a change of its code changes its values beyond rounding.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// What it measures.
    pub unit: Unit,
    /// Where it is from, and whether it is the paper's or ours.
    pub source: &'static str,
    /// The settings that it depends on.
    pub settings: &'static [Setting],
    /// The assumptions without which it means nothing.
    pub needs: &'static [Assumption],
    /// Computes it, for problems of one family.
    pub evaluate: Evaluate,
}

/// Computes a formula for one problem.
#[derive(Clone, Copy, Debug)]
pub enum Evaluate {
    /// For transfer problems.
    Transfer(fn(&TransferProblem, &Settings) -> Result<f64, FormulaError>),
    /// For hidden-Markov problems.
    HiddenMarkov(fn(&HiddenMarkovProblem, &Settings) -> Result<f64, FormulaError>),
    /// For teacher–student regression problems.
    Regression(fn(&RegressionProblem, &Settings) -> Result<f64, FormulaError>),
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FormulaError {
    /// No formula has this name.
    #[error("there is no formula {name}; the formulas are: {known}")]
    Unknown { name: String, known: String },
    /// The formula is about another family of problems.
    #[error(
        "{formula} is computed for {takes} (with the keys {keys}), but this is {found}; describe {takes}, or use one of: {others}"
    )]
    OtherFamily { formula: &'static str, takes: &'static str, keys: &'static str, found: &'static str, others: String },
    /// The formula is only defined under an assumption.
    #[error(
        "{formula} needs {assumption} ({meaning}), which this problem does not meet; change the problem or the settings"
    )]
    Needs { formula: &'static str, assumption: &'static str, meaning: &'static str },
    /// A setting is missing or impossible.
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
    OtherRefinement { formula: &'static str },
    /// Content and style are those of persona concepts.
    #[error(
        "{formula} scores content and style; write concepts = {{ persona = {{ count = …, content = …, style = … }} }} with both above 0"
    )]
    NoPersonas { formula: &'static str },
    /// The mean of ridge regression has no such form.
    #[error("{formula} is the mean of least squares; set penalty = 0")]
    OnlyLeastSquares { formula: &'static str },
    /// A user's own formula has no value for the problem or the settings.
    #[error("{formula}: {reason}")]
    NoValue { formula: &'static str, reason: String },
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
    pub(super) fn needs(formula: &'static str, assumption: Assumption) -> Self {
        Self::Needs { formula, assumption: assumption.name(), meaning: assumption.meaning() }
    }

    pub(super) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a Formula>) -> Self {
        Self::Unknown { name: name.to_owned(), known: names(known) }
    }

    pub(super) fn other_family<'a>(formula: &Formula, found: Family, known: impl Iterator<Item = &'a Formula>) -> Self {
        let takes = formula.family();
        Self::OtherFamily {
            formula: formula.name,
            takes: takes.name(),
            keys: takes.keys(),
            found: found.name(),
            others: names(known.filter(|other| other.family() == found)),
        }
    }
}

fn names<'a>(formulas: impl Iterator<Item = &'a Formula>) -> String {
    formulas.map(|formula| formula.name).collect::<Vec<_>>().join(", ")
}

/// Every formula of the library, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Formula> {
    let transfer = [naive::FORMULAS, hull::FORMULAS, alignment::FORMULAS, strategy::FORMULAS, in_context::FORMULAS];
    transfer.into_iter().chain([hidden_markov::FORMULAS, learned::FORMULAS, regression::FORMULAS]).flatten()
}

/// The library's formula of this name.
///
/// # Errors
///
/// [`FormulaError::Unknown`], which lists the known names.
pub fn by_name(name: &str) -> Result<&'static Formula, FormulaError> {
    all().find(|formula| formula.name == name).ok_or_else(|| FormulaError::unknown(name, all()))
}

impl Formula {
    /// Its value, from the settings in `given` that it depends on; others are passed over.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] when a setting is missing, an assumption is not met or the formula is not defined for the problem.
    pub fn value<'a>(
        &self,
        problem: impl Into<ProblemRef<'a>>,
        given: &IndexMap<String, SettingValue>,
    ) -> Result<f64, FormulaError> {
        self.value_without(&[], problem, given)
    }

    /// Its value where these assumptions are dropped on purpose: what the formula says, true or not.
    ///
    /// # Errors
    ///
    /// As [`Formula::value`]; also when it has no value without an assumption that was dropped.
    pub fn value_without<'a>(
        &self,
        dropped: &[Assumption],
        problem: impl Into<ProblemRef<'a>>,
        given: &IndexMap<String, SettingValue>,
    ) -> Result<f64, FormulaError> {
        let problem = problem.into();
        let evaluate: &dyn Fn(&Settings) -> Result<f64, FormulaError> = match (self.evaluate, problem) {
            (Evaluate::Transfer(evaluate), ProblemRef::Transfer(problem)) => {
                &move |settings| evaluate(problem, settings)
            }
            (Evaluate::HiddenMarkov(evaluate), ProblemRef::HiddenMarkov(problem)) => {
                &move |settings| evaluate(problem, settings)
            }
            (Evaluate::Regression(evaluate), ProblemRef::Regression(problem)) => {
                &move |settings| evaluate(problem, settings)
            }
            _ => return Err(FormulaError::other_family(self, problem.family(), all())),
        };
        let settings = Settings::select(self.settings, given)?;
        let unmet = |assumption: &&Assumption| !dropped.contains(assumption) && !assumption.holds(problem, &settings);
        match self.needs.iter().find(unmet) {
            Some(assumption) => Err(FormulaError::needs(self.name, *assumption)),
            None => evaluate(&settings),
        }
    }

    /// The family of problems that it is computed for.
    pub fn family(&self) -> Family {
        match self.evaluate {
            Evaluate::Transfer(_) => Family::Transfer,
            Evaluate::HiddenMarkov(_) => Family::HiddenMarkov,
            Evaluate::Regression(_) => Family::Regression,
        }
    }
}
