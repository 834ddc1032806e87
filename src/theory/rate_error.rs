//! What can go wrong with rates of alignment.

use thiserror::Error;

use crate::numeric::QuadratureError;

/// Why a rate cannot be computed.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum RateError {
    /// The target is not a single concept.
    #[error("the target prior is spread over several concepts; rates of alignment need target = one concept")]
    SeveralTargets,
    /// The source gives the target probability 0.
    #[error("source_prior[{target}] = 0: the source never names the target concept; give it positive probability")]
    TargetUnsupported { target: usize },
    /// The source knows no wrong concept.
    #[error("the source knows no concept but the target, so misalignment is 0 for every batch and has no exponent")]
    NoWrongConcept,
    /// The linear forms of a prompt with independent coordinates involve too many of them.
    #[error(
        "a pair of concepts and the weak concept touch {found} coordinates of the prompt, and quadrature takes at most {most}; \
         use Gaussian or sphere prompts, or vectors with fewer entries"
    )]
    TooManyCoordinates { found: usize, most: usize },
    /// The number is computed for two concepts only.
    #[error(
        "the source knows {found} concepts, and {what} is computed for two, the target and a wrong one; measure {instead} instead"
    )]
    NotTwoConcepts { found: usize, what: &'static str, instead: &'static str },
    /// The integrand is too sharp for the finest rule.
    #[error(transparent)]
    Quadrature(#[from] QuadratureError),
}
