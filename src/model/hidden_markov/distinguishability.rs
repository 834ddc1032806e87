//! The distinguishability condition.

use nalgebra::{DMatrix, DVector};

use super::example_tree::{ExampleLaw, visit_examples};
use super::{HiddenMarkovError, HiddenMarkovProblem};

impl HiddenMarkovProblem {
    /// The law of an example under q_θ: its first state follows a delimiter state, and every delimiter state has equal weight.
    ///
    /// ```text
    /// q_θ(h) = (1/|D|) Σ_{d∈D} T_θ(d, h)
    /// ```
    pub fn after_delimiter(&self, concept: usize) -> ExampleLaw {
        let states = self.delimiter_states();
        let count = states.clone().count() as f64;
        let transition = self.transition(concept);
        let zero = DVector::zeros(self.state_count());
        let start = states.fold(zero, |sum, state| sum + transition.row(state).transpose()) / count;
        ExampleLaw { concept, start }
    }

    /// The margin of the distinguishability condition for examples of length k, in nats per example. The condition is that it is positive.
    ///
    /// It is the evidence of an example for the prompt's concept against another one, less the errors from start and delimiter:
    ///
    /// ```text
    /// min over θ* ≠ θ and prompt starts p of   Σ_{j≤k} KL_j(θ*‖θ) − ε_start − ε_delim
    /// Σ_j KL_j = KL(p(o₁…oₖ) ‖ q_θ(o₁…oₖ)),   ε_start = log(1/c₈),   ε_delim = 2 max(0, log c₂ − log c₁)
    /// ```
    ///
    /// | constant | what it is |
    /// | --- | --- |
    /// | c₁ | the least probability, under θ*, of any delimiter state after any state |
    /// | c₂ | the largest such probability under any other concept |
    /// | c₈ | the least probability under q_θ* of a state from which an example may start |
    ///
    /// The sum is over all sequences of k tokens. With one concept the margin is +∞.
    ///
    /// # Errors
    ///
    /// [`HiddenMarkovError::TooManySequences`] for more than 2²⁰ sequences.
    ///
    /// # Source
    ///
    /// Xie et al. (2021), condition 1 (paper). Two things are ours. Examples are compared with what follows a delimiter, where all delimiter
    /// states have equal weight (so that c₃ = c₄); the paper takes the start of a document. And c₂ < c₁ does not increase the margin.
    pub fn distinguishability_margin(&self, example_length: usize) -> Result<f64, HiddenMarkovError> {
        let mut margin = f64::INFINITY;
        for concept in 0..self.concept_count() {
            for start in self.prompt_starts() {
                let divergences = self.example_divergences(concept, start, example_length)?;
                margin = margin.min(self.least_margin(concept, start, &divergences));
            }
        }
        Ok(margin)
    }

    /// An upper bound on the margin. The divergence of hidden paths replaces that of the tokens, which is never greater.
    ///
    /// ```text
    /// min over θ* ≠ θ and prompt starts p of   KL(p(h₁…hₖ) ‖ q_θ(h₁…hₖ)) − ε_start − ε_delim
    /// ```
    ///
    /// The chain rule gives the divergence of the paths in k steps, for any vocabulary. If the bound is negative, the distinguishability
    /// condition is not met. Source: ours (data processing inequality).
    pub fn distinguishability_ceiling(&self, example_length: usize) -> f64 {
        let mut ceiling = f64::INFINITY;
        for concept in 0..self.concept_count() {
            let step_divergences: Vec<DVector<f64>> = (0..self.concept_count())
                .map(|other| row_divergences(self.transition(concept), self.transition(other)))
                .collect();
            for start in self.prompt_starts() {
                let divergences = self.path_divergences(concept, start, example_length, &step_divergences);
                ceiling = ceiling.min(self.least_margin(concept, start, &divergences));
            }
        }
        ceiling
    }

    /// KL(p ‖ q_θ) of the tokens of an example, for every θ.
    fn example_divergences(
        &self,
        concept: usize,
        start: &DVector<f64>,
        length: usize,
    ) -> Result<Vec<f64>, HiddenMarkovError> {
        let prompt = ExampleLaw { concept, start: start.clone() };
        let others = (0..self.concept_count()).map(|other| self.after_delimiter(other));
        let laws: Vec<ExampleLaw> = std::iter::once(prompt).chain(others).collect();
        let mut divergences = vec![0.0; self.concept_count()];
        visit_examples(self, &laws, length, |forward| {
            let probability = forward[0].sum();
            for (divergence, other) in divergences.iter_mut().zip(&forward[1..]) {
                *divergence += probability * (probability / other.sum()).ln();
            }
        })?;
        Ok(divergences)
    }

    /// KL(p ‖ q_θ) of the hidden path of an example, for every θ, by the chain rule.
    fn path_divergences(
        &self,
        concept: usize,
        start: &DVector<f64>,
        length: usize,
        step_divergences: &[DVector<f64>],
    ) -> Vec<f64> {
        let mut visits = DVector::zeros(self.state_count());
        let mut law = start.clone();
        for _ in 1..length {
            visits += &law;
            law = self.transition(concept).tr_mul(&law);
        }
        let divergence = |(other, steps): (usize, &DVector<f64>)| {
            divergence(start.iter(), self.after_delimiter(other).start.iter()) + visits.dot(steps)
        };
        step_divergences.iter().enumerate().map(divergence).collect()
    }

    /// The least of these divergences over the other concepts, less ε_start + ε_delim.
    fn least_margin(&self, concept: usize, start: &DVector<f64>, divergences: &[f64]) -> f64 {
        let others = divergences.iter().enumerate().filter(|(other, _)| *other != concept);
        let least = others.map(|(_, divergence)| *divergence).fold(f64::INFINITY, f64::min);
        least - self.start_error(concept, start) - self.delimiter_error(concept)
    }

    /// ε_start = log(1/c₈).
    fn start_error(&self, concept: usize, start: &DVector<f64>) -> f64 {
        let after_delimiter = self.after_delimiter(concept).start;
        let possible = after_delimiter.iter().zip(start).filter(|(_, prompt)| **prompt > 0.0).map(|(p, _)| *p);
        -possible.fold(f64::INFINITY, f64::min).ln()
    }

    /// ε_delim = 2 max(0, log c₂ − log c₁).
    fn delimiter_error(&self, concept: usize) -> f64 {
        let into_delimiters = |concept: usize| {
            let transition = self.transition(concept);
            self.delimiter_states().flat_map(move |state| transition.column(state).into_iter().copied())
        };
        let least = into_delimiters(concept).fold(f64::INFINITY, f64::min);
        let others = (0..self.concept_count()).filter(|other| *other != concept).flat_map(into_delimiters);
        let most = others.fold(0.0, f64::max);
        2.0 * (most.ln() - least.ln()).max(0.0)
    }
}

/// KL between the rows of two transition matrices.
fn row_divergences(transition: &DMatrix<f64>, other: &DMatrix<f64>) -> DVector<f64> {
    DVector::from_fn(transition.nrows(), |state, _| divergence(transition.row(state).iter(), other.row(state).iter()))
}

/// Σ p log(p/q).
fn divergence<'a>(law: impl Iterator<Item = &'a f64>, other: impl Iterator<Item = &'a f64>) -> f64 {
    law.zip(other).filter(|(p, _)| **p > 0.0).map(|(p, q)| p * (p / q).ln()).sum()
}

#[cfg(test)]
mod tests {
    use crate::model::{CyclicSpec, GincSpec, HiddenMarkovParts, HiddenMarkovProblem};
    use nalgebra::{DMatrix, DVector};

    const CLEAR: CyclicSpec = CyclicSpec { concepts: 2, states: 2, regularity: 0.5, noise: 0.0, delimiter: 0.2 };

    #[test]
    fn two_states_by_hand() {
        // Tokens tell the states, so paths and tokens have one divergence. Start: ½ against 0.4, so log 1.25 and c₈ = 0.4. Every later step leaves
        // state 1 or 2 (probability 0.8, 0.8·0.8 + 0.2·0.8 = 0.8 again) by 0.6 or 0.2 against 0.2 or 0.6: 0.4·log 3.
        let problem = CLEAR.problem().expect("a mixture");
        for length in 1..5 {
            let at_a_state = if length == 1 { 0.0 } else { 1.0 + 0.8 * (length as f64 - 2.0) };
            let expected = 1.25f64.ln() + at_a_state * 0.4 * 3f64.ln() + 0.4f64.ln();
            let margin = problem.distinguishability_margin(length).expect("few sequences");
            assert!((margin - expected).abs() < 1e-13, "{length}: {margin} against {expected}");
            assert!((problem.distinguishability_ceiling(length) - expected).abs() < 1e-13);
        }
    }

    #[test]
    fn noise_hides_paths() {
        let noisy = CyclicSpec { concepts: 3, states: 4, regularity: 0.8, noise: 0.3, delimiter: 0.1 };
        let problem = noisy.problem().expect("a mixture");
        let margins: Vec<f64> = (2..6).map(|k| problem.distinguishability_margin(k).expect("few")).collect();
        assert!(margins.is_sorted(), "{margins:?}");
        for (margin, length) in margins.iter().zip(2..6) {
            assert!(*margin < problem.distinguishability_ceiling(length) - 0.1);
        }
    }

    #[test]
    fn ginc_does_not_meet_the_condition() {
        for seed in 1..4 {
            let ginc = GincSpec { seed, vocabulary: 50 }.problem().expect("a mixture");
            for length in [3, 5, 8, 10] {
                assert!(ginc.distinguishability_ceiling(length) < 0.0);
            }
        }
    }

    #[test]
    fn one_concept_is_told_from_no_other() {
        let alone = CyclicSpec { concepts: 1, ..CLEAR }.problem().expect("a mixture");
        assert_eq!(alone.distinguishability_margin(2).expect("few"), f64::INFINITY);
    }

    /// Every state is followed by a delimiter with probability 0.2 under concept 0 and 0.4 under concept 1, by one of the two others alike.
    #[test]
    fn unequal_delimiters_by_hand() {
        let transition =
            |delimiter: f64| DMatrix::from_fn(3, 3, |_, to| if to == 0 { delimiter } else { 0.5 * (1.0 - delimiter) });
        let problem = HiddenMarkovProblem::from_parts(HiddenMarkovParts {
            starts: vec![DVector::from_element(3, 1.0 / 3.0); 2],
            transitions: vec![transition(0.2), transition(0.4)],
            emissions: DMatrix::identity(3, 3),
            delimiter: 0,
            prompt_starts: vec![DVector::from_vec(vec![0.0, 1.0, 0.0])],
        })
        .expect("a mixture");
        // Two tokens: KL = log(1/q(1)) + Σ p log(p/q). Concept 0 has c₈ = 0.4 and pays 2 log(0.4/0.2); concept 1 has c₈ = 0.3 and pays
        // nothing for a delimiter that is rarer elsewhere.
        let step = |p: f64, q: f64| p * (p / q).ln() + (1.0 - p) * ((1.0 - p) / (1.0 - q)).ln();
        let of_first = -(0.3f64.ln()) + step(0.2, 0.4) + 0.4f64.ln() - 2.0 * 2f64.ln();
        let of_second = -(0.4f64.ln()) + step(0.4, 0.2) + 0.3f64.ln();
        let margin = problem.distinguishability_margin(2).expect("few sequences");
        assert!((margin - of_first.min(of_second)).abs() < 1e-14);
        assert!((of_second - (step(0.4, 0.2) - (4.0f64 / 3.0).ln())).abs() < 1e-15 && of_first < of_second);
    }
}
