//! In-context learning in a mixture of hidden Markov models.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::{HiddenMarkovProblem, HiddenMarkovSpec};

use super::{Family, Key, OfFamily, ProblemFault};

/// In-context learning in a mixture of hidden Markov models.
pub static HIDDEN_MARKOV: Family = Family {
    name: "a hidden-Markov problem",
    described_by: "hidden_markov",
    keys: &[
        Key::new("hidden_markov", "the mixture of hidden Markov models, in one of two ways"),
        Key::new("hidden_markov.ginc", "the data of Xie et al. (2021): 5 concepts, drawn once"),
        Key::new("hidden_markov.ginc.seed", "the seed of this draw").symbol("seed").count(),
        Key::new("hidden_markov.ginc.vocabulary", "the number of tokens, the delimiter included").count(),
        Key::new("hidden_markov.cyclic", "a chain on a cycle, which under concept θ steps θ + 1 states forward"),
        Key::new("hidden_markov.cyclic.concepts", "K, the number of concepts").symbol("K").axis("concepts").count(),
        Key::new("hidden_markov.cyclic.states", "the number of states of the cycle, K or more").count(),
        Key::new("hidden_markov.cyclic.regularity", "the share of regular steps; the others go anywhere"),
        Key::new("hidden_markov.cyclic.noise", "the share of tokens that are drawn at random"),
        Key::new("hidden_markov.cyclic.delimiter", "the probability of the delimiter"),
    ],
    marked_by: Some("hidden_markov"),
};

/// The `[problem]` table of a hidden-Markov problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenMarkovTable {
    /// The mixture.
    pub hidden_markov: HiddenMarkovSpec,
}

impl OfFamily for HiddenMarkovProblem {
    const FAMILY: &'static Family = &HIDDEN_MARKOV;
    type Spec = HiddenMarkovTable;

    /// Its prompts are tokens and have no dimensions.
    fn described_by(spec: &HiddenMarkovTable, _most_dimensions: usize) -> Result<Self, ProblemFault> {
        Self::new(&spec.hidden_markov).map_err(ProblemFault::invalid)
    }

    /// K transition matrices, each stored twice, and the law of the tokens. The positive entries of that law are stored once more, each with its
    /// state.
    fn number_count(&self) -> usize {
        let (concepts, states) = (self.concept_count(), self.state_count());
        2 * concepts * states * states + 3 * states * self.token_count()
    }
}
