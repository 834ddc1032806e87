//! Samples whose labels are drawn, and fits to them.

use nalgebra::{DMatrix, DVector};
use std::f64::consts::FRAC_2_PI;

use super::cell::Norm;
use super::learner::{Learner, distinct_penalties};
use super::plan::Side;
use super::prompts::{Map, Prompts, View};
use super::world::World;
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{FeatureMap, SpectralFilter};
use weak_to_strong::model::{Features, PromptLaw};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::ScaledPrompts;

/// What a number becomes as a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Real,
    Sign,
}

impl Form {
    /// The label; the sign of 0 is 0.
    fn of(self, number: f64) -> f64 {
        if self == Self::Real || number == 0.0 { number } else { number.signum() }
    }

    /// The factor c of the best linear predictor cu of the label of a normal number u with this variance (Bussgang 1952).
    fn gain(self, variance: f64) -> f64 {
        if self == Self::Real || variance == 0.0 { 1.0 } else { (FRAC_2_PI / variance).sqrt() }
    }
}

/// A fit, and its labels (1 − ξ)y + ξŷ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Labelling {
    pub(super) filter: SpectralFilter,
    /// ξ.
    pub(super) share: f64,
    /// What true labels are.
    pub(super) truth: Form,
    /// What predictions are.
    pub(super) predictions: Form,
    /// The place of the predictor among those of the teacher; without effect for ξ = 0.
    pub(super) teacher: usize,
}

/// The prompts of a learner.
pub(super) enum Labelled {
    /// Draws so many prompts, and their labels.
    Sample(Sampler),
    Population(Prompts),
}

/// Draws prompts and their labels.
pub(super) struct Sampler {
    /// How many.
    count: usize,
    sees: Sees,
    law: ScaledPrompts,
    noise: ScaledPrompts,
    /// The penalties of all fits if these are ridge regressions.
    penalties: Option<Vec<f64>>,
}

/// What a learner sees of its prompts.
enum Sees {
    First(usize),
    Features(Map),
}

impl Labelled {
    /// Prompts for fits with these filters.
    pub(super) fn new(world: &World, side: &Side, filters: &[SpectralFilter]) -> Self {
        let view = View { features: &side.features, units: 0..0, whole: true };
        if side.labels.is_infinite() {
            return Self::Population(Prompts::new(world, view, side.labels, filters, None));
        }
        let sees = match side.features {
            Features::First(count) => Sees::First(count),
            Features::Turned(_) | Features::Scaled(_) | Features::Projection(_) | Features::Relu(_) => {
                Sees::Features(Map::new(world, view))
            }
        };
        Self::Sample(Sampler {
            count: side.labels as usize,
            sees,
            law: ScaledPrompts::new(&world.prompts, &world.eigenvalues),
            noise: ScaledPrompts::new(&PromptLaw::Gaussian, &[world.noise]),
            penalties: distinct_penalties(filters),
        })
    }

    /// The population, if nothing is drawn.
    pub(super) fn known(&self) -> Option<Drawn<'_>> {
        let Self::Population(Prompts::Population(spectrum)) = self else { return None };
        Some(Drawn::Population(spectrum.into()))
    }

    pub(super) fn draw(&mut self, world: &World, generator: &mut WideGenerator, stream: &mut Stream) -> Drawn<'_> {
        match self {
            Self::Population(prompts) => Drawn::Population(prompts.draw(None, generator, stream)),
            Self::Sample(sampler) => Drawn::Sample(sampler.draw(world, generator, stream)),
        }
    }
}

impl Sampler {
    fn draw(&self, world: &World, generator: &mut WideGenerator, stream: &mut Stream) -> Sample<'_> {
        let (mut prompts, mut truths) = (DMatrix::zeros(world.dim(), self.count), DMatrix::zeros(1, self.count));
        self.law.fill(&mut prompts, generator);
        self.noise.fill(&mut truths, generator);
        truths += predictions(&DMatrix::from_column_slice(world.dim(), 1, &world.truth), &prompts);
        let (features, map) = match &self.sees {
            Sees::First(count) => (prompts.rows(0, *count).into_owned(), None),
            Sees::Features(map) => {
                let map = map.draw(world.dim(), None, generator, stream);
                (map.features(&prompts), Some(map))
            }
        };
        Sample { prompts, truths, map, features, penalties: self.penalties.as_deref() }
    }
}

/// BᵀX (k × n), for predictors in the columns of B (d × k) and prompts in those of X (d × n).
fn predictions(predictors: &DMatrix<f64>, prompts: &DMatrix<f64>) -> DMatrix<f64> {
    FeatureMap::Linear(predictors.transpose()).features(prompts)
}

/// Prompts that were drawn.
pub(super) enum Drawn<'a> {
    Sample(Sample<'a>),
    Population(Learner<'a>),
}

/// Prompts that were drawn, with their labels.
pub(super) struct Sample<'a> {
    prompts: DMatrix<f64>,
    /// βᵀx + σz, in a row.
    truths: DMatrix<f64>,
    /// What takes prompts to features, unless these are the first coordinates.
    map: Option<FeatureMap>,
    features: DMatrix<f64>,
    penalties: Option<&'a [f64]>,
}

/// Prompts that were drawn, in the form that their fits need.
pub(super) enum Fitting<'a> {
    Sample { sample: &'a Sample<'a>, learner: Learner<'a> },
    Population(&'a Learner<'a>),
}

impl Drawn<'_> {
    pub(super) fn fitting(&self) -> Fitting<'_> {
        match self {
            Self::Sample(sample) => {
                Fitting::Sample { sample, learner: Learner::on(&sample.features, sample.penalties) }
            }
            Self::Population(learner) => Fitting::Population(learner),
        }
    }
}

impl Fitting<'_> {
    /// The predictor of each fit, in columns (d × k). Those of the teacher stand in the columns of a matrix.
    pub(super) fn fits(&self, world: &World, labellings: &[Labelling], teachers: &DMatrix<f64>) -> DMatrix<f64> {
        let fits = match self {
            Self::Sample { sample, learner } => {
                let labels = sample.labels(labellings, teachers);
                let filters: Vec<SpectralFilter> = labellings.iter().map(|labelling| labelling.filter).collect();
                sample.predictors(learner.fits_to_labels(&filters, &sample.features, &labels))
            }
            Self::Population(learner) => {
                let of = |labelling: &Labelling| labelling.population_predictor(world, teachers);
                let labels: Vec<DVector<f64>> = labellings.iter().map(of).collect();
                let with_filters = labellings.iter().zip(&labels);
                learner.fits(&with_filters.map(|(one, labels)| (one.filter, labels.as_slice())).collect::<Vec<_>>())
            }
        };
        fits.resize_vertically(world.dim(), 0.0)
    }
}

impl Sample<'_> {
    /// The labels of each fit, in columns (n × k).
    fn labels(&self, labellings: &[Labelling], teachers: &DMatrix<f64>) -> DMatrix<f64> {
        let predicted = predictions(teachers, &self.prompts);
        DMatrix::from_fn(self.truths.len(), labellings.len(), |at, fit| {
            let labelling = &labellings[fit];
            let truth = labelling.truth.of(self.truths[at]);
            if labelling.share == 0.0 {
                return truth;
            }
            let prediction = labelling.predictions.of(predicted[(labelling.teacher, at)]);
            (1.0 - labelling.share) * truth + labelling.share * prediction
        })
    }

    /// Fits to features, as predictors of prompts; of the first coordinates, if the learner sees no others.
    fn predictors(&self, fits: DMatrix<f64>) -> DMatrix<f64> {
        match &self.map {
            Some(map) => map.predictors(&fits),
            None => fits,
        }
    }
}

impl Labelling {
    /// The best linear predictor of the labels.
    fn population_predictor(&self, world: &World, teachers: &DMatrix<f64>) -> DVector<f64> {
        let truth = DVector::from_column_slice(&world.truth);
        let variance = |predictor: &DVector<f64>| world.square(Norm::Covariance, predictor.as_slice(), 0);
        let of_truth = (1.0 - self.share) * self.truth.gain(variance(&truth) + world.noise);
        if self.share == 0.0 {
            return truth * of_truth;
        }
        let teacher = teachers.column(self.teacher).into_owned();
        let of_teacher = self.share * self.predictions.gain(variance(&teacher));
        truth * of_truth + teacher * of_teacher
    }
}
