//! Hidden-Markov problems as a file describes them.

use super::{CyclicSpec, GincSpec, HiddenMarkovError, HiddenMarkovProblem};

/// A hidden-Markov problem as a file describes it (`problem.hidden_markov`); not yet checked.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenMarkovSpec {
    /// The data of Xie et al. (2021).
    Ginc(GincSpec),
    /// Steps around a cycle; meets the distinguishability condition when examples are long enough.
    Cyclic(CyclicSpec),
}

impl HiddenMarkovProblem {
    /// Checks a description and computes what it stands for.
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
