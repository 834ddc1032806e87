//! The source's posterior over concepts, in log space.

use nalgebra::DVector;

use super::greatest::share_among_greatest;
use super::{Prior, TransferProblem};
use crate::numeric::{LogSum, log_sum_exp};

/// The posterior probabilities of the concepts after a batch of examples.
///
/// ```text
/// α̂ₖ ∝ αₖ exp(−RSSₖ / 2σ²),   RSSₖ = Σᵢ (Y′ᵢ − βₖᵀXᵢ)²
/// ```
///
/// σ is the noise that the source believes. The noise of the labels may be another one. Source: Bayes' rule for the in-context learner of
/// Somerstep et al. (2025), section 4 (paper).
#[derive(Clone, Debug, PartialEq)]
pub struct ConceptPosterior {
    log_probabilities: DVector<f64>,
}

impl ConceptPosterior {
    /// The posterior after examples whose residual sums of squares under each concept are `residual_squares`
    /// (length K).
    ///
    /// # Panics
    ///
    /// If there is not one residual sum per concept.
    pub fn new(problem: &TransferProblem, residual_squares: &[f64]) -> Self {
        assert_eq!(problem.concept_count(), residual_squares.len(), "one residual sum of squares per concept");
        let precision = 0.5 / problem.believed_noise().powi(2);
        let log_likelihoods: Vec<f64> = residual_squares.iter().map(|square| -square * precision).collect();
        Self::after(problem.source_prior(), &log_likelihoods)
    }

    /// The posterior after any observation. `log_likelihoods` are its log-likelihoods under the concepts (length K).
    ///
    /// ```text
    /// α̂ₖ ∝ αₖ exp(log_likelihoodₖ)
    /// ```
    ///
    /// # Panics
    ///
    /// If there is not one log-likelihood per concept.
    pub fn after(prior: &Prior, log_likelihoods: &[f64]) -> Self {
        let prior = prior.probabilities();
        assert_eq!(prior.len(), log_likelihoods.len(), "one log-likelihood per concept");
        let mut log_probabilities = DVector::from_fn(prior.len(), |k, _| prior[k].ln() + log_likelihoods[k]);
        let normaliser = log_sum_exp(log_probabilities.as_slice());
        log_probabilities.add_scalar_mut(-normaliser);
        Self { log_probabilities }
    }

    /// α̂, length K.
    pub fn probabilities(&self) -> DVector<f64> {
        self.log_probabilities.map(f64::exp)
    }

    /// log α̂, length K. It is known where α̂ itself is far below the smallest floating-point number.
    pub fn log_probabilities(&self) -> &DVector<f64> {
        &self.log_probabilities
    }

    /// 1 for the concept argmax α̂ₖ and 0 for the others (length K).
    ///
    /// If several concepts are most probable, up to rounding, they share the 1 equally. So nothing depends on the order of concepts.
    pub fn most_probable(&self) -> DVector<f64> {
        let mut shares = self.probabilities();
        share_among_greatest(shares.as_mut_slice());
        shares
    }

    /// log M, where M is the misalignment. M itself may be far below the smallest floating-point number. Without a wrong concept it is −∞.
    pub fn log_misalignment(&self, target: usize) -> f64 {
        let mut sum = LogSum::default();
        let others = self.log_probabilities.iter().enumerate().filter(|(k, _)| *k != target);
        others.for_each(|(_, log_probability)| sum.add(1.0, *log_probability));
        sum.logarithm().min(0.0)
    }

    /// Misalignment M = 1 − α̂ₖ*. It is computed as the sum of the other probabilities, so it keeps its relative precision even if it is tiny.
    pub fn misalignment(&self, target: usize) -> f64 {
        let others = self.log_probabilities.iter().enumerate().filter(|(k, _)| *k != target);
        others.map(|(_, log_probability)| log_probability.exp()).sum::<f64>().min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec};

    fn two_concepts(source_prior: PriorSpec) -> TransferProblem {
        believing(source_prior, None)
    }

    fn believing(source_prior: PriorSpec, believed_noise: Option<f64>) -> TransferProblem {
        let spec = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).source_prior(source_prior);
        ProblemSpec { believed_noise, ..spec }.build().expect("a valid problem")
    }

    #[test]
    fn no_examples_leave_the_prior() {
        let prior = PriorSpec::Probabilities(vec![0.25, 0.75]);
        let posterior = ConceptPosterior::new(&two_concepts(prior), &[0.0, 0.0]);
        assert!((posterior.misalignment(0) - 0.75).abs() < 1e-15);
    }

    #[test]
    fn one_residual_by_hand() {
        // α̂₁ : α̂₂ = exp(−2·1) : exp(−2·2), so M = 1/(1 + e²).
        let posterior = ConceptPosterior::new(&two_concepts(PriorSpec::Uniform), &[1.0, 2.0]);
        assert!((posterior.misalignment(0) - 1.0 / (1.0 + 2f64.exp())).abs() < 1e-15);
    }

    /// A source that believes σ = 1, not ½: the exponents are a quarter.
    #[test]
    fn a_misjudged_noise_changes_the_posterior() {
        let posterior = ConceptPosterior::new(&believing(PriorSpec::Uniform, Some(1.0)), &[1.0, 2.0]);
        assert!((posterior.misalignment(0) - 1.0 / (1.0 + 0.5f64.exp())).abs() < 1e-15);
    }

    #[test]
    fn a_batch_of_a_hundred_thousand_does_not_overflow() {
        let posterior = ConceptPosterior::new(&two_concepts(PriorSpec::Uniform), &[1e5, 1e5 + 100.0]);
        let misalignment = posterior.misalignment(0);
        // log M = −200 up to 1e-87.
        assert!((misalignment.ln() + 200.0).abs() < 1e-9);
        assert!((posterior.log_misalignment(0) + 200.0).abs() < 1e-9);
        let beyond = ConceptPosterior::new(&two_concepts(PriorSpec::Uniform), &[1e5, 2e5]);
        // Far below the smallest number, up to the rounding of logarithms of size 4e5.
        assert!(beyond.misalignment(0) == 0.0 && (beyond.log_misalignment(0) + 2e5).abs() < 1e-9);
        assert!((posterior.probabilities().sum() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_concept_outside_the_prior_stays_out() {
        let prior = PriorSpec::Probabilities(vec![0.0, 1.0]);
        let posterior = ConceptPosterior::new(&two_concepts(prior), &[0.0, 1e6]);
        assert_eq!(posterior.misalignment(0), 1.0);
    }

    #[test]
    fn equally_probable_concepts_share() {
        let before_examples = ConceptPosterior::new(&two_concepts(PriorSpec::Uniform), &[0.0, 0.0]);
        assert_eq!(before_examples.most_probable().as_slice(), [0.5, 0.5]);
    }
}
