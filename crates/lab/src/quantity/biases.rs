//! The part of the squared error that comes from the biases of source and labels.

use nalgebra::DVector;
use weak_to_strong::learn::Shrinkage;

/// What is proved of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) least: f64,
    pub(super) greatest: f64,
}

impl Bounds {
    /// Takes off what rounding adds beyond the bounds. A number that is farther off, or not a number, stays as it is.
    pub(super) fn without_rounding(self, x: f64) -> f64 {
        let slack = ROUNDING * self.greatest.abs();
        if x < self.least && x >= self.least - slack {
            self.least
        } else if x > self.greatest && x <= self.greatest + slack {
            self.greatest
        } else {
            x
        }
    }
}

/// A number may lie outside what is proved of it by this share.
const ROUNDING: f64 = 1e-9;

/// The biases b of the source and a of the labels: along a − b and across it, where they have the part in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Biases {
    dim: usize,
    /// The squared length of the part across.
    across: f64,
    source: f64,
    labels: f64,
}

impl Biases {
    pub(super) fn new(source: &DVector<f64>, labels: &DVector<f64>) -> Self {
        let shift = labels - source;
        let length = shift.norm();
        if length == 0.0 {
            let bias = source.norm();
            return Self { dim: source.len(), across: 0.0, source: bias, labels: bias };
        }
        let along = source.dot(&shift) / length;
        let across = (source - shift * (along / length)).norm_squared();
        Self { dim: source.len(), across, source: along, labels: along + length }
    }

    /// The same biases for an estimator that goes beyond its fit by a share, seen from the source: of labels that are farther away.
    pub(super) fn extrapolated(self, share: f64) -> Self {
        Self { labels: self.source + (1.0 + share) * (self.labels - self.source), ..self }
    }

    /// The squared error of the source.
    pub(super) fn of_source(&self) -> f64 {
        self.across + self.source * self.source
    }

    /// The squared error at a mean of the shares that an estimator takes along the eigenvectors.
    ///
    /// ```text
    /// |b⊥|² + (1/d) Σ ((1 − τ)b₁ + τa₁)²
    /// ```
    pub(super) fn squared_error(&self, shrinkage: &Shrinkage) -> f64 {
        let (source, labels) = (self.source, self.labels);
        let sum = source * source * shrinkage.left
            + 2.0 * source * labels * shrinkage.mixed
            + labels * labels * shrinkage.taken;
        self.across + sum / self.dim as f64
    }

    /// The squared error of the estimator that takes all of the way along `rank` of the eigenvectors, and nothing along the others.
    pub(super) fn of_projection(&self, rank: usize) -> f64 {
        let (dim, rank) = (self.dim as f64, rank as f64);
        self.squared_error(&Shrinkage { taken: rank, left: dim - rank, ..Shrinkage::default() })
    }

    /// What is proved of [`Biases::squared_error`] for shares in [0, 1].
    pub(super) fn of_shares(&self) -> Bounds {
        let (source, labels) = (self.source * self.source, self.labels * self.labels);
        let least = if self.source * self.labels <= 0.0 { 0.0 } else { source.min(labels) };
        Bounds { least: self.across + least, greatest: self.across + source.max(labels) }
    }

    /// What is proved for shares of any size.
    pub(super) fn of_any_shares(&self) -> Bounds {
        Bounds { least: self.across, greatest: f64::INFINITY }
    }

    /// What is proved of |(I − T)b + Ta|² for symmetric T with eigenvalues in [0, 1]: the vector lies in the ball with the diameter from b to a.
    pub(super) fn of_matrices(&self) -> Bounds {
        let (sum, difference) = ((self.source + self.labels).abs(), (self.labels - self.source).abs());
        let sum = (4.0 * self.across + sum * sum).sqrt();
        Bounds { least: (0.5 * (sum - difference).max(0.0)).powi(2), greatest: (0.5 * (sum + difference)).powi(2) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, dvector};
    use proptest::prelude::*;

    /// b = (3, 1), a = (−1, 1): along the first axis −3 and 1 (towards a), across 1. Half of the way leaves (1, 1); one of two directions (−1, 1) or
    /// (3, 1), in the mean 6.
    #[test]
    fn errors_by_hand() {
        let biases = Biases::new(&dvector![3.0, 1.0], &dvector![-1.0, 1.0]);
        assert_eq!(biases, Biases { dim: 2, across: 1.0, source: -3.0, labels: 1.0 });
        assert_eq!((biases.of_source(), biases.of_projection(2), biases.of_projection(1)), (10.0, 2.0, 6.0));
        let half = Shrinkage { taken: 0.5, mixed: 0.5, left: 0.5, variance: 0.0 };
        assert_eq!(biases.squared_error(&half), 2.0);
        assert_eq!(biases.of_shares(), Bounds { least: 1.0, greatest: 10.0 });
        assert_eq!(biases.extrapolated(0.5), Biases { labels: 3.0, ..biases });
        let same = Biases::new(&dvector![3.0, 4.0], &dvector![3.0, 4.0]);
        assert_eq!(same.of_shares(), Bounds { least: 25.0, greatest: 25.0 });
        // The ball around (1, 1) of radius 2: distances √2 ± 2 from the origin.
        let ball = biases.of_matrices();
        assert!(ball.least == 0.0 && (ball.greatest - (2f64.sqrt() + 2.0).powi(2)).abs() < 1e-12);
    }

    #[test]
    fn only_rounding_is_taken_off() {
        let bounds = Bounds { least: 1.0, greatest: 2.0 };
        let kept = [0.9, 1.0, 1.5, 2.1].map(|x| bounds.without_rounding(x) == x);
        assert_eq!((kept, bounds.without_rounding(2.0 + 1e-12)), ([true; 4], 2.0));
        assert_eq!(bounds.without_rounding(1.0 - 1e-12), 1.0);
        assert!(bounds.without_rounding(f64::NAN).is_nan());
    }

    proptest! {
        /// A search for an error outside what is proved of it, with vectors and matrices of any kind. The tolerance is rounding.
        #[test]
        fn nothing_lies_outside(
            numbers in prop::collection::vec(-3.0..3.0f64, 6),
            shares in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0f64], 3),
            turns in prop::collection::vec(-1.0..1.0f64, 9),
            extrapolation in prop_oneof![Just(0.0), 0.0..4.0f64],
        ) {
            let vector = |range: std::ops::Range<usize>| DVector::from_column_slice(&numbers[range]);
            let (source, labels) = (vector(0..3), vector(3..6));
            let turn = DMatrix::from_vec(3, 3, turns).qr().q();
            let shrink = &turn * DMatrix::from_diagonal(&DVector::from_vec(shares.clone())) * turn.transpose();
            let further = (&labels - &source) * (1.0 + extrapolation);
            let biases = Biases::new(&source, &labels).extrapolated(extrapolation);
            let error = (&source + shrink * further).norm_squared();
            let ball = biases.of_matrices();
            prop_assert!(error >= ball.least - 1e-9 && error <= ball.greatest + 1e-9, "{error} {ball:?}");
            let sum = |of: fn(f64) -> f64| shares.iter().map(|share| of(*share)).sum::<f64>();
            let shrinkage = Shrinkage {
                taken: sum(|x| x * x),
                mixed: sum(|x| x * (1.0 - x)),
                left: sum(|x| (1.0 - x) * (1.0 - x)),
                variance: 0.0,
            };
            let (error, bounds) = (biases.squared_error(&shrinkage), biases.of_shares());
            prop_assert!(error >= bounds.least - 1e-9 && error <= bounds.greatest + 1e-9, "{error} {bounds:?}");
            prop_assert!(bounds.least >= ball.least - 1e-9 && bounds.greatest <= ball.greatest + 1e-9);
        }
    }
}
