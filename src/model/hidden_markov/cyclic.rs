//! A small family that meets the distinguishability condition.

use nalgebra::{DMatrix, DVector};

use super::{HiddenMarkovError, HiddenMarkovParts, HiddenMarkovProblem};

/// A chain on a cycle of S states. Under concept θ it steps θ + 1 states forward.
///
/// ```text
/// T_θ(h, d) = δ,   T_θ(h, g) = (1 − δ)(r·1[g = h + θ + 1 mod S] + (1 − r)/S),   T_θ(d, g) = (1 − δ)/S = μ_θ(g)
/// e(g|h) = (1 − ε)·1[g = h] + ε/S
/// ```
///
/// g and h are states of the cycle, and d is the one delimiter state. The delimiter has the same probability after every state under every
/// concept. The start of a document has the same law as the state after a delimiter. Prompts start uniformly on the cycle.
///
/// Source: ours.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CyclicSpec {
    /// K, at most S.
    pub concepts: usize,
    /// S, the number of states of the cycle.
    pub states: usize,
    /// r, the share of regular steps. The other steps go to a uniform state of the cycle.
    pub regularity: f64,
    /// ε, the share of tokens that are drawn at random from the cycle.
    pub noise: f64,
    /// δ, the probability of the delimiter.
    pub delimiter: f64,
}

const MOST_STATES: usize = 64;

impl CyclicSpec {
    pub(super) fn problem(&self) -> Result<HiddenMarkovProblem, HiddenMarkovError> {
        self.check()?;
        let start = self.after_delimiter();
        HiddenMarkovProblem::from_parts(HiddenMarkovParts {
            starts: vec![start; self.concepts],
            transitions: (0..self.concepts).map(|concept| self.transition(concept + 1)).collect(),
            emissions: self.emissions(),
            delimiter: 0,
            prompt_starts: vec![DVector::from_fn(self.states + 1, |h, _| if h == 0 { 0.0 } else { self.uniform() })],
        })
    }

    fn check(&self) -> Result<(), HiddenMarkovError> {
        let count = |key: &'static str, value: usize, least: usize, most: usize| {
            let fits = (least..=most).contains(&value);
            if fits { Ok(()) } else { Err(HiddenMarkovError::CountOutOfRange { key, value, least, most }) }
        };
        let share = |key: &'static str, value: f64, fits: bool, expected: &'static str, example: f64| {
            if fits { Ok(()) } else { Err(HiddenMarkovError::NotAShare { key, value, expected, example }) }
        };
        let closed = |value: f64| (0.0..=1.0).contains(&value);
        count("cyclic.states", self.states, 2, MOST_STATES)?;
        count("cyclic.concepts", self.concepts, 1, self.states)?;
        share("cyclic.regularity", self.regularity, closed(self.regularity), "from 0 to 1", 0.8)?;
        share("cyclic.noise", self.noise, closed(self.noise), "from 0 to 1", 0.1)?;
        let open = self.delimiter > 0.0 && self.delimiter < 1.0;
        share("cyclic.delimiter", self.delimiter, open, "above 0 and below 1", 0.1)
    }

    /// 1/S.
    fn uniform(&self) -> f64 {
        1.0 / self.states as f64
    }

    /// State 0 is the delimiter.
    fn after_delimiter(&self) -> DVector<f64> {
        let cycle = (1.0 - self.delimiter) * self.uniform();
        DVector::from_fn(self.states + 1, |h, _| if h == 0 { self.delimiter } else { cycle })
    }

    fn transition(&self, step: usize) -> DMatrix<f64> {
        let after_delimiter = self.after_delimiter();
        DMatrix::from_fn(self.states + 1, self.states + 1, |from, to| {
            if from == 0 || to == 0 {
                return after_delimiter[to];
            }
            let regular = if (from - 1 + step) % self.states == to - 1 { self.regularity } else { 0.0 };
            (1.0 - self.delimiter) * (regular + (1.0 - self.regularity) * self.uniform())
        })
    }

    fn emissions(&self) -> DMatrix<f64> {
        DMatrix::from_fn(self.states + 1, self.states + 1, |state, token| match (state, token) {
            (0, 0) => 1.0,
            (0, _) | (_, 0) => 0.0,
            _ => (if state == token { 1.0 - self.noise } else { 0.0 }) + self.noise * self.uniform(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: CyclicSpec = CyclicSpec { concepts: 3, states: 4, regularity: 0.8, noise: 0.1, delimiter: 0.1 };

    #[test]
    fn the_start_law_is_stationary() {
        let problem = SPEC.problem().expect("a mixture");
        assert_eq!(problem.renewal_state(), Some(0));
        for concept in 0..3 {
            let start = problem.start(concept);
            let moved = problem.transition(concept).tr_mul(start);
            assert!((moved - start).amax() < 1e-15);
        }
    }

    #[test]
    fn a_regular_step_by_hand() {
        // From state 3 (of 1 to 4), concept 1 goes two on, to state 1: 0.9·(0.8 + 0.2/4).
        let problem = SPEC.problem().expect("a mixture");
        assert!((problem.transition(1)[(3, 1)] - 0.765).abs() < 1e-15);
        assert!((problem.transition(1)[(3, 2)] - 0.045).abs() < 1e-15);
        assert!((problem.emissions()[(2, 2)] - 0.925).abs() < 1e-15);
    }

    #[test]
    fn impossible_keys_are_named() {
        let refused = |spec: CyclicSpec| spec.problem().expect_err("not a mixture").to_string();
        assert!(
            refused(CyclicSpec { concepts: 5, ..SPEC })
                .contains("cyclic.concepts = 5: must be a whole number from 1 to 4")
        );
        assert!(refused(CyclicSpec { states: 1, ..SPEC }).contains("cyclic.states = 1"));
        assert!(refused(CyclicSpec { regularity: 1.5, ..SPEC }).contains("cyclic.regularity = 1.5"));
        assert!(refused(CyclicSpec { noise: f64::NAN, ..SPEC }).contains("cyclic.noise = NaN"));
        assert!(refused(CyclicSpec { delimiter: 0.0, ..SPEC }).contains("above 0 and below 1"));
    }
}
