//! The settings of transfer: weak labels and penalties, batches and predictors.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};

/// n, the number of weak labels.
pub const SAMPLES: Setting = Setting {
    name: Borrowed("samples"),
    symbol: Borrowed("n"),
    axis: Some(Borrowed("weak labels")),
    meaning: Borrowed("number of weak labels"),
    domain: Domain::Count { least: 1 },
    default: None,
};

/// η, the penalty of naive fine-tuning.
pub const PENALTY: Setting = Setting {
    name: Borrowed("penalty"),
    symbol: Borrowed("η"),
    axis: Some(Borrowed("penalty")),
    meaning: Borrowed("penalty towards the source; 0 is least squares, inf the source itself"),
    domain: Domain::Nonnegative,
    default: Some(DefaultValue::Number(0.0)),
};

/// How far fine-tuning is moved beyond its fit.
pub const EXTRAPOLATION: Setting = Setting {
    name: Borrowed("extrapolation"),
    symbol: Borrowed("extrapolation"),
    axis: None,
    meaning: Borrowed("share by which fine-tuning goes beyond its fit, seen from the source; 0 is shrinkage"),
    domain: Domain::NonnegativeFinite,
    default: Some(DefaultValue::Number(0.0)),
};

/// The share of samples for which the penalty is chosen with knowledge of the target.
pub const ORACLE_SHARE: Setting = Setting {
    name: Borrowed("oracle_share"),
    symbol: Borrowed("oracle share"),
    axis: None,
    meaning: Borrowed(
        "share of samples whose penalty is the best one for the sample, chosen with knowledge of the target",
    ),
    domain: Domain::Share,
    default: Some(DefaultValue::Number(0.0)),
};

/// n_ICL, the number of examples in front of a prompt.
pub const BATCH: Setting = Setting {
    name: Borrowed("batch"),
    symbol: Borrowed("n_ICL"),
    axis: Some(Borrowed("batch size")),
    meaning: Borrowed("number of labelled examples in front of a prompt"),
    domain: Domain::Count { least: 0 },
    default: None,
};

/// N, the number of refined labels.
pub const LABELS: Setting = Setting {
    name: Borrowed("labels"),
    symbol: Borrowed("N"),
    axis: Some(Borrowed("refined labels")),
    meaning: Borrowed("number of refined labels; inf is the limit of many"),
    domain: Domain::CountOrInfinity { least: 1 },
    default: None,
};

/// τ, the step of gradient descent.
pub const STEP: Setting = Setting {
    name: Borrowed("step"),
    symbol: Borrowed("τ"),
    axis: Some(Borrowed("step size")),
    meaning: Borrowed("step size of gradient descent"),
    domain: Domain::Positive,
    default: None,
};

/// T, the number of steps of gradient descent.
pub const STEPS: Setting = Setting {
    name: Borrowed("steps"),
    symbol: Borrowed("T"),
    axis: Some(Borrowed("steps")),
    meaning: Borrowed("number of steps of gradient descent from the source"),
    domain: Domain::Count { least: 0 },
    default: None,
};

/// Whether every refined label has a batch of its own.
pub const BATCHES: Setting = Setting {
    name: Borrowed("batches"),
    symbol: Borrowed("batches"),
    axis: Some(Borrowed("batches")),
    meaning: Borrowed("a fresh batch for every refined label, or one shared by all"),
    domain: Domain::Words(Borrowed(&[Borrowed("fresh"), Borrowed("shared")])),
    default: Some(DefaultValue::Word(Borrowed("fresh"))),
};

/// Whether the examples of a batch share their concept.
pub const BATCH_CONCEPTS: Setting = Setting {
    name: Borrowed("batch_concepts"),
    symbol: Borrowed("concepts in a batch"),
    axis: Some(Borrowed("concepts in a batch")),
    meaning: Borrowed("one concept for a whole batch, or a concept drawn for every example"),
    domain: Domain::Words(Borrowed(&[Borrowed("one"), Borrowed("mixed")])),
    default: Some(DefaultValue::Word(Borrowed("one"))),
};

/// The rule that predicts the label of a new prompt from a batch.
pub const PREDICTOR: Setting = Setting {
    name: Borrowed("predictor"),
    symbol: Borrowed("predictor"),
    axis: None,
    meaning: Borrowed("what predicts the label of a new prompt from a batch"),
    domain: Domain::Words(Borrowed(&[
        Borrowed("posterior_mean"),
        Borrowed("most_probable"),
        Borrowed("least_squares"),
        Borrowed("ridge"),
        Borrowed("prior_mean"),
    ])),
    default: Some(DefaultValue::Word(Borrowed("posterior_mean"))),
};

/// The rule that the posterior mean is compared with.
pub const RIVAL: Setting = Setting {
    name: Borrowed("rival"),
    symbol: Borrowed("rival"),
    axis: None,
    meaning: Borrowed("the predictor that the source is compared with"),
    domain: Domain::Words(Borrowed(&[
        Borrowed("most_probable"),
        Borrowed("least_squares"),
        Borrowed("ridge"),
        Borrowed("prior_mean"),
    ])),
    default: None,
};

/// What the source does with weak-labelled examples.
pub const STRATEGY: Setting = Setting {
    name: Borrowed("strategy"),
    symbol: Borrowed("strategy"),
    axis: None,
    meaning: Borrowed(
        "average over concepts (Algorithm 1), answer under the most probable one (Algorithm 2), or improve the query's own weak label",
    ),
    domain: Domain::Words(Borrowed(&[Borrowed("refine"), Borrowed("infer_and_respond"), Borrowed("ask_to_improve")])),
    default: Some(DefaultValue::Word(Borrowed("refine"))),
};

/// Whether the prompts of a sample are drawn or designed.
pub const DESIGN: Setting = Setting {
    name: Borrowed("design"),
    symbol: Borrowed("design"),
    axis: None,
    meaning: Borrowed("prompts drawn independently, or designed to be orthogonal: XᵀX = n·v·I exactly"),
    domain: Domain::Words(Borrowed(&[Borrowed("iid"), Borrowed("orthogonal")])),
    default: Some(DefaultValue::Word(Borrowed("iid"))),
};

/// How samples are drawn.
pub const SAMPLER: Setting = Setting {
    name: Borrowed("sampler"),
    symbol: Borrowed("sampler"),
    axis: None,
    meaning: Borrowed(
        "the cheapest sampler, with what is known integrated out and rare events drawn more often; plain: the cheapest that observes what it draws; direct: \
         example after example",
    ),
    domain: Domain::Words(Borrowed(&[Borrowed("automatic"), Borrowed("plain"), Borrowed("direct")])),
    default: Some(DefaultValue::Word(Borrowed("automatic"))),
};
