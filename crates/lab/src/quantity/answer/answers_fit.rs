//! Fine-tuning by least squares on many answers, each behind a batch of its own.

use std::ops;

use nalgebra::{DMatrix, DVector};

use crate::inference::{FunctionOfMeans, Range};
use crate::quantity::axes::axes;
use crate::quantity::squared_length::{range_of_square, squared_length};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;

/// Observes what β̂ − β_Q = Σ⁻¹E[X·(f(D, X) − β_QᵀX)] is the mean of, along axes, the first of which points from β_Q to the source.
pub(super) struct AnswersFit {
    target: DVector<f64>,
    /// Σ⁻¹a for each axis a, as columns.
    forms: DMatrix<f64>,
    /// What is proved of the numbers along each axis: bounds where prompts are bounded.
    pub(super) ranges: Vec<Range>,
}

impl AnswersFit {
    /// Takes the greatest answer, in absolute value.
    pub(super) fn new(problem: &TransferProblem, greatest_answer: Option<f64>) -> Self {
        let dim = problem.dim();
        let target = problem.target_mean();
        let axes = axes(&(problem.source_mean() - &target), &DMatrix::identity(dim, dim));
        let variances = problem.prompts().variances(dim);
        let columns: Vec<_> = axes.column_iter().map(|axis| axis.component_div(&variances)).collect();
        let greatest_form = |form: &DVector<f64>| problem.prompts().greatest_form(form);
        let greatest_error = greatest_answer.zip(greatest_form(&target)).map(|(answer, target)| answer + target);
        // Up to rounding.
        let along = |form| Some(greatest_form(form)? * greatest_error? * (1.0 + 1e-9));
        let range = |form| along(form).map_or(Range::UNKNOWN, |greatest| Range::between(-greatest, greatest));
        Self { target, ranges: columns.iter().map(range).collect(), forms: DMatrix::from_columns(&columns) }
    }

    pub(super) fn width(&self) -> usize {
        self.forms.ncols()
    }

    /// Writes what an answer gives.
    pub(super) fn write(&self, answer: f64, prompt: &[f64], observed: &mut [f64]) {
        let error = answer - self.target.iter().zip(prompt).map(|(beta, x)| beta * x).sum::<f64>();
        for (observed, form) in observed.iter_mut().zip(self.forms.column_iter()) {
            *observed = error * form.iter().zip(prompt).map(|(a, x)| a * x).sum::<f64>();
        }
    }
}

/// |β̂ − β_Q|² from the means along the axes.
pub(super) struct SquaredLength;

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
