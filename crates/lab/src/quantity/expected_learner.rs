//! What learners learn in expectation over label noise, given the prompts.

use nalgebra::{DMatrix, DVector};

use super::learner::{later_noises, learns_weak_labels, prediction};
use super::{Draw, Experiment, Undefined};
use crate::setting::{LEARNER, PENALTY, SAMPLER, SAMPLES, Settings, WEIGHT};
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};

/// A learner that is fine-tuned on labels whose noise is integrated out: naive fine-tuning, the auxiliary loss, or a chain of students.
///
/// β̂ has a normal law given the prompts and the concepts behind the weak labels, or any law with these first two moments: a mean, and a covariance
/// matrix of which only the trace is needed.
#[derive(Clone)]
pub(super) struct ExpectedLearner {
    source_mean: DVector<f64>,
    /// Weak labels without noise.
    first: Prompts,
    /// The standard deviation of their noise.
    noise: f64,
    /// The predictions β of the source in the auxiliary loss.
    prediction: Option<DVector<f64>>,
    /// Prompts of later students, with the standard deviations of the noise of their labels.
    later: Vec<(Prompts, f64)>,
}

/// A sampler with the moments of its latest sample. Labels have no noise.
#[derive(Clone)]
struct Prompts {
    sampler: MomentSampler,
    count: usize,
    moments: SampleMoments,
}

/// The mean of β̂ and the trace of its covariance matrix, given the prompts and the concepts behind the weak labels.
pub(super) struct ExpectedFit {
    pub(super) mean: DVector<f64>,
    pub(super) variance: f64,
}

/// Whether the concepts behind weak labels are integrated out too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelConcepts {
    /// Labels have the concept of the mean. This is right for numbers that are linear in β̂.
    Averaged,
    /// Each label has a concept of its own.
    Drawn,
}

impl ExpectedLearner {
    /// Returns `None` if the learner is of another kind.
    pub(super) fn new(problem: &TransferProblem, settings: &Settings, concepts: LabelConcepts) -> Option<Self> {
        if !learns_weak_labels(settings) {
            return None;
        }
        let learner = settings.word(&LEARNER);
        let noiseless = LabelNoise::normal(0.0);
        let of_form = |form: DVector<f64>| LabelLaw {
            concepts: DMatrix::from_columns(&[form]),
            prior: DVector::from_element(1, 1.0),
            noise: noiseless,
        };
        let weak = match concepts {
            LabelConcepts::Averaged => of_form(problem.weak_mean()),
            LabelConcepts::Drawn => LabelLaw { noise: noiseless, ..LabelLaw::weak(problem) },
        };
        let unlabelled = || Prompts::new(problem, of_form(DVector::zeros(problem.dim())), settings);
        let noises = if learner == "bootstrapped" { later_noises(problem, settings) } else { Vec::new() };
        Some(Self {
            source_mean: problem.source_mean(),
            first: Prompts::new(problem, weak, settings),
            noise: problem.weak_noise(),
            prediction: (learner == "auxiliary").then(|| prediction(problem, settings)),
            later: noises.into_iter().map(|noise| (unlabelled(), noise)).collect(),
        })
    }

    /// The standard deviations of the noise of all labels, for this weight of the predictions.
    pub(super) fn noises(&self, settings: &Settings) -> Vec<f64> {
        let own = if self.prediction.is_some() { (1.0 - settings.number(&WEIGHT)) * self.noise } else { self.noise };
        std::iter::once(own).chain(self.later.iter().map(|(_, noise)| *noise)).collect()
    }

    /// Draws all prompts, and the concepts behind the weak labels.
    fn draw(&mut self, stream: &mut Stream) {
        self.first.draw(stream);
        self.later.iter_mut().for_each(|(prompts, _)| prompts.draw(stream));
    }

    /// Returns the fits at the settings of a path, from the latest draws.
    fn fits(&self, path: &[Settings]) -> Result<Vec<ExpectedFit>, FitError> {
        let source = &self.source_mean;
        let first = FineTuning::new(&self.first.moments, source)?;
        let later = self.later.iter().map(|(prompts, _)| FineTuning::new(&prompts.moments, source));
        let later = later.collect::<Result<Vec<_>, _>>()?;
        path.iter().map(|settings| self.fit(&first, &later, settings)).collect()
    }

    fn fit(&self, first: &FineTuning, later: &[FineTuning], settings: &Settings) -> Result<ExpectedFit, FitError> {
        let penalty = settings.number(&PENALTY);
        let count = self.first.count as f64;
        let noises = self.noises(settings);
        let weak = first.ridge(penalty)? - &self.source_mean;
        let mut moved = match &self.prediction {
            None => weak,
            Some(prediction) => {
                let weight = settings.number(&WEIGHT);
                let to_prediction = first.expected_move(penalty, &(prediction - &self.source_mean))?;
                weak * (1.0 - weight) + to_prediction * weight
            }
        };
        let variance = noises[0] * noises[0] / count;
        if later.is_empty() {
            let variance = variance * first.ridge_variance(penalty)?;
            return Ok(ExpectedFit { mean: moved + &self.source_mean, variance });
        }
        let none = DMatrix::zeros(moved.len(), moved.len());
        let mut covariance = first.expected_covariance(penalty, &none, variance)?;
        for (student, noise) in later.iter().zip(&noises[1..]) {
            moved = student.expected_move(penalty, &moved)?;
            covariance = student.expected_covariance(penalty, &covariance, noise * noise / count)?;
        }
        Ok(ExpectedFit { mean: moved + &self.source_mean, variance: covariance.trace() })
    }
}

/// Observes a number of the expected fit at each setting of a path.
pub(super) struct ExpectedNumbers<F> {
    learner: ExpectedLearner,
    path: Vec<Settings>,
    /// Takes the place on the path, and the fit there.
    number: F,
}

impl<F: Fn(usize, &ExpectedFit) -> f64 + Send + Sync> ExpectedNumbers<F> {
    pub(super) fn new(learner: ExpectedLearner, path: &[Settings], number: F) -> Self {
        Self { learner, path: path.to_vec(), number }
    }
}

impl<F: Fn(usize, &ExpectedFit) -> f64 + Send + Sync> Experiment for ExpectedNumbers<F> {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.learner.first.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut learner = self.learner.clone();
        Draw::new(move |stream, observation| {
            learner.draw(stream);
            let fits = learner.fits(&self.path).map_err(|_| Undefined::at(0))?;
            for (place, (observed, fit)) in observation.iter_mut().zip(&fits).enumerate() {
                *observed = (self.number)(place, fit);
            }
            Ok(())
        })
    }
}

impl Prompts {
    fn new(problem: &TransferProblem, labels: LabelLaw, settings: &Settings) -> Self {
        let sampler = MomentSampler::new(problem.prompts(), labels);
        let sampler = if settings.word(&SAMPLER) == "direct" { sampler.direct() } else { sampler };
        Self { moments: sampler.empty_moments(), sampler, count: settings.count(&SAMPLES) }
    }

    fn draw(&mut self, stream: &mut Stream) {
        self.sampler.draw(&mut self.moments, self.count, Composition::Mixed, stream);
    }
}
