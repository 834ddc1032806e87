//! Theorem 4.3: how fast refinement aligns.

use super::{LikelihoodRatio, RateError};
use crate::model::TransferProblem;
use crate::numeric::{Minimum, minimise_convex};

/// The rate at which the source's posterior concentrates on the target concept, or on another one.
///
/// Sums and minima are over the wrong concepts: those with k ≠ k* and αₖ > 0. The unit of all bounds is probability. Source: Somerstep et al.
/// (2025), Theorem 4.3 (paper: exponential decay; constants and exponents: ours, `docs/theory.md`).
#[derive(Clone, Debug)]
pub struct AlignmentRate {
    pub(super) wrong: Vec<WrongConcepts>,
}

/// Wrong concepts with the same prior and the same law of the likelihood ratio.
#[derive(Clone, Debug)]
pub(super) struct WrongConcepts {
    /// Which concepts these are.
    pub(super) concepts: Vec<usize>,
    /// log (αₖ/αₖ*).
    pub(super) log_prior_ratio: f64,
    pub(super) ratio: LikelihoodRatio,
}

impl AlignmentRate {
    /// Prepares the rates of a problem.
    ///
    /// # Errors
    ///
    /// [`RateError`] unless the target is a single concept, the source gives it positive probability, and its likelihood ratios can be
    /// integrated.
    pub fn new(problem: &TransferProblem) -> Result<Self, RateError> {
        Self::towards(problem, problem.target_concept().ok_or(RateError::SeveralTargets)?)
    }

    /// The rates of batches of this concept, whatever the target's prior is.
    ///
    /// # Errors
    ///
    /// As [`Self::new`].
    pub(super) fn towards(problem: &TransferProblem, target: usize) -> Result<Self, RateError> {
        let prior = problem.source_prior().probabilities();
        if prior[target] == 0.0 {
            return Err(RateError::TargetUnsupported { target });
        }
        let mut wrong: Vec<WrongConcepts> = Vec::new();
        for k in (0..prior.len()).filter(|&k| k != target && prior[k] > 0.0) {
            let ratio = LikelihoodRatio::new(problem, target, k)?;
            let log_prior_ratio = (prior[k] / prior[target]).ln();
            match wrong.iter_mut().find(|w| w.log_prior_ratio == log_prior_ratio && w.ratio == ratio) {
                Some(same) => same.concepts.push(k),
                None => wrong.push(WrongConcepts { concepts: vec![k], log_prior_ratio, ratio }),
            }
        }
        Ok(Self { wrong })
    }

    /// The finite-sample bound on misalignment after a batch of m examples:
    ///
    /// ```text
    /// E M ≤ Σₖ min over θ in [0, 1] of (αₖ/αₖ*)^θ φₖ(θ)^m
    /// ```
    ///
    /// The bound holds for every m ≥ 0 and every prompt law.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn chernoff_bound(&self, batch: usize) -> Result<f64, RateError> {
        self.sum_of_moments(batch, 1.0)
    }

    /// The finite-sample bound on squared misalignment: E M² ≤ (K − 1) Σₖ min over θ in [0, 2] of (αₖ/αₖ*)^θ φₖ(θ)^m.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn misalignment_squared_bound(&self, batch: usize) -> Result<f64, RateError> {
        let wrong_count: usize = self.wrong.iter().map(WrongConcepts::count).sum();
        Ok(wrong_count as f64 * self.sum_of_moments(batch, 2.0)?)
    }

    /// The exponent ρ = minₖ −min over θ in [0, 1] of log φₖ(θ), with −(1/m) log E M → ρ.
    ///
    /// It is 0 if some wrong concept is at least as near to the weak concept as the target is.
    ///
    /// # Errors
    ///
    /// [`RateError::NoWrongConcept`] or [`RateError::Quadrature`].
    pub fn misalignment_exponent(&self) -> Result<f64, RateError> {
        self.exponent(1.0)
    }

    /// The power p in E M ~ C·m^(−p)·exp(−ρm).
    ///
    /// It is ½ if the minimisers θ* behind the exponent lie inside (0, 1). It is 0 if one of them is at the end θ = 1.
    ///
    /// # Errors
    ///
    /// As [`Self::misalignment_exponent`].
    pub fn misalignment_log_power(&self) -> Result<f64, RateError> {
        self.log_power(1.0)
    }

    /// The power p for E M²: as [`Self::misalignment_log_power`], with the end θ = 2.
    ///
    /// # Errors
    ///
    /// As [`Self::misalignment_exponent`].
    pub fn misalignment_squared_log_power(&self) -> Result<f64, RateError> {
        self.log_power(2.0)
    }

    /// Whether no term of the Chernoff bound rises again from this batch size on.
    ///
    /// The logarithm of a term is a minimum of linear functions of m, so it is concave. Once it does not rise, it never rises again.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn is_falling_from(&self, batch: usize) -> Result<bool, RateError> {
        for wrong in &self.wrong {
            let (here, next) =
                (wrong.least_log_moment(batch as f64, 1.0)?, wrong.least_log_moment(batch as f64 + 1.0, 1.0)?);
            if next > here {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The exponent of E M²: as [`Self::misalignment_exponent`], with θ in [0, 2].
    ///
    /// # Errors
    ///
    /// As [`Self::misalignment_exponent`].
    pub fn misalignment_squared_exponent(&self) -> Result<f64, RateError> {
        self.exponent(2.0)
    }

    /// A lower bound on misalignment. It tends to 1 if the weak concept is nearer to a wrong concept than to the target:
    ///
    /// ```text
    /// E M ≥ 1 − minₖ min over θ in [0, 1] of (αₖ*/αₖ)^θ φₖ(−θ)^m
    /// ```
    ///
    /// Source: ours (the converse of Theorem 4.3).
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`].
    pub fn misalignment_floor(&self, batch: usize) -> Result<f64, RateError> {
        let mut least = 0.0f64;
        for wrong in &self.wrong {
            least = least.min(wrong.least_log_moment(batch as f64, -1.0)?);
        }
        Ok((-least.exp_m1()).max(0.0))
    }

    fn sum_of_moments(&self, batch: usize, largest_theta: f64) -> Result<f64, RateError> {
        let mut sum = 0.0;
        for wrong in &self.wrong {
            sum += wrong.count() as f64 * wrong.least_log_moment(batch as f64, largest_theta)?.exp();
        }
        Ok(sum)
    }

    fn log_power(&self, largest_theta: f64) -> Result<f64, RateError> {
        let exponent = self.exponent(largest_theta)?;
        for wrong in &self.wrong {
            let attained = -wrong.least_log_moment_of_one(largest_theta)? <= exponent * (1.0 + 1e-9);
            if attained && wrong.falls_until(largest_theta)? {
                return Ok(0.0);
            }
        }
        Ok(0.5)
    }

    fn exponent(&self, largest_theta: f64) -> Result<f64, RateError> {
        let mut exponent = f64::INFINITY;
        for wrong in &self.wrong {
            exponent = exponent.min(-wrong.least_log_moment_of_one(largest_theta)?);
        }
        if exponent == f64::INFINITY { Err(RateError::NoWrongConcept) } else { Ok(exponent.max(0.0)) }
    }
}

impl WrongConcepts {
    /// How many concepts these are.
    pub(super) fn count(&self) -> usize {
        self.concepts.len()
    }

    /// θ·log(αₖ/αₖ*) + m·log φₖ(θ).
    pub(super) fn log_moment(&self, batch: f64, theta: f64) -> Result<f64, RateError> {
        let moment = if batch == 0.0 { 0.0 } else { batch * self.ratio.log_moment(theta)? };
        Ok(theta * self.log_prior_ratio + moment)
    }

    /// The least θ·log(αₖ/αₖ*) + m·log φₖ(θ) between θ = 0 and θ = `end` (which may be negative).
    pub(super) fn least_log_moment(&self, batch: f64, end: f64) -> Result<f64, RateError> {
        Ok(self.log_moment_minimum(batch, end)?.value)
    }

    /// As [`Self::least_log_moment`], with the θ where it is attained.
    pub(super) fn log_moment_minimum(&self, batch: f64, end: f64) -> Result<Minimum, RateError> {
        // Without examples φ⁰ = 1 even where φ is infinite.
        let end = if batch == 0.0 { end } else { self.where_finite(end) };
        let minimum = least_of_fallible(|share| self.log_moment(batch, share * end))?;
        Ok(Minimum { argument: minimum.argument * end, ..minimum })
    }

    /// The nearest θ to `end` that is one part in 10⁹ inside the interval where φ is finite.
    fn where_finite(&self, end: f64) -> f64 {
        let (lowest, highest) = self.ratio.finite_between();
        let inside = 1.0 - 1e-9;
        end.clamp(lowest * inside, highest * inside)
    }

    /// Whether log φₖ still falls at θ = `end`, so that its minimum over [0, `end`] is there.
    fn falls_until(&self, end: f64) -> Result<bool, RateError> {
        match self.ratio.closed_form_minimiser() {
            Some(theta) => Ok(theta >= end),
            None => Ok(self.ratio.log_moment(end)? < self.ratio.log_moment(end * (1.0 - 1e-6))?),
        }
    }

    /// The least log φₖ(θ) for θ in [0, `end`], in closed form where there is one.
    pub(super) fn least_log_moment_of_one(&self, end: f64) -> Result<f64, RateError> {
        match self.ratio.closed_form_minimiser() {
            Some(theta) => self.ratio.log_moment(theta.min(end)),
            None => {
                let end = self.where_finite(end);
                Ok(least_of_fallible(|share| self.ratio.log_moment(share * end))?.value)
            }
        }
    }
}

/// The minimum over [0, 1] of a convex function that may fail; the first failure wins.
fn least_of_fallible(objective: impl Fn(f64) -> Result<f64, RateError>) -> Result<Minimum, RateError> {
    let failure = std::cell::RefCell::new(None);
    let value_or_remember = |argument| {
        if failure.borrow().is_some() {
            return f64::INFINITY;
        }
        objective(argument).unwrap_or_else(|error| {
            failure.replace(Some(error));
            f64::INFINITY
        })
    };
    let minimum = minimise_convex(value_or_remember, 0.0, 1.0);
    failure.into_inner().map_or(Ok(minimum), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};

    fn rate(prompts: PromptLaw, source_prior: PriorSpec, weak: WeakSpec) -> AlignmentRate {
        let spec =
            ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).prompts(prompts).source_prior(source_prior).weak(weak);
        AlignmentRate::new(&TransferProblem::new(&spec).expect("a problem")).expect("a rate")
    }

    /// Unbiased supervisor with σ_w = σ = ½: φ(½) = (1 + 2/(4·¼))^(−½) = 3^(−½) is the least value, so the bound is 3^(−m/2).
    #[test]
    fn unbiased_supervisor_by_hand() {
        let rate = rate(PromptLaw::Gaussian, PriorSpec::Uniform, WeakSpec::biased(1.0, 0.0, 0.5));
        assert!((rate.misalignment_exponent().expect("a rate") - 0.5 * 3f64.ln()).abs() < 1e-14);
        for batch in [0, 1, 4, 100] {
            let bound = rate.chernoff_bound(batch).expect("a bound");
            assert!((bound / 3f64.powf(-0.5 * batch as f64) - 1.0).abs() < 1e-10, "m = {batch}: {bound}");
        }
    }

    /// With little weak noise θ* leaves [0, 1] and the exponent is ½ log(1 + vD(σ² − σ_w²)/σ⁴).
    #[test]
    fn the_exponent_is_clipped_at_one() {
        let rate = rate(PromptLaw::Gaussian, PriorSpec::Uniform, WeakSpec::biased(1.0, 0.0, 0.2));
        let expected = 0.5 * (1.0 + 2.0 * (0.25 - 0.04) / 0.0625f64).ln();
        assert!((rate.misalignment_exponent().expect("a rate") - expected).abs() < 1e-14);
        assert!(rate.misalignment_squared_exponent().expect("a rate") > expected);
        assert_eq!(rate.misalignment_log_power(), Ok(0.0));
    }

    #[test]
    fn a_minimiser_inside_leaves_the_square_root_factor() {
        for prompts in [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Sphere] {
            let rate = rate(prompts, PriorSpec::Uniform, WeakSpec::biased(0.8, 0.6, 0.5));
            assert_eq!(rate.misalignment_log_power(), Ok(0.5));
            assert_eq!(rate.misalignment_squared_log_power(), Ok(0.5));
        }
        let clipped = rate(PromptLaw::Cube, PriorSpec::Uniform, WeakSpec::biased(1.0, 0.0, 0.1));
        assert_eq!(clipped.misalignment_log_power(), Ok(0.0));
    }

    /// A concept of tiny prior odds that is nearer to the weak concept: its term rises until it reaches 1.
    #[test]
    fn a_bound_that_will_rise_is_not_falling() {
        let prior = PriorSpec::Probabilities(vec![1.0 - 1e-9, 1e-9]);
        let rate = rate(PromptLaw::Gaussian, prior, WeakSpec::biased(-0.2, 0.0, 0.5));
        assert_eq!(rate.is_falling_from(3), Ok(false));
        assert_eq!(rate.is_falling_from(100_000), Ok(true));
    }

    #[test]
    fn without_examples_the_bound_is_the_prior_odds() {
        let prior = PriorSpec::Probabilities(vec![0.8, 0.2]);
        let rate = rate(PromptLaw::Gaussian, prior, WeakSpec::biased(1.0, 0.0, 0.5));
        assert!((rate.chernoff_bound(0).expect("a bound") - 0.25).abs() < 1e-12);
        assert_eq!(rate.misalignment_floor(0).expect("a floor"), 0.0);
    }

    #[test]
    fn a_weak_concept_that_points_away_never_aligns() {
        for prompts in [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Rademacher, PromptLaw::Sphere] {
            let rate = rate(prompts.clone(), PriorSpec::Uniform, WeakSpec::biased(-0.5, 0.3, 0.5));
            assert_eq!(rate.misalignment_exponent(), Ok(0.0), "{prompts:?}");
            let floors: Vec<f64> = [1, 10, 100, 1000].map(|m| rate.misalignment_floor(m).expect("a floor")).to_vec();
            assert!(floors.is_sorted() && floors[3] > 0.999, "{prompts:?}: {floors:?}");
        }
    }

    #[test]
    fn closed_form_and_search_agree() {
        let rate = rate(PromptLaw::Gaussian, PriorSpec::Uniform, WeakSpec::biased(0.7, 0.4, 0.9));
        let searched = -rate.wrong[0].least_log_moment(1.0, 1.0).expect("a minimum");
        assert!((rate.misalignment_exponent().expect("a rate") - searched).abs() < 1e-13);
    }
}
