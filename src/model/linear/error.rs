//! Faults of a description of a linear teacher and student, with their remedies.

use thiserror::Error;

/// A fault of a description of a linear teacher and student. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum LinearError {
    /// A prompt has no coordinate.
    #[error("regression.spectrum: a prompt with 0 coordinates; write at least one eigenvalue")]
    NoDimensions,

    /// There are so many coordinates that matrices do not fit in memory.
    #[error(
        "regression.spectrum: {dim} coordinates, more than {most}; take fewer, or raise the limit of LinearProblem::up_to"
    )]
    TooManyDimensions { dim: usize, most: usize },

    /// A number is not in its range.
    #[error("regression.{key} = {value}: must be {expected}; write for example {example}")]
    OutOfRange { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// A count is not in its range.
    #[error("regression.{key} = {value}: must be a whole number from {least} to {most}, the number of coordinates")]
    CountOutOfRange { key: &'static str, value: usize, least: usize, most: usize },

    /// The truth has another number of coordinates than the prompt.
    #[error("regression.truth has {found} coordinates and a prompt has {dim}; write {dim} numbers")]
    TruthOfOtherLength { found: usize, dim: usize },

    /// A power law of λᵢβᵢ² says nothing of βᵢ where λᵢ = 0.
    #[error(
        "regression.truth.power with an eigenvalue of 0: the truth along it is not defined; write positive eigenvalues, or a list of coordinates"
    )]
    PowerWithoutVariance,

    /// Prompts whose coordinates are not independent with one law up to their scale.
    #[error(
        "regression.prompts = {word:?}: coordinates must be independent; write \"gaussian\", \"cube\", \"rademacher\" or \"laplace\""
    )]
    PromptsNotIndependent { word: &'static str },

    /// A learner sees more coordinates than there are, or none.
    #[error("regression.{learner}.first = {seen}: must be a whole number from 1 to {dim}, the number of coordinates")]
    SeenOutOfRange { learner: &'static str, seen: usize, dim: usize },

    /// The angle of a subspace is not a principal angle.
    #[error("regression.{learner}.angle = {angle}: must be from 0 to 1.5707963, a quarter turn")]
    AngleOutOfRange { learner: &'static str, angle: f64 },

    /// There is not one angle for each turned direction.
    #[error(
        "regression.{learner}.angle has {found} angles, and {turned} of the directions are turned; write {turned} angles, or one number for all"
    )]
    OtherCountOfAngles { learner: &'static str, found: usize, turned: usize },

    /// The mean over directions of the truth is not that of equal coordinates.
    #[error(
        "regression.{learner}.angle with truth = {{ random }}: a risk along turned directions is no function of the squares of the truth, which stand for its mean over \
         all directions; write truth = {{ length = … }} or a list"
    )]
    RandomTruthTurned { learner: &'static str },

    /// A subspace shares more directions than it has, or has too few coordinates beyond it to turn towards.
    #[error(
        "regression.{learner}.shared = {shared}: must be a whole number from {least} to {first}, because each of the {first} directions that is not shared turns \
         towards a coordinate of its own beyond them, and a prompt has {dim} coordinates"
    )]
    SharedOutOfRange { learner: &'static str, shared: usize, least: usize, first: usize, dim: usize },

    /// A learner has no features.
    #[error("regression.{learner}.{form} = 0: must be a width of 1 or more")]
    NoWidth { learner: &'static str, form: &'static str },

    /// A learner's own spectrum has another number of coordinates than the prompt.
    #[error("regression.{learner}.spectrum has {found} coordinates and a prompt has {dim}; write {dim} eigenvalues")]
    OwnSpectrumOfOtherLength { learner: &'static str, found: usize, dim: usize },

    /// A learner's own spectrum has eigenvectors of its own.
    #[error(
        "regression.{learner}.spectrum = {{ ar1 }}: a learner scales coordinates along the eigenvectors of regression.spectrum; write a list, \
         {{ power }}, {{ levels }} or {{ spikes }}"
    )]
    OwnSpectrumTurned { learner: &'static str },

    /// A coordinate that does not vary cannot be scaled.
    #[error(
        "regression.{learner}.spectrum is positive along coordinate {coordinate}, where the eigenvalue of regression.spectrum is 0; write 0 there"
    )]
    OwnSpectrumWithoutVariance { learner: &'static str, coordinate: usize },

    /// Second moments of so many features do not fit in memory.
    #[error(
        "regression.{learner}.relu = {width}: more units than {most}; take fewer, or raise the limit of LinearProblem::up_to"
    )]
    TooManyUnits { learner: &'static str, width: usize, most: usize },

    /// Moments of rectified linear units are known for normal prompts.
    #[error(
        "regression.{learner}.relu with regression.prompts = {word:?}: moments of rectified linear units are known for normal prompts; write prompts = \
         \"gaussian\""
    )]
    UnitsOfOtherPrompts { learner: &'static str, word: &'static str },
}
