//! Formulas by name.

use indexmap::IndexMap;
use thiserror::Error;

use super::{alignment, in_context, naive, strategy};
use crate::model::{Assumption, Setting, SettingError, SettingValue, Settings, TransferProblem, Unit};
use crate::theory::{RateError, TiedConcepts, TiedWeakConcept};

/// A number that is computed exactly from a problem and some settings.
#[derive(Clone, Copy, Debug)]
pub struct Formula {
    /// The name in claim files, in expressions and on the command line.
    pub name: &'static str,
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
    /// Computes it.
    pub evaluate: fn(&TransferProblem, &Settings) -> Result<f64, FormulaError>,
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FormulaError {
    /// No formula has this name.
    #[error("there is no formula {name}; the formulas are: {known}")]
    Unknown { name: String, known: String },
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
}

/// Every formula, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Formula> {
    naive::FORMULAS.iter().chain(alignment::FORMULAS).chain(strategy::FORMULAS).chain(in_context::FORMULAS)
}

/// The formula of this name.
///
/// # Errors
///
/// [`FormulaError::Unknown`], which lists the known names.
pub fn by_name(name: &str) -> Result<&'static Formula, FormulaError> {
    all().find(|formula| formula.name == name).ok_or_else(|| FormulaError::Unknown {
        name: name.to_owned(),
        known: all().map(|formula| formula.name).collect::<Vec<_>>().join(", "),
    })
}

impl Formula {
    /// Its value, from the settings in `given` that it depends on; others are passed over.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] when a setting is missing, an assumption is not met or the formula is not defined for the problem.
    pub fn value(
        &self,
        problem: &TransferProblem,
        given: &IndexMap<String, SettingValue>,
    ) -> Result<f64, FormulaError> {
        self.value_without(&[], problem, given)
    }

    /// Its value where these assumptions are dropped on purpose: what the formula says, true or not.
    ///
    /// # Errors
    ///
    /// As [`Formula::value`]; also when it has no value without an assumption that was dropped.
    pub fn value_without(
        &self,
        dropped: &[Assumption],
        problem: &TransferProblem,
        given: &IndexMap<String, SettingValue>,
    ) -> Result<f64, FormulaError> {
        let settings = Settings::select(self.settings, given)?;
        let unmet = |assumption: &&Assumption| !dropped.contains(assumption) && !assumption.holds(problem, &settings);
        match self.needs.iter().find(unmet) {
            Some(assumption) => Err(FormulaError::needs(self.name, *assumption)),
            None => (self.evaluate)(problem, &settings),
        }
    }
}
