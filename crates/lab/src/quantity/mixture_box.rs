//! Bounds on the MSE of ridge regression on a mixture of concepts, from bounds on what it depends on.

use super::mixture_error::MixtureError;
use super::ridge_constants::RidgeConstants;
use weak_to_strong::evidence::Interval;

/// Intervals for what the MSE depends on.
#[derive(Clone, Debug)]
pub(super) struct MixtureBox {
    /// a′ along the axes.
    pub(super) along: Vec<Interval>,
    /// g.
    pub(super) square: Interval,
    /// c₀, c₁ and c₂. The true ones have c₀ + 2c₁ + c₂ = 1.
    pub(super) shrinkage: [Interval; 3],
    /// c₃.
    pub(super) noise: Interval,
    /// c₄.
    pub(super) mixing: Interval,
}

impl MixtureBox {
    /// Returns the box in which the constants are these.
    pub(super) fn with_constants(along: Vec<Interval>, square: Interval, constants: &RidgeConstants) -> Self {
        let RidgeConstants { kept, product, moved, noise, mixing } = *constants;
        let exactly = |x: f64| Interval { lower: x, upper: x };
        let shrinkage = [kept, product, moved].map(exactly);
        Self { along, square, shrinkage, noise: exactly(noise), mixing: exactly(mixing) }
    }

    /// Returns bounds on the MSE over the box.
    ///
    /// For given a′ and g the MSE is an affine function of the constants, so it is least and greatest at vertices of their set. There it is a sum of
    /// quadratic functions of the coordinates of a′. Two more bounds use that the signal is not negative and τ lies between 0 and its greatest value.
    pub(super) fn range(&self, error: &MixtureError) -> Interval {
        let (mut lower, mut upper) = (f64::INFINITY, f64::NEG_INFINITY);
        for [kept, product, moved] in self.shrinkage_vertices() {
            let at_prior = kept * error.bias_square();
            let signal = self.quadratic(error, moved, product);
            if self.mixing.upper == f64::INFINITY {
                (lower, upper) = (lower.min(at_prior + signal.lower), f64::INFINITY);
                continue;
            }
            let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
            for mixing in [self.mixing.lower, self.mixing.upper] {
                let all = self.quadratic(error, moved - mixing, product);
                least = least.min(all.lower + mixing * self.square.lower);
                most = most.max(all.upper + mixing * self.square.upper);
            }
            lower = lower.min(at_prior + least.max(signal.lower));
            upper = upper.max(at_prior + most.min(signal.upper + self.mixing.upper * error.most_spread));
        }
        let noise = [self.noise.lower, self.noise.upper].map(|noise| noise * error.noise_square);
        Interval { lower: lower.max(0.0) + noise[0], upper: upper + noise[1] }
    }

    /// The range of Σⱼ square·yⱼ² + 2·product·bⱼyⱼ over the coordinates y of a′.
    fn quadratic(&self, error: &MixtureError, square: f64, product: f64) -> Interval {
        let mut sum = Interval { lower: 0.0, upper: 0.0 };
        for (y, bias) in self.along.iter().zip(&error.bias) {
            let Interval { lower, upper } = quadratic_range(square, 2.0 * product * bias, *y);
            (sum.lower, sum.upper) = (sum.lower + lower, sum.upper + upper);
        }
        sum
    }

    /// The vertices of the set of (c₀, c₁, c₂) in the box with c₀ + 2c₁ + c₂ = 1. If the box does not meet that plane, returns the corners of the box.
    fn shrinkage_vertices(&self) -> Vec<[f64; 3]> {
        const WEIGHTS: [f64; 3] = [1.0, 2.0, 1.0];
        let ends = self.shrinkage.map(|one| [one.lower, one.upper]);
        let mut vertices = Vec::new();
        for free in 0..3 {
            let [first, second] = [(free + 1) % 3, (free + 2) % 3];
            for (one, other) in corners(ends[first], ends[second]) {
                let left = (1.0 - WEIGHTS[first] * one - WEIGHTS[second] * other) / WEIGHTS[free];
                if left >= ends[free][0] - ROUNDING && left <= ends[free][1] + ROUNDING {
                    let mut vertex = [left; 3];
                    (vertex[first], vertex[second]) = (one, other);
                    vertices.push(vertex);
                }
            }
        }
        if vertices.is_empty() {
            for (one, other) in corners(ends[0], ends[1]) {
                vertices.extend(ends[2].map(|third| [one, other, third]));
            }
        }
        vertices
    }
}

/// Of numbers at most 1.
const ROUNDING: f64 = 1e-14;

fn corners(one: [f64; 2], other: [f64; 2]) -> [(f64, f64); 4] {
    [(one[0], other[0]), (one[0], other[1]), (one[1], other[0]), (one[1], other[1])]
}

/// The range of square·y² + slope·y: the ends of the interval, and the vertex of the parabola if it lies between them.
fn quadratic_range(square: f64, slope: f64, y: Interval) -> Interval {
    let at = |y: f64| y * square.mul_add(y, slope);
    let vertex = -0.5 * slope / square;
    let between = vertex > y.lower && vertex < y.upper;
    let values = [at(y.lower), at(y.upper), at(if between { vertex } else { y.lower })];
    let [lower, upper] = [f64::min, f64::max].map(|extreme| values.into_iter().fold(values[0], extreme));
    Interval { lower, upper }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec};

    fn error() -> MixtureError {
        let concepts = vec![vec![1.0, 0.0, 0.2], vec![0.0, 0.7, -0.5], vec![-0.3, 0.4, 1.0]];
        let spec = ProblemSpec::new(3, ConceptSpec::Vectors(concepts))
            .source_prior(PriorSpec::Probabilities(vec![0.2, 0.5, 0.3]))
            .target_prior(PriorSpec::Probabilities(vec![0.7, 0.1, 0.2]));
        MixtureError::new(&spec.build().expect("a problem"))
    }

    fn between(low: f64, width: f64) -> Interval {
        Interval { lower: low, upper: low + width }
    }

    proptest! {
        /// No point of a box has an MSE outside the bounds: points are mixtures with constants that exist, and the boxes contain them. A box that is
        /// a point has no width. Tolerance: rounding of numbers below 10.
        #[test]
        fn no_point_of_the_box_is_outside(
            weights in prop::array::uniform3(0.001..1.0f64),
            moved in prop::collection::vec(0.0..=1.0f64, 1..5),
            noise in 0.0..1.0f64,
            mixing in 0.0..1.5f64,
            widths in prop::array::uniform9(0.0..0.5f64),
            places in prop::array::uniform9(0.0..=1.0f64),
            exactly in any::<bool>(),
        ) {
            let error = error();
            let sum: f64 = weights.iter().sum();
            let mut shares = vec![0.0; error.width()];
            error.write(&weights.map(|weight| weight / sum), &mut shares);
            let mean = error.mean_bias(&shares);
            let average = |f: fn(f64) -> f64| moved.iter().map(|t| f(*t)).sum::<f64>() / moved.len() as f64;
            let constants = RidgeConstants {
                kept: average(|t| (1.0 - t).powi(2)),
                product: average(|t| t * (1.0 - t)),
                moved: average(|t| t * t),
                noise,
                mixing,
            };
            let around = |at: usize, x: f64| {
                let width = if exactly { 0.0 } else { widths[at] };
                between(x - places[at] * width, width)
            };
            let along: Vec<Interval> = mean.along.iter().enumerate().map(|(axis, y)| around(axis, *y)).collect();
            let bounds = MixtureBox {
                along,
                square: around(3, mean.square),
                shrinkage: [around(4, constants.kept), around(5, constants.product), around(6, constants.moved)],
                noise: around(7, noise),
                mixing: around(8, mixing),
            };
            let (value, range) = (error.at(&mean, &constants), bounds.range(&error));
            prop_assert!(range.lower <= value + 1e-12 && value <= range.upper + 1e-12, "{value} {range:?}");
            prop_assert!(!exactly || range.upper - range.lower < 1e-12, "{range:?}");
        }
    }

    #[test]
    fn quadratic_functions_by_hand() {
        let range = |square, slope| {
            let Interval { lower, upper } = quadratic_range(square, slope, Interval { lower: -1.0, upper: 2.0 });
            (lower, upper)
        };
        assert_eq!([range(1.0, 0.0), range(1.0, -2.0), range(-1.0, 2.0)], [(0.0, 4.0), (-1.0, 3.0), (-3.0, 1.0)]);
        assert_eq!(range(0.0, -2.0), (-4.0, 2.0));
    }
}
