//! Algorithm 2: how fast the most probable concept becomes the target.

use super::RateError;
use super::alignment::{AlignmentRate, WrongConcepts};
use crate::sample::Tilt;

/// Beyond this θ a bound on a probability is as good as 0.
const LARGEST_THETA: f64 = 1048576.0;

/// The greatest θ of a tilt.
const LARGEST_TILT: f64 = 64.0;

impl AlignmentRate {
    /// The finite-sample bound on the probability that the most probable concept after a batch of m examples is a wrong one:
    ///
    /// ```text
    /// P(argmax α̂ ≠ k*) ≤ Σₖ min over θ ≥ 0 of (αₖ/αₖ*)^θ φₖ(θ)^m
    /// ```
    ///
    /// It differs from [`AlignmentRate::chernoff_bound`] only in the range of θ, and is never greater. Unit: probability. Source:
    /// Algorithm 2 (paper); this bound: ours, `docs/theory.md`.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn inferred_bound(&self, batch: usize) -> Result<f64, RateError> {
        let mut sum = 0.0;
        for wrong in &self.wrong {
            let end = wrong.end_of_search(batch as f64)?;
            sum += wrong.count() as f64 * wrong.least_log_moment(batch as f64, end)?.exp();
        }
        Ok(sum)
    }

    /// For each wrong concept, the θ that is best in [`Self::inferred_bound`] after a batch of m examples, but at most 64.
    ///
    /// Each tilt also holds log φₖ(θₖ). The bound holds at every θ ≥ 0; at far greater ones rounding of the posterior odds r is visible in r^θ.
    ///
    /// Source: ours, `docs/theory.md`.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn inferred_tilts(&self, batch: usize) -> Result<Vec<Tilt>, RateError> {
        let mut tilts = Vec::new();
        for wrong in &self.wrong {
            let end = wrong.end_of_search(batch as f64)?.min(LARGEST_TILT);
            let theta = wrong.log_moment_minimum(batch as f64, end)?.argument;
            let log_moment = wrong.ratio.log_moment(theta)?;
            tilts.extend(wrong.concepts.iter().map(|&concept| Tilt { concept, theta, log_moment }));
        }
        Ok(tilts)
    }

    /// The exponent minₖ −min over θ ≥ 0 of log φₖ(θ), which is the limit of −(1/m) log P(argmax α̂ ≠ k*).
    ///
    /// It equals the exponent ρ of mean misalignment if the minimisers behind ρ lie below 1. It is greater if they are clipped to 1.
    ///
    /// # Errors
    ///
    /// As [`AlignmentRate::misalignment_exponent`].
    pub fn inferred_exponent(&self) -> Result<f64, RateError> {
        let mut exponent = f64::INFINITY;
        for wrong in &self.wrong {
            let end = match wrong.ratio.closed_form_minimiser() {
                Some(theta) => theta,
                None => wrong.without_prior().end_of_search(1.0)?,
            };
            exponent = exponent.min(-wrong.least_log_moment_of_one(end)?);
        }
        if exponent == f64::INFINITY { Err(RateError::NoWrongConcept) } else { Ok(exponent.max(0.0)) }
    }
}

impl WrongConcepts {
    /// A θ beyond the minimiser of (αₖ/αₖ*)^θ φₖ(θ)^m: a convex function that does not fall from θ/2 to θ is least below θ.
    fn end_of_search(&self, batch: f64) -> Result<f64, RateError> {
        let mut end = 1.0;
        while end < LARGEST_THETA && self.log_moment(batch, end)? < self.log_moment(batch, 0.5 * end)? {
            end *= 2.0;
        }
        Ok(end)
    }

    fn without_prior(&self) -> Self {
        Self { log_prior_ratio: 0.0, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

    fn rate(prompts: PromptLaw, source_prior: PriorSpec, noise: f64, weak: WeakSpec) -> AlignmentRate {
        let spec = ProblemSpec::new(4, ConceptSpec::Orthonormal(2))
            .prompts(prompts)
            .source_prior(source_prior)
            .noise(noise)
            .weak(weak);
        AlignmentRate::new(&TransferProblem::new(&spec).expect("a problem")).expect("a rate")
    }

    /// Unbiased supervisor: ½ log(1 + 2/(4σ_w²)), whatever the source's own noise is; with σ_w = ½ it is ½ log 3.
    #[test]
    fn an_unbiased_supervisor_by_hand() {
        for noise in [0.1, 0.5, 1.0, 4.0] {
            let rate = rate(PromptLaw::Gaussian, PriorSpec::Uniform, noise, WeakSpec::biased(1.0, 0.0, 0.5));
            assert!((rate.inferred_exponent().expect("a rate") - 0.5 * 3f64.ln()).abs() < 1e-13, "σ = {noise}");
            for batch in [1, 4, 40] {
                let bound = rate.inferred_bound(batch).expect("a bound");
                assert!((bound / 3f64.powf(-0.5 * batch as f64) - 1.0).abs() < 1e-10, "σ = {noise}, m = {batch}");
            }
        }
    }

    /// θ* = σ²/(2σ_w²): below 1 the exponents of both algorithms agree, above it Algorithm 2's is greater.
    #[test]
    fn a_careful_supervisor_makes_algorithm_2_faster() {
        for prompts in [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Sphere, PromptLaw::Rademacher] {
            let exponents = |weak_noise: f64| {
                let rate = rate(prompts.clone(), PriorSpec::Uniform, 1.0, WeakSpec::biased(1.0, 0.0, weak_noise));
                (rate.inferred_exponent().expect("a rate"), rate.misalignment_exponent().expect("a rate"))
            };
            let (inferred, refined) = exponents(0.8);
            assert!((inferred / refined - 1.0).abs() < 1e-9, "{prompts:?}: {inferred} {refined}");
            let (inferred, refined) = exponents(0.5);
            assert!(inferred > 1.05 * refined, "{prompts:?}: {inferred} {refined}");
        }
    }

    /// θ = σ²/(2σ_w²) after an unbiased supervisor, and φ(θ) = (1 + 2/(4σ_w²))^(−½).
    #[test]
    fn tilts_by_hand() {
        let tilts = |weak_noise: f64| {
            let rate = rate(PromptLaw::Gaussian, PriorSpec::Uniform, 1.0, WeakSpec::biased(1.0, 0.0, weak_noise));
            rate.inferred_tilts(7).expect("tilts")
        };
        let tilt = tilts(0.5)[0];
        assert!(tilt.concept == 1 && (tilt.theta - 2.0).abs() < 1e-6, "{tilt:?}");
        assert!((tilt.log_moment + 0.5 * 3f64.ln()).abs() < 1e-12, "{tilt:?}");
        // The best θ is 200 here.
        assert!((tilts(0.05)[0].theta - 64.0).abs() < 1e-6);
    }

    /// Without examples the most probable concept is that of the prior.
    #[test]
    fn without_examples_the_prior_decides() {
        let bound = |target: f64| {
            let prior = PriorSpec::Probabilities(vec![target, 1.0 - target]);
            rate(PromptLaw::Gaussian, prior, 0.5, WeakSpec::biased(1.0, 0.0, 0.5)).inferred_bound(0).expect("a bound")
        };
        assert_eq!(bound(0.75), 0.0);
        assert_eq!(bound(0.25), 1.0);
    }

    #[test]
    fn a_weak_concept_that_points_away_is_never_named() {
        let away = rate(PromptLaw::Cube, PriorSpec::Uniform, 0.5, WeakSpec::biased(-0.5, 0.3, 0.5));
        assert_eq!(away.inferred_exponent(), Ok(0.0));
        assert_eq!(away.inferred_bound(10), Ok(1.0));
    }
}
