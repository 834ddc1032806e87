//! Why the law of a replicate cannot be observed.

use thiserror::Error;

use crate::catalogue::OtherFamily;
use crate::quantity::QuantityError;

/// Why the law of a replicate cannot be observed.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum LawError {
    /// Two observables are of different samples.
    #[error(
        "{one} and {other} are not of one sample ({difference}), so they have no joint law; compare a number of the one with a number of the other, \
         such as their means, or take observables of one sample"
    )]
    OtherSample { one: String, other: String, difference: String },
    /// Nothing is random.
    #[error(
        "there is no observable in a probability, mean, variance or quantile; name one, such as naive.squared_error"
    )]
    NothingObserved,
    /// Something has no value in a row of a data file.
    #[error("a number in a sentence has no value in row {} of its cell; a denominator is 0, or a logarithm or root is of a negative number", row + 1)]
    NoValue { row: usize },
    /// A quantile at a share that is none.
    #[error("quantile(…, {share}): the share must lie between 0 and 1")]
    NoShare { share: f64 },
    /// An observable is about another family of problems.
    #[error(transparent)]
    OtherFamily(#[from] OtherFamily),
    /// An observable is not defined on the problem.
    #[error(transparent)]
    Undefined(#[from] QuantityError),
}
