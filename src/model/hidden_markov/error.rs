//! Faults of a description of a hidden-Markov problem, with their remedies.

use thiserror::Error;

/// A fault of a description of a mixture of hidden Markov models. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum HiddenMarkovError {
    /// A count is out of its range.
    #[error("hidden_markov.{key} = {value}: must be a whole number from {least} to {most}")]
    CountOutOfRange { key: &'static str, value: usize, least: usize, most: usize },

    /// A share is not in its range of probabilities.
    #[error("hidden_markov.{key} = {value}: must be {expected}; write for example {key} = {example}")]
    NotAShare { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// There are no concepts.
    #[error("hidden_markov: there are no concepts; give at least one transition matrix")]
    NoConcepts,

    /// A law does not have one entry for each state or token, or there is not one law for each concept.
    #[error("hidden_markov: {what} has {found} entries, expected {expected}; give one per {per}")]
    Shape { what: String, found: usize, expected: usize, per: &'static str },

    /// The entries of a law are not probabilities, or do not sum to one.
    #[error("hidden_markov: {what} is not a probability law, its sum is {sum}; give entries from 0 to 1 that sum to 1")]
    NotALaw { what: String, sum: f64 },

    /// A state emits the delimiter with a probability other than 0 and 1 (Assumption 1 of Xie et al.).
    #[error(
        "hidden_markov: state {state} emits the delimiter with probability {probability}; it must be 1 (a delimiter state) or 0"
    )]
    BlurredDelimiter { state: usize, probability: f64 },

    /// No state emits the delimiter.
    #[error(
        "hidden_markov: no state emits the delimiter, token {delimiter}; give one state that does so with probability 1"
    )]
    NoDelimiter { delimiter: usize },

    /// A prompt would have probability zero under a concept.
    #[error(
        "hidden_markov: under concept {concept} the transition from state {from} to state {to} has probability 0, so that prompts may be \
         impossible; {remedy}"
    )]
    ImpossiblePrompt { concept: usize, from: String, to: usize, remedy: &'static str },

    /// There are too many sequences of tokens to enumerate.
    #[error(
        "example_length = {length}: there are {tokens} tokens, hence more than a million examples of this length; lower example_length, or \
         use distinguishability_ceiling, which goes through no examples"
    )]
    TooManySequences { tokens: usize, length: usize },
}
