//! The squared error of in-context predictors on the source's own law (Theorem A.4).

use std::sync::LazyLock;

use nalgebra::DVector;

use super::source_batch::SourceBatches;
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, QuantityError, Undefined};
use crate::inference::{Inference, Mean};
use crate::setting::{BATCH, PREDICTOR, RIVAL, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{FitError, InContextPredictor, in_context_posterior};
use weak_to_strong::model::{ConceptPosterior, TransferProblem};
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
                let setting = PredictionSetting::new(problem, &settings[0]);
            Ok(ExcessError { setting, rival: InContextPredictor::named(settings[0].word(&RIVAL)) }.made())
            }),
        },
    ]
});

/// What the squared errors of all predictors have in common.
struct PredictionSetting {
    problem: TransferProblem,
    batches: SourceBatches,
    batch: usize,
    /// The variances of the prompt's coordinates, divided by d.
    weights: DVector<f64>,
    /// maxⱼₖ E((βⱼ − βₖ)ᵀX)²/d. No prediction in the hull of the concepts has a larger squared error.
    greatest: f64,
}

impl PredictionSetting {
    fn new(problem: &TransferProblem, settings: &Settings) -> Self {
        let weights = problem.prompts().variances(problem.dim()) / problem.dim() as f64;
        let concepts = problem.concepts();
        let distances = concepts
            .column_iter()
            .flat_map(|one| concepts.column_iter().map(move |other| (one - other).map(|x| x * x)));
        // A single concept cannot be confused with another; then the squared error is 0, and any positive bound is right.
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
    /// Returns E((b̂(D) − βₖ)ᵀX)²/d, exact over prompts.
    fn error(&self, predictor: InContextPredictor) -> Result<f64, FitError> {
        let problem = &self.setting.problem;
        let coefficients = predictor.coefficients(problem, self.moments, &self.posterior)?;
        Ok((coefficients - problem.concepts().column(self.concept)).map(|x| x * x).dot(&self.setting.weights))
    }
}

/// Squared errors of several predictors on the same batches. Those of predictors in the hull are observed as shares of the greatest one.
struct PredictionErrors {
    setting: PredictionSetting,
    predictors: Vec<InContextPredictor>,
}

fn prediction_errors(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    let predictors: Vec<_> = path.iter().map(|settings| InContextPredictor::named(settings.word(&PREDICTOR))).collect();
    let (count, dim) = (path[0].count(&BATCH), problem.dim());
    if predictors.contains(&InContextPredictor::LeastSquares)
        && problem.prompts().has_density()
        && count > 0
        && count.abs_diff(dim) <= 3
    {
        return Err(QuantityError::NoFinitePredictionVariance { count, dim });
    }
    Ok(PredictionErrors { setting: PredictionSetting::new(problem, &path[0]), predictors }.made())
}

impl PredictionErrors {
    fn made(self) -> Made {
        let means = self.predictors.iter().enumerate().map(|(place, predictor)| {
            let mean = Mean::of(place).scaled(self.unit(*predictor));
            if predictor.is_in_hull() { mean.in_unit_interval() } else { mean }
        });
        let inference = Inference::of(means);
        Made::new(self, inference)
    }

    /// Returns the squared error that an observation of 1 stands for.
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

    fn start(&self) -> Draw<'_> {
        let mut batches = self.setting.batches.clone();
        Draw::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            for (place, (observed, predictor)) in observation.iter_mut().zip(&self.predictors).enumerate() {
                let error = after.error(*predictor).map_err(|_| Undefined::at(place))?;
                *observed = error / self.unit(*predictor);
            }
            Ok(())
        })
    }
}

/// Observes ½ + (squared error of the posterior mean − min(squared error of the rival, g))/(2g), where g is the greatest squared error in the hull.
///
/// It lies in [0, 1]. So the interval cannot overlook rare batches on which the two differ much. Theorem A.4 holds with the minimum too: the squared
/// error of the projection of b̂(D) onto the hull of the concepts is at most that minimum.
struct ExcessError {
    setting: PredictionSetting,
    rival: InContextPredictor,
}

impl ExcessError {
    fn made(self) -> Made {
        let excess = Mean::of(0).in_unit_interval().shifted(-0.5).scaled(2.0 * self.setting.greatest);
        Made::new(self, Inference::of([excess]))
    }
}

impl Experiment for ExcessError {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.setting.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut batches = self.setting.batches.clone();
        Draw::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            let error = |predictor| after.error(predictor).map_err(|_| Undefined::at(0));
            let (own, rival) = (error(InContextPredictor::PosteriorMean)?, error(self.rival)?);
            let capped = if rival > self.setting.greatest { self.setting.greatest } else { rival };
            observation[0] = 0.5 + 0.5 * (own - capped) / self.setting.greatest;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::ReplicatesOfBlock;
    use crate::setting::SettingValue;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, WeakSpec};
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// There are as many examples as dimensions, so that the squared error of least squares has no finite mean.
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
        let greatest = setting.greatest;
        let Made { experiment, inference } = ExcessError { setting, rival: InContextPredictor::LeastSquares }.made();
        let mut stream = open_stream(1, &ContentKey::of("wild"), 0);
        let (mut replicates, mut wildest) = (ReplicatesOfBlock::of(&*experiment), 1.0f64);
        for _ in 0..1000 {
            let observed = replicates.draw_next(&mut stream).expect("a fit")[0];
            assert!((0.0..=1.0).contains(&observed));
            wildest = wildest.min(observed);
        }
        assert!(wildest < 1e-3, "some batch reaches the limit: {wildest}");
        // An observation of ½ says that their squared errors are equal. An observation of 0 says that the rival has the greatest squared error and
        // the posterior mean has squared error 0.
        for (observed, excess) in [(0.5, 0.0), (0.0, -greatest)] {
            let mut moments = JointMoments::new(1);
            moments.push(&[observed]);
            assert_eq!(inference.estimates(&moments)[0].mean, excess);
        }
    }
}
