//! What a formula is.

use super::FormulaError;
use crate::assumption::Assumption;
use crate::catalogue::{Kind, Member, OfOneFamily, OtherFamily};
use crate::family::{AsProblem, Family, FamilyFunction};
use crate::name::Name;
use crate::setting::{Setting, SettingValue, Settings};
use crate::unit::Unit;
use indexmap::IndexMap;

/// A number that is computed exactly from a problem and some settings.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The name in claim files, in expressions and on the command line.
    pub name: Name,
    /// The version. It is raised whenever a change of its code changes its values beyond rounding.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: Name,
    /// What it is, in one line.
    pub meaning: Name,
    /// The unit of its value.
    pub unit: Unit,
    /// The source, and whether the formula is the paper's or ours.
    pub source: Name,
    /// The settings that it depends on.
    pub settings: Vec<Setting>,
    /// The assumptions that it needs; it means nothing without them.
    pub needs: Vec<Assumption>,
    /// The function that computes it, for problems of one family.
    pub evaluate: Evaluate,
}

/// Computes a formula for one problem.
pub type Evaluate = FamilyFunction<Settings, Result<f64, FormulaError>>;

impl Formula {
    /// Returns its value, from the settings in `given` that it depends on. Other entries of `given` are ignored.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] if a setting is missing, an assumption is not met or the formula is not defined for the problem.
    pub fn value(&self, problem: &dyn AsProblem, given: &IndexMap<String, SettingValue>) -> Result<f64, FormulaError> {
        self.value_without(&[], problem, given)
    }

    /// Returns its value while these assumptions are dropped on purpose. The value is what the formula says, whether that is true or not.
    ///
    /// # Errors
    ///
    /// As [`Formula::value`]; also if it has no value without an assumption that was dropped.
    pub fn value_without(
        &self,
        dropped: &[Name],
        problem: &dyn AsProblem,
        given: &IndexMap<String, SettingValue>,
    ) -> Result<f64, FormulaError> {
        if problem.family() != self.family() {
            return Err(OtherFamily::new(self, problem.family()).into());
        }
        let settings = Settings::select(&self.settings, given)?;
        let unmet =
            |assumption: &&Assumption| !dropped.contains(&assumption.name) && !assumption.holds(problem, &settings);
        if let Some(assumption) = self.needs.iter().find(unmet) {
            return Err(FormulaError::needs(self.name.clone(), assumption));
        }
        let other_family = || Err(OtherFamily::new(self, problem.family()).into());
        self.evaluate.call(problem, &settings).unwrap_or_else(other_family)
    }

    /// Returns the family of problems that it is computed for.
    pub fn family(&self) -> &'static Family {
        self.evaluate.family()
    }
}

impl Member for Formula {
    const KIND: Kind = Kind { one: "formula", many: "formulas" };

    fn name(&self) -> &str {
        &self.name
    }
}

impl OfOneFamily for Formula {
    const IS_ABOUT: &'static str = "is computed for";
    const USE: &'static str = "use";

    fn family(&self) -> &'static Family {
        self.family()
    }
}
