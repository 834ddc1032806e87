//! Draws prompts and features.

use super::learner::Learner;
use super::world::World;
use nalgebra::DMatrix;
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{FeatureMap, PopulationFlow, PromptSpectrum, SpectralFilter};
use weak_to_strong::model::Features;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{ScaledPrompts, draw_projection};

/// The prompts of a learner: a number of them, or the population.
#[derive(Clone, Debug)]
pub(super) enum Prompts {
    /// The population of coordinates.
    Population(PromptSpectrum),
    /// Coordinates of a sample, in the columns of a matrix, which is filled anew at each draw.
    Coordinates {
        law: ScaledPrompts,
        prompts: DMatrix<f64>,
        /// The penalties of all fits if these are ridge regressions on fresh prompts.
        penalties: Option<Vec<f64>>,
    },
    /// Features of a sample, of all coordinates.
    Features { map: Map, law: ScaledPrompts, prompts: DMatrix<f64> },
    /// Features of the population.
    FeaturePopulation {
        map: Map,
        variances: Vec<f64>,
        /// Whether every fit is a flow that stops.
        stops: bool,
    },
}

/// What takes a prompt to its features.
#[derive(Clone, Debug)]
pub(super) enum Map {
    Fixed(FeatureMap),
    /// A Gaussian projection of this width, drawn anew.
    Projection(usize),
}

impl Prompts {
    /// The prompts of a learner that sees these features, for fits with these filters. The number of labels may be infinite. Penalties are those of all fits if
    /// they are ridge regressions.
    pub(super) fn new(
        world: &World,
        features: &Features,
        labels: f64,
        filters: &[SpectralFilter],
        penalties: Option<Vec<f64>>,
    ) -> Self {
        let variances = &world.eigenvalues;
        let law = |variances: &[f64]| ScaledPrompts::new(&world.prompts, variances);
        let map = match features {
            Features::First(count) if labels.is_infinite() => {
                return Self::Population(PromptSpectrum::of_population(&variances[..*count]));
            }
            Features::First(count) => {
                let prompts = DMatrix::zeros(*count, labels as usize);
                return Self::Coordinates { law: law(&variances[..*count]), prompts, penalties };
            }
            Features::Scaled(own) if labels.is_infinite() => {
                return Self::Population(PromptSpectrum::of_population(own));
            }
            Features::Scaled(own) => {
                let gain = |(own, variance): (&f64, &f64)| if *own == 0.0 { 0.0 } else { (own / variance).sqrt() };
                Map::Fixed(FeatureMap::Scaled(own.iter().zip(variances).map(gain).collect()))
            }
            Features::Projection(width) => Map::Projection(*width),
        };
        if labels.is_infinite() {
            // Lanczos' method divides by the variances.
            let stops = variances.iter().all(|variance| *variance > 0.0)
                && filters.iter().all(|filter| filter.time().is_finite());
            return Self::FeaturePopulation { map, variances: variances.clone(), stops };
        }
        Self::Features { map, law: law(variances), prompts: DMatrix::zeros(variances.len(), labels as usize) }
    }

    /// Whether nothing is drawn.
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Population(_))
    }

    /// The learner on new prompts and features.
    pub(super) fn draw(&mut self, generator: &mut WideGenerator, stream: &mut Stream) -> Learner<'_> {
        match self {
            Self::Population(spectrum) => Learner::Spectrum(spectrum.clone()),
            Self::Coordinates { law, prompts, penalties } => {
                law.fill(prompts, generator);
                Learner::on(prompts, penalties.as_deref())
            }
            Self::Features { map, law, prompts } => {
                let map = map.draw(law.dim(), generator, stream);
                law.fill(prompts, generator);
                Learner::Spectrum(PromptSpectrum::of_features(prompts, &map))
            }
            Self::FeaturePopulation { map, variances, stops } => {
                let map = map.draw(variances.len(), generator, stream);
                if *stops {
                    Learner::Flow(PopulationFlow::new(variances, &map))
                } else {
                    Learner::Spectrum(PromptSpectrum::of_feature_population(variances, &map))
                }
            }
        }
    }
}

impl Map {
    fn draw(&self, dim: usize, generator: &mut WideGenerator, stream: &mut Stream) -> FeatureMap {
        match self {
            Self::Fixed(map) => map.clone(),
            Self::Projection(width) => FeatureMap::Linear(draw_projection(*width, dim, generator, stream)),
        }
    }
}
