//! Formulas by name: the library's, and a user's own.

use super::{Formula, FormulaError, all};
use crate::family::ProblemRef;

/// The formulas that an expression may name: the library's and, after them, a user's own.
#[derive(Clone, Debug, Default)]
pub struct Formulas {
    own: Vec<Formula>,
}

impl Formulas {
    /// The library's alone.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// All of them, in the order in which lists show them.
    pub fn iter(&self) -> impl Iterator<Item = &Formula> {
        all().map(|formula| formula as &Formula).chain(&self.own)
    }

    /// The formula of this name.
    ///
    /// # Errors
    ///
    /// [`FormulaError::Unknown`], which lists the known names.
    pub fn by_name(&self, name: &str) -> Result<&Formula, FormulaError> {
        let found = self.iter().find(|formula| formula.name == name);
        found.ok_or_else(|| FormulaError::unknown(name, self.iter()))
    }

    /// Refuses problems of the family that a formula is not computed for.
    ///
    /// # Errors
    ///
    /// [`FormulaError::OtherFamily`], which names the formulas of the problem's family.
    pub fn require_family<'a>(
        &self,
        formula: &Formula,
        problem: impl Into<ProblemRef<'a>>,
    ) -> Result<(), FormulaError> {
        let found = problem.into().family();
        match found == formula.family() {
            true => Ok(()),
            false => Err(FormulaError::other_family(formula, found, self.iter())),
        }
    }

    /// Takes in a formula whose name nothing else has.
    pub(crate) fn add(&mut self, own: Formula) {
        self.own.push(own);
    }
}
