//! Why an estimate is not reliable.

use serde::{Deserialize, Serialize};
use weak_to_strong::evidence::TailDoubt;

use crate::functional::FitDoubt;

/// Why an estimate is not reliable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// There are fewer replicates than an asymptotic confidence sequence needs.
    FewReplicates,
    /// The effective sample size of importance sampling is below a hundred.
    FewEffective,
    /// A mean in a fit is not known to 10 %. This is too imprecise for its logarithm.
    RoughMeans,
    /// A standard error in a fit is 0, so the fit has no weights.
    NoVariation,
    /// The observations are known to have no variance, so that no standard error means anything.
    NoVariance,
    /// The tail of the observations looks like one without a finite variance.
    HeavyTail,
    /// Fewer than a hundred observations carry half of the variance.
    FewCarryVariance,
    /// The form of a fit does not describe the points, not even those of the largest sizes.
    FormRejected,
    /// Two forms of a curve, the second with one more correction term, give numbers that differ by more than the resolution.
    FormsDisagree,
    /// A place along a variable is known to a step of the sweep.
    CoarseGrid,
}

impl From<TailDoubt> for Doubt {
    fn from(doubt: TailDoubt) -> Self {
        match doubt {
            TailDoubt::NoVariance => Self::NoVariance,
            TailDoubt::HeavyTail => Self::HeavyTail,
            TailDoubt::FewCarryVariance => Self::FewCarryVariance,
        }
    }
}

impl Doubt {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::FewReplicates => "few replicates",
            Self::FewEffective => "few effective replicates",
            Self::RoughMeans => "rough means",
            Self::NoVariation => "no variation",
            Self::NoVariance => "no variance",
            Self::HeavyTail => "heavy tail",
            Self::FewCarryVariance => "few observations carry the variance",
            Self::FormRejected => "the curve does not follow the form",
            Self::FormsDisagree => "two forms of the curve disagree",
            Self::CoarseGrid => "the sweep has no value between the ends",
        }
    }
}

impl From<FitDoubt> for Doubt {
    fn from(doubt: FitDoubt) -> Self {
        match doubt {
            FitDoubt::FewReplicates => Self::FewReplicates,
            FitDoubt::RoughMeans => Self::RoughMeans,
            FitDoubt::NoVariation => Self::NoVariation,
            FitDoubt::FormRejected => Self::FormRejected,
            FitDoubt::FormsDisagree => Self::FormsDisagree,
        }
    }
}
