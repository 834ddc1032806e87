//! Lemma B.2 for chains that start afresh after a delimiter: how fast examples reveal the concept behind a prompt.

use nalgebra::DVector;
use thiserror::Error;

use crate::model::{ExampleLaw, Forward, HiddenMarkovError, HiddenMarkovProblem, visit_examples};
use crate::numeric::minimise_convex;

/// Why the evidence of examples cannot be computed.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The examples of a prompt are not independent.
    #[error(
        "the examples of a prompt are independent under every concept only if one delimiter state starts the chain afresh, which it does not \
         here; use hidden_markov.cyclic"
    )]
    NoRenewal,
    /// There is no wrong concept.
    #[error(
        "there is no concept but the prompt's, so misalignment is 0 for any number of examples; raise hidden_markov.cyclic.concepts"
    )]
    NoWrongConcept,
    /// There are too many examples to enumerate.
    #[error(transparent)]
    Examples(#[from] HiddenMarkovError),
}

/// The evidence of one example of k tokens about the concept behind a prompt, for chains that start afresh after the one delimiter state.
///
/// Let q_θ(O) be the probability of an example and its delimiter under concept θ. The examples are independent draws from the prompt's law p,
/// and after n examples the posterior is α̂_θ ∝ α_θ Π q_θ(Oᵢ). All bounds follow from
///
/// ```text
/// α̂_θ ≤ min(1, α_θ Π q_θ(Oᵢ) / (α_θ* Π q_θ*(Oᵢ))) ≤ (…)ˢ for every s in [0, 1],   φ_θ(s) = E_p (q_θ(O)/q_θ*(O))ˢ
/// ```
///
/// They are averaged over the concept and the start law of the prompt. Source: Xie et al. (2021), theorem 1 (paper: the limit; these bounds and
/// the exponent: ours, `docs/theory.md`).
#[derive(Clone, Debug)]
pub struct ExampleEvidence {
    prompts: Vec<PromptEvidence>,
}

/// The wrong concepts of prompts with one concept and start.
#[derive(Clone, Debug)]
struct PromptEvidence {
    /// The share of such prompts.
    share: f64,
    wrong: Vec<WrongConcept>,
}

#[derive(Clone, Debug)]
struct WrongConcept {
    /// log (α_θ/α_θ*).
    log_prior_ratio: f64,
    /// For every example, its probability and log (q_θ(O)/q_θ*(O)).
    examples: Vec<WeightedRatio>,
    /// For every query x, its probability and log (q_θ(x)/q_θ*(x)) − log Δ(x), with Δ(x) the margin of the most probable token.
    queries: Vec<WeightedRatio>,
}

#[derive(Clone, Copy, Debug)]
struct WeightedRatio {
    probability: f64,
    log_ratio: f64,
}

impl ExampleEvidence {
    /// Enumerates all examples of `example_length` tokens, and all queries.
    ///
    /// # Errors
    ///
    /// [`EvidenceError`] unless the chain starts afresh after a delimiter, there are at least two concepts, and the sequences are few enough.
    ///
    /// # Panics
    ///
    /// If `example_length` is below 2, since then there is no query.
    pub fn new(problem: &HiddenMarkovProblem, example_length: usize) -> Result<Self, EvidenceError> {
        assert!(example_length >= 2, "an example has an input and an output");
        problem.renewal_state().ok_or(EvidenceError::NoRenewal)?;
        if problem.concept_count() < 2 {
            return Err(EvidenceError::NoWrongConcept);
        }
        let mut prompts = Vec::new();
        for concept in 0..problem.concept_count() {
            for start in problem.prompt_starts() {
                prompts.push(PromptEvidence::new(problem, concept, start, example_length)?);
            }
        }
        Ok(Self { prompts })
    }

    /// E M ≤ Σ_{θ≠θ*} min over s in [0, 1] of (α_θ/α_θ*)ˢ φ_θ(s)ⁿ after n examples.
    pub fn misalignment_bound(&self, examples: usize) -> f64 {
        let of_wrong = |wrong: &WrongConcept| {
            let exponent = |s: f64| s * wrong.log_prior_ratio + examples as f64 * log_moment(&wrong.examples, s);
            minimise_convex(exponent, 0.0, 1.0).value.exp()
        };
        self.average(|prompt| prompt.wrong.iter().map(of_wrong).sum())
    }

    /// A bound on the probability that the most probable next token is not the one under the prompt's concept:
    ///
    /// ```text
    /// Σ_{θ≠θ*} min over s in [0, 1] of ((K − 1)α_θ/α_θ*)ˢ φ_θ(s)ⁿ E_p[(q_θ(x)/q_θ*(x))ˢ Δ(x)⁻ˢ]
    /// ```
    ///
    /// Δ(x) is the difference of the two greatest probabilities of the token after the query x under θ*. If the posterior odds against θ* are
    /// below Δ(x), the prediction is the most probable token under θ*.
    pub fn disagreement_bound(&self, examples: usize) -> f64 {
        let bound = |prompt: &PromptEvidence| {
            let log_count = (prompt.wrong.len() as f64).ln();
            let of_wrong = |wrong: &WrongConcept| {
                let exponent = |s: f64| {
                    let prior = s * (log_count + wrong.log_prior_ratio);
                    prior + examples as f64 * log_moment(&wrong.examples, s) + log_moment(&wrong.queries, s)
                };
                minimise_convex(exponent, 0.0, 1.0).value.exp()
            };
            prompt.wrong.iter().map(of_wrong).sum()
        };
        self.average(bound)
    }

    /// The exponent ρ = min over θ* ≠ θ of −min over s in [0, 1] of log φ_θ(s). E M decays like exp(−ρn), up to a power of n.
    ///
    /// It is 0 if the evidence favours a wrong concept. Source: ours (Cramér's theorem).
    pub fn misalignment_exponent(&self) -> f64 {
        let of_wrong = |wrong: &WrongConcept| -minimise_convex(|s| log_moment(&wrong.examples, s), 0.0, 1.0).value;
        self.wrong().map(of_wrong).fold(f64::INFINITY, f64::min)
    }

    /// The least mean evidence of an example against a wrong concept: min over θ* ≠ θ of E_p log (q_θ*(O)/q_θ(O)).
    ///
    /// The posterior concentrates on the concept of every prompt if and only if this is positive. The distinguishability margin is at most this.
    pub fn least_evidence(&self) -> f64 {
        let of_wrong = |wrong: &WrongConcept| {
            let told: f64 = wrong.examples.iter().map(|example| example.probability).sum();
            let mean = -wrong.examples.iter().map(|example| example.probability * example.log_ratio).sum::<f64>();
            // An example that is impossible under the wrong concept rules it out.
            if told < 1.0 - ROUNDING { f64::INFINITY } else { mean }
        };
        self.wrong().map(of_wrong).fold(f64::INFINITY, f64::min)
    }

    fn wrong(&self) -> impl Iterator<Item = &WrongConcept> {
        self.prompts.iter().flat_map(|prompt| &prompt.wrong)
    }

    fn average(&self, of_prompt: impl Fn(&PromptEvidence) -> f64) -> f64 {
        self.prompts.iter().map(|prompt| prompt.share * of_prompt(prompt)).sum()
    }
}

impl PromptEvidence {
    fn new(
        problem: &HiddenMarkovProblem,
        concept: usize,
        start: &DVector<f64>,
        example_length: usize,
    ) -> Result<Self, EvidenceError> {
        let prior = problem.prior().probabilities();
        let prompt = ExampleLaw { concept, start: start.clone() };
        let all = (0..problem.concept_count()).map(|other| problem.after_delimiter(other));
        let laws: Vec<ExampleLaw> = std::iter::once(prompt).chain(all).collect();
        let others: Vec<usize> = (0..problem.concept_count()).filter(|other| *other != concept).collect();
        let mut wrong: Vec<WrongConcept> = others
            .iter()
            .map(|other| (prior[*other] / prior[concept]).ln())
            .map(|log_prior_ratio| WrongConcept { log_prior_ratio, examples: Vec::new(), queries: Vec::new() })
            .collect();
        visit_examples(problem, &laws, example_length, |forward| {
            let closed: Vec<f64> =
                (0..laws.len() - 1).map(|k| closed_by_delimiter(problem, k, &forward[k + 1])).collect();
            for (wrong, other) in wrong.iter_mut().zip(&others) {
                push_possible(&mut wrong.examples, forward[0].sum(), (closed[*other] / closed[concept]).ln());
            }
        })?;
        visit_examples(problem, &laws, example_length - 1, |forward| {
            let log_margin = margin(problem, concept, &forward[concept + 1]).ln();
            for (wrong, other) in wrong.iter_mut().zip(&others) {
                let log_ratio = (forward[*other + 1].sum() / forward[concept + 1].sum()).ln();
                push_possible(&mut wrong.queries, forward[0].sum(), log_ratio - log_margin);
            }
        })?;
        Ok(Self { share: prior[concept] / problem.prompt_starts().len() as f64, wrong })
    }
}

/// Rounding allowance for sums of at most a million probabilities.
const ROUNDING: f64 = 1e-9;

/// Keeps what has a positive ratio; a ratio of zero to any power adds nothing.
fn push_possible(entries: &mut Vec<WeightedRatio>, probability: f64, log_ratio: f64) {
    if log_ratio > f64::NEG_INFINITY {
        entries.push(WeightedRatio { probability, log_ratio });
    }
}

/// log E exp(s·log_ratio).
fn log_moment(entries: &[WeightedRatio], s: f64) -> f64 {
    entries.iter().map(|entry| entry.probability * (s * entry.log_ratio).exp()).sum::<f64>().ln()
}

/// The probability of an example and of a delimiter after it.
fn closed_by_delimiter(problem: &HiddenMarkovProblem, concept: usize, forward: &Forward) -> f64 {
    let transition = problem.transition(concept);
    problem.delimiter_states().map(|state| forward.dot(&transition.column(state))).sum()
}

/// By how much the most probable next tokens lead the others.
fn margin(problem: &HiddenMarkovProblem, concept: usize, forward: &Forward) -> f64 {
    let next_state = problem.transition(concept).tr_mul(forward) / forward.sum();
    let next_token = problem.emissions().tr_mul(&next_state);
    let most = next_token.max();
    let others = next_token.iter().filter(|probability| **probability < most * (1.0 - ROUNDING));
    most - others.copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CyclicSpec, GincSpec, HiddenMarkovSpec};

    fn cyclic(spec: CyclicSpec) -> HiddenMarkovProblem {
        HiddenMarkovProblem::new(&HiddenMarkovSpec::Cyclic(spec)).expect("a mixture")
    }

    const CLEAR: CyclicSpec = CyclicSpec { concepts: 2, states: 2, regularity: 0.5, noise: 0.0, delimiter: 0.2 };

    #[test]
    fn two_clear_states_by_hand() {
        // An example of two tokens is one step: regular (0.6), irregular (0.2) or to the delimiter (0.2). Under the other concept the first two
        // change places, so φ(s) = 0.2 + 0.6·3⁻ˢ + 0.2·3ˢ, least at s = ½, where it is 0.2 + 0.4·√3.
        let evidence = ExampleEvidence::new(&cyclic(CLEAR), 2).expect("few sequences");
        let least = 0.2 + 0.4 * 3f64.sqrt();
        assert!((evidence.misalignment_exponent() + least.ln()).abs() < 1e-12);
        assert!((evidence.misalignment_bound(5) - least.powi(5)).abs() < 1e-12);
        assert!((evidence.least_evidence() - 0.4 * 3f64.ln()).abs() < 1e-12);
        // A query is one state, which tells nothing, and its next token leads by 0.6 − 0.2.
        let bound = minimise_convex(
            |s| 5.0 * (0.2 + 0.6 * 3f64.powf(-s) + 0.2 * 3f64.powf(s)).ln() - s * 0.4f64.ln(),
            0.0,
            1.0,
        );
        assert!((evidence.disagreement_bound(5) - bound.value.exp()).abs() < 1e-12);
    }

    #[test]
    fn the_margin_is_at_most_the_evidence() {
        for (noise, regularity) in [(0.0, 0.9), (0.2, 0.7), (0.5, 0.3)] {
            let problem = cyclic(CyclicSpec { concepts: 3, states: 4, regularity, noise, delimiter: 0.1 });
            for length in [2, 4] {
                let evidence = ExampleEvidence::new(&problem, length).expect("few sequences");
                let margin = problem.distinguishability_margin(length).expect("few sequences");
                assert!(margin < evidence.least_evidence());
            }
        }
    }

    #[test]
    fn what_is_impossible_rules_a_concept_out() {
        let certain = CyclicSpec { regularity: 1.0, ..CLEAR };
        let evidence = ExampleEvidence::new(&cyclic(certain), 2).expect("few sequences");
        assert_eq!(evidence.least_evidence(), f64::INFINITY);
        // The step rules the other concept out unless it goes to the delimiter.
        assert!((evidence.misalignment_bound(3) - 0.2f64.powi(3)).abs() < 1e-12);
    }

    #[test]
    fn other_problems_are_refused() {
        let ginc = HiddenMarkovSpec::Ginc(GincSpec { seed: 1, vocabulary: 50 });
        let ginc = HiddenMarkovProblem::new(&ginc).expect("a mixture");
        assert_eq!(ExampleEvidence::new(&ginc, 3).expect_err("ten delimiter states"), EvidenceError::NoRenewal);
        let alone = cyclic(CyclicSpec { concepts: 1, ..CLEAR });
        assert_eq!(ExampleEvidence::new(&alone, 3).expect_err("one concept"), EvidenceError::NoWrongConcept);
    }
}
