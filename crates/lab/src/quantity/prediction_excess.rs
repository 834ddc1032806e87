//! How far the posterior mean's error exceeds a rival's.

use super::prediction_setting::PredictionSetting;
use super::{Draw, Experiment, Made, Undefined};
use crate::inference::{Inference, Mean};
use weak_to_strong::learn::InContextPredictor;

/// Observes ½ + (squared error of the posterior mean − min(squared error of the rival, g))/(2g), where g is the greatest squared error in the hull.
///
/// It lies in [0, 1]. So the interval cannot overlook rare batches on which the two differ much. Theorem A.4 holds with the minimum too: the squared
/// error of the projection of b̂(D) onto the hull of the concepts is at most that minimum.
pub(super) struct ExcessError {
    pub(super) setting: PredictionSetting,
    pub(super) rival: InContextPredictor,
}

impl ExcessError {
    pub(super) fn made(self) -> Made {
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
    use crate::setting::{BATCH, RIVAL, SettingValue, Settings};
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
        let Made { experiment, inference, .. } =
            ExcessError { setting, rival: InContextPredictor::LeastSquares }.made();
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
