//! What a number measures.

/// The unit of a quantity or a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Mean squared error E|β̂ − β_Q|² of a coefficient vector, or a square of its length.
    MeanSquaredError,
    /// A probability, or the square of one.
    Probability,
    /// Nats per example.
    NatsPerExample,
    /// A number of examples.
    Examples,
    /// A pure number.
    Number,
}

impl Unit {
    /// In words, as lists show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MeanSquaredError => "mean squared error",
            Self::Probability => "probability",
            Self::NatsPerExample => "nats per example",
            Self::Examples => "examples",
            Self::Number => "number",
        }
    }
}
