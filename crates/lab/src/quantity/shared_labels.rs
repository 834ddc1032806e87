//! The MSE of refinement with one batch for all labels, for prompts whose law is unchanged by signed permutations.

use super::constants_law::ConstantsLaw;
use super::mixture_error::MixtureError;
use super::prompt_constants::PromptConstants;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, Inference, Mean, Range};
use weak_to_strong::kernel::LANES;
use weak_to_strong::sample::GROUP;

/// Observes, for each penalty, the conditional expectation of the squared error given the posterior after the batch and the spectrum of the prompts.
/// Given the batch, the concepts behind the labels are independent with law α̂.
pub(super) struct SharedLabels {
    batches: WeakBatches,
    error: MixtureError,
    prompts: PromptConstants,
    ranges: Vec<ErrorBounds>,
}

/// The range of the observations at one penalty.
#[derive(Clone, Copy, Debug)]
struct ErrorBounds {
    least: f64,
    /// What is above this is cut off.
    greatest: f64,
    /// The expectation of what is cut off is at most this.
    beyond: f64,
    /// The MSE is at most this.
    greatest_mean: f64,
}

impl ErrorBounds {
    fn new(error: &MixtureError, law: &ConstantsLaw) -> Self {
        let separate = |noise: f64, mixing: f64| {
            // An infinite c₄ does not matter if there is one concept.
            let spread = if error.most_spread > 0.0 { mixing * error.most_spread } else { 0.0 };
            noise * error.noise_square + spread
        };
        match law {
            ConstantsLaw::Known(constants) => {
                let (least, greatest) = (error.least(constants), error.greatest(constants));
                Self { least, greatest, beyond: 0.0, greatest_mean: greatest }
            }
            ConstantsLaw::Infinite => {
                Self { least: 0.0, greatest: f64::INFINITY, beyond: 0.0, greatest_mean: f64::INFINITY }
            }
            ConstantsLaw::Drawn(cuts) => Self {
                least: 0.0,
                greatest: error.most_signal() + separate(cuts.noise.greatest, cuts.mixing.greatest),
                beyond: separate(cuts.noise.beyond, cuts.mixing.beyond),
                greatest_mean: error.most_signal() + separate(cuts.noise.greatest_mean, cuts.mixing.greatest_mean),
            },
        }
    }

    /// The observation. Below `least` there is only rounding. Comparisons, because minima and maxima would hide NaN.
    fn observation(&self, squared_error: f64) -> f64 {
        if squared_error > self.greatest {
            self.greatest
        } else if squared_error < self.least && squared_error > self.least * (1.0 - 1e-9) {
            self.least
        } else {
            squared_error
        }
    }

    fn mean(&self, place: usize) -> Mean {
        let range = Range::between(self.least, self.greatest.max(self.least + f64::MIN_POSITIVE));
        Mean::of(place).ranging(range).cut_off(self.beyond, self.greatest_mean)
    }
}

impl SharedLabels {
    /// Makes the experiment for these laws of the constants, one for each penalty.
    pub(super) fn made(batches: WeakBatches, error: MixtureError, prompts: PromptConstants) -> Made {
        let ranges: Vec<ErrorBounds> = prompts.laws.iter().map(|law| ErrorBounds::new(&error, law)).collect();
        let estimator = |(place, range): (usize, &ErrorBounds)| match prompts.laws[place] {
            ConstantsLaw::Infinite => Estimator::Exact(f64::INFINITY),
            ConstantsLaw::Known(_) | ConstantsLaw::Drawn(_) => range.mean(place).into(),
        };
        let inference = Inference::of(ranges.iter().enumerate().map(estimator).collect::<Vec<_>>());
        Made::new(Self { batches, error, prompts, ranges }, inference)
    }
}

impl Experiment for SharedLabels {
    fn width(&self) -> usize {
        self.ranges.len()
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.batches.empty_group();
        let mut prompts = self.prompts.start();
        let mixture = self.error.width();
        let mut shares = vec![0.0; mixture * GROUP];
        Draw::in_groups(GROUP, move |stream, observations| {
            self.batches.draw(&mut group, stream);
            self.error.along.write_group(&group.probabilities, &mut shares, mixture, 0);
            self.error.square.write_group(&group.probabilities, &mut shares, mixture, mixture - 1);
            let rows = observations.chunks_exact_mut(self.ranges.len() * LANES);
            for (observations, shares) in rows.zip(shares.chunks_exact(mixture * LANES)) {
                prompts.draw(stream);
                for (place, (law, range)) in self.prompts.laws.iter().zip(&self.ranges).enumerate() {
                    if *law == ConstantsLaw::Infinite {
                        // Known, whatever is observed.
                        observations.iter_mut().skip(place).step_by(self.ranges.len()).for_each(|x| *x = 0.0);
                        continue;
                    }
                    let lanes = prompts.constants[place].iter().enumerate();
                    for (shares, (lane, constants)) in shares.chunks_exact(mixture).zip(lanes) {
                        let squared_error = self.error.at(&self.error.mean_bias(shares), constants);
                        observations[lane * self.ranges.len() + place] = range.observation(squared_error);
                    }
                }
            }
            Ok(())
        })
    }
}
