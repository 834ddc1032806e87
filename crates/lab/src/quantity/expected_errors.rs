//! Squared errors given the prompts, along a path of estimators: label noise, and what symmetry makes known, are integrated out.
//!
//! A plan says for each estimator whether its MSE is known, and if not, what of a sample is observed and what is proved of it. Experiments fill in the
//! samples.

use weak_to_strong::learn::Shrinkage;

use super::biases::{Biases, Bounds};
use super::noise_bounds::{Filter, NoiseBound};
use super::prompt_facts::PromptFacts;
use crate::inference::{Dominating, Estimator, Inference, Mean, Range};

/// One estimator of the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    pub(super) filter: Filter,
    /// The share by which it goes beyond its fit.
    pub(super) extrapolation: f64,
    /// The share of samples whose penalty is the best one for the sample.
    pub(super) oracle_share: f64,
}

/// Labels whose mean is linear in the prompt, whatever the concepts and the noise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    /// σ².
    pub(super) noise_variance: f64,
    /// Whether several concepts label, and if so, the greatest squared difference between a label's mean given its concept and its mean; none if there
    /// is no bound.
    pub(super) mixed: Option<Option<f64>>,
}

/// What is observed of a sample, and how the errors follow.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    facts: PromptFacts,
    biases: Biases,
    terms: Vec<Term>,
    /// Whether several concepts label.
    mixed: bool,
    /// The coordinate that holds tr S.
    trace_at: Option<usize>,
    /// The coordinate that holds tr W⁻¹.
    inverse_at: Option<usize>,
}

/// One estimator of a plan.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) fit: Fit,
    biases: Biases,
    /// What is proved of the part that comes from biases and from the differences of concepts.
    signal: Bounds,
    /// The variance of a label's noise, as the estimator multiplies it.
    noise_variance: f64,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// The MSE is known.
    Known(f64),
    Observed {
        noise: NoiseBound,
        has_variance: bool,
    },
}

/// What a sample of prompts gives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traces {
    /// tr S.
    pub(super) trace: f64,
    /// tr W⁻¹.
    pub(super) inverse: f64,
}

impl Plan {
    pub(super) fn new(facts: PromptFacts, biases: Biases, labels: &Labels, fits: Vec<Fit>) -> Self {
        let terms: Vec<Term> = fits.into_iter().map(|fit| Term::new(&facts, biases, labels, fit)).collect();
        let needs =
            |bound: fn(&NoiseBound) -> bool| terms.iter().any(|term| term.noise_bound().is_some_and(|b| bound(&b)));
        let by_trace = needs(|bound| matches!(bound, NoiseBound::ByTrace { .. }));
        let by_inverse = needs(|bound| matches!(bound, NoiseBound::ByInverse));
        let trace_at = by_trace.then_some(terms.len());
        let inverse_at = by_inverse.then_some(terms.len() + usize::from(by_trace));
        Self { facts, biases, terms, mixed: labels.mixed.is_some(), trace_at, inverse_at }
    }

    /// The length of an observation.
    pub(super) fn width(&self) -> usize {
        self.terms.len() + usize::from(self.trace_at.is_some()) + usize::from(self.inverse_at.is_some())
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub(super) fn facts(&self) -> &PromptFacts {
        &self.facts
    }

    /// Whether several concepts label.
    pub(super) fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// The squared error of the source.
    pub(super) fn error_of_source(&self) -> f64 {
        self.biases.of_source()
    }

    /// Whether tr W⁻¹ is needed.
    pub(super) fn needs_inverse(&self) -> bool {
        self.inverse_at.is_some()
    }

    /// Writes what is observed besides the errors.
    pub(super) fn write_traces(&self, observation: &mut [f64], traces: Traces) {
        if let Some(at) = self.trace_at {
            observation[at] = traces.trace;
        }
        if let Some(at) = self.inverse_at {
            observation[at] = traces.inverse;
        }
    }

    pub(super) fn inference(&self) -> Inference {
        Inference::of(self.terms.iter().enumerate().map(|(at, term)| self.estimator(at, term)))
    }

    /// The share of samples with a penalty of their own has squared errors in [0, |b|²], as the source is among its estimators.
    fn estimator(&self, at: usize, term: &Term) -> Estimator {
        let oracle = term.fit.oracle_share;
        let (blind, of_oracle) = (1.0 - oracle, oracle * self.biases.of_source());
        let mean = Mean::of(at);
        let (noise, has_variance) = match term.outcome {
            Outcome::Known(value) if oracle == 0.0 || (blind > 0.0 && value.is_infinite()) => {
                return Estimator::Exact(value);
            }
            Outcome::Known(value) => {
                let shift = if blind > 0.0 { blind * value } else { 0.0 };
                return mean.ranging(Range::between(0.0, of_oracle)).shifted(shift).into();
            }
            Outcome::Observed { .. } if blind == 0.0 => return mean.ranging(Range::between(0.0, of_oracle)).into(),
            Outcome::Observed { noise, has_variance } => (noise, has_variance),
        };
        let (least, plus) = (blind * term.signal.least, blind * term.signal.greatest + of_oracle);
        let unit = blind * term.noise_variance;
        let at_least = mean.ranging(Range::at_least(least));
        let dominated = |at: Option<usize>, factor: f64, mean: f64| {
            let factor = unit * factor * (1.0 + ROUNDING);
            at.map_or(at_least, |at| at_least.dominated_by(Dominating { at, factor, mean, plus }))
        };
        let estimator = match noise {
            NoiseBound::Open if has_variance => at_least,
            NoiseBound::Open => at_least.without_variance(),
            NoiseBound::AtMost(greatest) => mean.ranging(Range::between(least, plus + unit * greatest)),
            NoiseBound::ByTrace { factor } => dominated(self.trace_at, factor, self.facts.mean_trace),
            NoiseBound::ByInverse => dominated(self.inverse_at, 1.0, self.facts.mean_inverse.unwrap_or(f64::INFINITY)),
            NoiseBound::Cut(cut) => {
                mean.ranging(Range::between(least, plus + unit * cut.at)).cut_off(unit * cut.beyond, f64::INFINITY)
            }
        };
        estimator.into()
    }
}

#[cfg(test)]
impl Plan {
    /// What is proved of an observation's coordinate: a least value, and a greatest one given the other coordinates.
    pub(super) fn bounds(&self, at: usize, observation: &[f64]) -> Bounds {
        let term = &self.terms[at];
        let (blind, of_oracle) = (1.0 - term.fit.oracle_share, term.fit.oracle_share * self.biases.of_source());
        let Outcome::Observed { noise, .. } = term.outcome else { return Bounds { least: 0.0, greatest: of_oracle } };
        let beside = |at: Option<usize>| observation[at.expect("a coordinate for what dominates")];
        let noise = match noise {
            NoiseBound::Open => f64::INFINITY,
            NoiseBound::AtMost(greatest) => greatest,
            NoiseBound::ByTrace { factor } => factor * beside(self.trace_at) * (1.0 + ROUNDING),
            NoiseBound::ByInverse => beside(self.inverse_at) * (1.0 + ROUNDING),
            NoiseBound::Cut(cut) => cut.at,
        };
        let noise = if noise == f64::INFINITY { noise } else { term.noise_variance * noise };
        Bounds { least: blind * term.signal.least, greatest: blind * (term.signal.greatest + noise) + of_oracle }
    }
}

/// What dominates a sum is computed in another order than the sum.
const ROUNDING: f64 = 1e-11;

impl Term {
    fn new(facts: &PromptFacts, biases: Biases, labels: &Labels, fit: Fit) -> Self {
        let stretch = 1.0 + fit.extrapolation;
        let biases = biases.extrapolated(fit.extrapolation);
        let noise_variance = stretch * stretch * labels.noise_variance;
        let shrinks = fit.filter.shrinks(facts);
        let signal = match (shrinks, facts.symmetric) {
            (true, true) => biases.of_shares(),
            (true, false) => biases.of_matrices(),
            (false, true) => biases.of_any_shares(),
            (false, false) => Bounds { least: 0.0, greatest: f64::INFINITY },
        };
        let of_concepts = match labels.mixed {
            None => 0.0,
            // As for noise of this size: |f(S)Xᵀr/n|² ≤ (greatest τ²/λ)·|r|²/n.
            Some(Some(greatest)) if shrinks => stretch * stretch * greatest * fit.filter.greatest_noise(),
            Some(_) => f64::INFINITY,
        };
        let signal = Bounds { greatest: signal.greatest + of_concepts, ..signal };
        let term = Self { fit, biases, signal, noise_variance, outcome: Outcome::Known(0.0) };
        let outcome = term.known(facts, labels).map_or_else(|| term.observed(facts, labels), Outcome::Known);
        Self { outcome, ..term }
    }

    /// The MSE, if it is known.
    fn known(&self, facts: &PromptFacts, labels: &Labels) -> Option<f64> {
        if self.fit.filter.stays() {
            return Some(self.biases.of_source());
        }
        if self.noise_variance == 0.0 && self.signal.least == self.signal.greatest {
            return Some(self.signal.least);
        }
        if !self.fit.filter.is_least_squares() || !facts.nonsingular {
            return None;
        }
        let noise = if self.noise_variance == 0.0 { 0.0 } else { self.noise_variance * facts.mean_inverse? };
        if noise.is_infinite() {
            return Some(noise);
        }
        // A projection on a subspace of dimension r, which for n < d is in the mean r/d of the identity.
        let projects_evenly = facts.symmetric || facts.count >= facts.dim;
        (labels.mixed.is_none() && projects_evenly).then(|| self.biases.of_projection(facts.rank()) + noise)
    }

    fn observed(&self, facts: &PromptFacts, labels: &Labels) -> Outcome {
        let noise =
            if self.noise_variance == 0.0 { NoiseBound::AtMost(0.0) } else { self.fit.filter.noise_bound(facts) };
        let noise = if self.signal.greatest.is_finite() { noise } else { NoiseBound::Open };
        let of_inverse = self.fit.filter.is_least_squares() && facts.inverse_may_lack_variance();
        let inverted = self.noise_variance > 0.0 || labels.mixed.is_some();
        Outcome::Observed { noise, has_variance: !(of_inverse && inverted) }
    }

    fn noise_bound(&self) -> Option<NoiseBound> {
        match self.outcome {
            Outcome::Known(_) => None,
            Outcome::Observed { noise, .. } => Some(noise),
        }
    }

    /// What stands in an observation of nothing: the MSE, if it is finite and nothing is added to it.
    pub(super) fn in_place_of_an_observation(&self) -> f64 {
        match self.outcome {
            Outcome::Known(value) if value.is_finite() && self.fit.oracle_share == 0.0 => value,
            Outcome::Known(_) | Outcome::Observed { .. } => 0.0,
        }
    }

    /// Whether nothing is observed, as the MSE is known.
    pub(super) fn is_known(&self) -> bool {
        self.noise_bound().is_none()
    }

    /// The squared error given the prompts, of which the spectrum is enough.
    pub(super) fn squared_error(&self, shrinkage: &Shrinkage) -> f64 {
        self.squared_error_with(self.biases.squared_error(shrinkage), shrinkage)
    }

    /// The squared error given the prompts, from the part that comes from biases and concepts, and from what the noise adds.
    pub(super) fn squared_error_with(&self, signal: f64, shrinkage: &Shrinkage) -> f64 {
        let noise = self.noise_variance * shrinkage.variance;
        let noise = match self.noise_bound() {
            Some(NoiseBound::AtMost(greatest)) => {
                Bounds { least: 0.0, greatest: self.noise_variance * greatest }.without_rounding(noise)
            }
            Some(NoiseBound::Cut(cut)) if noise > self.noise_variance * cut.at => self.noise_variance * cut.at,
            _ => noise,
        };
        self.signal.without_rounding(signal) + noise
    }

    /// The part of the squared error that comes from the biases, given the spectrum.
    pub(super) fn of_biases(&self, shrinkage: &Shrinkage) -> f64 {
        self.biases.squared_error(shrinkage)
    }
}
