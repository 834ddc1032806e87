//! What is known of the constants of ridge regression at one penalty.

use super::ridge_constants::{RidgeConstants, SampleSize};
use super::ridge_cuts::RidgeCuts;

/// The law of the constants at one penalty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ConstantsLaw {
    /// Their expectations are known.
    Known(RidgeConstants),
    /// c₃ has an infinite expectation.
    Infinite,
    /// They are drawn, and cut off here.
    Drawn(RidgeCuts),
}

impl ConstantsLaw {
    /// Returns the law for isotropic Gaussian prompts and a penalty η ≥ 0.
    ///
    /// Without a penalty the expectations are those of a Wishart matrix and its inverse, if N and d differ by 2 or more.
    pub(super) fn gaussian(size: SampleSize, penalty: f64) -> Self {
        let without_penalty = RidgeConstants::without_penalty(size);
        let shift = size.count as f64 * penalty / size.variance;
        if shift == f64::INFINITY {
            Self::Known(RidgeConstants::SOURCE)
        } else if shift == 0.0 {
            without_penalty.map_or(Self::Infinite, Self::Known)
        } else {
            Self::Drawn(RidgeCuts::gaussian(size, shift, without_penalty))
        }
    }

    /// Returns the law for other prompts, with |X|² at most `squared_bound`.
    pub(super) fn of_other_prompts(size: SampleSize, penalty: f64, squared_bound: f64) -> Self {
        if penalty == f64::INFINITY {
            Self::Known(RidgeConstants::SOURCE)
        } else {
            Self::Drawn(RidgeCuts::bounded(size, penalty, squared_bound))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_path_are_known() {
        let size = SampleSize { count: 4, dim: 2, variance: 2.0 };
        let ConstantsLaw::Known(least_squares) = ConstantsLaw::gaussian(size, 0.0) else { panic!("known") };
        assert_eq!((least_squares.moved, least_squares.noise), (1.0, 1.0));
        assert_eq!(ConstantsLaw::gaussian(size, f64::INFINITY), ConstantsLaw::Known(RidgeConstants::SOURCE));
        assert_eq!(ConstantsLaw::gaussian(SampleSize { count: 3, ..size }, 0.0), ConstantsLaw::Infinite);
        assert!(matches!(ConstantsLaw::gaussian(size, 0.5), ConstantsLaw::Drawn(_)));
        // c₃ ≤ 2/(4·4·½), c₄ at most three times as much.
        let ConstantsLaw::Drawn(cuts) = ConstantsLaw::of_other_prompts(size, 0.5, 6.0) else { panic!("drawn") };
        assert_eq!((cuts.noise.greatest, cuts.mixing.greatest), (0.25, 0.75));
    }
}
