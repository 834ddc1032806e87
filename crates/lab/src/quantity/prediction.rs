//! The error of in-context predictors on the source's own law (Theorem A.4).

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::experiment::mean_of_coordinate;
use super::source_batch::SourceBatches;
use super::{Experiment, MakeExperiment, Quantity, QuantityError, Replicate};
use crate::setting::{BATCH, PREDICTOR, RIVAL, Settings};
use crate::unit::Unit;
use weak_to_strong::evidence::{Interval, asymptotic_sequence, unit_interval_sequence};
use weak_to_strong::learn::{InContextPredictor, in_context_posterior};
use weak_to_strong::model::{ConceptPosterior, PromptLaw, TransferProblem};
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::SampleMoments;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "incontext.error".into(),
            version: 2,
            symbol: "E(f(D, X) − βₖᵀX)²/d".into(),
            meaning: "squared error per dimension of an in-context prediction, on batches of the source's law".into(),
            unit: Unit::PredictionError,
            settings: vec![BATCH, PREDICTOR],
            path: vec![PREDICTOR],
            experiment: MakeExperiment::new::<TransferProblem>(prediction_errors),
        },
        Quantity {
            name: "incontext.excess_over".into(),
            version: 2,
            symbol: "posterior mean − rival".into(),
            meaning: "how far the posterior mean's error exceeds a rival's on the same batches, the rival's counted up to the greatest \
                  error that mistaking a concept can make"
                .into(),
            unit: Unit::PredictionErrorDifference,
            settings: vec![BATCH, RIVAL],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(Box::new(ExcessError {
                    setting: PredictionSetting::new(problem, &settings[0]),
                    rival: InContextPredictor::named(settings[0].word(&RIVAL)),
                }))
            }),
        },
    ]
});

/// What errors of all predictors have in common.
struct PredictionSetting {
    problem: TransferProblem,
    batches: SourceBatches,
    batch: usize,
    /// The variances of the prompt's coordinates, divided by d.
    weights: DVector<f64>,
    /// maxⱼₖ E((βⱼ − βₖ)ᵀX)²/d: no prediction in the hull of the concepts errs more.
    greatest: f64,
}

impl PredictionSetting {
    fn new(problem: &TransferProblem, settings: &Settings) -> Self {
        let weights = problem.prompts().variances(problem.dim()) / problem.dim() as f64;
        let concepts = problem.concepts();
        let distances = concepts
            .column_iter()
            .flat_map(|one| concepts.column_iter().map(move |other| (one - other).map(|x| x * x)));
        // A single concept cannot be mistaken, and 0 has any share.
        let greatest = distances.map(|squares| squares.dot(&weights)).fold(f64::MIN_POSITIVE, f64::max);
        Self {
            problem: problem.clone(),
            batches: SourceBatches::in_all_coordinates(problem),
            batch: settings.count(&BATCH),
            weights,
            greatest,
        }
    }

    /// Draws a batch and the source's posterior after it.
    fn draw<'a>(&'a self, batches: &'a mut SourceBatches, stream: &mut Stream) -> AfterBatch<'a> {
        let concept = batches.draw(self.batch, stream);
        let posterior = in_context_posterior(&self.problem, &batches.moments, &batches.concepts);
        AfterBatch { setting: self, concept, moments: &batches.moments, posterior }
    }
}

/// A batch, the concept that labelled it, and the source's posterior.
struct AfterBatch<'a> {
    setting: &'a PredictionSetting,
    concept: usize,
    moments: &'a SampleMoments,
    posterior: ConceptPosterior,
}

impl AfterBatch<'_> {
    /// E((b̂(D) − βₖ)ᵀX)²/d, exact over prompts. What a learner refuses becomes NaN.
    fn error(&self, predictor: InContextPredictor) -> f64 {
        let problem = &self.setting.problem;
        match predictor.coefficients(problem, self.moments, &self.posterior) {
            Ok(coefficients) => {
                (coefficients - problem.concepts().column(self.concept)).map(|x| x * x).dot(&self.setting.weights)
            }
            Err(_) => f64::NAN,
        }
    }
}

/// Errors of several predictors on the same batches; those in the hull as shares of the greatest.
struct PredictionErrors {
    setting: PredictionSetting,
    predictors: Vec<InContextPredictor>,
}

fn prediction_errors(problem: &TransferProblem, path: &[Settings]) -> Result<Box<dyn Experiment>, QuantityError> {
    let predictors: Vec<_> = path.iter().map(|settings| InContextPredictor::named(settings.word(&PREDICTOR))).collect();
    let (count, dim) = (path[0].count(&BATCH), problem.dim());
    let discrete = *problem.prompts() == PromptLaw::Rademacher;
    if predictors.contains(&InContextPredictor::LeastSquares) && !discrete && count > 0 && count.abs_diff(dim) <= 3 {
        return Err(QuantityError::NoFinitePredictionVariance { count, dim });
    }
    Ok(Box::new(PredictionErrors { setting: PredictionSetting::new(problem, &path[0]), predictors }))
}

impl PredictionErrors {
    /// What one unit of the observation is worth.
    fn unit(&self, predictor: InContextPredictor) -> f64 {
        if predictor.is_in_hull() { self.setting.greatest } else { 1.0 }
    }
}

impl Experiment for PredictionErrors {
    fn width(&self) -> usize {
        self.predictors.len()
    }

    fn sampler(&self) -> &'static str {
        self.setting.batches.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut batches = self.setting.batches.clone();
        Box::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            for (observed, predictor) in observation.iter_mut().zip(&self.predictors) {
                *observed = after.error(*predictor) / self.unit(*predictor);
            }
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let scaled = |(i, predictor): (usize, &InContextPredictor)| {
            let (share, unit) = (mean_of_coordinate(moments, i), self.unit(*predictor));
            Estimate { mean: unit * share.mean, standard_error: unit * share.standard_error, ..share }
        };
        self.predictors.iter().enumerate().map(scaled).collect()
    }

    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let units: Vec<f64> = self.predictors.iter().map(|predictor| self.unit(*predictor)).collect();
        let count = moments.count().max(1) as f64;
        DMatrix::from_fn(units.len(), units.len(), |i, j| units[i] * units[j] * moments.covariance(i, j) / count)
    }

    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let estimates = self.estimates(moments);
        let interval = |(i, predictor): (usize, &InContextPredictor)| {
            if !predictor.is_in_hull() {
                return asymptotic_sequence(&estimates[i], error);
            }
            let Interval { lower, upper } = unit_interval_sequence(moments, i, error);
            Interval { lower: self.setting.greatest * lower, upper: self.setting.greatest * upper }
        };
        self.predictors.iter().enumerate().map(interval).collect()
    }
}

/// Observes ½ + (error of the posterior mean − min(error of the rival, g))/(2g), g the greatest error in the hull.
///
/// It lies in [0, 1], so that batches which are rare, but where the two differ much, cannot be overlooked. Theorem A.4 holds with the
/// minimum too: the projection of b̂(D) on the hull of the concepts errs no more than that.
struct ExcessError {
    setting: PredictionSetting,
    rival: InContextPredictor,
}

impl ExcessError {
    fn excess(&self, position: f64) -> f64 {
        self.setting.greatest * (2.0 * position - 1.0)
    }
}

impl Experiment for ExcessError {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.setting.batches.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut batches = self.setting.batches.clone();
        Box::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            let (own, rival) = (after.error(InContextPredictor::PosteriorMean), after.error(self.rival));
            let capped = if rival > self.setting.greatest { self.setting.greatest } else { rival };
            observation[0] = 0.5 + 0.5 * (own - capped) / self.setting.greatest;
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let position = mean_of_coordinate(moments, 0);
        vec![Estimate {
            mean: self.excess(position.mean),
            standard_error: 2.0 * self.setting.greatest * position.standard_error,
            ..position
        }]
    }

    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let Interval { lower, upper } = unit_interval_sequence(moments, 0, error);
        vec![Interval { lower: self.excess(lower), upper: self.excess(upper) }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::SettingValue;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, WeakSpec};
    use weak_to_strong::random::{ContentKey, open_stream};

    /// As many examples as dimensions, where the error of least squares has no finite mean.
    #[test]
    fn a_rival_that_errs_wildly_is_counted_up_to_the_greatest_error() {
        let problem = ProblemSpec::new(3, ConceptSpec::Orthonormal(2))
            .noise(1.0)
            .weak(WeakSpec::biased(1.0, 0.0, 1.0))
            .build()
            .expect("a problem");
        let given = [
            ("batch".to_owned(), SettingValue::Number(3.0)),
            ("rival".to_owned(), SettingValue::Word("least_squares".to_owned())),
        ];
        let settings = Settings::select(&[BATCH, RIVAL], &given.into_iter().collect()).expect("settings");
        let setting = PredictionSetting::new(&problem, &settings);
        // |β₁ − β₂|²/d.
        assert!((setting.greatest - 2.0 / 3.0).abs() < 1e-15);
        let experiment = ExcessError { setting, rival: InContextPredictor::LeastSquares };
        let mut stream = open_stream(1, &ContentKey::of("wild"), 0);
        let (mut draw, mut observation, mut wildest) = (experiment.replicate(), [0.0], 1.0f64);
        for _ in 0..1000 {
            draw(&mut stream, &mut observation);
            assert!((0.0..=1.0).contains(&observation[0]));
            wildest = wildest.min(observation[0]);
        }
        assert!(wildest < 1e-3, "some batch reaches the limit: {wildest}");
        drop(draw);
        assert_eq!((experiment.excess(0.5), experiment.excess(0.0)), (0.0, -experiment.setting.greatest));
    }
}
