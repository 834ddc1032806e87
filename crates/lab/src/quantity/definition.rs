//! What a quantity is.

use super::{Made, QuantityError};
use crate::catalogue::{Kind, Member, OfOneFamily, OtherFamily};
use crate::family::{AsProblem, Family, FamilyFunction};
use crate::name::Name;
use crate::setting::{Setting, Settings};
use crate::unit::Unit;

/// Something that simulation measures.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The name in claim files and on the command line.
    pub name: Name,
    /// Raised whenever a change of its code changes its numbers, so that no store mixes old ones with new ones.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: Name,
    /// What it is, in one line.
    pub meaning: Name,
    /// What it measures.
    pub unit: Unit,
    /// The settings that it takes.
    pub settings: Vec<Setting>,
    /// Those of its settings that the random draws do not depend on: cells that differ in nothing else share their
    /// replicates (a penalty path, say).
    pub path: Vec<Setting>,
    /// Makes the experiment, for problems of one family.
    pub experiment: MakeExperiment,
}

/// Makes an experiment for one problem and for settings that differ along the quantity's path only.
///
/// ```
/// # use weak_to_strong::model::TransferProblem;
/// # use weak_to_strong_lab::quantity::{MakeExperiment, MadeExperiment};
/// # fn experiment(dim: usize) -> MadeExperiment { unimplemented!() }
/// let make = MakeExperiment::new::<TransferProblem>(|problem, _settings| experiment(problem.dim()));
/// ```
pub type MakeExperiment = FamilyFunction<[Settings], MadeExperiment>;

/// An experiment, or why there is none.
pub type MadeExperiment = Result<Made, QuantityError>;

impl Quantity {
    /// Makes the experiment for one problem and for settings that differ along the path only.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] when the quantity is not defined for the problem.
    pub fn experiment(&self, problem: &dyn AsProblem, path: &[Settings]) -> MadeExperiment {
        let other_family = || Err(OtherFamily::new(self, problem.family()).into());
        self.experiment.call(problem, path).unwrap_or_else(other_family)
    }

    /// The family of problems that it is measured on.
    pub fn family(&self) -> &'static Family {
        self.experiment.family()
    }
}

impl Member for Quantity {
    const KIND: Kind = Kind { one: "quantity", many: "quantities" };

    fn name(&self) -> &str {
        &self.name
    }
}

impl OfOneFamily for Quantity {
    const IS_ABOUT: &'static str = "is measured on";
    const USE: &'static str = "measure";

    fn family(&self) -> &'static Family {
        self.family()
    }
}
