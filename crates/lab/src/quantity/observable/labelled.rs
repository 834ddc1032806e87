//! Squared errors of learners that see one labelled sample.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::plain_settings::plain_settings;
use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::inference::Range;
use crate::quantity::fine_tuning::{SquaredError, ridge_error};
use crate::quantity::hull::{greatest_error, plain_hull_error, target_differences};
use crate::quantity::naive::{descent_error, naive_error};
use crate::quantity::plain_errors::plain_experiment;
use crate::quantity::{Draw, Experiment, QuantityError, Undefined};
use crate::setting::{DESIGN, EXTRAPOLATION, ORACLE_SHARE, PENALTY, SAMPLES, STEP, STEPS, Setting, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{FineTuning, Hull};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let weak =
        MakeSample::new::<TransferProblem>(|problem, observed| sample(problem, &LabelLaw::weak(problem), observed));
    let observable = |name: &'static str, meaning: &'static str, settings: &[Setting], path: &[Setting]| Observable {
        name: name.into(),
        version: 1,
        symbol: "‖β̂ − β_Q‖²".into(),
        meaning: meaning.into(),
        unit: Unit::MeanSquaredError,
        settings: settings.to_vec(),
        path: path.to_vec(),
        sample: "weak labels".into(),
        experiment: weak.clone(),
    };
    vec![
        observable(
            "naive.squared_error",
            "squared error of naive fine-tuning on weak labels",
            &[SAMPLES, PENALTY, EXTRAPOLATION, ORACLE_SHARE],
            &[PENALTY, EXTRAPOLATION, ORACLE_SHARE],
        ),
        observable(
            "descent.squared_error",
            "squared error of gradient descent on weak labels, from the source, stopped early",
            &[SAMPLES, STEP, STEPS],
            &[STEP, STEPS],
        ),
        observable(
            "hull.squared_error",
            "squared error of least squares within the hull of the concepts, on weak labels",
            &[SAMPLES, DESIGN],
            &[],
        ),
        Observable {
            sample: "target labels".into(),
            experiment: MakeSample::new::<TransferProblem>(|problem, observed| {
                sample(problem, &LabelLaw::target(problem), observed)
            }),
            ..observable(
                "oracle.squared_error",
                "squared error of fine-tuning on true target labels",
                &[SAMPLES, PENALTY],
                &[PENALTY],
            )
        },
    ]
});

/// What is fitted to a sample.
#[derive(Clone, Copy)]
enum Learner {
    /// A penalised fit.
    Ridge(SquaredError),
    Descent,
    Hull,
}

impl Learner {
    fn of(observed: &Observed) -> Self {
        match &*observed.observable.name {
            "descent.squared_error" => Self::Descent,
            "hull.squared_error" => Self::Hull,
            "oracle.squared_error" => Self::Ridge(ridge_error),
            _ => Self::Ridge(naive_error),
        }
    }
}

fn sample(problem: &TransferProblem, labels: &LabelLaw, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let (learners, path): (Vec<Learner>, _) = (observed.iter().map(Learner::of).collect(), plain_settings(observed));
    let values = learners.iter().zip(&path).map(|(learner, settings)| values(problem, labels, *learner, settings));
    let values = values.collect();
    let ridge = learners.iter().find_map(|learner| match learner {
        Learner::Ridge(squared_error) => Some(*squared_error),
        Learner::Descent | Learner::Hull => None,
    });
    let experiment: Box<dyn Experiment> = match ridge {
        Some(squared_error) if learners.iter().all(|learner| matches!(learner, Learner::Ridge(_))) => {
            plain_experiment(problem, labels, &path, squared_error)
        }
        None if learners.iter().all(|learner| matches!(learner, Learner::Hull)) => {
            plain_hull_error(problem, &path[0], learners.len())?
        }
        Some(_) | None => Box::new(Fits::new(problem, labels, learners.into_iter().zip(path).collect())),
    };
    Ok(MadeSample::new(experiment, values))
}

fn values(problem: &TransferProblem, labels: &LabelLaw, learner: Learner, settings: &Settings) -> Values {
    if let Learner::Hull = learner {
        // What rounding adds is within this.
        return Values::ranging(Range::between(0.0, greatest_error(problem) * (1.0 + 1e-9)));
    }
    let mut values = Values::SQUARE;
    if labels.noise.normal_deviation().is_none() && labels.noise.deviation() > 0.0 {
        values = values.without_moments_from(0.5 * problem.weak_degrees_of_freedom());
    }
    if settings.number_if_given(&PENALTY) == Some(0.0) && problem.prompts().has_density() {
        let power = least_squares_power(settings.number(&SAMPLES), problem.dim());
        values = values.without_moments_from(power);
    }
    values
}

/// Observes |β̂ − β_Q|² of several learners on one sample.
struct Fits {
    sampler: MomentSampler,
    samples: usize,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    hull: Hull,
    target_differences: DMatrix<f64>,
    learners: Vec<(Learner, Settings)>,
}

impl Fits {
    fn new(problem: &TransferProblem, labels: &LabelLaw, learners: Vec<(Learner, Settings)>) -> Self {
        Self {
            sampler: MomentSampler::new(problem.prompts(), labels.clone()),
            samples: learners[0].1.count(&SAMPLES),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            hull: Hull::new(problem.concepts().clone()),
            target_differences: target_differences(problem),
            learners,
        }
    }
}

impl Experiment for Fits {
    fn width(&self) -> usize {
        self.learners.len()
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
            let fit = FineTuning::new(&moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
            for (place, (observed, (learner, settings))) in observation.iter_mut().zip(&self.learners).enumerate() {
                let undefined = || Undefined::at(place);
                *observed = match learner {
                    Learner::Ridge(squared_error) => {
                        squared_error(&fit, settings, &self.target_mean).map_err(|_| undefined())?
                    }
                    Learner::Descent => descent_error(&fit, settings, &self.target_mean).map_err(|_| undefined())?,
                    Learner::Hull => {
                        let fit = self.hull.fit(&moments).map_err(|_| undefined())?;
                        (&self.target_differences * fit.weights).norm_squared()
                    }
                };
            }
            Ok(())
        })
    }
}
