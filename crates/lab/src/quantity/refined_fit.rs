//! Refinement with finitely many labels, fitted sample by sample.

use nalgebra::DVector;

use super::answer::{Before, Queries, greatest_error};
use super::answered_labels::AnsweredLabels;
use super::fine_tuning::ridge;
use super::held::check_held;
use super::refined_labels::{LabelSource, RefinedLabels};
use super::{Draw, Experiment, Made, NetworkUsed, QuantityError, Undefined};
use crate::inference::{Inference, Mean, Range};
use crate::setting::{LABELS, PENALTY, Settings};
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::SampleMoments;

/// Draws refined labels with their prompts, and fits each sample.
pub(super) struct RefinedFit {
    labels: Labels,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
    noise: f64,
    ranges: Vec<Range>,
    without_variance: Vec<bool>,
    observed: Observed,
}

/// Where refined labels come from.
#[derive(Clone)]
enum Labels {
    /// The source re-samples them.
    Resampled(Box<RefinedLabels>),
    /// A network answers.
    Answered(Box<AnsweredLabels>),
}

impl Labels {
    fn sampler_name(&self) -> &'static str {
        match self {
            Self::Resampled(labels) => labels.sampler_name(),
            Self::Answered(_) => "direct",
        }
    }

    fn draw(&mut self, stream: &mut Stream) -> Result<&SampleMoments, Undefined> {
        match self {
            Self::Resampled(labels) => {
                labels.draw(stream);
                Ok(&labels.moments)
            }
            Self::Answered(labels) => {
                labels.draw(stream)?;
                Ok(&labels.moments)
            }
        }
    }
}

/// What a replicate yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    /// The conditional expectation of the squared error, given the prompts and the labels without noise: the squared error of the fit to these, and the
    /// variance of the fit.
    Integrated,
    /// The same, with moments that are drawn example by example.
    Direct,
    /// The squared error.
    Plain,
}

impl RefinedFit {
    /// Labels that the source re-samples.
    pub(super) fn new(problem: &TransferProblem, path: &[Settings], source: LabelSource, observed: Observed) -> Self {
        let drawn = RefinedLabels::new(problem, source, drawn_noise(problem, observed));
        let drawn = if observed == Observed::Direct { drawn.direct() } else { drawn };
        let target = problem.target_mean();
        let greatest = problem.concepts().column_iter().map(|concept| (concept - &target).norm()).fold(0.0, f64::max);
        let signal = problem.prompts().squared_bound(problem.dim()).map(|bound| Signal { greatest, bound });
        Self::of(problem, path, source.labels, (Labels::Resampled(Box::new(drawn)), signal), observed)
    }

    /// Labels that are the answers of the network that the settings name.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if there is no such network, if it does not read such batches, or if the labels would fill the memory.
    pub(super) fn of_network(
        quantity: &'static str,
        problem: &TransferProblem,
        path: &[Settings],
        source: LabelSource,
        observed: Observed,
    ) -> Result<Self, QuantityError> {
        check_held(&LABELS, source.labels as f64, problem.dim())?;
        let before = Before::batch(source.composition, source.shared);
        let queries = Queries::new(quantity, problem, &path[0], before)?;
        let drawn = AnsweredLabels::new(queries, source.labels, drawn_noise(problem, observed));
        let signal = greatest_error(problem).map(|greatest| Signal { greatest, bound: 1.0 });
        Ok(Self::of(problem, path, source.labels, (Labels::Answered(Box::new(drawn)), signal), observed))
    }

    fn of(
        problem: &TransferProblem,
        path: &[Settings],
        labels: usize,
        (drawn, signal): (Labels, Option<Signal>),
        observed: Observed,
    ) -> Self {
        let near = problem.prompts().has_density() && labels.abs_diff(problem.dim()) <= 3;
        let range = |settings: &Settings| match observed {
            Observed::Plain => Range::at_least(0.0),
            Observed::Integrated | Observed::Direct => range(problem, labels, settings.number(&PENALTY), signal),
        };
        Self {
            labels: drawn,
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

/// The standard deviation of the noise that is drawn.
fn drawn_noise(problem: &TransferProblem, observed: Observed) -> f64 {
    if observed == Observed::Plain { problem.noise() } else { 0.0 }
}

/// A label without noise differs from β_QᵀX by at most `greatest`·√`bound`.
#[derive(Clone, Copy)]
struct Signal {
    greatest: f64,
    bound: f64,
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
/// and the variance is at most σ²·min(N, d)/(4Nη). Labels that differ from β_QᵀX by at most D√B are fitted as well, by the same inequality.
fn range(problem: &TransferProblem, labels: usize, penalty: f64, signal: Option<Signal>) -> Range {
    let bias = (problem.source_mean() - problem.target_mean()).norm();
    if penalty == f64::INFINITY {
        return Range::between(0.0, (bias * bias).max(f64::MIN_POSITIVE) * ROUNDING);
    }
    let Some(Signal { greatest, bound }) = signal.filter(|_| penalty > 0.0) else {
        return Range::at_least(0.0);
    };
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

    fn networks(&self) -> Vec<&NetworkUsed> {
        match &self.labels {
            Labels::Resampled(_) => Vec::new(),
            Labels::Answered(labels) => labels.network().into_iter().collect(),
        }
    }

    fn sampler(&self) -> &'static str {
        self.labels.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut labels = self.labels.clone();
        let noise_square = if self.observed == Observed::Plain { 0.0 } else { self.noise * self.noise };
        Draw::new(move |stream, observation| {
            let moments = labels.draw(stream)?;
            let fit = FineTuning::new(moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
            let count = moments.count as f64;
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
