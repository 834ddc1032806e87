//! The MSE of refinement with a fresh batch for each label, for prompts whose law is unchanged by signed permutations.

use std::ops::Range;
use std::sync::Arc;

use super::constants_law::ConstantsLaw;
use super::mixture_box::MixtureBox;
use super::mixture_error::{MixtureError, dot};
use super::prompt_constants::PromptConstants;
use super::ridge_constants::RidgeConstants;
use super::ridge_cuts::RidgeCuts;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, FunctionOfMeans, Inference, OfMeans, Range as Proved};
use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::LANES;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{GROUP, PosteriorGroup};

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
            let drawn = matches!(law, ConstantsLaw::Drawn(_));
            let first = if drawn && width > error.width() { width } else { 0 };
            let place = first..first + error.width() + if drawn { CONSTANTS } else { 0 };
            width = width.max(place.end);
            places.push(place);
        }
        let estimator = |(place, law): (&Range<usize>, &ConstantsLaw)| match law {
            ConstantsLaw::Infinite => Estimator::Exact(f64::INFINITY),
            ConstantsLaw::Known(_) | ConstantsLaw::Drawn(_) => {
                let mse = MseOfMeans { error: error.clone(), law: *law };
                let mut ranges = vec![Proved::UNIT; error.width()];
                if let ConstantsLaw::Drawn(cuts) = law {
                    ranges.extend(ranges_of_constants(cuts));
                }
                OfMeans::new(place.clone(), mse).with_ranges(ranges).within(0.0, f64::INFINITY).into()
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
        let repeats = self.prompts.posteriors_in_replicate();
        Draw::in_groups(GROUP, move |stream, observations| {
            let probabilities = self.mean_posteriors(&mut group, repeats, stream);
            for place in &self.places {
                let square = place.start + mixture - 1;
                self.error.along.write_group(&probabilities, observations, width, place.start);
                self.error.square.write_group(&probabilities, observations, width, square);
            }
            for observations in observations.chunks_exact_mut(width * LANES) {
                prompts.draw(stream);
                for ((place, law), lanes) in self.places.iter().zip(&self.prompts.laws).zip(&prompts.constants) {
                    if let ConstantsLaw::Drawn(cuts) = law {
                        for (observation, constants) in observations.chunks_exact_mut(width).zip(lanes) {
                            let own = &mut observation[place.start + mixture..place.end];
                            own.copy_from_slice(&observed_constants(constants, cuts));
                        }
                    }
                }
            }
            Ok(())
        })
    }
}

impl FreshLabels {
    /// For each replicate of a group, the mean of several posteriors.
    fn mean_posteriors(&self, group: &mut PosteriorGroup, repeats: usize, stream: &mut Stream) -> Vec<f64> {
        let mut means = vec![0.0; group.probabilities.len()];
        for _ in 0..repeats {
            self.batches.draw(group, stream);
            means.iter_mut().zip(&group.probabilities).for_each(|(mean, one)| *mean += one / repeats as f64);
        }
        means
    }
}

/// How many constants are observed.
const CONSTANTS: usize = 5;

fn ranges_of_constants(cuts: &RidgeCuts) -> [Proved; CONSTANTS] {
    let quarter = Proved::between(0.0, 0.25);
    [Proved::UNIT, quarter, Proved::UNIT, cuts.noise.range(), cuts.mixing.range()]
}

/// The observations of constants. They leave their ranges only by rounding.
fn observed_constants(constants: &RidgeConstants, cuts: &RidgeCuts) -> [f64; CONSTANTS] {
    let RidgeConstants { kept, product, moved, noise, mixing } = *constants;
    [
        rounded_into(kept, 1.0),
        rounded_into(product, 0.25),
        rounded_into(moved, 1.0),
        cuts.noise.observation(noise),
        cuts.mixing.observation(mixing),
    ]
}

/// Takes rounding off a number that lies in [0, `greatest`].
fn rounded_into(number: f64, greatest: f64) -> f64 {
    const ROUNDING: f64 = 1e-9;
    if number > greatest && number < greatest * (1.0 + ROUNDING) {
        greatest
    } else if number < 0.0 && number > -ROUNDING * greatest {
        0.0
    } else {
        number
    }
}

/// The MSE as a function of the means of shares: of a′ and g, and of the constants where they are drawn.
struct MseOfMeans {
    error: Arc<MixtureError>,
    law: ConstantsLaw,
}

impl MseOfMeans {
    /// The constants that are known, or those with these means.
    fn constants(&self, means: &[f64]) -> RidgeConstants {
        match &self.law {
            ConstantsLaw::Known(constants) => *constants,
            ConstantsLaw::Infinite => RidgeConstants::UNKNOWN,
            ConstantsLaw::Drawn(_) => {
                RidgeConstants { kept: means[0], product: means[1], moved: means[2], noise: means[3], mixing: means[4] }
            }
        }
    }
}

impl FunctionOfMeans for MseOfMeans {
    /// The MSE at the means, corrected for the upward bias of |a′|².
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let (shares, constants) = moments.mean()[at.clone()].split_at(self.error.width());
        let constants = self.constants(constants);
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
        let constants = self.constants(constants);
        let mut gradient: Vec<f64> = (mean.along.iter().zip(&self.error.bias).enumerate())
            .map(|(axis, (y, bias))| {
                let slope = 2.0 * ((constants.moved - constants.mixing) * y + constants.product * bias);
                slope * self.error.along.width(axis)
            })
            .collect();
        gradient.push(constants.mixing * self.error.square.width(0));
        if let ConstantsLaw::Drawn(_) = &self.law {
            let moved_square = dot(&mean.along, &mean.along);
            gradient.extend([
                self.error.bias_square(),
                2.0 * dot(&self.error.bias, &mean.along),
                moved_square,
                self.error.noise_square,
                mean.square - moved_square,
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
            ConstantsLaw::Drawn(cuts) => MixtureBox {
                along,
                square,
                shrinkage: [constants[0], constants[1], constants[2]],
                noise: cuts.noise.interval(constants[3]),
                mixing: cuts.mixing.interval(constants[4]),
            },
        };
        bounds.range(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec};

    fn mse(penalty: f64) -> MseOfMeans {
        let problem = ProblemSpec::new(3, ConceptSpec::Orthonormal(2)).noise(2.0).build().expect("a problem");
        let prompts = PromptConstants::new(&problem, 8, &[penalty]).expect("isotropic prompts");
        MseOfMeans { error: Arc::new(MixtureError::new(&problem)), law: prompts.laws[0] }
    }

    /// Two orthonormal concepts, the target on the first, ᾱ = (¾, ¼), N = 8, d = 3, σ = 2: refinement_bound's exact value is
    /// 2/16 + (3·4 + (2·¾·¼)·5·6/10)/4.
    #[test]
    fn least_squares_by_hand() {
        let mse = mse(0.0);
        let means = [0.25, 0.25];
        let mut moments = JointMoments::new(2);
        moments.push(&means);
        let expected = 0.125 + (12.0 + 0.375 * 3.0) / 4.0;
        assert!((mse.value(&moments, 0..2) - expected).abs() < 1e-13, "{}", mse.value(&moments, 0..2));
        let exactly = means.map(|x| Interval { lower: x, upper: x });
        let found = mse.over_box(&exactly);
        assert!((found.lower - expected).abs() < 1e-13 && (found.upper - expected).abs() < 1e-13, "{found:?}");
        assert!(gradient_gap(&mse, &means) < 1e-8);
    }

    #[test]
    fn the_gradient_includes_the_constants() {
        let mse = mse(0.5);
        let means = [0.25, 0.3, 0.2, 0.15, 0.5, 0.1, 0.2];
        assert!(gradient_gap(&mse, &means) < 1e-8, "{}", gradient_gap(&mse, &means));
    }

    #[test]
    fn only_rounding_is_taken_off() {
        assert_eq!([1.0 + 1e-12, -1e-12, 0.5].map(|x| rounded_into(x, 1.0)), [1.0, 0.0, 0.5]);
        assert_eq!([1.1, -0.1].map(|x| rounded_into(x, 1.0)), [1.1, -0.1]);
        assert!(rounded_into(f64::NAN, 1.0).is_nan());
    }
}
