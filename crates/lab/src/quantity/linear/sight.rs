//! What a learner sees of prompts that are held whole.

use nalgebra::DMatrix;

use super::prompts::{Map, View};
use super::world::World;
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{FeatureMap, ReluFeatures};
use weak_to_strong::model::Features;
use weak_to_strong::random::Stream;

/// What a learner sees of every sample.
pub(super) enum Sees {
    First(usize),
    Features(Map),
}

/// What a learner sees of one sample.
pub(super) struct Sight {
    /// m × n.
    pub(super) features: DMatrix<f64>,
    /// What takes prompts to features, unless these are the first coordinates.
    map: Option<FeatureMap>,
    /// d.
    dim: usize,
}

impl Sees {
    pub(super) fn new(world: &World, view: View) -> Self {
        match view.features {
            Features::First(count) => Self::First(*count),
            Features::Turned(_) | Features::Scaled(_) | Features::Projection(_) | Features::Relu(_) => {
                Self::Features(Map::new(world, view))
            }
        }
    }

    /// The features of prompts in the columns of a matrix, behind whose coordinates those of the layer stand.
    pub(super) fn draw(
        &self,
        prompts: &DMatrix<f64>,
        layer: Option<&ReluFeatures>,
        generator: &mut WideGenerator,
        stream: &mut Stream,
    ) -> Sight {
        let dim = prompts.nrows();
        match self {
            Self::First(count) => Sight { features: prompts.rows(0, *count).into_owned(), map: None, dim },
            Self::Features(map) => {
                let map = map.draw(dim - layer.map_or(0, ReluFeatures::width), layer, generator, stream);
                Sight { features: map.features(prompts), map: Some(map), dim }
            }
        }
    }
}

impl Sight {
    /// Fits to the features as predictors of prompts (d × k).
    pub(super) fn predictors(&self, fits: DMatrix<f64>) -> DMatrix<f64> {
        match &self.map {
            Some(map) => map.predictors(&fits),
            None => fits.resize_vertically(self.dim, 0.0),
        }
    }
}
