//! Quantities by name: the library's, and a user's own.

use super::{Quantity, QuantityError, all};
use crate::family::ProblemRef;

/// The quantities that a claim may name: the library's and, after them, a user's own.
#[derive(Clone, Debug, Default)]
pub struct Quantities {
    own: Vec<Quantity>,
}

impl Quantities {
    /// The library's alone.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// All of them, in the order in which lists show them.
    pub fn iter(&self) -> impl Iterator<Item = &Quantity> {
        all().map(|quantity| quantity as &Quantity).chain(&self.own)
    }

    /// The quantity of this name.
    ///
    /// # Errors
    ///
    /// [`QuantityError::Unknown`], which lists the known names.
    pub fn by_name(&self, name: &str) -> Result<&Quantity, QuantityError> {
        let found = self.iter().find(|quantity| quantity.name == name);
        found.ok_or_else(|| QuantityError::unknown(name, self.iter()))
    }

    /// Refuses problems of the family that a quantity is not defined for.
    ///
    /// # Errors
    ///
    /// [`QuantityError::OtherFamily`], which names the quantities of the problem's family.
    pub fn require_family<'a>(
        &self,
        quantity: &Quantity,
        problem: impl Into<ProblemRef<'a>>,
    ) -> Result<(), QuantityError> {
        let found = problem.into().family();
        match found == quantity.family() {
            true => Ok(()),
            false => Err(QuantityError::other_family(quantity, found, self.iter())),
        }
    }

    /// Takes in a quantity whose name nothing else has.
    pub(crate) fn add(&mut self, own: Quantity) {
        self.own.push(own);
    }
}
