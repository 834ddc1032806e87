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
    /// They are drawn, for prompts of variance v at the shift s = Nη/v.
    Drawn {
        /// d, N and v.
        size: SampleSize,
        /// s.
        shift: f64,
        /// Where the observations are cut off.
        cuts: RidgeCuts,
    },
}

impl ConstantsLaw {
    /// Returns the law for a penalty η ≥ 0.
    ///
    /// Without a penalty the expectations are those of a Wishart matrix and its inverse, if N and d differ by 2 or more. With an infinite penalty
    /// nothing moves.
    pub(super) fn new(size: SampleSize, penalty: f64) -> Self {
        let shift = size.count as f64 * penalty / size.variance;
        if shift == f64::INFINITY {
            return Self::Known(RidgeConstants { kept: 1.0, product: 0.0, moved: 0.0, noise: 0.0, mixing: 0.0 });
        }
        let without_penalty = RidgeConstants::without_penalty(size);
        if penalty == 0.0 {
            return without_penalty.map_or(Self::Infinite, Self::Known);
        }
        Self::Drawn { size, shift, cuts: RidgeCuts::new(size, shift, without_penalty) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_path_are_known() {
        let size = SampleSize { count: 4, dim: 2, variance: 2.0 };
        let ConstantsLaw::Known(least_squares) = ConstantsLaw::new(size, 0.0) else { panic!("known") };
        assert_eq!((least_squares.moved, least_squares.noise), (1.0, 1.0));
        let ConstantsLaw::Known(source) = ConstantsLaw::new(size, f64::INFINITY) else { panic!("known") };
        assert_eq!((source.kept, source.noise), (1.0, 0.0));
        assert_eq!(ConstantsLaw::new(SampleSize { count: 3, ..size }, 0.0), ConstantsLaw::Infinite);
        let ConstantsLaw::Drawn { shift, .. } = ConstantsLaw::new(size, 0.5) else { panic!("drawn") };
        assert_eq!(shift, 1.0);
    }
}
