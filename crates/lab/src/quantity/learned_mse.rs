//! The MSE of learners.

use nalgebra::DVector;

use super::constants_law::ConstantsLaw;
use super::expected_learner::{ExpectedFit, ExpectedLearner, ExpectedNumbers, LabelConcepts};
use super::learner::{prediction, refined_source};
use super::refined_mse::of_labels;
use super::ridge_constants::SampleSize;
use super::ridge_cuts::Cut;
use super::{Made, MadeExperiment, QuantityError};
use crate::inference::{Estimator, Inference, Mean, Range};
use crate::setting::{LEARNER, PENALTY, SAMPLES, STAGES, Settings, WEIGHT};
use weak_to_strong::model::TransferProblem;

/// Makes the experiment. It observes the conditional expectation of the squared error given the prompts and the concepts behind the labels; for refinement
/// see [`of_labels`].
pub(super) fn mse(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    let target = problem.target_mean();
    let exactly = |mean: DVector<f64>| Ok(Made::exact_along(path.len(), (mean - &target).norm_squared()));
    match path[0].word(&LEARNER) {
        "source" => exactly(problem.source_mean()),
        "weak" => exactly(problem.weak_mean()),
        "refined" => Ok(of_labels(problem, path, refined_source(path)?)),
        _ => {
            let fits = ExpectedLearner::new(problem, &path[0], LabelConcepts::Drawn);
            let learner = fits.ok_or(QuantityError::InfinitelyManyLabels)?;
            let bounds: Vec<MseBounds> =
                path.iter().map(|settings| MseBounds::new(problem, &learner, settings)).collect();
            let estimators = bounds.iter().enumerate().map(|(place, bounds)| bounds.estimator(place));
            let inference = Inference::of(estimators.collect::<Vec<_>>());
            let squared_error = move |place: usize, fit: &ExpectedFit| {
                bounds[place].observation((&fit.mean - &target).norm_squared(), fit.variance)
            };
            Ok(Made::new(ExpectedNumbers::new(learner, path, squared_error), inference))
        }
    }
}

/// What is known of the squared error at one setting.
#[derive(Clone, Copy, Debug)]
struct MseBounds {
    /// The expectation of the variance of β̂ given the prompts, if it is known. It is then observed in place of the variance.
    variance: Option<f64>,
    /// Otherwise the bounds of the variance.
    cut: Cut,
    /// The greatest squared error of the mean of β̂ given the prompts; infinite if nothing is proved.
    most_signal: f64,
    /// Whether the observation has no variance.
    without_variance: bool,
}

impl MseBounds {
    fn new(problem: &TransferProblem, learner: &ExpectedLearner, settings: &Settings) -> Self {
        let (count, dim, penalty) = (settings.count(&SAMPLES), problem.dim(), settings.number(&PENALTY));
        let noise_squares: f64 = learner.noises(settings).iter().map(|noise| noise * noise).sum();
        let stages = learner.noises(settings).len();
        let law = problem.prompts();
        let size = law.isotropic_variance().filter(|_| law.is_gaussian());
        let constants = size.map(|variance| ConstantsLaw::gaussian(SampleSize { count, dim, variance }, penalty));
        // Of a chain of students, each passes on the noise of the one before. Least squares on more labels than dimensions passes all of it on.
        let passes_all_on = stages == 1 || count >= dim;
        let unit = |greatest: f64| Cut { greatest, beyond: 0.0, greatest_mean: f64::INFINITY };
        let (variance, cut) = match constants {
            Some(ConstantsLaw::Known(constants)) if passes_all_on => (Some(constants.noise), unit(constants.noise)),
            Some(ConstantsLaw::Known(constants)) => {
                (None, Cut { greatest_mean: constants.noise, ..unit(f64::INFINITY) })
            }
            Some(ConstantsLaw::Infinite) if passes_all_on => (Some(f64::INFINITY), unit(f64::INFINITY)),
            Some(ConstantsLaw::Infinite) => (None, unit(f64::INFINITY)),
            Some(ConstantsLaw::Drawn(cuts)) => (None, cuts.noise),
            None => (None, unit(0.25 * count.min(dim) as f64 / (count as f64 * penalty))),
        };
        let cut = Cut {
            greatest: noise_squares * cut.greatest,
            beyond: noise_squares * cut.beyond,
            greatest_mean: noise_squares * cut.greatest_mean,
        };
        Self {
            variance: variance.map(|variance| if noise_squares == 0.0 { 0.0 } else { noise_squares * variance }),
            cut: if noise_squares == 0.0 { unit(0.0) } else { cut },
            most_signal: most_signal(problem, settings),
            without_variance: penalty == 0.0 && law.has_density() && count.abs_diff(dim) <= 3,
        }
    }

    fn estimator(&self, place: usize) -> Estimator {
        if self.variance == Some(f64::INFINITY) {
            return Estimator::Exact(f64::INFINITY);
        }
        let least = self.variance.unwrap_or(0.0);
        let greatest = (self.most_signal + self.cut.greatest) * (1.0 + 1e-9) + f64::MIN_POSITIVE;
        let mean = Mean::of(place).ranging(Range::between(least, greatest));
        let mean = mean.cut_off(self.cut.beyond, self.most_signal + self.cut.greatest_mean);
        if self.without_variance && self.variance.is_none() { mean.without_variance().into() } else { mean.into() }
    }

    /// The observation, from the squared error of the mean of β̂ given the prompts and from the variance.
    fn observation(&self, signal: f64, variance: f64) -> f64 {
        match self.variance {
            Some(f64::INFINITY) => 0.0,
            Some(known) => signal + known,
            // A comparison, because a minimum would hide NaN.
            None => signal + if variance > self.cut.greatest { self.cut.greatest } else { variance },
        }
    }
}

/// The greatest squared error of the mean of β̂ given the prompts, for labels of a single concept.
///
/// β_P + TΔ − β_Q lies in the ball with diameter [b, b + Δ], so its length is at most (|2b + Δ| + |Δ|)/2. After several students it is at most |b| + |Δ|.
/// With labels of several concepts nothing is proved, because the weights of the concepts are matrices.
fn most_signal(problem: &TransferProblem, settings: &Settings) -> f64 {
    if problem.target_concept().is_none() {
        return f64::INFINITY;
    }
    let source = problem.source_mean();
    let bias = &source - problem.target_mean();
    let weak = problem.weak_mean() - &source;
    match settings.word(&LEARNER) {
        "bootstrapped" if settings.count(&STAGES) > 1 => (bias.norm() + weak.norm()).powi(2),
        "auxiliary" => {
            let weight = settings.number(&WEIGHT);
            let displacement = weak * (1.0 - weight) + (prediction(problem, settings) - &source) * weight;
            ball_square(&bias, &displacement)
        }
        _ => ball_square(&bias, &weak),
    }
}

fn ball_square(bias: &DVector<f64>, displacement: &DVector<f64>) -> f64 {
    (0.5 * ((bias * 2.0 + displacement).norm() + displacement.norm())).powi(2)
}
