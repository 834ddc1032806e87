//! The MSE of refinement with a fresh batch for each label, for isotropic Gaussian prompts.

use std::ops::Range;
use std::sync::Arc;

use super::constants_law::ConstantsLaw;
use super::mixture_box::MixtureBox;
use super::mixture_error::MixtureError;
use super::prompt_constants::{CONSTANTS, PromptConstants, constants_of_shares, write_constant_shares};
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, FunctionOfMeans, Inference, OfMeans};
use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::LANES;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::GROUP;

/// Observes the posterior after a batch and, independently of it, the constants of the prompts at each penalty. The concepts behind the labels are
/// independent with law ᾱ = E α̂, so the MSE is a function of the means of what is observed.
///
/// An observation begins with the shares of a′ and g. Where the constants are drawn, they follow. For a second such penalty and further ones, the
/// shares of a′ and g are repeated before the constants.
pub(super) struct FreshLabels {
    batches: WeakBatches,
    error: Arc<MixtureError>,
    prompts: PromptConstants,
    /// The coordinates of each penalty.
    places: Vec<Range<usize>>,
    width: usize,
}

impl FreshLabels {
    /// Makes the experiment for these laws of the constants, one for each penalty.
    pub(super) fn made(batches: WeakBatches, error: MixtureError, prompts: PromptConstants) -> Made {
        let error = Arc::new(error);
        let mut width = error.width();
        let mut places = Vec::new();
        for law in &prompts.laws {
            let drawn = matches!(law, ConstantsLaw::Drawn { .. });
            let first = if drawn && width > error.width() { width } else { 0 };
            let place = first..first + error.width() + if drawn { CONSTANTS } else { 0 };
            width = width.max(place.end);
            places.push(place);
        }
        let estimator = |(place, law): (&Range<usize>, &ConstantsLaw)| match law {
            ConstantsLaw::Infinite => Estimator::Exact(f64::INFINITY),
            ConstantsLaw::Known(_) | ConstantsLaw::Drawn { .. } => {
                let mse = MseOfMeans { error: error.clone(), law: *law };
                OfMeans::new(place.clone(), mse).in_unit_interval().into()
            }
        };
        let inference = Inference::of(places.iter().zip(&prompts.laws).map(estimator));
        Made::new(Self { batches, error, prompts, places, width }, inference)
    }
}

impl Experiment for FreshLabels {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.batches.empty_group();
        let mut prompts = self.prompts.start();
        let (width, mixture) = (self.width, self.error.width());
        Draw::in_groups(GROUP, move |stream, observations| {
            prompts.open(stream);
            self.batches.draw(&mut group, stream);
            for place in &self.places {
                let square = place.start + mixture - 1;
                self.error.along.write_group(&group.probabilities, observations, width, place.start);
                self.error.square.write_group(&group.probabilities, observations, width, square);
            }
            for observations in observations.chunks_exact_mut(width * LANES) {
                prompts.draw(stream);
                for (place, law) in self.places.iter().zip(&self.prompts.laws) {
                    let constants = place.start + mixture..place.end;
                    prompts.each_drawn(law, |lane, drawn, cuts| {
                        let own = &mut observations[lane * width..][..width];
                        write_constant_shares(&drawn, cuts, &mut own[constants.clone()]);
                    });
                }
            }
            Ok(())
        })
    }
}

/// The MSE as a function of the means of shares: of a′ and g, and of the constants where they are drawn.
struct MseOfMeans {
    error: Arc<MixtureError>,
    law: ConstantsLaw,
}

impl FunctionOfMeans for MseOfMeans {
    /// The MSE at the means, corrected for the upward bias of |a′|².
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let (shares, constants) = moments.mean()[at.clone()].split_at(self.error.width());
        let constants = constants_of_shares(&self.law, constants);
        let variance = |axis: usize| {
            let coordinate = at.start + axis;
            self.error.along.width(axis).powi(2) * moments.covariance(coordinate, coordinate)
        };
        let excess: f64 = (0..self.error.along.count()).map(variance).sum::<f64>() / moments.count().max(1) as f64;
        self.error.at(&self.error.mean_bias(shares), &constants) - (constants.moved - constants.mixing) * excess
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let (shares, constants) = means.split_at(self.error.width());
        let mean = self.error.mean_bias(shares);
        let constants = constants_of_shares(&self.law, constants);
        let mut gradient: Vec<f64> = (mean.along.iter().zip(&self.error.bias).enumerate())
            .map(|(axis, (y, bias))| {
                let slope = 2.0 * ((constants.moved - constants.mixing) * y + constants.product * bias);
                slope * self.error.along.width(axis)
            })
            .collect();
        gradient.push(constants.mixing * self.error.square.width(0));
        if let ConstantsLaw::Drawn { cuts, .. } = &self.law {
            let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(x, y)| x * y).sum::<f64>();
            let moved_square = dot(&mean.along, &mean.along);
            gradient.extend([
                self.error.bias_square(),
                0.5 * dot(&self.error.bias, &mean.along),
                moved_square,
                self.error.noise_square * cuts.noise.greatest,
                (mean.square - moved_square) * cuts.mixing.greatest,
            ]);
        }
        gradient
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let (shares, constants) = means.split_at(self.error.width());
        let (along, square) = shares.split_at(self.error.along.count());
        let along = along.iter().enumerate().map(|(axis, share)| self.error.along.interval(axis, *share)).collect();
        let square = self.error.square.interval(0, square[0]);
        let bounds = match &self.law {
            ConstantsLaw::Known(constants) => MixtureBox::with_constants(along, square, constants),
            ConstantsLaw::Infinite => return Interval { lower: 0.0, upper: f64::INFINITY },
            ConstantsLaw::Drawn { cuts, .. } => MixtureBox {
                along,
                square,
                shrinkage: [
                    constants[0],
                    Interval { lower: 0.25 * constants[1].lower, upper: 0.25 * constants[1].upper },
                    constants[2],
                ],
                noise: cuts.noise.interval(constants[3]),
                mixing: cuts.mixing.interval(constants[4]),
            },
        };
        bounds.range(&self.error)
    }
}
