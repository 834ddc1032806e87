//! The settings of in-context learning in a mixture of hidden Markov models: the examples of a prompt.

use std::borrow::Cow::Borrowed;

use super::{Domain, Setting};

/// n, the number of examples in a prompt of a hidden-Markov problem.
pub const EXAMPLES: Setting = Setting {
    name: Borrowed("examples"),
    symbol: Borrowed("n"),
    axis: None,
    meaning: Borrowed("number of examples in a prompt"),
    domain: Domain::CountUpTo { least: 0, most: MOST_EXAMPLES as u64 },
    default: None,
};

/// The most examples that a prompt may have, as in Xie et al. (2021).
pub const MOST_EXAMPLES: usize = 64;

/// k, the number of tokens of an example.
pub const EXAMPLE_LENGTH: Setting = Setting {
    name: Borrowed("example_length"),
    symbol: Borrowed("k"),
    axis: None,
    meaning: Borrowed("number of tokens of an example, the last of which is the output"),
    domain: Domain::CountUpTo { least: 2, most: 64 },
    default: None,
};
