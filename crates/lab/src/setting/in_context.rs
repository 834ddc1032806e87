//! The settings of answers in context: who labels the examples, and who answers.

use std::borrow::Cow::Borrowed;

use super::{DefaultValue, Domain, Setting};
use crate::trained::{DISTILLED, TRAINED, TRAINED_ON_PRODUCTS};

/// Who labels the examples in front of a prompt.
pub const LABELLED_BY: Setting = Setting {
    name: Borrowed("labelled_by"),
    symbol: Borrowed("labelled by"),
    axis: None,
    meaning: Borrowed(
        "who labels the examples in front of a prompt: the weak supervisor under the target's concept, or the source under a concept of its prior",
    ),
    domain: Domain::Words(Borrowed(&[Borrowed("weak"), Borrowed("source")])),
    default: Some(DefaultValue::Word(Borrowed("weak"))),
};

/// Who answers a prompt behind labelled examples.
pub const SOURCE: Setting = Setting {
    name: Borrowed("source"),
    symbol: Borrowed("source"),
    axis: Some(Borrowed("source")),
    meaning: Borrowed(
        "who answers: the posterior mean, the transformer that is built by hand from the problem, one that was trained for the claims (on true labels; on \
         true labels with products among its tokens; on the posterior mean), or one in a file of weights (w2s train)",
    ),
    domain: Domain::WordsOrFile {
        words: Borrowed(&[
            Borrowed("posterior"),
            Borrowed("by_hand"),
            Borrowed(TRAINED.name),
            Borrowed(TRAINED_ON_PRODUCTS.name),
            Borrowed(DISTILLED.name),
        ]),
        prefix: Borrowed("transformer:"),
    },
    default: Some(DefaultValue::Word(Borrowed("posterior"))),
};

/// How the transformer by hand is built.
pub const CONSTRUCTION: Setting = Setting {
    name: Borrowed("construction"),
    symbol: Borrowed("construction"),
    axis: None,
    meaning: Borrowed(
        "how a transformer by hand is built: as a whole, or with a fault: for noise that is half as large again, without the last concept, or without its \
         second block",
    ),
    domain: Domain::Words(Borrowed(&[
        Borrowed("whole"),
        Borrowed("wrong_noise"),
        Borrowed("missing_concept"),
        Borrowed("two_blocks"),
    ])),
    default: Some(DefaultValue::Word(Borrowed("whole"))),
};
