//! Assumptions about the class of a logistic student.

use std::sync::LazyLock;

use weak_to_strong::model::{LogisticProblem, StudentClass};

use super::{Assumption, Test};

/// The student's class is convex in probabilities.
pub static CONVEX_IN_PROBABILITIES: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "convex_in_probabilities".into(),
    meaning: "mixtures of the student's predictors are in its class (student = { segment = … })".into(),
    tests: vec![Test::new::<LogisticProblem>(|problem, _| matches!(problem.class(), StudentClass::Segment { .. }))],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The student's class is convex in log-odds.
pub static CONVEX_IN_LOG_ODDS: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "convex_in_log_odds".into(),
    meaning: "predictors with mixed log-odds of the student's predictors are in its class (student = { line = … })"
        .into(),
    tests: vec![Test::new::<LogisticProblem>(|problem, _| matches!(problem.class(), StudentClass::Line))],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});
