//! The MSE of ridge regression along a path of penalties, by kernels that work on several samples side by side.

use super::fine_tuning::oracle_penalties;
use super::{Draw, Experiment};
use crate::setting::{EXTRAPOLATION, ORACLE_SHARE, PENALTY, SAMPLER, SAMPLES, Settings};
use weak_to_strong::kernel::{BidiagonalSampler, LANES, LaneSampler, PENALTIES, RidgePath, WideGenerator};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::LabelLaw;

/// The largest dimension for which XᵀX of all lanes is kept, which takes 64·d² bytes.
const MOST_DIMENSIONS_OF_LANES: usize = 256;

/// Observes |β̂ − β_Q|² for one sample and a path of penalties.
pub(super) struct RidgePathErrors {
    sampler: Sampler,
    ridge: RidgePath,
    path: Vec<Fit>,
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
    /// Returns `None` if the kernels do not apply. This is so for labels of several concepts or with heavy tails, for Gaussian prompts with variances
    /// other than 1 (whose moments have a Wishart law), for prompts without a density if there is no penalty (XᵀX may be singular), and for high
    /// dimensions.
    pub(super) fn new(problem: &TransferProblem, labels: &LabelLaw, path: &[Settings]) -> Option<Self> {
        let concept = labels.prior.iter().position(|p| *p == 1.0)?;
        let noise = labels.noise.normal_deviation()?;
        let displacement = labels.concepts.column(concept) - problem.source_mean();
        let bias = problem.source_mean() - problem.target_mean();
        let count = path[0].count(&SAMPLES);
        let direct = path[0].word(&SAMPLER) == "direct";
        let (law, dim) = (problem.prompts(), problem.dim());
        let wishart = law.is_gaussian() && !direct;
        let least_squares = path.iter().any(|settings| settings.number(&PENALTY) == 0.0);
        let regular = law.has_density() || !least_squares;
        let sampler = if wishart && law.is_standard_gaussian() {
            Sampler::Bidiagonal(Box::new(BidiagonalSampler::new(count, dim)))
        } else if !wishart && regular && dim <= MOST_DIMENSIONS_OF_LANES {
            Sampler::Direct(Box::new(LaneSampler::new(law, &displacement, noise, count)))
        } else {
            return None;
        };
        let ridge = RidgePath::new(&displacement, &bias, noise);
        Some(Self { sampler, ridge, path: path.iter().map(Fit::of).collect() })
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
}

/// Writes the squared errors in each lane for a path. Neighbouring fits with the same extrapolation are solved together.
fn write_squared_errors(errors: &mut [[f64; LANES]], path: &[Fit], ridge: &mut RidgePath) {
    let mut done = 0;
    for fits in path.chunk_by(|one, other| one.extrapolation == other.extrapolation) {
        for fits in fits.chunks(PENALTIES) {
            let penalties = std::array::from_fn(|i| fits[i.min(fits.len() - 1)].penalty);
            let together = ridge.squared_errors(penalties, fits[0].extrapolation);
            errors[done..][..fits.len()].copy_from_slice(&together[..fits.len()]);
            done += fits.len();
        }
    }
    for (lanes, fit) in errors.iter_mut().zip(path).filter(|(_, fit)| fit.oracle_share > 0.0) {
        let best = best_of_each_sample(*lanes, fit.extrapolation, ridge);
        *lanes = std::array::from_fn(|lane| (1.0 - fit.oracle_share) * lanes[lane] + fit.oracle_share * best[lane]);
    }
}

/// Returns the least squared error in each lane, among `blind` and the squared errors at all oracle penalties.
fn best_of_each_sample(blind: [f64; LANES], extrapolation: f64, ridge: &mut RidgePath) -> [f64; LANES] {
    let penalties: Vec<f64> = oracle_penalties().collect();
    let mut best = blind;
    for penalties in penalties.chunks(PENALTIES) {
        let together = std::array::from_fn(|i| penalties[i.min(penalties.len() - 1)]);
        for errors in ridge.squared_errors(together, extrapolation) {
            best.iter_mut().zip(errors).for_each(|(best, error)| *best = best.min(error));
        }
    }
    best
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
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        match self.sampler {
            Sampler::Direct(_) => "direct",
            Sampler::Bidiagonal(_) => "bidiagonal",
        }
    }

    /// Draws a sample in each lane.
    fn start(&self) -> Draw<'_> {
        let (mut sampler, mut ridge) = (self.sampler.clone(), self.ridge.clone());
        let mut generator = None;
        let mut errors = vec![[0.0; LANES]; self.width()];
        Draw::in_groups(LANES, move |stream, observations| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            sampler.reduce(&mut ridge, generator, stream);
            write_squared_errors(&mut errors, &self.path, &mut ridge);
            for (lane, observation) in observations.chunks_exact_mut(errors.len()).enumerate() {
                observation.iter_mut().zip(&errors).for_each(|(observed, lanes)| *observed = lanes[lane]);
            }
            Ok(())
        })
    }
}
