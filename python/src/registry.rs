//! The names that a call may use: the library's, and the user's own.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong_lab::claim::{Registry, RegistryError};

use super::own::{OwnFormula, OwnQuantity};
use super::watch::Raised;

/// The user's own quantities and formulas.
#[derive(FromPyObject)]
pub struct Own {
    #[pyo3(item)]
    quantities: Vec<Py<OwnQuantity>>,
    #[pyo3(item)]
    formulas: Vec<Py<OwnFormula>>,
}

impl Own {
    /// The registry with these names.
    pub fn registry(&self) -> PyResult<Registry> {
        let refused = |error: RegistryError| PyValueError::new_err(error.to_string());
        let mut registry = Registry::built_in();
        for quantity in &self.quantities {
            registry = registry.with_quantity(quantity.get().quantity.clone()).map_err(refused)?;
        }
        for formula in &self.formulas {
            registry = registry.with_formula(formula.get().formula.clone()).map_err(refused)?;
        }
        Ok(registry)
    }

    /// Where exceptions of their callables are kept.
    pub fn raised(&self) -> Vec<Raised> {
        let of_quantities = self.quantities.iter().map(|quantity| quantity.get().raised.clone());
        of_quantities.chain(self.formulas.iter().map(|formula| formula.get().raised.clone())).collect()
    }
}
