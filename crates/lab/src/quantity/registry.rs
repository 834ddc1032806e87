//! Quantities by name.

use thiserror::Error;

use super::{
    Experiment, Quantities, bias, calibration, deconvolved, excess_over_naive, hidden_markov, hull, learned,
    misalignment, naive, prediction, refined, refined_mse, regression, strategy, tangent_cone,
};
use crate::family::{Family, ProblemRef};
use crate::setting::{PENALTY, Setting, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{FitError, HullError};
use weak_to_strong::model::{HiddenMarkovProblem, RegressionProblem, TransferProblem};

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
            _ => Err(QuantityError::other_family(self, problem.family(), all())),
        }
    }

    /// Refuses problems of the family that it is not defined for.
    ///
    /// # Errors
    ///
    /// [`QuantityError::OtherFamily`], which names the quantities of the problem's family.
    pub fn require_family<'a>(&self, problem: impl Into<ProblemRef<'a>>) -> Result<(), QuantityError> {
        Quantities::built_in().require_family(self, problem)
    }

    /// Whether it is one of the library's, and none of a user's own.
    pub fn is_built_in(&self) -> bool {
        by_name(self.name).is_ok()
    }

    /// The family of problems that it is defined for.
    pub fn family(&self) -> Family {
        match self.experiment {
            MakeExperiment::Transfer(_) => Family::Transfer,
            MakeExperiment::HiddenMarkov(_) => Family::HiddenMarkov,
            MakeExperiment::Regression(_) => Family::Regression,
        }
    }
}

/// Why a quantity cannot be measured on a problem.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum QuantityError {
    /// No quantity has this name.
    #[error("there is no quantity {name}; the quantities are: {known}")]
    Unknown { name: String, known: String },
    /// The quantity is about another family of problems.
    #[error(
        "{quantity} is measured on {takes} (with the keys {keys}), but this is {found}; describe {takes}, or measure one of: {others}"
    )]
    OtherFamily { quantity: &'static str, takes: &'static str, keys: &'static str, found: &'static str, others: String },
    /// The quantity is about one target concept.
    #[error("{quantity} needs a target on one concept; give target, or measure refined.prior_distance")]
    SeveralTargets { quantity: &'static str },
    /// A learner refuses the moments of the problem's own law.
    #[error("{quantity}: {error}")]
    Unfit { quantity: &'static str, error: FitError },
    /// Without examples every concept is taken for every other alike.
    #[error(
        "refined.deconvolved_distance with batch = 0: without examples all concepts look alike and nothing can be told apart; give batch 1 or more"
    )]
    NothingToDeconvolve,
    /// The squared error of least squares has no finite variance.
    #[error(
        "{setting} = {count} with penalty = 0 and dim = {dim}: the squared error of least squares has no finite variance when {setting} is \
         within 3 of dim; write a penalty above 0, or move {setting}"
    )]
    NoFiniteVariance { setting: &'static str, count: usize, dim: usize },
    /// The squared error of teacher or student has no finite variance.
    #[error(
        "{labels} = {count} with {penalty} = 0 in {dim} dimensions: the squared error of least squares has no finite variance when {labels} is \
         within 3 of {dim}; write a {penalty} above 0, or move {labels}"
    )]
    NoFiniteRegressionVariance { labels: &'static str, count: f64, penalty: &'static str, dim: usize },
    /// The squared error of least squares on a batch has no finite variance.
    #[error(
        "batch = {count} with predictor = least_squares and dim = {dim}: its squared error has no finite variance when batch is within 3 of \
         dim; move batch, or measure incontext.excess_over, which counts errors up to a greatest one"
    )]
    NoFinitePredictionVariance { count: usize, dim: usize },
    /// The law of labels on designed prompts is not known.
    #[error(
        "design = orthogonal needs {assumption} ({meaning}): without it the labels depend on which orthogonal prompts are taken; change \
         the problem, or write design = iid"
    )]
    OrthogonalDesignNeeds { assumption: &'static str, meaning: &'static str },
    /// Fewer prompts than dimensions cannot be orthogonal.
    #[error(
        "samples = {samples} with design = orthogonal and dim = {dim}: fewer prompts than dimensions cannot have XᵀX = n·v·I; write \
         samples = {dim} or more, or design = iid"
    )]
    TooFewToBeOrthogonal { samples: usize, dim: usize },
    /// The limit within the hull was not found.
    #[error(transparent)]
    Hull(#[from] HullError),
    /// Content and style are those of persona concepts.
    #[error(
        "{quantity} scores content and style; write concepts = {{ persona = {{ count = …, content = …, style = … }} }} with both above 0"
    )]
    NoPersonas { quantity: &'static str },
    /// Accuracy is computed from an angle, for Gaussian prompts.
    #[error("{quantity} is computed for Gaussian prompts; write prompts = \"gaussian\"")]
    NotGaussian { quantity: &'static str },
    /// A user's own quantity is not defined for the problem or the settings.
    #[error("{quantity}: {reason}")]
    NotDefined { quantity: &'static str, reason: String },
    /// A learner is fitted on finitely many labels.
    #[error(
        "labels = inf with learner = refined: write a finite number, or measure refined.mse or refined.misalignment"
    )]
    InfinitelyManyLabels,
}

impl QuantityError {
    pub(super) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a Quantity>) -> Self {
        Self::Unknown { name: name.to_owned(), known: names(known) }
    }

    pub(super) fn other_family<'a>(
        quantity: &Quantity,
        found: Family,
        known: impl Iterator<Item = &'a Quantity>,
    ) -> Self {
        let takes = quantity.family();
        Self::OtherFamily {
            quantity: quantity.name,
            takes: takes.name(),
            keys: takes.keys(),
            found: found.name(),
            others: names(known.filter(|other| other.family() == found)),
        }
    }
}

fn names<'a>(quantities: impl Iterator<Item = &'a Quantity>) -> String {
    quantities.map(|quantity| quantity.name).collect::<Vec<_>>().join(", ")
}

/// Refuses least squares on samples about as large as the dimension, where the inverse of XᵀX has no second moment.
///
/// For Gaussian prompts, E|β̂|⁴ is finite iff n ≥ d + 4 or n ≤ d − 4. Prompts without a density take finitely many values and always have it.
pub(super) fn require_finite_variance(
    problem: &TransferProblem,
    setting: &Setting,
    path: &[Settings],
) -> Result<(), QuantityError> {
    let (count, dim) = (path[0].count(setting), problem.dim());
    let least_squares = path.iter().any(|settings| settings.number(&PENALTY) == 0.0);
    if least_squares && problem.prompts().has_density() && count.abs_diff(dim) <= 3 {
        return Err(QuantityError::NoFiniteVariance { setting: setting.name, count, dim });
    }
    Ok(())
}

/// Every quantity of the library, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Quantity> {
    [naive::QUANTITIES, bias::QUANTITIES, hull::QUANTITIES, tangent_cone::QUANTITIES, misalignment::QUANTITIES]
        .into_iter()
        .chain([refined::QUANTITIES, refined_mse::QUANTITIES, deconvolved::QUANTITIES, strategy::QUANTITIES])
        .chain([calibration::QUANTITIES, prediction::QUANTITIES, hidden_markov::QUANTITIES, learned::QUANTITIES])
        .chain([excess_over_naive::QUANTITIES, regression::QUANTITIES])
        .flatten()
}

/// The library's quantity of this name.
///
/// # Errors
///
/// [`QuantityError::Unknown`], which lists the known names.
pub fn by_name(name: &str) -> Result<&'static Quantity, QuantityError> {
    all().find(|quantity| quantity.name == name).ok_or_else(|| QuantityError::unknown(name, all()))
}
