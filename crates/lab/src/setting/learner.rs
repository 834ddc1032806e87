//! The settings by which learners are compared: which one, and what the baselines of the experiments need.

use super::{DefaultValue, Domain, Setting};

/// Which learner, among the models and methods of the experiments.
pub const LEARNER: Setting = Setting {
    name: "learner",
    symbol: "learner",
    meaning: "which model or method is scored",
    domain: Domain::Words(&["source", "weak", "naive", "refined", "bootstrapped", "auxiliary"]),
    default: None,
};

/// w, the weight of the source's own predictions in the auxiliary confidence loss.
pub const WEIGHT: Setting = Setting {
    name: "weight",
    symbol: "w",
    meaning: "weight of the source's own predictions in the labels of the auxiliary loss",
    domain: Domain::Share,
    default: Some(DefaultValue::Number(0.5)),
};

/// What the source predicts for the auxiliary confidence loss.
pub const PREDICTIONS: Setting = Setting {
    name: "predictions",
    symbol: "predictions",
    meaning: "the source's predictions in the auxiliary loss: its mean, or its most probable concept (the mean of several that are as probable)",
    domain: Domain::Words(&["soft", "hardened"]),
    default: Some(DefaultValue::Word("soft")),
};

/// T, the length of the chain of students in bootstrapping.
pub const STAGES: Setting = Setting {
    name: "stages",
    symbol: "T",
    meaning: "number of students in a chain, each fine-tuned on labels of the one before",
    domain: Domain::Count { least: 1 },
    default: Some(DefaultValue::Number(3.0)),
};
