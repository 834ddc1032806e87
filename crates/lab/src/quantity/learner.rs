//! The models and methods that the experiments compare: what each of them draws, and the estimator that it fits.

use nalgebra::{DMatrix, DVector};

use super::QuantityError;
use super::fine_tuning::ridge;
use super::finite_variance::require_finite_variance;
use super::refined_labels::{LabelSource, RefinedLabels};
use crate::setting::{BATCH, LABELS, LEARNER, PREDICTIONS, SAMPLES, STAGES, Settings, WEIGHT};
use weak_to_strong::learn::{FineTuning, FitError, auxiliary_labels, student_labels};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};

/// One of the learners, with buffers for what it draws.
///
/// Draws do not depend on penalty and weight. So one sample is used for every fit along a path of penalties and weights.
#[derive(Clone)]
pub(super) struct Learner {
    source_mean: DVector<f64>,
    method: Method,
}

#[derive(Clone)]
enum Method {
    /// A model that is not fine-tuned.
    Unaltered(DVector<f64>),
    Naive(Sample),
    Refined(Box<RefinedLabels>),
    /// Weak labels, and what the source predicts.
    Auxiliary(Sample, DVector<f64>),
    /// Weak labels for the first student. For each later student: prompts with standard noise, and the scale of the noise.
    Bootstrapped(Sample, Vec<(Sample, f64)>),
}

/// A sampler with the moments of its latest sample.
#[derive(Clone)]
struct Sample {
    sampler: MomentSampler,
    count: usize,
    moments: SampleMoments,
}

impl Learner {
    /// Makes the learner that the settings name. The settings may differ in penalty and weight.
    pub(super) fn new(problem: &TransferProblem, path: &[Settings]) -> Result<Self, QuantityError> {
        let settings = &path[0];
        let weak_labels = || -> Result<Sample, QuantityError> {
            require_finite_variance(problem, &SAMPLES, path)?;
            Ok(Sample::new(problem, LabelLaw::weak(problem), settings))
        };
        let method = match settings.word(&LEARNER) {
            "source" => Method::Unaltered(problem.source_mean()),
            "weak" => Method::Unaltered(problem.weak_mean()),
            "refined" => {
                require_finite_variance(problem, &LABELS, path)?;
                Method::Refined(Box::new(RefinedLabels::new(problem, refined_source(path)?, problem.noise())))
            }
            "auxiliary" => Method::Auxiliary(weak_labels()?, prediction(problem, settings)),
            "bootstrapped" => Method::Bootstrapped(weak_labels()?, later_stages(problem, settings)),
            _ => Method::Naive(weak_labels()?),
        };
        Ok(Self { source_mean: problem.source_mean(), method })
    }

    /// Returns the name of the sampler of what the learner sees, or `none` if it sees nothing.
    pub(super) fn sampler_name(&self) -> &'static str {
        match &self.method {
            Method::Unaltered(_) => "none",
            Method::Naive(sample) | Method::Auxiliary(sample, _) | Method::Bootstrapped(sample, _) => {
                sample.sampler.name()
            }
            Method::Refined(labels) => labels.sampler_name(),
        }
    }

    /// Draws all that the learner sees.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        match &mut self.method {
            Method::Unaltered(_) => {}
            Method::Naive(sample) | Method::Auxiliary(sample, _) => sample.draw(stream),
            Method::Refined(labels) => labels.draw(stream),
            Method::Bootstrapped(first, later) => {
                first.draw(stream);
                later.iter_mut().for_each(|(sample, _)| sample.draw(stream));
            }
        }
    }

    /// Returns β̂ from the latest draws, at these settings.
    pub(super) fn fit(&self, settings: &Settings) -> Result<DVector<f64>, FitError> {
        let fit = |moments: &SampleMoments| ridge(&FineTuning::new(moments, &self.source_mean)?, settings);
        match &self.method {
            Method::Unaltered(mean) => Ok(mean.clone()),
            Method::Naive(sample) => fit(&sample.moments),
            Method::Refined(labels) => fit(&labels.moments),
            Method::Auxiliary(sample, prediction) => {
                fit(&auxiliary_labels(&sample.moments, prediction, settings.number(&WEIGHT)))
            }
            Method::Bootstrapped(first, later) => later.iter().try_fold(fit(&first.moments)?, |student, stage| {
                let (sample, noise) = stage;
                fit(&student_labels(&sample.moments, &student, *noise))
            }),
        }
    }
}

impl Sample {
    fn new(problem: &TransferProblem, labels: LabelLaw, settings: &Settings) -> Self {
        let sampler = MomentSampler::new(problem.prompts(), labels);
        Self { moments: sampler.empty_moments(), sampler, count: settings.count(&SAMPLES) }
    }

    fn draw(&mut self, stream: &mut Stream) {
        self.sampler.draw(&mut self.moments, self.count, Composition::Mixed, stream);
    }
}

/// How the refined labels of a learner come about: each with a fresh batch of examples of one concept.
pub(super) fn refined_source(path: &[Settings]) -> Result<LabelSource, QuantityError> {
    if path[0].number(&LABELS).is_infinite() {
        return Err(QuantityError::InfinitelyManyLabels);
    }
    let (batch, labels) = (path[0].count(&BATCH), path[0].count(&LABELS));
    Ok(LabelSource { composition: Composition::OneConcept, batch, shared: false, labels })
}

/// Whether a learner is fine-tuned on weak labels themselves, and so sees their noise.
pub(super) fn learns_weak_labels(settings: &Settings) -> bool {
    ["naive", "auxiliary", "bootstrapped"].contains(&settings.word(&LEARNER))
}

/// What the source predicts: its mean β_P, or its most probable concept.
pub(super) fn prediction(problem: &TransferProblem, settings: &Settings) -> DVector<f64> {
    match settings.word(&PREDICTIONS) {
        "hardened" => problem.most_probable_source_concept(),
        _ => problem.source_mean(),
    }
}

/// Students of rising strength: the label noise of stage t = 1…T − 1 is σ_w^(1 − t/T)·σ^(t/T).
pub(super) fn later_noises(problem: &TransferProblem, settings: &Settings) -> Vec<f64> {
    let stages = settings.count(&STAGES);
    let noise = |stage: usize| {
        let strength = stage as f64 / stages as f64;
        problem.weak_noise().powf(1.0 - strength) * problem.noise().powf(strength)
    };
    (1..stages).map(noise).collect()
}

/// The samples of later students, with standard noise, and the standard deviations of their noise.
fn later_stages(problem: &TransferProblem, settings: &Settings) -> Vec<(Sample, f64)> {
    let standard = LabelLaw {
        concepts: DMatrix::zeros(problem.dim(), 1),
        prior: DVector::from_element(1, 1.0),
        noise: LabelNoise::normal(1.0),
    };
    let stage = |noise| (Sample::new(problem, standard.clone(), settings), noise);
    later_noises(problem, settings).into_iter().map(stage).collect()
}
