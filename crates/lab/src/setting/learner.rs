//! The settings by which learners are compared: the choice of the learner, and what the baselines of the experiments need.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};

/// The learner: one of the models and methods of the experiments.
pub const LEARNER: Setting = Setting {
    name: Borrowed("learner"),
    symbol: Borrowed("learner"),
    axis: Some(Borrowed("learner")),
    meaning: Borrowed("which model or method is scored"),
    domain: Domain::Words(Borrowed(&[
        Borrowed("source"),
        Borrowed("weak"),
        Borrowed("naive"),
        Borrowed("refined"),
        Borrowed("bootstrapped"),
        Borrowed("auxiliary"),
    ])),
    default: None,
};

/// w, the weight of the source's own predictions in the auxiliary confidence loss.
pub const WEIGHT: Setting = Setting {
    name: Borrowed("weight"),
    symbol: Borrowed("w"),
    axis: Some(Borrowed("weight")),
    meaning: Borrowed("weight of the source's own predictions in the labels of the auxiliary loss"),
    domain: Domain::Share,
    default: Some(DefaultValue::Number(0.5)),
};

/// The predictions of the source in the auxiliary confidence loss.
pub const PREDICTIONS: Setting = Setting {
    name: Borrowed("predictions"),
    symbol: Borrowed("predictions"),
    axis: None,
    meaning: Borrowed(
        "the source's predictions in the auxiliary loss: its mean, or its most probable concept (the mean of several that are as probable)",
    ),
    domain: Domain::Words(Borrowed(&[Borrowed("soft"), Borrowed("hardened")])),
    default: Some(DefaultValue::Word(Borrowed("soft"))),
};

/// T, the length of the chain of students in bootstrapping.
pub const STAGES: Setting = Setting {
    name: Borrowed("stages"),
    symbol: Borrowed("T"),
    axis: Some(Borrowed("stages")),
    meaning: Borrowed("number of students in a chain, each fine-tuned on labels of the one before"),
    domain: Domain::Count { least: 1 },
    default: Some(DefaultValue::Number(3.0)),
};
