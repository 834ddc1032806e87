//! The three families of problems under one name.

use serde::{Deserialize, Serialize};

use weak_to_strong::model::{
    HiddenMarkovProblem, HiddenMarkovSpec, ProblemSpec, RegressionProblem, RegressionSpec, TransferProblem,
};

/// A problem of any family.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Transfer of a concept prior between mixtures of linear regressions.
    Transfer(TransferProblem),
    /// In-context learning in a mixture of hidden Markov models.
    HiddenMarkov(HiddenMarkovProblem),
    /// Teacher–student regression.
    Regression(RegressionProblem),
}

/// A borrowed problem of any family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProblemRef<'a> {
    /// Transfer of a concept prior between mixtures of linear regressions.
    Transfer(&'a TransferProblem),
    /// In-context learning in a mixture of hidden Markov models.
    HiddenMarkov(&'a HiddenMarkovProblem),
    /// Teacher–student regression.
    Regression(&'a RegressionProblem),
}

/// A problem of any family as a file describes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AnyProblemSpec {
    /// Transfer of a concept prior between mixtures of linear regressions.
    Transfer(Box<ProblemSpec>),
    /// In-context learning in a mixture of hidden Markov models.
    HiddenMarkov(HiddenMarkovTable),
    /// Teacher–student regression.
    Regression(RegressionTable),
}

/// The `[problem]` table of a hidden-Markov problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenMarkovTable {
    /// The mixture.
    pub hidden_markov: HiddenMarkovSpec,
}

/// The `[problem]` table of a teacher–student regression problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegressionTable {
    /// Teacher and student.
    pub regression: RegressionSpec,
}

/// A family of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Transfer of a concept prior between mixtures of linear regressions.
    Transfer,
    /// In-context learning in a mixture of hidden Markov models.
    HiddenMarkov,
    /// Teacher–student regression.
    Regression,
}

impl Family {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transfer => "a transfer problem",
            Self::HiddenMarkov => "a hidden-Markov problem",
            Self::Regression => "a teacher–student regression problem",
        }
    }

    /// The keys that a `[problem]` table of the family has.
    pub fn keys(self) -> &'static str {
        match self {
            Self::Transfer => "dim, prompts, concepts, source_prior, target, noise and weak",
            Self::HiddenMarkov => "hidden_markov",
            Self::Regression => "regression",
        }
    }
}

impl Problem {
    /// How many numbers its matrices hold. For hidden Markov models these are K transition matrices, twice, and the law of the tokens, whose
    /// positive entries stand once more, each with its state.
    pub fn number_count(&self) -> usize {
        match self {
            Self::Transfer(problem) => problem.concepts().len() + problem.weak_concepts().len(),
            Self::HiddenMarkov(problem) => {
                let (concepts, states) = (problem.concept_count(), problem.state_count());
                2 * concepts * states * states + 3 * states * problem.token_count()
            }
            Self::Regression(problem) => problem.overlap().len(),
        }
    }
}

impl ProblemRef<'_> {
    /// The family that it belongs to.
    pub fn family(self) -> Family {
        match self {
            Self::Transfer(_) => Family::Transfer,
            Self::HiddenMarkov(_) => Family::HiddenMarkov,
            Self::Regression(_) => Family::Regression,
        }
    }
}

impl<'a> From<&'a Problem> for ProblemRef<'a> {
    fn from(problem: &'a Problem) -> Self {
        match problem {
            Problem::Transfer(problem) => Self::Transfer(problem),
            Problem::HiddenMarkov(problem) => Self::HiddenMarkov(problem),
            Problem::Regression(problem) => Self::Regression(problem),
        }
    }
}

impl<'a> From<&'a TransferProblem> for ProblemRef<'a> {
    fn from(problem: &'a TransferProblem) -> Self {
        Self::Transfer(problem)
    }
}

impl<'a> From<&'a HiddenMarkovProblem> for ProblemRef<'a> {
    fn from(problem: &'a HiddenMarkovProblem) -> Self {
        Self::HiddenMarkov(problem)
    }
}

impl<'a> From<&'a RegressionProblem> for ProblemRef<'a> {
    fn from(problem: &'a RegressionProblem) -> Self {
        Self::Regression(problem)
    }
}
