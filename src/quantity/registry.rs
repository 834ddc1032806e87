//! Quantities by name.

use thiserror::Error;

use super::{Experiment, bias, naive, refined, refined_mse};
use crate::evidence::Range;
use crate::learn::FitError;
use crate::model::{Setting, SettingError, Settings, TransferProblem, Unit};

/// Something that simulation measures.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// The name in claim files and on the command line.
    pub name: &'static str,
    /// The symbol in figures.
    pub symbol: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// What it measures.
    pub unit: Unit,
    /// What is known of its observations.
    pub range: Range,
    /// The settings that it takes.
    pub settings: &'static [Setting],
    /// Those of its settings that the random draws do not depend on: cells that differ in nothing else share their
    /// replicates (a penalty path, say).
    pub path: &'static [Setting],
    /// Makes the experiment.
    pub experiment: MakeExperiment,
}

/// Makes an experiment for one problem and for settings that differ along the quantity's path only.
pub type MakeExperiment = fn(&TransferProblem, &[Settings]) -> Result<Box<dyn Experiment>, QuantityError>;

/// Why a quantity cannot be measured on a problem.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum QuantityError {
    /// No quantity has this name.
    #[error("there is no quantity {name}; the quantities are: {known}")]
    Unknown { name: String, known: String },
    /// A setting is missing or impossible.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The quantity is about one target concept.
    #[error("{quantity} needs a target on one concept; give target, or measure refined.prior_distance")]
    SeveralTargets { quantity: &'static str },
    /// A learner refused its arguments.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// Every quantity, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Quantity> {
    naive::QUANTITIES.iter().chain(bias::QUANTITIES).chain(refined::QUANTITIES).chain(refined_mse::QUANTITIES)
}

/// The quantity of this name.
///
/// # Errors
///
/// [`QuantityError::Unknown`], which lists the known names.
pub fn by_name(name: &str) -> Result<&'static Quantity, QuantityError> {
    all().find(|quantity| quantity.name == name).ok_or_else(|| QuantityError::Unknown {
        name: name.to_owned(),
        known: all().map(|quantity| quantity.name).collect::<Vec<_>>().join(", "),
    })
}
