//! Draws the constants of ridge regression along a path of penalties.

use super::constants_law::ConstantsLaw;
use super::ridge_constants::{RidgeConstants, SampleSize};
use super::ridge_cuts::RidgeCuts;
use weak_to_strong::kernel::{LANES, RidgeTraces, SpectrumSample, SpectrumSampler, WideGenerator};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;

/// The constants of N isotropic Gaussian prompts at each penalty of a path.
#[derive(Clone, Debug)]
pub(super) struct PromptConstants {
    size: SampleSize,
    /// The law of the constants at each penalty.
    pub(super) laws: Vec<ConstantsLaw>,
}

impl PromptConstants {
    /// Returns `None` if the prompts are not isotropic and Gaussian.
    pub(super) fn new(problem: &TransferProblem, count: usize, penalties: &[f64]) -> Option<Self> {
        let law = problem.prompts();
        let variance = law.isotropic_variance().filter(|_| law.is_gaussian())?;
        let size = SampleSize { count, dim: problem.dim(), variance };
        Some(Self { size, laws: penalties.iter().map(|penalty| ConstantsLaw::new(size, *penalty)).collect() })
    }

    /// Starts to draw.
    pub(super) fn start(&self) -> DrawnPrompts {
        let drawn = self.laws.iter().any(|law| matches!(law, ConstantsLaw::Drawn { .. }));
        let sampler = drawn.then(|| SpectrumSampler::new(self.size.count, self.size.dim));
        DrawnPrompts { sampler, generator: None, sample: None }
    }
}

/// Draws spectra of prompts, if some constants are drawn.
pub(super) struct DrawnPrompts {
    sampler: Option<SpectrumSampler>,
    generator: Option<WideGenerator>,
    sample: Option<SpectrumSample>,
}

impl DrawnPrompts {
    /// Takes what it needs from the stream of a block, once.
    pub(super) fn open(&mut self, stream: &mut Stream) {
        if self.sampler.is_some() && self.generator.is_none() {
            self.generator = Some(WideGenerator::from_stream(stream));
        }
    }

    /// Draws the prompts of [`LANES`] replicates.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        if let (Some(sampler), Some(generator)) = (&mut self.sampler, &mut self.generator) {
            let drawn = sampler.draw(generator, stream);
            match &mut self.sample {
                Some(sample) => {
                    sample.diagonal.clone_from(&drawn.diagonal);
                    sample.above_diagonal.clone_from(&drawn.above_diagonal);
                }
                None => self.sample = Some(drawn.clone()),
            }
        }
    }

    /// Gives `take` the constants of each lane, if their law is that they are drawn.
    pub(super) fn each_drawn(&self, law: &ConstantsLaw, mut take: impl FnMut(usize, RidgeConstants, &RidgeCuts)) {
        if let (ConstantsLaw::Drawn { size, shift, cuts }, Some(sample)) = (law, &self.sample) {
            let constants = RidgeConstants::of_lanes(&RidgeTraces::of(sample, *shift), *size);
            constants.into_iter().enumerate().for_each(|(lane, constants)| take(lane, constants, cuts));
        }
    }

    /// Gives the constants of each lane: those that are known, or those that are drawn.
    pub(super) fn of_lanes(&self, law: &ConstantsLaw) -> [RidgeConstants; LANES] {
        let mut lanes = [RidgeConstants::UNKNOWN; LANES];
        if let ConstantsLaw::Known(constants) = law {
            lanes.fill(*constants);
        }
        self.each_drawn(law, |lane, constants, _| lanes[lane] = constants);
        lanes
    }
}

/// How many constants are observed.
pub(super) const CONSTANTS: usize = 5;

/// Writes the constants as shares of their ranges: c₀, 4c₁ and c₂, and c₃ and c₄ as shares of their cuts.
pub(super) fn write_constant_shares(constants: &RidgeConstants, cuts: &RidgeCuts, shares: &mut [f64]) {
    let RidgeConstants { kept, product, moved, noise, mixing } = *constants;
    // They exceed 1 only by rounding. A comparison, because a minimum would hide NaN.
    let at_most_one = |x: f64| if x > 1.0 { 1.0 } else { x };
    let own = [
        at_most_one(kept),
        at_most_one(4.0 * product),
        at_most_one(moved),
        cuts.noise.share(noise),
        cuts.mixing.share(mixing),
    ];
    shares.copy_from_slice(&own);
}

/// Returns the constants that are known, or those with these shares.
pub(super) fn constants_of_shares(law: &ConstantsLaw, shares: &[f64]) -> RidgeConstants {
    match law {
        ConstantsLaw::Known(constants) => *constants,
        ConstantsLaw::Infinite => RidgeConstants::UNKNOWN,
        ConstantsLaw::Drawn { cuts, .. } => RidgeConstants {
            kept: shares[0],
            product: 0.25 * shares[1],
            moved: shares[2],
            noise: cuts.noise.greatest * shares[3],
            mixing: cuts.mixing.greatest * shares[4],
        },
    }
}
