//! Fine-tuning on many answers.

use std::ops;

use nalgebra::{DMatrix, DVector};

use super::greatest::greatest_error;
use crate::inference::{FunctionOfMeans, Range};
use crate::quantity::axes::axes;
use crate::quantity::squared_length::{range_of_square, squared_length};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;

/// Observes what W(β̂ − β_Q) = W(Σ + ηI)⁻¹(E[X·(f(D, X) − β_QᵀX)] + η(β_P − β_Q)) is the mean of, along axes, the first of which is its direction before any
/// example. W is diagonal.
pub(in crate::quantity) struct AnswersFit {
    target: DVector<f64>,
    /// (Σ + ηI)⁻¹Wa for each axis a, as columns.
    forms: DMatrix<f64>,
    /// What the penalty adds along each axis.
    offsets: Vec<f64>,
    /// What is proved of the numbers along each axis: bounds where prompts are bounded.
    pub(super) ranges: Vec<Range>,
}

impl AnswersFit {
    /// Takes η. W is the identity.
    pub(in crate::quantity) fn new(problem: &TransferProblem, penalty: f64) -> Self {
        Self::weighted(problem, penalty, &DVector::from_element(problem.dim(), 1.0))
    }

    /// Takes η and the diagonal of W.
    pub(in crate::quantity) fn weighted(problem: &TransferProblem, penalty: f64, weights: &DVector<f64>) -> Self {
        let dim = problem.dim();
        let target = problem.target_mean();
        let bias = (problem.source_mean() - &target).component_mul(weights);
        let axes = axes(&bias, &DMatrix::identity(dim, dim));
        let variances = problem.prompts().variances(dim);
        let kept = variances.map(|variance| variance / (variance + penalty));
        let form = |axis: nalgebra::DVectorView<f64>| axis.component_mul(weights).component_mul(&kept);
        let columns: Vec<_> = axes.column_iter().map(|axis| form(axis).component_div(&variances)).collect();
        let offsets = axes.tr_mul(&kept.zip_map(&bias, |kept, bias| (1.0 - kept) * bias));
        let greatest_error = greatest_error(problem);
        // Up to rounding.
        let along = |form| Some(problem.prompts().greatest_form(form)? * greatest_error? * (1.0 + 1e-9));
        let range = |(form, offset): (_, &f64)| {
            along(form).map_or(Range::UNKNOWN, |greatest| Range::between(offset - greatest, offset + greatest))
        };
        let ranges = columns.iter().zip(&offsets).map(range).collect();
        Self { target, ranges, forms: DMatrix::from_columns(&columns), offsets: offsets.as_slice().to_vec() }
    }

    pub(super) fn width(&self) -> usize {
        self.forms.ncols()
    }

    /// Writes what an answer gives.
    pub(super) fn write(&self, answer: f64, prompt: &[f64], observed: &mut [f64]) {
        let error = answer - self.target.iter().zip(prompt).map(|(beta, x)| beta * x).sum::<f64>();
        for ((observed, form), offset) in observed.iter_mut().zip(self.forms.column_iter()).zip(&self.offsets) {
            *observed = error * form.iter().zip(prompt).map(|(a, x)| a * x).sum::<f64>() + offset;
        }
    }
}

/// |W(β̂ − β_Q)|² from the means along the axes.
pub(in crate::quantity) struct SquaredLength;

impl FunctionOfMeans for SquaredLength {
    /// Corrected for the upward bias of a squared mean.
    fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
        squared_length(moments, at, |_, mean| mean, |_| 1.0)
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        means.iter().map(|mean| 2.0 * mean).collect()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        means.iter().fold(Interval { lower: 0.0, upper: 0.0 }, |sum, mean| {
            let square = range_of_square(*mean);
            Interval { lower: sum.lower + square.lower, upper: sum.upper + square.upper }
        })
    }
}
