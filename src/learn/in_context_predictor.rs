//! Predictors of the label of a new prompt from a batch: the posterior mean, and others to compare it with.

use nalgebra::DVector;

use super::{FineTuning, FitError, refined_mean};
use crate::model::{ConceptPosterior, TransferProblem};
use crate::sample::SampleMoments;

/// A rule that predicts the label of a new prompt x from a batch D. All rules are linear in the prompt: f(D, x) = b̂(D)ᵀx.
///
/// | predictor       | b̂(D)                                                                           |
/// | --------------- | ------------------------------------------------------------------------------ |
/// | `PosteriorMean` | Σₖ α̂ₖβₖ                                                                        |
/// | `MostProbable`  | βₖ with k = argmax α̂ₖ; the mean of several that are as probable                |
/// | `LeastSquares`  | least squares; the shortest of its solutions for batches smaller than d         |
/// | `Ridge`         | argmin \|Y − Xβ\|² + (σ_b²/τ²)\|β − β_P\|², τ² = Σₖ αₖ\|βₖ − β_P\|²/d            |
/// | `PriorMean`     | β_P = Σₖ αₖβₖ, whatever the batch                                              |
///
/// `Ridge` is the posterior mean for a Gaussian prior over concepts that has the mean and the total variance of α. Its σ_b is the noise that
/// the source believes, as in the posterior. Concepts are often as probable as others without a batch, or for Rademacher prompts.
///
/// Source: the rivals of Pathak et al. (2024), which the paper cites for Theorem A.4; the ridge's centre and penalty: ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table above explains each")]
pub enum InContextPredictor {
    PosteriorMean,
    MostProbable,
    LeastSquares,
    Ridge,
    PriorMean,
}

impl InContextPredictor {
    /// All predictors, with the words for them in settings.
    pub const ALL: [(&'static str, Self); 5] = [
        ("posterior_mean", Self::PosteriorMean),
        ("most_probable", Self::MostProbable),
        ("least_squares", Self::LeastSquares),
        ("ridge", Self::Ridge),
        ("prior_mean", Self::PriorMean),
    ];

    /// The predictor with this word.
    ///
    /// # Panics
    ///
    /// If there is no such word. Settings are checked before, so this does not happen for them.
    pub fn named(word: &str) -> Self {
        match Self::ALL.into_iter().find(|(name, _)| *name == word) {
            Some((_, predictor)) => predictor,
            None => panic!("there is no predictor {word}"),
        }
    }

    /// Whether b̂(D) always lies in the convex hull of the concepts. Then its squared error is bounded.
    pub fn is_in_hull(self) -> bool {
        !matches!(self, Self::LeastSquares | Self::Ridge)
    }

    /// b̂(D), length d.
    ///
    /// | argument    | symbol           | shape |
    /// | ----------- | ---------------- | ----- |
    /// | `moments`   | XᵀX, XᵀY, YᵀY, m | d     |
    /// | `posterior` | α̂ after the batch | K     |
    ///
    /// # Errors
    ///
    /// [`FitError::Shape`] if the moments do not have all d coordinates.
    pub fn coefficients(
        self,
        problem: &TransferProblem,
        moments: &SampleMoments,
        posterior: &ConceptPosterior,
    ) -> Result<DVector<f64>, FitError> {
        match self {
            Self::PosteriorMean => Ok(refined_mean(problem, &posterior.probabilities())),
            Self::MostProbable => Ok(refined_mean(problem, &posterior.most_probable())),
            Self::LeastSquares if moments.count == 0 => Ok(DVector::zeros(problem.dim())),
            Self::LeastSquares => FineTuning::new(moments, &DVector::zeros(problem.dim()))?.ridge(0.0),
            Self::Ridge if moments.count > 0 => {
                FineTuning::new(moments, &problem.source_mean())?.ridge(matched_penalty(problem, moments.count))
            }
            Self::Ridge | Self::PriorMean => Ok(problem.source_mean()),
        }
    }
}

/// η = σ²/(mτ²), in the convention of [`FineTuning::ridge`], which divides the squared residuals by m.
fn matched_penalty(problem: &TransferProblem, count: usize) -> f64 {
    let mean = problem.source_mean();
    let squared_distances = problem.concepts().column_iter().map(|concept| (concept - &mean).norm_squared());
    let spread: f64 = squared_distances.zip(problem.source_prior().probabilities()).map(|(d, p)| d * p).sum();
    problem.believed_noise().powi(2) * problem.dim() as f64 / (count as f64 * spread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::in_context_posterior;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};
    use nalgebra::{dmatrix, dvector};

    /// Concepts 1 and −1 on a line, prior (0.75, 0.25), σ = 1.
    fn two_on_a_line() -> TransferProblem {
        ProblemSpec::new(1, ConceptSpec::Vectors(vec![vec![1.0], vec![-1.0]]))
            .source_prior(PriorSpec::Probabilities(vec![0.75, 0.25]))
            .noise(1.0)
            .weak(WeakSpec::biased(1.0, 0.0, 1.0))
            .build()
            .expect("a problem")
    }

    fn prediction(predictor: InContextPredictor, moments: &SampleMoments) -> f64 {
        let problem = two_on_a_line();
        let posterior = in_context_posterior(&problem, moments, problem.concepts());
        predictor.coefficients(&problem, moments, &posterior).expect("one coordinate")[0]
    }

    #[test]
    fn one_example_by_hand() {
        // One prompt x = 2 with label y = −1. Residuals −3 and 1: α̂ ∝ ¾e^{−9/2}, ¼e^{−1/2}, odds 3e^{−4}.
        let moments = SampleMoments { count: 1, gram: dmatrix![4.0], cross: dvector![-2.0], label_square: 1.0 };
        let odds = 3.0 * (-4f64).exp();
        let expected = (odds - 1.0) / (odds + 1.0);
        assert!((prediction(InContextPredictor::PosteriorMean, &moments) - expected).abs() < 1e-14);
        assert_eq!(prediction(InContextPredictor::MostProbable, &moments), -1.0);
        assert!((prediction(InContextPredictor::LeastSquares, &moments) + 0.5).abs() < 1e-14);
        // β_P = ½, τ² = ¾·¼ + ¼·9/4 = ¾, penalty 4/3: (−2 + (4/3)·½)/(4 + 4/3) = −¼.
        assert!((prediction(InContextPredictor::Ridge, &moments) + 0.25).abs() < 1e-14);
        assert_eq!(prediction(InContextPredictor::PriorMean, &moments), 0.5);
        // The same XᵀX and XᵀY from two examples change nothing.
        let two = SampleMoments { count: 2, ..moments };
        assert!((prediction(InContextPredictor::Ridge, &two) + 0.25).abs() < 1e-14);
    }

    #[test]
    fn without_examples_the_prior_speaks() {
        let nothing = SampleMoments::empty(1);
        let expected = [0.5, 1.0, 0.0, 0.5, 0.5];
        for ((name, predictor), expected) in InContextPredictor::ALL.into_iter().zip(expected) {
            assert!((prediction(predictor, &nothing) - expected).abs() < 1e-15, "{name}");
            assert_eq!(InContextPredictor::named(name), predictor);
        }
    }
}
