//! Why a quantity cannot be measured.

use thiserror::Error;
use weak_to_strong::learn::{FitError, HullError};

use crate::catalogue::{OtherFamily, UnknownName};
use crate::name::Name;

/// Why a quantity cannot be measured on a problem.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum QuantityError {
    /// No quantity has this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The quantity is about another family of problems.
    #[error(transparent)]
    OtherFamily(#[from] OtherFamily),
    /// The quantity is about one target concept.
    #[error("{quantity} needs a target on one concept; give target, or measure refined.prior_distance")]
    SeveralTargets { quantity: Name },
    /// A learner cannot be fitted to the moments of the problem's own law.
    #[error("{quantity}: {error}")]
    Unfit { quantity: Name, error: FitError },
    /// Without examples, every concept is taken for every other one equally often.
    #[error(
        "refined.deconvolved_distance with batch = 0: without examples all concepts look alike and nothing can be told apart; give batch 1 or more"
    )]
    NothingToDeconvolve,
    /// The squared error of least squares has no finite variance.
    #[error(
        "{setting} = {count} with penalty = 0 and dim = {dim}: the squared error of least squares has no finite variance when {setting} is \
         within 3 of dim; write a penalty above 0, or move {setting}"
    )]
    NoFiniteVariance { setting: Name, count: usize, dim: usize },
    /// The student's error has no slope at a penalty of 0.
    #[error(
        "pseudo_labels = {pseudo_labels} in {dim} dimensions: the mean squared error of least squares is infinite or has no slope when \
         pseudo_labels is within 1 of {dim}; move pseudo_labels"
    )]
    NoRegressionSlope { pseudo_labels: f64, dim: usize },
    /// Noisy labels are interpolated, about as many as there are coordinates.
    #[error(
        "{setting} = {labels} with {penalty} = 0 and {dim} coordinates: the risk of an interpolation of noisy labels has an infinite mean when \
         {setting} is within 1 of the number of coordinates, and an infinite variance when it is within 3; write a {penalty} above 0, move \
         {setting}, or state a quantile or a probability, such as P(student.risk >= 0.5), which one sample has"
    )]
    InterpolationThreshold { setting: Name, penalty: Name, labels: f64, dim: usize },
    /// Interpolations of signs are drawn only where there are more coordinates.
    #[error(
        "{setting} = {labels} with {key} = {dim}: interpolations of signs are drawn only where coordinates outnumber labels by 2 or more; write \
         {setting} = {most} or less, or raise {key}"
    )]
    TooManyToInterpolate { setting: Name, labels: f64, key: Name, dim: usize, most: usize },
    /// Teacher and student cannot have the same prompts.
    #[error(
        "student_prompts = \"same\" needs as many labels for the student as for its teacher; write pseudo_labels = \"teacher_labels\" in the \
         sweep, or student_prompts = \"fresh\""
    )]
    OtherPrompts,
    /// Labels are designed for a student that sees coordinates.
    #[error(
        "student.designed_risk is about a student that sees coordinates as they are; write regression.student = {{ first = … }} or leave it out, or \
         measure student.risk"
    )]
    NotDesigned,
    /// Rectified linear units are no linear function of a prompt.
    #[error(
        "norm = \"identity\" with a learner that sees {{ relu }}: its predictor has no coordinates; write norm = \"covariance\""
    )]
    NoCoordinates,
    /// A matrix of features would fill the memory.
    #[error(
        "{key} = {width}: its matrix does not fit into memory with {dim} coordinates; write {most} or less, or take fewer coordinates"
    )]
    TooWideFeatures { key: Name, width: usize, dim: usize, most: usize },
    /// A predictor of rectified linear units is no vector.
    #[error(
        "{quantity} is of a linear predictor that is fitted to labels one by one, and a learner sees {{ relu }}; write {{ projection }}, or state a \
         mean risk"
    )]
    OfUnits { quantity: Name },
    /// The law is not that for one direction of the truth.
    #[error(
        "{quantity} with truth = {{ random }}: what it is over all directions is not known from one; write truth = {{ length = … }} or a list"
    )]
    RandomTruth { quantity: Name },
    /// An interpolation in rectified linear units has an infinite mean for any number of labels.
    #[error(
        "{setting} = {labels} with {penalty} = 0: an interpolation in rectified linear units of labels that they do not tell has a risk of infinite mean, \
         because a prompt may be seen by one unit alone, and hardly; write a {penalty} above 0, a time at which the flow stops, or {setting} = inf"
    )]
    UnitsInterpolate { setting: Name, penalty: Name, labels: f64 },
    /// A replicate would fill the memory.
    #[error(
        "{setting} = {rows}: a replicate keeps {width} numbers for each, which fit into memory up to {setting} = {most}; write {most} or less"
    )]
    TooManyRows { setting: Name, rows: f64, width: usize, most: f64 },
    /// The gain is ∞ − ∞.
    #[error(
        "student.gain with teacher_penalty = 0 and teacher_labels within 1 of the teacher's dimension: the mean squared errors of teacher and \
         student are both infinite; write a teacher_penalty above 0, or move teacher_labels"
    )]
    InfiniteTeacherAndStudent,
    /// The law of labels on designed prompts is not known.
    #[error(
        "design = orthogonal needs {assumption} ({meaning}): without it the labels depend on which orthogonal prompts are taken; change \
         the problem, or write design = iid"
    )]
    OrthogonalDesignNeeds { assumption: Name, meaning: Name },
    /// There are fewer prompts than dimensions, so they cannot be designed to be orthogonal.
    #[error(
        "samples = {samples} with design = orthogonal and dim = {dim}: fewer prompts than dimensions cannot have XᵀX = n·v·I; write \
         samples = {dim} or more, or design = iid"
    )]
    TooFewToBeOrthogonal { samples: usize, dim: usize },
    /// The limit within the hull was not found.
    #[error(transparent)]
    Hull(#[from] HullError),
    /// Content and style are defined only for persona concepts.
    #[error(
        "{quantity} scores content and style; write concepts = {{ persona = {{ count = …, content = …, style = … }} }} with both above 0"
    )]
    NoPersonas { quantity: Name },
    /// Accuracy is defined only for Gaussian prompts, because it is computed from an angle.
    #[error("{quantity} is computed for Gaussian prompts; write prompts = \"gaussian\"")]
    NotGaussian { quantity: Name },
    /// A user's own quantity is not defined for the problem or the settings.
    #[error("{quantity}: {reason}")]
    NotDefined { quantity: Name, reason: String },
    /// The number of labels is infinite, but a learner is fitted on finitely many labels.
    #[error(
        "labels = inf with learner = refined: write a finite number, or measure refined.mse or refined.misalignment"
    )]
    InfinitelyManyLabels,
}
