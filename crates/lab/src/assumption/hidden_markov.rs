//! Assumptions about mixtures of hidden Markov models.
//!
//! Neither of the two holds if the setting `example_length` is not given. If there are too many examples to go through, the margin decides nothing.

use std::sync::LazyLock;

use weak_to_strong::model::HiddenMarkovProblem;

use super::{Assumption, Test};
use crate::setting::{EXAMPLE_LENGTH, Settings};

/// Examples of this length meet the distinguishability condition of Xie et al. (2021).
pub static DISTINGUISHABLE: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "distinguishable".into(),
    meaning: "examples meet the distinguishability condition: distinguishability_margin > 0".into(),
    tests: vec![Test::new::<HiddenMarkovProblem>(|problem, settings| {
        margin(problem, settings).is_some_and(|margin| margin > 0.0)
    })],
    implied_by: Vec::new(),
    measured_by: Some("distinguishability_margin".into()),
    drops: Vec::new(),
});

/// Examples of this length do not meet it.
pub static INDISTINGUISHABLE: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "indistinguishable".into(),
    meaning: "examples do not meet the distinguishability condition: distinguishability_ceiling < 0, or the margin is"
        .into(),
    tests: vec![Test::new::<HiddenMarkovProblem>(|problem, settings| {
        let ceiling = length(settings).map(|length| problem.distinguishability_ceiling(length));
        ceiling.is_some_and(|ceiling| ceiling < 0.0) || margin(problem, settings).is_some_and(|margin| margin <= 0.0)
    })],
    implied_by: Vec::new(),
    measured_by: Some("distinguishability_ceiling".into()),
    drops: Vec::new(),
});

fn length(settings: &Settings) -> Option<usize> {
    settings.count_if_given(&EXAMPLE_LENGTH)
}

fn margin(problem: &HiddenMarkovProblem, settings: &Settings) -> Option<f64> {
    length(settings).and_then(|length| problem.distinguishability_margin(length).ok())
}
