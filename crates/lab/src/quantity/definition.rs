//! What a quantity is.

use super::{Made, QuantityError};
use crate::catalogue::{Kind, Member, OfOneFamily, OtherFamily};
use crate::family::{AsProblem, Family, FamilyFunction};
use crate::name::Name;
use crate::setting::{Setting, Settings};
use crate::unit::Unit;

/// A number that is measured by simulation.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The name in claim files and on the command line.
    pub name: Name,
    /// The version. It is raised whenever a change of its code changes its numbers, so that no store mixes old numbers with new ones.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: Name,
    /// What it is, in one line.
    pub meaning: Name,
    /// The unit of its numbers.
    pub unit: Unit,
    /// The settings that it takes.
    pub settings: Vec<Setting>,
    /// The settings among `settings` that the random draws do not depend on, for example the penalty. Cells that differ only in these settings share
    /// their replicates.
    pub path: Vec<Setting>,
    /// Makes the experiment, for problems of one family.
    pub experiment: MakeExperiment,
}

/// Makes an experiment for one problem and for settings that differ only along the quantity's path.
///
/// ```
/// # use weak_to_strong::model::TransferProblem;
/// # use weak_to_strong_lab::quantity::{MakeExperiment, MadeExperiment};
/// # fn experiment(dim: usize) -> MadeExperiment { unimplemented!() }
/// let make = MakeExperiment::new::<TransferProblem>(|problem, _settings| experiment(problem.dim()));
/// ```
pub type MakeExperiment = FamilyFunction<[Settings], MadeExperiment>;

/// An experiment, or the reason why it cannot be made.
pub type MadeExperiment = Result<Made, QuantityError>;

impl Quantity {
    /// Makes the experiment for one problem and for settings that differ only along the path.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if the quantity is not defined for the problem.
    pub fn experiment(&self, problem: &dyn AsProblem, path: &[Settings]) -> MadeExperiment {
        let other_family = || Err(OtherFamily::new(self, problem.family()).into());
        self.experiment.call(problem, path).unwrap_or_else(other_family)
    }

    /// Returns the family of problems that it is measured on.
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
