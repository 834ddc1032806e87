//! Samples whose labels are drawn, and fits to them.

use nalgebra::{DMatrix, DVector};
use std::f64::consts::FRAC_2_PI;

use super::cell::Norm;
use super::learner::{Learner, distinct_penalties};
use super::plan::Side;
use super::prompts::{Prompts, View};
use super::sight::{Sees, Sight};
use super::world::World;
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{FeatureMap, SpectralFilter};
use weak_to_strong::model::PromptLaw;
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

/// A fit, and its labels (1 − ξ)y + ξŷ + τz.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Labelling {
    pub(super) filter: SpectralFilter,
    /// ξ.
    pub(super) share: f64,
    /// τ.
    pub(super) noise: f64,
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
    /// The law of z, if some labels have noise of their own.
    own: Option<ScaledPrompts>,
    /// The penalties of all fits if these are ridge regressions.
    penalties: Option<Vec<f64>>,
}

impl Labelled {
    /// Prompts for these fits.
    pub(super) fn new(world: &World, side: &Side, labellings: &[Labelling]) -> Self {
        let filters: Vec<SpectralFilter> = labellings.iter().map(|labelling| labelling.filter).collect();
        let view = View { features: &side.features, units: 0..0, whole: true };
        if side.labels.is_infinite() {
            return Self::Population(Prompts::new(world, view, side.labels, &filters, None));
        }
        let normal = |variance| ScaledPrompts::new(&PromptLaw::Gaussian, &[variance]);
        Self::Sample(Sampler {
            count: side.labels as usize,
            sees: Sees::new(world, view),
            law: ScaledPrompts::new(&world.prompts, &world.eigenvalues),
            noise: normal(world.noise),
            own: labellings.iter().any(|labelling| labelling.noise > 0.0).then(|| normal(1.0)),
            penalties: distinct_penalties(&filters),
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

    /// What the learner sees of the prompts of another one.
    pub(super) fn look(&self, at: &Drawn, generator: &mut WideGenerator, stream: &mut Stream) -> Drawn<'_> {
        let (Self::Sample(sampler), Drawn::Sample(sample)) = (self, at) else { panic!("prompts of a population") };
        Drawn::Sample(sampler.look(sample.prompts.clone(), sample.truths.clone(), generator, stream))
    }
}

impl Sampler {
    fn draw(&self, world: &World, generator: &mut WideGenerator, stream: &mut Stream) -> Sample<'_> {
        let (mut prompts, mut truths) = (DMatrix::zeros(world.dim(), self.count), DMatrix::zeros(1, self.count));
        self.law.fill(&mut prompts, generator);
        self.noise.fill(&mut truths, generator);
        truths += predictions(&DMatrix::from_column_slice(world.dim(), 1, &world.truth), &prompts);
        self.look(prompts, truths, generator, stream)
    }

    fn look(
        &self,
        prompts: DMatrix<f64>,
        truths: DMatrix<f64>,
        generator: &mut WideGenerator,
        stream: &mut Stream,
    ) -> Sample<'_> {
        let sight = self.sees.draw(&prompts, None, generator, stream);
        let mut own = DMatrix::zeros(1, self.count);
        if let Some(law) = &self.own {
            law.fill(&mut own, generator);
        }
        Sample { prompts, truths, own, sight, penalties: self.penalties.as_deref() }
    }
}

/// BᵀX (k × n), for predictors in the columns of B (d × k) and prompts in those of X (d × n).
pub(super) fn predictions(predictors: &DMatrix<f64>, prompts: &DMatrix<f64>) -> DMatrix<f64> {
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
    /// z, in a row; 0 where no labels have noise of their own.
    own: DMatrix<f64>,
    sight: Sight,
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
                Fitting::Sample { sample, learner: Learner::on(&sample.sight.features, sample.penalties) }
            }
            Self::Population(learner) => Fitting::Population(learner),
        }
    }
}

impl Fitting<'_> {
    /// The predictor of each fit, in columns (d × k). Those of the teacher stand in the columns of a matrix.
    pub(super) fn fits(&self, world: &World, labellings: &[Labelling], teachers: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Sample { sample, learner } => {
                let labels = sample.labels(labellings, teachers);
                let filters: Vec<SpectralFilter> = labellings.iter().map(|labelling| labelling.filter).collect();
                sample.sight.predictors(learner.fits_to_labels(&filters, &sample.sight.features, &labels))
            }
            Self::Population(learner) => {
                let of = |labelling: &Labelling| labelling.population_predictor(world, teachers);
                let labels: Vec<DVector<f64>> = labellings.iter().map(of).collect();
                let with_filters = labellings.iter().zip(&labels);
                let of: Vec<_> = with_filters.map(|(one, labels)| (one.filter, labels.as_slice())).collect();
                learner.fits(&of).resize_vertically(world.dim(), 0.0)
            }
        }
    }
}

impl Sample<'_> {
    /// The labels of each fit, in columns (n × k).
    fn labels(&self, labellings: &[Labelling], teachers: &DMatrix<f64>) -> DMatrix<f64> {
        let predicted = predictions(teachers, &self.prompts);
        DMatrix::from_fn(self.truths.len(), labellings.len(), |at, fit| {
            let labelling = &labellings[fit];
            let truth = labelling.truth.of(self.truths[at]);
            let own = labelling.noise * self.own[at];
            if labelling.share == 0.0 {
                return truth + own;
            }
            let prediction = labelling.predictions.of(predicted[(labelling.teacher, at)]);
            (1.0 - labelling.share) * truth + labelling.share * prediction + own
        })
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
