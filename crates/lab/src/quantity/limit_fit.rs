//! Fine-tuning in the limit of many labels, where β̂ − β_Q is a linear function of the mean probabilities of concepts.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::axes::axes;
use super::mixture_shares::MixtureShares;
use super::squared_length::{range_of_square, squared_length};
use crate::inference::FunctionOfMeans;
use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::{Kernel, vectorised};
use weak_to_strong::learn::refined_mean;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::GROUP;

/// β̂ − β_Q as a linear function of the probabilities of concepts behind the labels: the labels' mean Σ αₖβₖ, shrunk towards the source by
/// λ/(λ + η) along each coordinate of variance λ.
///
/// It is observed along axes, the first of which is the direction of β_P − β_Q. That is its value before the source has seen any example.
#[derive(Clone)]
pub(super) struct LimitFit {
    /// β̂ − β_Q if a concept is certain, one column for each concept.
    vertices: DMatrix<f64>,
    /// β̂ − β_Q at the prior of the source.
    at_prior: DVector<f64>,
    /// β̂ − β_Q along the axes.
    pub(super) along: MixtureShares,
    /// The greatest |β̂ − β_Q|². It is attained at a vertex of the simplex, because |β̂ − β_Q|² is a convex function of the probabilities.
    pub(super) greatest: f64,
}

impl LimitFit {
    pub(super) fn new(problem: &TransferProblem, penalty: f64) -> Self {
        let kept = problem.prompts().variances(problem.dim()).map(|variance| variance / (variance + penalty));
        let source = problem.source_mean();
        let offset = &source - source.component_mul(&kept) - problem.target_mean();
        let identity = DMatrix::identity(problem.concept_count(), problem.concept_count());
        let columns: Vec<DVector<f64>> = identity
            .column_iter()
            .map(|concept| refined_mean(problem, &concept.into_owned()).component_mul(&kept) + &offset)
            .collect();
        Self::of_vertices(DMatrix::from_columns(&columns), source - problem.target_mean())
    }

    fn of_vertices(vertices: DMatrix<f64>, at_prior: DVector<f64>) -> Self {
        let along = MixtureShares::new(&axes(&at_prior, &vertices).tr_mul(&vertices));
        // Any positive bound is right for a length that is 0 everywhere.
        let squares = vertices.column_iter().map(|column| column.norm_squared());
        let greatest = squares.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        Self { vertices, at_prior, along, greatest }
    }

    /// The same with Σ^½(β̂ − β_Q) in place of β̂ − β_Q, whose squared length is the excess risk; `deviations` are those of the prompt's
    /// coordinates.
    pub(super) fn in_excess_risk(mut self, deviations: &DVector<f64>) -> Self {
        self.vertices.column_iter_mut().for_each(|mut column| column.component_mul_assign(deviations));
        Self::of_vertices(self.vertices, self.at_prior.component_mul(deviations))
    }

    /// Returns R (K columns, upper trapezoidal). |R·α|² is |β̂ − β_Q|² at the probabilities α as a share of the greatest one.
    ///
    /// β̂ − β_Q = V·α, where column k of V is β̂ − β_Q if concept k is certain, and V = QR.
    pub(super) fn root_of_shares(&self) -> DMatrix<f64> {
        self.vertices.clone().qr().r() / self.greatest.sqrt()
    }

    /// Returns the number of coordinates in which it is observed.
    pub(super) fn width(&self) -> usize {
        self.along.count()
    }
}

impl FunctionOfMeans for LimitFit {
    /// |β̂ − β_Q|² at its means, corrected for the upward bias of a squared mean.
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        squared_length(moments, at, |axis, share| self.along.value(axis, share), |axis| self.along.width(axis))
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let slope = |(axis, share): (usize, &f64)| 2.0 * self.along.value(axis, *share) * self.along.width(axis);
        means.iter().enumerate().map(slope).collect()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let squares = means.iter().enumerate().map(|(axis, share)| range_of_square(self.along.interval(axis, *share)));
        let sum = squares.fold(Interval { lower: 0.0, upper: 0.0 }, |sum, square| Interval {
            lower: sum.lower + square.lower,
            upper: sum.upper + square.upper,
        });
        Interval { lower: sum.lower.min(self.greatest), upper: sum.upper.min(self.greatest) }
    }
}

/// Writes |R·α|² of a group of replicates, R of [`LimitFit::root_of_shares`] and αₖ of replicate l at k·GROUP + l.
pub(super) fn write_shares(root: &DMatrix<f64>, probabilities: &[f64], shares: &mut [f64; GROUP]) {
    assert_eq!(probabilities.len(), root.ncols() * GROUP, "one probability for each concept and replicate");
    vectorised(WriteShares { root, probabilities, shares });
}

struct WriteShares<'a> {
    root: &'a DMatrix<f64>,
    probabilities: &'a [f64],
    shares: &'a mut [f64; GROUP],
}

impl Kernel for WriteShares<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { root, probabilities, shares } = self;
        shares.fill(0.0);
        let (probabilities, _) = probabilities.as_chunks::<GROUP>();
        for row in 0..root.nrows() {
            let mut errors = [0.0; GROUP];
            for (column, probabilities) in probabilities.iter().enumerate().skip(row) {
                let weight = root[(row, column)];
                for l in 0..GROUP {
                    errors[l] = weight.mul_add(probabilities[l], errors[l]);
                }
            }
            for l in 0..GROUP {
                shares[l] = errors[l].mul_add(errors[l], shares[l]);
            }
        }
        // It exceeds 1 only by rounding.
        shares.iter_mut().filter(|share| **share > 1.0).for_each(|share| *share = 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;
    use nalgebra::{dmatrix, dvector};

    /// At certain concepts the error is (3, 4) or (0, 0): a squared length of 25 and, with prompts of variances 1/4 and 1, an excess risk of 9/4 + 16.
    #[test]
    fn excess_risk_weights_coordinates_by_their_variance() {
        let fit = LimitFit::of_vertices(dmatrix![3.0, 0.0; 4.0, 0.0], dvector![1.5, 2.0]);
        let risk = fit.clone().in_excess_risk(&dvector![0.5, 1.0]);
        for (fit, expected) in [(fit, 25.0), (risk, 18.25)] {
            assert_eq!((fit.width(), fit.greatest), (1, expected));
            let mut moments = JointMoments::new(1);
            moments.push(&[1.0]);
            assert!((fit.value(&moments, 0..1) - expected).abs() < 1e-13);
            assert!(gradient_gap(&fit, &[0.7]) < 1e-8);
            let half = fit.over_box(&[Interval { lower: 0.5, upper: 1.0 }]);
            assert!((half.lower - 0.25 * expected).abs() < 1e-13 && (half.upper - expected).abs() < 1e-13);
        }
    }

    /// An error of (±1, ½): both directions are observed. The box contains 0 along the second axis only.
    #[test]
    fn squares_add_up_along_the_axes() {
        let fit = LimitFit::of_vertices(dmatrix![1.0, -1.0; 0.5, 0.5], dvector![0.0, 0.5]);
        let mut shares = [0.0; 2];
        fit.along.write(&[0.75, 0.25], &mut shares);
        let values = [0, 1].map(|axis| fit.along.value(axis, shares[axis]));
        assert!((values[0] - 0.5).abs() < 1e-15 && (values[1].abs() - 0.5).abs() < 1e-15, "{values:?}");
        assert!(gradient_gap(&fit, &shares) < 1e-8);
        let over = fit.over_box(&[Interval { lower: 0.0, upper: 1.0 }, Interval { lower: 0.25, upper: 1.0 }]);
        assert!((over.lower - 0.25).abs() < 1e-15 && (over.upper - 1.25).abs() < 1e-15, "{over:?}");
    }

    /// V = (0, e₁, 2e₂) has the greatest squared length 4: probabilities (½, ¼, ¼) reach (1/16 + 1/4)/4 of it.
    #[test]
    fn shares_of_the_greatest_error_by_hand() {
        let fit = LimitFit::of_vertices(dmatrix![0.0, 1.0, 0.0; 0.0, 0.0, 2.0; 0.0, 0.0, 0.0], dvector![0.5, 0.5, 0.0]);
        let probabilities: Vec<f64> = [0.5, 0.25, 0.25].iter().flat_map(|p| [*p; GROUP]).collect();
        let mut shares = [0.0; GROUP];
        write_shares(&fit.root_of_shares(), &probabilities, &mut shares);
        assert!(shares.iter().all(|share| (share - 5.0 / 64.0).abs() < 1e-15), "{}", shares[0]);
    }
}
