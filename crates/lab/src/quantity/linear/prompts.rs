//! Draws prompts and features.

use super::learner::Learner;
use super::world::World;
use nalgebra::DMatrix;
use std::ops::Range;
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{FeatureMap, PopulationFlow, PromptSpectrum, ReluFeatures, SpectralFilter};
use weak_to_strong::model::{Features, PromptLaw};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{ScaledPrompts, draw_projection};

/// The prompts of a learner: a number of them, or the population.
#[derive(Clone, Debug)]
pub(super) enum Prompts {
    /// The population of coordinates, or of features that are not drawn.
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
    /// These units of a first layer.
    Units(Range<usize>),
}

/// What a learner sees.
pub(super) struct View<'a> {
    pub(super) features: &'a Features,
    /// Its units among those of both learners.
    pub(super) units: Range<usize>,
    /// Whether its labels depend on whole prompts.
    pub(super) whole: bool,
}

impl Prompts {
    /// The prompts of a learner with this view, for fits with these filters. The number of labels may be infinite. Penalties are those of all fits if
    /// they are ridge regressions.
    pub(super) fn new(
        world: &World,
        view: View,
        labels: f64,
        filters: &[SpectralFilter],
        penalties: Option<Vec<f64>>,
    ) -> Self {
        let variances = &world.eigenvalues;
        let law = |variances: &[f64]| ScaledPrompts::new(&world.prompts, variances);
        if labels.is_infinite() {
            let known = match view.features {
                Features::First(count) => Some(PromptSpectrum::of_population(&variances[..*count])),
                Features::Scaled(own) => Some(PromptSpectrum::of_population(own)),
                Features::Turned(axes) => {
                    let map = FeatureMap::Linear(axes.directions(world.dim()));
                    Some(PromptSpectrum::of_feature_population(variances, &map))
                }
                Features::Projection(_) | Features::Relu(_) => None,
            };
            if let Some(spectrum) = known {
                return Self::Population(spectrum);
            }
        }
        if let Features::First(count) = view.features
            && !view.whole
        {
            let prompts = DMatrix::zeros(*count, labels as usize);
            return Self::Coordinates { law: law(&variances[..*count]), prompts, penalties };
        }
        let map = Map::new(world, view);
        if labels.is_infinite() {
            // Lanczos' method divides by the variances.
            let stops = variances.iter().all(|variance| *variance > 0.0)
                && filters.iter().all(|filter| filter.time().is_finite());
            return Self::FeaturePopulation { map, variances: variances.clone(), stops };
        }
        let prompts = DMatrix::zeros(world.prompt_dim, labels as usize);
        Self::Features { map, law: law(&variances[..world.prompt_dim]), prompts }
    }

    /// Whether nothing is drawn.
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Population(_))
    }

    /// The learner on new prompts and features, of which those of units belong to this layer.
    pub(super) fn draw(
        &mut self,
        layer: Option<&ReluFeatures>,
        generator: &mut WideGenerator,
        stream: &mut Stream,
    ) -> Learner<'_> {
        match self {
            Self::Population(spectrum) => Learner::from(&*spectrum),
            Self::Coordinates { law, prompts, penalties } => {
                law.fill(prompts, generator);
                Learner::on(prompts, penalties.as_deref())
            }
            Self::Features { map, law, prompts } => {
                let map = map.draw(law.dim(), layer, generator, stream);
                law.fill(prompts, generator);
                match layer {
                    Some(layer) => PromptSpectrum::of_features(&layer.longer(prompts), &map).into(),
                    None => PromptSpectrum::of_features(prompts, &map).into(),
                }
            }
            Self::FeaturePopulation { map, variances, stops } => {
                let dim = variances.len() - layer.map_or(0, ReluFeatures::width);
                let map = map.draw(dim, layer, generator, stream);
                if *stops {
                    Learner::Flow(PopulationFlow::new(variances, &map))
                } else {
                    PromptSpectrum::of_feature_population(variances, &map).into()
                }
            }
        }
    }
}

impl Map {
    pub(super) fn new(world: &World, view: View) -> Self {
        match view.features {
            Features::First(count) => Self::Fixed(FeatureMap::Scaled(vec![1.0; *count])),
            Features::Turned(axes) => Self::Fixed(FeatureMap::Linear(axes.directions(world.prompt_dim))),
            Features::Scaled(own) => {
                let gain = |(own, variance): (&f64, &f64)| if *own == 0.0 { 0.0 } else { (own / variance).sqrt() };
                Self::Fixed(FeatureMap::Scaled(own.iter().zip(&world.eigenvalues).map(gain).collect()))
            }
            Features::Projection(width) => Self::Projection(*width),
            Features::Relu(_) => Self::Units(view.units),
        }
    }

    /// The map of prompts with so many coordinates, behind which those of the layer stand.
    pub(super) fn draw(
        &self,
        dim: usize,
        layer: Option<&ReluFeatures>,
        generator: &mut WideGenerator,
        stream: &mut Stream,
    ) -> FeatureMap {
        let map = match self {
            Self::Fixed(map) => map.clone(),
            Self::Projection(width) => FeatureMap::Linear(draw_projection(*width, dim, generator, stream)),
            Self::Units(units) => {
                let Some(layer) = layer else { panic!("units of no layer") };
                return layer.map(units.clone());
            }
        };
        map.widened(dim + layer.map_or(0, ReluFeatures::width))
    }
}

/// Draws a layer of units whose weights have the variance 1/M in each group of M of them.
pub(super) fn draw_layer(groups: &[Range<usize>], variances: &[f64], generator: &mut WideGenerator) -> ReluFeatures {
    let dim = variances.len();
    let width = groups.iter().map(Range::len).sum();
    let mut weights = DMatrix::zeros(width, dim);
    for units in groups.iter().filter(|units| !units.is_empty()) {
        let law = ScaledPrompts::new(&PromptLaw::Gaussian, &vec![1.0 / units.len() as f64; dim]);
        let mut columns = DMatrix::zeros(dim, units.len());
        law.fill(&mut columns, generator);
        weights.rows_range_mut(units.clone()).tr_copy_from(&columns);
    }
    ReluFeatures::new(weights, variances)
}
