//! What can go wrong with rates of alignment.

use thiserror::Error;

use crate::numeric::QuadratureError;

/// Why a rate cannot be computed.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum RateError {
    /// Misalignment is defined for a target on one concept.
    #[error("the target prior is spread over several concepts; rates of alignment need target = one concept")]
    SeveralTargets,
    /// The source can never name the target.
    #[error("source_prior[{target}] = 0: the source never names the target concept; give it positive probability")]
    TargetUnsupported { target: usize },
    /// There is nothing to be misaligned with.
    #[error("the source knows no concept but the target, so misalignment is 0 for every batch and has no exponent")]
    NoWrongConcept,
    /// The forms of a cube or Rademacher prompt involve too many coordinates.
    #[error(
        "a pair of concepts and the weak concept touch {found} coordinates of the prompt, and quadrature takes at most {most}; \
         use Gaussian or sphere prompts, or vectors with fewer entries"
    )]
    TooManyCoordinates { found: usize, most: usize },
    /// Some numbers are computed for two concepts only.
    #[error(
        "the source knows {found} concepts, and {what} is computed for two, the target and a wrong one; measure {instead} instead"
    )]
    NotTwoConcepts { found: usize, what: &'static str, instead: &'static str },
    /// The integrand is too sharp.
    #[error(transparent)]
    Quadrature(#[from] QuadratureError),
}
