//! Squared errors given the prompts by kernels that work on several samples side by side.

use super::expected_errors::{Plan, Traces};
use super::noise_bounds::Filter;
use super::{Draw, Experiment};
use weak_to_strong::kernel::{ExpectedPath, GramSampler, LANES, PENALTIES, SquaresSampler, WideGenerator};
use weak_to_strong::learn::Shrinkage;
use weak_to_strong::model::PromptLaw;
use weak_to_strong::random::Stream;

/// The largest matrix of which all lanes are kept, which takes 64·r² bytes.
const LARGEST_MATRIX: usize = 256;

/// The least penalty for prompts that may be singular: rounding moves a zero eigenvalue λ of S by some 1e-16, and λ/(λ + η)² by 1e-16/η².
const LEAST_SINGULAR_PENALTY: f64 = 1e-3;

/// Observes the expected squared errors of ridge regression along a path of penalties, for symmetric prompts that one concept labels.
pub(super) struct ExpectedRidge {
    sampler: Sampler,
    plan: Plan,
    /// The terms that are observed, and their penalties, and at last 0 if tr W⁻¹ is needed.
    observed: Vec<usize>,
    penalties: Vec<f64>,
}

#[derive(Clone)]
enum Sampler {
    Bidiagonal { sampler: Box<SquaresSampler>, variance: f64 },
    Direct(Box<GramSampler>),
}

impl ExpectedRidge {
    /// Returns `None` if the kernels do not apply: unless prompts are symmetric, for high dimensions, and for prompts that may be singular if a
    /// penalty is small.
    pub(super) fn new(plan: &Plan, law: &PromptLaw, direct: bool) -> Option<Self> {
        let (count, dim) = (plan.facts().count, plan.facts().dim);
        let penalty = |filter: Filter| match filter {
            Filter::Ridge { penalty } => Some(penalty),
            Filter::Descent { .. } => None,
        };
        let terms = plan.terms().iter().enumerate().filter(|(_, term)| !term.is_known());
        let (observed, penalties): (Vec<usize>, Vec<Option<f64>>) =
            terms.map(|(place, term)| (place, penalty(term.fit.filter))).unzip();
        let mut penalties = penalties.into_iter().collect::<Option<Vec<f64>>>()?;
        let regular = plan.facts().nonsingular || penalties.iter().all(|penalty| *penalty >= LEAST_SINGULAR_PENALTY);
        if plan.needs_inverse() {
            penalties.push(0.0);
        }
        let sampler = match law.isotropic_variance() {
            Some(variance) if law.is_gaussian() && !direct => {
                Some(Sampler::Bidiagonal { sampler: Box::new(SquaresSampler::new(count, dim)), variance })
            }
            Some(_) if regular && plan.facts().rank() <= LARGEST_MATRIX => {
                GramSampler::new(law, count, dim).map(|sampler| Sampler::Direct(Box::new(sampler)))
            }
            _ => None,
        };
        Some(Self { sampler: sampler?, plan: plan.clone(), observed, penalties })
    }
}

impl Sampler {
    fn reduce(&mut self, path: &mut ExpectedPath, generator: &mut WideGenerator, stream: &mut Stream) {
        match self {
            Self::Bidiagonal { sampler, variance } => {
                path.reduce_bidiagonal(sampler.draw(generator, stream), *variance)
            }
            Self::Direct(sampler) => path.reduce_gram(sampler.draw(generator)),
        }
    }
}

impl Experiment for ExpectedRidge {
    fn width(&self) -> usize {
        self.plan.width()
    }

    fn sampler(&self) -> &'static str {
        match self.sampler {
            Sampler::Bidiagonal { .. } => "bidiagonal",
            Sampler::Direct(_) => "direct",
        }
    }

    /// Draws a sample in each lane.
    fn start(&self) -> Draw<'_> {
        let (mut sampler, mut path) = (self.sampler.clone(), ExpectedPath::default());
        let mut generator = None;
        let mut shrinkages = vec![[Shrinkage::default(); LANES]; self.penalties.len()];
        let width = self.width();
        Draw::in_groups(LANES, move |stream, observations| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            sampler.reduce(&mut path, generator, stream);
            for (penalties, shrinkages) in self.penalties.chunks(PENALTIES).zip(shrinkages.chunks_mut(PENALTIES)) {
                let together = path.shrinkage(std::array::from_fn(|i| penalties[i.min(penalties.len() - 1)]));
                shrinkages.copy_from_slice(&together[..shrinkages.len()]);
            }
            let traces = path.traces();
            for (lane, observation) in observations.chunks_exact_mut(width).enumerate() {
                observation
                    .iter_mut()
                    .zip(self.plan.terms())
                    .for_each(|(x, term)| *x = term.in_place_of_an_observation());
                for (place, shrinkage) in self.observed.iter().zip(&shrinkages) {
                    observation[*place] = self.plan.terms()[*place].squared_error(&shrinkage[lane]);
                }
                let inverse = shrinkages.last().map_or(0.0, |last| last[lane].variance);
                self.plan.write_traces(observation, Traces { trace: traces[lane], inverse });
            }
            Ok(())
        })
    }
}
