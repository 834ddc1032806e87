//! Fine-tuning in the limit of many labels, where β̂ − β_Q is an affine function of a mean.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use crate::inference::FunctionOfMeans;
use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::{Kernel, vectorised};
use weak_to_strong::learn::refined_mean;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::GROUP;

/// β̂ − β_Q as an affine function of the probabilities of concepts behind the labels: the labels' mean Σ αₖβₖ, shrunk towards the
/// source by λ/(λ + η) along each coordinate of variance λ.
#[derive(Clone)]
pub(super) struct LimitFit {
    matrix: DMatrix<f64>,
    offset: DVector<f64>,
    /// The greatest |β̂ − β_Q|². It is attained at a vertex of the simplex, because |β̂ − β_Q|² is a convex function of the probabilities.
    pub(super) greatest: f64,
}

impl LimitFit {
    pub(super) fn new(problem: &TransferProblem, penalty: f64) -> Self {
        let kept = problem.prompts().variances(problem.dim()).map(|variance| variance / (variance + penalty));
        let identity = DMatrix::identity(problem.concept_count(), problem.concept_count());
        let columns: Vec<DVector<f64>> = identity
            .column_iter()
            .map(|concept| refined_mean(problem, &concept.into_owned()).component_mul(&kept))
            .collect();
        let source = problem.source_mean();
        let offset = &source - source.component_mul(&kept) - problem.target_mean();
        let matrix = DMatrix::from_columns(&columns);
        Self { greatest: greatest_at_vertices(&matrix, &offset), matrix, offset }
    }

    /// Makes the function for means that are β̂ − β_Q itself (length d).
    pub(super) fn of_errors(dim: usize) -> Self {
        Self { matrix: DMatrix::identity(dim, dim), offset: DVector::zeros(dim), greatest: f64::INFINITY }
    }

    /// The same with Σ^½(β̂ − β_Q) in place of β̂ − β_Q, whose squared length is the excess risk; `deviations` are those of the prompt's
    /// coordinates.
    pub(super) fn in_excess_risk(mut self, deviations: &DVector<f64>) -> Self {
        self.matrix.column_iter_mut().for_each(|mut column| column.component_mul_assign(deviations));
        self.offset.component_mul_assign(deviations);
        if self.greatest.is_finite() {
            self.greatest = greatest_at_vertices(&self.matrix, &self.offset);
        }
        self
    }

    /// Returns R (K columns, upper trapezoidal). |R·α|² is |β̂ − β_Q|² at the probabilities α as a share of the greatest one.
    ///
    /// As Σ αₖ = 1, β̂ − β_Q = V·α. Column k of V is β̂ − β_Q if concept k is certain, and V = QR.
    pub(super) fn root_of_shares(&self) -> DMatrix<f64> {
        let mut at_vertices = self.matrix.clone();
        at_vertices.column_iter_mut().for_each(|mut column| column += &self.offset);
        at_vertices.qr().r() / self.greatest.sqrt()
    }

    /// Returns the number of means that it is a function of.
    pub(super) fn width(&self) -> usize {
        self.matrix.ncols()
    }

    pub(super) fn error(&self, probabilities: &DVector<f64>) -> DVector<f64> {
        &self.matrix * probabilities + &self.offset
    }
}

impl FunctionOfMeans for LimitFit {
    /// |β̂ − β_Q|² at its means, corrected for the upward bias of a squared mean.
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let first = at.start;
        let covariance = DMatrix::from_fn(at.len(), at.len(), |i, j| moments.covariance(first + i, first + j));
        let error = self.error(&DVector::from_column_slice(&moments.mean()[at]));
        let excess = (&self.matrix * &covariance).component_mul(&self.matrix).sum() / moments.count().max(1) as f64;
        error.norm_squared() - excess
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let gradient = self.matrix.tr_mul(&self.error(&DVector::from_column_slice(means))) * 2.0;
        gradient.as_slice().to_vec()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let (mut lower, mut upper) = (0.0, 0.0);
        for (row, offset) in self.matrix.row_iter().zip(&self.offset) {
            let (mut least, mut most) = (*offset, *offset);
            for (weight, mean) in row.iter().zip(means) {
                let ends = [weight * mean.lower, weight * mean.upper];
                least += ends[0].min(ends[1]);
                most += ends[0].max(ends[1]);
            }
            lower += least.max(-most).max(0.0).powi(2);
            upper += least.powi(2).max(most.powi(2));
        }
        Interval { lower, upper: upper.min(self.greatest) }
    }
}

/// Returns the greatest squared length over the simplex. Any positive bound is right for a length that is 0 everywhere.
fn greatest_at_vertices(matrix: &DMatrix<f64>, offset: &DVector<f64>) -> f64 {
    let at_vertices = matrix.column_iter().map(|column| (column + offset).norm_squared());
    at_vertices.fold(0.0, f64::max).max(f64::MIN_POSITIVE)
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;
    use nalgebra::dvector;

    /// An error (3, 4) has squared length 25, and with prompts of variances 1/4 and 1 the excess risk 9/4 + 16.
    #[test]
    fn excess_risk_weights_coordinates_by_their_variance() {
        let mut moments = JointMoments::new(2);
        (0..2).for_each(|_| moments.push(&[3.0, 4.0]));
        assert_eq!(LimitFit::of_errors(2).value(&moments, 0..2), 25.0);
        let risk = LimitFit::of_errors(2).in_excess_risk(&dvector![0.5, 1.0]);
        assert_eq!(risk.value(&moments, 0..2), 18.25);
        assert!(gradient_gap(&risk, &[3.0, 4.0]) < 1e-8);
    }

    /// V = (0, e₁, 2e₂) has the greatest squared length 4: probabilities (½, ¼, ¼) reach (1/16 + 1/4)/4 of it.
    #[test]
    fn shares_of_the_greatest_error_by_hand() {
        let fit = LimitFit {
            matrix: DMatrix::from_columns(&[dvector![1.0, 0.0, 3.0], dvector![2.0, 0.0, 3.0], dvector![1.0, 2.0, 3.0]]),
            offset: dvector![-1.0, 0.0, -3.0],
            greatest: 4.0,
        };
        let probabilities: Vec<f64> = [0.5, 0.25, 0.25].iter().flat_map(|p| [*p; GROUP]).collect();
        let mut shares = [0.0; GROUP];
        write_shares(&fit.root_of_shares(), &probabilities, &mut shares);
        let expected = fit.error(&dvector![0.5, 0.25, 0.25]).norm_squared() / 4.0;
        assert!((expected - 5.0 / 64.0).abs() < 1e-15);
        assert!(shares.iter().all(|share| (share - expected).abs() < 1e-15), "{}", shares[0]);
    }
}
