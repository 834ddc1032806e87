//! What a quantity is.

use weak_to_strong::model::{HiddenMarkovProblem, RegressionProblem, TransferProblem};

use super::{Experiment, QuantityError};
use crate::catalogue::{Kind, Member, OfOneFamily, OtherFamily};
use crate::family::{Family, ProblemRef};
use crate::setting::{Setting, Settings};
use crate::unit::Unit;

/// Something that simulation measures.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// The name in claim files and on the command line.
    pub name: &'static str,
    /// Raised whenever a change of its code changes its numbers, so that no store mixes old ones with new ones.
    pub version: u32,
    /// The symbol in figures.
    pub symbol: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// What it measures.
    pub unit: Unit,
    /// The settings that it takes.
    pub settings: &'static [Setting],
    /// Those of its settings that the random draws do not depend on: cells that differ in nothing else share their
    /// replicates (a penalty path, say).
    pub path: &'static [Setting],
    /// Makes the experiment, for problems of one family.
    pub experiment: MakeExperiment,
}

/// Makes an experiment for one problem and for settings that differ along the quantity's path only.
#[derive(Clone, Copy, Debug)]
pub enum MakeExperiment {
    /// For transfer problems.
    Transfer(fn(&TransferProblem, &[Settings]) -> MadeExperiment),
    /// For hidden-Markov problems.
    HiddenMarkov(fn(&HiddenMarkovProblem, &[Settings]) -> MadeExperiment),
    /// For teacher–student regression problems.
    Regression(fn(&RegressionProblem, &[Settings]) -> MadeExperiment),
}

/// An experiment, or why there is none.
pub type MadeExperiment = Result<Box<dyn Experiment>, QuantityError>;

impl Quantity {
    /// Makes the experiment for one problem and for settings that differ along the path only.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] when the quantity is not defined for the problem.
    pub fn experiment<'a>(&self, problem: impl Into<ProblemRef<'a>>, path: &[Settings]) -> MadeExperiment {
        let problem = problem.into();
        match (self.experiment, problem) {
            (MakeExperiment::Transfer(make), ProblemRef::Transfer(problem)) => make(problem, path),
            (MakeExperiment::HiddenMarkov(make), ProblemRef::HiddenMarkov(problem)) => make(problem, path),
            (MakeExperiment::Regression(make), ProblemRef::Regression(problem)) => make(problem, path),
            _ => Err(OtherFamily::new(self, problem.family()).into()),
        }
    }

    /// The family of problems that it is measured on.
    pub fn family(&self) -> Family {
        match self.experiment {
            MakeExperiment::Transfer(_) => Family::Transfer,
            MakeExperiment::HiddenMarkov(_) => Family::HiddenMarkov,
            MakeExperiment::Regression(_) => Family::Regression,
        }
    }
}

impl Member for Quantity {
    const KIND: Kind = Kind { one: "quantity", many: "quantities" };

    fn name(&self) -> &str {
        self.name
    }
}

impl OfOneFamily for Quantity {
    const IS_ABOUT: &'static str = "is measured on";
    const USE: &'static str = "measure";

    fn family(&self) -> Family {
        self.family()
    }
}
