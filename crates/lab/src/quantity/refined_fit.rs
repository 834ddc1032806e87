//! Refinement with finitely many labels, fitted sample by sample.

use nalgebra::DVector;

use super::fine_tuning::ridge;
use super::refined_labels::{LabelSource, RefinedLabels};
use super::{Draw, Experiment, Made, Undefined};
use crate::inference::{Inference, Mean, Range};
use crate::setting::{PENALTY, Settings};
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;

/// Draws the concepts behind the labels and the prompts, and fits each sample.
pub(super) struct RefinedFit {
    labels: RefinedLabels,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
    noise: f64,
    ranges: Vec<Range>,
    without_variance: Vec<bool>,
    observed: Observed,
}

/// What a replicate yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    /// The conditional expectation of the squared error, given the prompts and the concepts behind the labels: the squared error of the fit to labels
    /// without noise, and the variance of the fit.
    Integrated,
    /// The same, with moments that are drawn example by example.
    Direct,
    /// The squared error.
    Plain,
}

impl RefinedFit {
    pub(super) fn new(problem: &TransferProblem, path: &[Settings], source: LabelSource, observed: Observed) -> Self {
        let labels = source.labels;
        let plain = observed == Observed::Plain;
        let dim = problem.dim();
        let near = problem.prompts().has_density() && labels.abs_diff(dim) <= 3;
        let drawn = RefinedLabels::new(problem, source, if plain { problem.noise() } else { 0.0 });
        let range = |settings: &Settings| match observed {
            Observed::Plain => Range::at_least(0.0),
            Observed::Integrated | Observed::Direct => range(problem, labels, settings.number(&PENALTY)),
        };
        Self {
            labels: if observed == Observed::Direct { drawn.direct() } else { drawn },
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
            noise: problem.noise(),
            ranges: path.iter().map(range).collect(),
            without_variance: path.iter().map(|settings| near && settings.number(&PENALTY) == 0.0).collect(),
            observed,
        }
    }

    /// Makes the experiment.
    pub(super) fn made(self) -> Made {
        let means = self.ranges.iter().zip(&self.without_variance).enumerate().map(|(place, (range, without))| {
            let mean = Mean::of(place).ranging(*range);
            if *without { mean.without_variance() } else { mean }
        });
        let inference = Inference::of(means.collect::<Vec<_>>());
        Made::new(self, inference)
    }
}

/// What is proved of the conditional expectation of the squared error.
///
/// With |X|² ≤ B and aₖ = βₖ − β_Q, the fit to labels without noise is off by at most |b| + D·√B/(2√η), D the greatest |aₖ|: with the parts Sₖ of
/// S = XᵀX/N that belong to the concepts
///
/// ```text
/// |(S + ηI)⁻¹ Σ Sₖaₖ|² ≤ |(S + ηI)⁻¹S^½|²·Σ aₖᵀSₖaₖ ≤ (1/4η)·D²·tr S ≤ D²B/(4η)
/// ```
///
/// and the variance is at most σ²·min(N, d)/(4Nη).
fn range(problem: &TransferProblem, labels: usize, penalty: f64) -> Range {
    let target = problem.target_mean();
    let bias = (problem.source_mean() - &target).norm();
    if penalty == f64::INFINITY {
        return Range::between(0.0, (bias * bias).max(f64::MIN_POSITIVE) * ROUNDING);
    }
    let Some(bound) = problem.prompts().squared_bound(problem.dim()).filter(|_| penalty > 0.0) else {
        return Range::at_least(0.0);
    };
    let greatest = problem.concepts().column_iter().map(|concept| (concept - &target).norm()).fold(0.0, f64::max);
    let signal = bias + 0.5 * greatest * (bound / penalty).sqrt();
    let rank = labels.min(problem.dim()) as f64;
    let variance = problem.noise().powi(2) * rank / (4.0 * labels as f64 * penalty);
    Range::between(0.0, (signal * signal + variance) * ROUNDING)
}

/// A range is wider by this factor than what is proved, for rounding.
const ROUNDING: f64 = 1.0 + 1e-9;

impl Experiment for RefinedFit {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.labels.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut labels = self.labels.clone();
        let noise_square = if self.observed == Observed::Plain { 0.0 } else { self.noise * self.noise };
        Draw::new(move |stream, observation| {
            labels.draw(stream);
            let fit = FineTuning::new(&labels.moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
            let count = labels.moments.count as f64;
            for (place, (observed, settings)) in observation.iter_mut().zip(&self.path).enumerate() {
                let undefined = |_| Undefined::at(place);
                let estimate = ridge(&fit, settings).map_err(undefined)?;
                let variance = fit.ridge_variance(settings.number(&PENALTY)).map_err(undefined)?;
                *observed = (estimate - &self.target_mean).norm_squared() + noise_square * variance / count;
            }
            Ok(())
        })
    }
}
