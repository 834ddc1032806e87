//! The MSE of ridge regression along a path of penalties, by kernels that work on several samples side by side.

use super::naive::oracle_penalties;
use super::{Experiment, Replicate};
use crate::learn::RidgePath;
use crate::model::{EXTRAPOLATION, ORACLE_SHARE, PENALTY, PromptLaw, SAMPLER, SAMPLES, Settings, TransferProblem};
use crate::numeric::LANES;
use crate::random::{Stream, WideGenerator};
use crate::sample::{BidiagonalSampler, LabelLaw, LaneSampler};

/// Dimensions up to which XᵀX of all lanes is kept, 64·d² bytes.
const MOST_DIMENSIONS: usize = 256;

/// |β̂ − β_Q|² for one sample and a path of penalties.
pub(super) struct RidgePathErrors {
    sampler: Sampler,
    ridge: RidgePath,
    fits: Vec<Fit>,
}

#[derive(Clone)]
enum Sampler {
    Direct(Box<LaneSampler>),
    Bidiagonal(Box<BidiagonalSampler>),
}

#[derive(Clone, Copy)]
struct Fit {
    penalty: f64,
    extrapolation: f64,
    oracle_share: f64,
}

impl RidgePathErrors {
    /// None where the kernels do not apply: labels of several concepts or with heavy tails, anisotropic Gaussian prompts (whose moments
    /// have a Wishart law), signs without a penalty (whose XᵀX may be singular), high dimensions.
    pub(super) fn new(problem: &TransferProblem, labels: &LabelLaw, path: &[Settings]) -> Option<Self> {
        let concept = labels.prior.iter().position(|p| *p == 1.0)?;
        let noise = labels.noise.normal_deviation()?;
        let displacement = labels.concepts.column(concept) - problem.source_mean();
        let bias = problem.source_mean() - problem.target_mean();
        let count = path[0].count(&SAMPLES);
        let direct = path[0].word(&SAMPLER) == "direct";
        let sampler = match problem.prompts() {
            PromptLaw::Gaussian if !direct => {
                Sampler::Bidiagonal(Box::new(BidiagonalSampler::new(count, problem.dim())))
            }
            PromptLaw::Anisotropic(_) if !direct => return None,
            PromptLaw::Rademacher if path.iter().any(|settings| settings.number(&PENALTY) == 0.0) => return None,
            _ if problem.dim() > MOST_DIMENSIONS => return None,
            law => Sampler::Direct(Box::new(LaneSampler::new(law, &displacement, noise, count))),
        };
        let ridge = RidgePath::new(&displacement, &bias, noise);
        Some(Self { sampler, ridge, fits: path.iter().map(Fit::of).collect() })
    }
}

impl Fit {
    fn of(settings: &Settings) -> Self {
        let optional = |setting| settings.number_if_given(setting).unwrap_or(0.0);
        Self {
            penalty: settings.number(&PENALTY),
            extrapolation: optional(&EXTRAPOLATION),
            oracle_share: optional(&ORACLE_SHARE),
        }
    }

    /// The squared error in each lane; for a share of the samples, that of the penalty which is best for the sample.
    fn squared_errors(&self, ridge: &mut RidgePath) -> [f64; LANES] {
        let blind = ridge.squared_errors(self.penalty, self.extrapolation);
        if self.oracle_share == 0.0 {
            return blind;
        }
        let mut best = blind;
        for penalty in oracle_penalties() {
            let errors = ridge.squared_errors(penalty, self.extrapolation);
            best.iter_mut().zip(errors).for_each(|(best, error)| *best = best.min(error));
        }
        std::array::from_fn(|lane| (1.0 - self.oracle_share) * blind[lane] + self.oracle_share * best[lane])
    }
}

impl Sampler {
    fn reduce(&mut self, ridge: &mut RidgePath, generator: &mut WideGenerator, stream: &mut Stream) {
        match self {
            Self::Direct(sampler) => ridge.reduce_moments(sampler.draw(generator)),
            Self::Bidiagonal(sampler) => ridge.reduce_bidiagonal(sampler.draw(generator, stream)),
        }
    }
}

impl Experiment for RidgePathErrors {
    fn width(&self) -> usize {
        self.fits.len()
    }

    fn sampler(&self) -> &'static str {
        match self.sampler {
            Sampler::Direct(_) => "direct",
            Sampler::Bidiagonal(_) => "bidiagonal",
        }
    }

    /// Draws a sample in each lane and hands them out one by one.
    fn replicate(&self) -> Replicate<'_> {
        let (mut sampler, mut ridge) = (self.sampler.clone(), self.ridge.clone());
        let mut generator = None;
        let mut errors = vec![[0.0; LANES]; self.width()];
        let mut next = LANES;
        Box::new(move |stream, observation| {
            if next == LANES {
                let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
                sampler.reduce(&mut ridge, generator, stream);
                errors.iter_mut().zip(&self.fits).for_each(|(lanes, fit)| *lanes = fit.squared_errors(&mut ridge));
                next = 0;
            }
            observation.iter_mut().zip(&errors).for_each(|(observed, lanes)| *observed = lanes[next]);
            next += 1;
        })
    }
}
