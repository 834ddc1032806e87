//! Hidden-Markov problems as a file describes them.

use super::{CyclicSpec, GincSpec, HiddenMarkovError, HiddenMarkovProblem};

/// A description of a hidden-Markov problem, as `problem.hidden_markov` in a file gives it. It is not yet checked.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenMarkovSpec {
    /// The data of Xie et al. (2021).
    Ginc(GincSpec),
    /// A chain on a cycle. It meets the distinguishability condition if examples are long enough.
    Cyclic(CyclicSpec),
}

impl HiddenMarkovProblem {
    /// Checks a description and builds the problem.
    ///
    /// # Errors
    ///
    /// [`HiddenMarkovError`], which names the key, its value and the remedy.
    pub fn new(spec: &HiddenMarkovSpec) -> Result<Self, HiddenMarkovError> {
        match spec {
            HiddenMarkovSpec::Ginc(ginc) => ginc.problem(),
            HiddenMarkovSpec::Cyclic(cyclic) => cyclic.problem(),
        }
    }
}
