//! Predictors that are linear in the labels of a batch: their error averaged over label noise and concepts.

use nalgebra::{DMatrix, DVector, Dyn, SymmetricEigen};

use crate::inference::{Mean, Range};
use weak_to_strong::learn::InContextPredictor;
use weak_to_strong::model::TransferProblem;

/// A predictor b̂(D) = c + A(β̂_LS − c), which is least squares shrunk towards a centre c.
///
/// Let S = XᵀX/m, Σ = E XXᵀ, and let the concept k have the law α. With S = VΛVᵀ, A = S(S + η)⁻¹ and the shares u = η/(λ + η) that are lost, the error
/// averaged over concepts and label noise is, given the prompts of the batch,
///
/// ```text
/// (1/d)·[Σₖ αₖ|(I − A)(βₖ − c)|²_Σ + (σ²/m)·tr ΣS(S + η)⁻²]
/// ```
pub(super) struct LinearPrediction {
    /// σ².
    noise_variance: f64,
    batch: usize,
    /// η. It is 0 for least squares and infinite for a predictor that does not see the labels.
    penalty: f64,
    /// √αₖ·(βₖ − c), as columns.
    spread: DMatrix<f64>,
    /// The diagonal of Σ.
    variances: DVector<f64>,
    is_gaussian: bool,
    has_density: bool,
}

impl LinearPrediction {
    /// Returns `None` for a predictor that is not linear in the labels.
    pub(super) fn new(problem: &TransferProblem, predictor: InContextPredictor, batch: usize) -> Option<Self> {
        let source = problem.source_mean();
        let (centre, ridge) = match predictor {
            InContextPredictor::LeastSquares => (DVector::zeros(problem.dim()), false),
            InContextPredictor::Ridge | InContextPredictor::PriorMean => (source, true),
            InContextPredictor::PosteriorMean | InContextPredictor::MostProbable => return None,
        };
        let mut spread = problem.concepts().clone();
        for (mut column, weight) in spread.column_iter_mut().zip(problem.source_prior().probabilities()) {
            column -= &centre;
            column *= weight.sqrt();
        }
        let penalty = if predictor == InContextPredictor::PriorMean || batch == 0 {
            f64::INFINITY
        } else if ridge {
            let believed = problem.believed_noise() * problem.believed_noise();
            believed * problem.dim() as f64 / (batch as f64 * spread.norm_squared())
        } else {
            0.0
        };
        Some(Self {
            noise_variance: problem.noise() * problem.noise(),
            batch,
            penalty,
            spread,
            variances: problem.prompts().variances(problem.dim()),
            is_gaussian: problem.prompts().is_gaussian(),
            has_density: problem.prompts().has_density(),
        })
    }

    fn dim(&self) -> usize {
        self.variances.len()
    }

    /// Σₖ αₖ|βₖ − c|²_Σ, what is lost without labels.
    fn whole(&self) -> f64 {
        self.spread.row_iter().zip(&self.variances).map(|(row, variance)| variance * row.norm_squared()).sum()
    }

    /// Returns the number if it is known: that of a predictor that does not see the labels, and those of least squares on Gaussian prompts.
    ///
    /// With at least d + 2 examples the latter is σ²/(m − d − 1), whatever Σ is, and it is infinite for |m − d| ≤ 1. With fewer and isotropic prompts of
    /// variance v, the share m/d of each concept is found, and the noise costs σ²m/(d(d − m − 1)).
    pub(super) fn known(&self) -> Option<f64> {
        let (m, d) = (self.batch as f64, self.dim() as f64);
        if self.penalty.is_infinite() {
            return Some(self.whole() / d);
        }
        if self.penalty > 0.0 || !self.is_gaussian {
            return None;
        }
        if m >= d + 2.0 {
            Some(self.noise_variance / (m - d - 1.0))
        } else if m > d - 2.0 {
            Some(f64::INFINITY)
        } else if self.variances.iter().all(|variance| *variance == self.variances[0]) {
            Some(((1.0 - m / d) * self.whole() + self.noise_variance * m / (d - m - 1.0)) / d)
        } else {
            None
        }
    }

    /// The greatest error, if one is proved: what is lost is at most all, and λ/(λ + η)² ≤ 1/(4η) for each of the min(m, d) directions that are seen.
    fn greatest(&self) -> Option<f64> {
        let most = self.variances.max();
        let rank = self.batch.min(self.dim()) as f64;
        let noise = self.noise_variance * rank / (4.0 * self.batch as f64 * self.penalty);
        (self.penalty > 0.0).then(|| most * (self.spread.norm_squared() + noise) / self.dim() as f64)
    }

    /// The estimator of the mean error from a coordinate.
    pub(super) fn mean(&self, at: usize) -> Mean {
        let mean = Mean::of(at);
        if let Some(greatest) = self.greatest() {
            return mean.ranging(Range::between(0.0, greatest));
        }
        let mean = mean.ranging(Range::at_least(0.0));
        let near = self.has_density && self.batch.abs_diff(self.dim()) <= 3;
        if near { mean.without_variance() } else { mean }
    }

    /// The averaged error for the eigenvalues and eigenvectors of XᵀX.
    pub(super) fn error(&self, spectrum: &SymmetricEigen<f64, Dyn>) -> f64 {
        let (batch, dim) = (self.batch as f64, self.dim());
        let mut order: Vec<usize> = (0..dim).collect();
        order.sort_by(|a, b| spectrum.eigenvalues[*b].total_cmp(&spectrum.eigenvalues[*a]));
        // At most min(m, d) eigenvalues are not 0, and what is below d·ε of the greatest is rounding.
        let least = dim as f64 * f64::EPSILON * spectrum.eigenvalues[order[0]];
        let (mut lost, mut variance) = (DVector::from_element(dim, 1.0), DVector::zeros(dim));
        for i in order.into_iter().take(self.batch).filter(|i| spectrum.eigenvalues[*i] > least) {
            let eigenvalue = spectrum.eigenvalues[i] / batch;
            let inverse = 1.0 / (eigenvalue + self.penalty);
            lost[i] = self.penalty * inverse;
            variance[i] = eigenvalue * inverse * inverse / batch;
        }
        let mut coordinates = spectrum.eigenvectors.tr_mul(&self.spread);
        coordinates.row_iter_mut().zip(&lost).for_each(|(mut row, lost)| row *= *lost);
        let missed = &spectrum.eigenvectors * coordinates;
        let signal: f64 =
            missed.row_iter().zip(&self.variances).map(|(row, variance)| variance * row.norm_squared()).sum();
        let metric = spectrum.eigenvectors.map(|x| x * x).tr_mul(&self.variances);
        let error = (signal + self.noise_variance * metric.dot(&variance)) / dim as f64;
        match self.greatest() {
            // What exceeds the bound by rounding only.
            Some(greatest) if error > greatest && error <= greatest * (1.0 + 1e-12) => greatest,
            Some(_) | None => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use weak_to_strong::learn::in_context_posterior;
    use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    use crate::quantity::source_batch::SourceBatches;

    fn problem(dim: usize, prompts: PromptLaw, (noise, believed): (f64, f64), scale: f64) -> TransferProblem {
        let vector = |k: usize| (0..dim).map(|i| scale * ((7 * k + 3 * i) as f64).sin()).collect();
        let vectors: Vec<Vec<f64>> = (0..3).map(vector).collect();
        ProblemSpec::new(dim, ConceptSpec::Vectors(vectors.clone()))
            .prompts(prompts)
            .source_prior(PriorSpec::Probabilities(vec![0.2, 0.5, 0.3]))
            .noise(noise)
            .believed_noise(believed)
            .weak(WeakSpec::of_vectors(vectors, 1.0))
            .build()
            .expect("a problem")
    }

    /// The error of the predictor itself and the averaged one on the same batches, with their moments.
    fn both(problem: &TransferProblem, predictor: InContextPredictor, batch: usize, replicates: usize) -> JointMoments {
        let linear = LinearPrediction::new(problem, predictor, batch).expect("a linear predictor");
        let weights = problem.prompts().variances(problem.dim()) / problem.dim() as f64;
        let mut batches = SourceBatches::in_all_coordinates(problem);
        let mut stream = open_stream(6, &ContentKey::of("linear prediction"), 0);
        let mut moments = JointMoments::new(2);
        for _ in 0..replicates {
            let concept = batches.draw(batch, &mut stream);
            let posterior = in_context_posterior(problem, &batches.moments, &batches.concepts);
            let coefficients = predictor.coefficients(problem, &batches.moments, &posterior).expect("coefficients");
            let miss = coefficients - problem.concepts().column(concept);
            let averaged = linear.error(&batches.moments.gram.clone().symmetric_eigen());
            moments.push(&[miss.map(|x| x * x).dot(&weights), averaged]);
        }
        moments
    }

    /// Fixed seed, 10,000 batches of each case: a difference beyond five standard errors has probability 6e-7, 2e-5 in all. Where the mean is known,
    /// both agree with it.
    #[test]
    fn averaged_errors_have_the_mean_of_plain_ones() {
        let stretched = || PromptLaw::Anisotropic(vec![1.0, 0.25, 2.0, 0.5, 1.0]);
        let laws = [PromptLaw::Gaussian, stretched(), PromptLaw::Cube, PromptLaw::Rademacher];
        for (law, prompts) in laws.into_iter().enumerate() {
            let problem = problem(5, prompts, (0.5, 0.8), 1.0);
            for predictor in [InContextPredictor::LeastSquares, InContextPredictor::Ridge] {
                for batch in [1, 3, 9, 20] {
                    // Few random signs are often linearly dependent, and least squares has a wide law there.
                    let moments = both(&problem, predictor, batch, 10_000);
                    let [plain, averaged] = [moments.mean()[0], moments.mean()[1]];
                    let variance = moments.covariance(0, 0) + moments.covariance(1, 1) - 2.0 * moments.covariance(0, 1);
                    let limit = 5.0 * (variance / 10_000.0).sqrt() + 1e-12;
                    assert!((plain - averaged).abs() < limit, "{law} {predictor:?} {batch}: {plain} {averaged}");
                    let linear = LinearPrediction::new(&problem, predictor, batch).expect("a linear predictor");
                    if let Some(known) = linear.known() {
                        let limit = 5.0 * (moments.covariance(0, 0) / 10_000.0).sqrt();
                        assert!((plain - known).abs() < limit, "{law} {predictor:?} {batch}: {plain} {known}");
                        assert!(batch == 20 || batch == 9 || law == 0);
                    }
                }
            }
        }
    }

    #[test]
    fn known_errors_by_hand() {
        let problem = problem(5, PromptLaw::Gaussian, (0.5, 0.5), 1.0);
        let known = |predictor, batch| LinearPrediction::new(&problem, predictor, batch).expect("linear").known();
        let least_squares = |batch| known(InContextPredictor::LeastSquares, batch);
        assert_eq!(least_squares(10), Some(0.25 / 4.0));
        assert_eq!([4, 5, 6].map(least_squares), [Some(f64::INFINITY); 3]);
        let square: f64 =
            problem.concepts().column_iter().zip([0.2, 0.5, 0.3]).map(|(concept, p)| p * concept.norm_squared()).sum();
        assert!(least_squares(0).is_some_and(|error| (error - square / 5.0).abs() < 1e-15));
        assert!(least_squares(3).is_some_and(|error| (error - (0.4 * square + 0.25 * 3.0) / 5.0).abs() < 1e-15));
        let prior = known(InContextPredictor::PriorMean, 7);
        assert_eq!(known(InContextPredictor::Ridge, 0), prior);
        assert!(prior.is_some_and(|error| error < square / 5.0));
        assert_eq!(known(InContextPredictor::Ridge, 3), None);
        assert!(LinearPrediction::new(&problem, InContextPredictor::PosteriorMean, 3).is_none());
    }

    proptest! {
        /// Searches for an error of ridge outside its range: tiny and huge noise, beliefs far off, concepts far apart or nearly equal, batches from one
        /// example on, and prompts of all kinds.
        #[test]
        fn no_error_of_ridge_is_outside_its_range(
            noise in prop_oneof![Just(1e-4), 0.01..3.0f64, Just(1e4)],
            believed in prop_oneof![Just(1e-4), 0.01..3.0f64, Just(1e4)],
            scale in prop_oneof![Just(1e-6), 0.1..3.0f64, Just(1e6)],
            law in 0..4usize,
            batch in 1..9usize,
            seed in 0..1000u64,
        ) {
            let prompts = [
                PromptLaw::Gaussian,
                PromptLaw::Anisotropic(vec![1.0, 1e-4, 30.0, 0.5]),
                PromptLaw::Laplace,
                PromptLaw::Rademacher,
            ][law].clone();
            let problem = problem(4, prompts, (noise, believed), scale);
            let linear = LinearPrediction::new(&problem, InContextPredictor::Ridge, batch).expect("linear");
            let greatest = linear.greatest().expect("a bound");
            let mut batches = SourceBatches::in_all_coordinates(&problem);
            let mut stream = open_stream(seed, &ContentKey::of("ridge"), 0);
            for _ in 0..16 {
                batches.draw(batch, &mut stream);
                let error = linear.error(&batches.moments.gram.clone().symmetric_eigen());
                prop_assert!((0.0..=greatest).contains(&error), "{error} {greatest}");
            }
        }
    }
}
