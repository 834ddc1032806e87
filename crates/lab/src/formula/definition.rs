//! What a formula is.

use indexmap::IndexMap;
use weak_to_strong::model::{HiddenMarkovProblem, RegressionProblem, TransferProblem};

use super::FormulaError;
use crate::assumption::Assumption;
use crate::catalogue::{Kind, Member, OfOneFamily, OtherFamily};
use crate::family::{Family, ProblemRef};
use crate::setting::{Setting, SettingValue, Settings};
use crate::unit::Unit;

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
            _ => return Err(OtherFamily::new(self, problem.family()).into()),
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

impl Member for Formula {
    const KIND: Kind = Kind { one: "formula", many: "formulas" };

    fn name(&self) -> &str {
        self.name
    }
}

impl OfOneFamily for Formula {
    const IS_ABOUT: &'static str = "is computed for";
    const USE: &'static str = "use";

    fn family(&self) -> Family {
        self.family()
    }
}
