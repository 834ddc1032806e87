//! Faults of a description of a problem, with their remedies.

use thiserror::Error;

/// A fault of a description of a problem. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum ProblemError {
    /// d must be at least 1.
    #[error("dim = 0: prompts need at least one coordinate; write dim = 1 or more")]
    NoDimensions,

    /// d is so large that moments do not fit in memory.
    #[error(
        "dim = {dim}: more than {most} dimensions, and a sample's moments need dim² numbers in every thread; lower it, or raise the limit \
         of TransferProblem::up_to"
    )]
    TooManyDimensions { dim: usize, most: usize },

    /// A number is not positive and finite.
    #[error("{key} = {value}: must be a positive, finite number; write for example {key} = 0.5")]
    NotPositive { key: &'static str, value: f64 },

    /// A number is not finite.
    #[error("{key} = {value}: must be a finite number; replace it")]
    NotFinite { key: String, value: f64 },

    /// A length is negative.
    #[error("{key} = {value}: a length cannot be negative; write {positive}", positive = value.abs())]
    NegativeLength { key: &'static str, value: f64 },

    /// There must be at least one concept.
    #[error("{key}: there are no concepts; give at least one")]
    NoConcepts { key: &'static str },

    /// K orthonormal vectors need K dimensions.
    #[error(
        "{key} = {count}: {count} concepts need {needed} dimensions, but dim = {dim}; raise dim to {needed} or lower the count"
    )]
    TooManyConcepts { key: &'static str, count: usize, needed: usize, dim: usize },

    /// K is so large that posteriors cannot be computed.
    #[error(
        "concepts.gaussian.count = {count}: more than {most} concepts; lower it, or raise the limit of TransferProblem::up_to"
    )]
    TooManyGaussianConcepts { count: usize, most: usize },

    /// A vector does not have d coordinates.
    #[error(
        "{key}[{index}] has {found} coordinates, but dim = {dim}; give each vector {dim} coordinates or set dim = {found}"
    )]
    VectorLength { key: &'static str, index: usize, found: usize, dim: usize },

    /// The number of variances of anisotropic prompts is not d.
    #[error("prompts.anisotropic lists {found} variances, but dim = {dim}; give one per coordinate")]
    VarianceCount { found: usize, dim: usize },

    /// A list does not have one entry for each concept.
    #[error("{key} has {found} entries, but there are {concept_count} concepts; give one per concept")]
    EntryCount { key: &'static str, found: usize, concept_count: usize },

    /// A probability is negative or not a number.
    #[error("{key}[{index}] = {value}: a probability must lie in [0, 1]; correct it, or write {key} = \"uniform\"")]
    NotAProbability { key: &'static str, index: usize, value: f64 },

    /// Prior weights must sum to one.
    #[error("{key} sums to {sum}, not 1; divide its entries by {sum}, or write {key} = \"uniform\"")]
    PriorNotNormalised { key: &'static str, sum: f64 },

    /// A prior favours a concept that does not exist.
    #[error("{key}.concept = {concept}: there are {concept_count} concepts, counted from 0; write a number from 0 to {last}", last = concept_count - 1)]
    FavouriteOutOfRange { key: &'static str, concept: usize, concept_count: usize },

    /// The target concept does not exist.
    #[error("target = {target}: there are {concept_count} concepts, counted from 0; write a number from 0 to {last}", last = concept_count - 1)]
    TargetOutOfRange { target: usize, concept_count: usize },

    /// Exactly one of `target` and `target_prior` must be given.
    #[error(
        "{found}: give either target (one concept, counted from 0) or target_prior (probabilities), and only one of them"
    )]
    TargetAmbiguous { found: &'static str },

    /// The weak supervisor is not described in exactly one way: by cosine, by vectors, or by content and style.
    #[error(
        "weak: {found}; give weak.cosine (with weak.off_hull), or weak.vectors, or for personas weak.content and weak.style"
    )]
    WeakAmbiguous { found: &'static str },

    /// Content and style are given, but the concepts are not personas.
    #[error(
        "weak.{key} is given, but the concepts are no personas; write concepts = {{ persona = … }}, or describe the supervisor by weak.cosine"
    )]
    WeakNotPersonas { key: &'static str },

    /// No direction is orthogonal to all concepts.
    #[error(
        "weak.off_hull = {value}: the {concept_count} concepts span all {dim} dimensions, so no direction is left off their hull; \
         write weak.off_hull = 0, or raise dim"
    )]
    NoOffHullDirection { value: f64, concept_count: usize, dim: usize },

    /// Student's t has no variance, because it has too few degrees of freedom.
    #[error(
        "weak.degrees_of_freedom = {value}: label noise needs a variance, so more than 2 degrees of freedom; write 3 or more, or leave the key out \
         for normal noise"
    )]
    NoNoiseVariance { value: f64 },

    /// A concept has length zero, so it has no direction for the weak concept.
    #[error(
        "weak.cosine = {cosine}: concept {index} is the zero vector and has no direction; describe the supervisor by weak.vectors"
    )]
    ZeroConcept { cosine: f64, index: usize },
}
