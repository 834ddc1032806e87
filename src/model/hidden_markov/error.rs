//! What can be wrong with a hidden-Markov problem, and what to do about it.

use thiserror::Error;

/// A description that is not a mixture of hidden Markov models. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum HiddenMarkovError {
    /// A count is out of its range.
    #[error("hidden_markov.{key} = {value}: must be a whole number from {least} to {most}")]
    CountOutOfRange { key: &'static str, value: usize, least: usize, most: usize },

    /// A share is not a probability, or is at an end that it may not have.
    #[error("hidden_markov.{key} = {value}: must be {expected}; write for example {key} = {example}")]
    NotAShare { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// A mixture needs a concept.
    #[error("hidden_markov: there are no concepts; give at least one transition matrix")]
    NoConcepts,

    /// A law does not have one entry per state or token, or there is not one per concept.
    #[error("hidden_markov: {what} has {found} entries, expected {expected}; give one per {per}")]
    Shape { what: String, found: usize, expected: usize, per: &'static str },

    /// The entries of a law are not probabilities, or do not sum to one.
    #[error("hidden_markov: {what} is not a probability law, its sum is {sum}; give entries from 0 to 1 that sum to 1")]
    NotALaw { what: String, sum: f64 },

    /// Delimiter states must emit the delimiter surely, all others never (Assumption 1 of Xie et al.).
    #[error(
        "hidden_markov: state {state} emits the delimiter with probability {probability}; it must be 1 (a delimiter state) or 0"
    )]
    BlurredDelimiter { state: usize, probability: f64 },

    /// No state emits the delimiter.
    #[error(
        "hidden_markov: no state emits the delimiter, token {delimiter}; give one state that does so with probability 1"
    )]
    NoDelimiter { delimiter: usize },

    /// Prompts would have probability zero under a concept.
    #[error(
        "hidden_markov: under concept {concept} the transition from state {from} to state {to} has probability 0, so that prompts may be \
         impossible; {remedy}"
    )]
    ImpossiblePrompt { concept: usize, from: String, to: usize, remedy: &'static str },

    /// The sequences of tokens are too many to go through.
    #[error(
        "example_length = {length}: there are {tokens} tokens, hence more than a million examples of this length; lower example_length, or \
         use distinguishability_ceiling, which goes through no examples"
    )]
    TooManySequences { tokens: usize, length: usize },
}
