//! What a number measures.

use weak_to_strong::evidence::Interval;

/// The unit of a quantity or a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Mean squared error E|β̂ − β_Q|² of a coefficient vector, or a square of its length.
    MeanSquaredError,
    /// Excess risk E((β̂ − β_Q)ᵀX)² of predictions. For isotropic prompts it is v times the mean squared error.
    ExcessRisk,
    /// A difference of two excess risks. It may be negative.
    ExcessRiskDifference,
    /// A difference of two mean squared errors, or of squares of lengths. It may be negative.
    MeanSquaredErrorDifference,
    /// Squared error of a predicted label, per dimension of the prompt.
    PredictionError,
    /// A difference of two squared errors of a predicted label, per dimension of the prompt. It may be negative.
    PredictionErrorDifference,
    /// A probability, or the square of one.
    Probability,
    /// A difference of two probabilities. It may be negative.
    ProbabilityDifference,
    /// Nats per example.
    NatsPerExample,
    /// A number of examples.
    Examples,
    /// Greatest distance of a distribution function from that of the uniform law on [0, 1].
    DistanceFromUniform,
    /// A share of the target's own value. It is 1 for the target itself.
    Score,
    /// A pure number.
    Number,
}

impl Unit {
    /// Whether numbers in this unit can be below 0.
    pub fn can_be_negative(self) -> bool {
        match self {
            Self::ExcessRiskDifference
            | Self::MeanSquaredErrorDifference
            | Self::PredictionErrorDifference
            | Self::ProbabilityDifference
            | Self::Score => true,
            Self::MeanSquaredError
            | Self::ExcessRisk
            | Self::PredictionError
            | Self::Probability
            | Self::NatsPerExample
            | Self::Examples
            | Self::DistanceFromUniform
            | Self::Number => false,
        }
    }

    /// Returns the greatest number in this unit, or infinity if there is no greatest number.
    pub fn greatest(self) -> f64 {
        match self {
            Self::Probability | Self::DistanceFromUniform => 1.0,
            Self::MeanSquaredError
            | Self::ExcessRisk
            | Self::ExcessRiskDifference
            | Self::MeanSquaredErrorDifference
            | Self::PredictionError
            | Self::PredictionErrorDifference
            | Self::ProbabilityDifference
            | Self::NatsPerExample
            | Self::Examples
            | Self::Score
            | Self::Number => f64::INFINITY,
        }
    }

    /// Returns the least and the greatest number in this unit.
    pub fn range(self) -> Interval {
        Interval { lower: if self.can_be_negative() { f64::NEG_INFINITY } else { 0.0 }, upper: self.greatest() }
    }

    /// Returns the name in words, as lists show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MeanSquaredError => "mean squared error",
            Self::ExcessRisk => "excess risk",
            Self::ExcessRiskDifference => "difference of excess risks",
            Self::MeanSquaredErrorDifference => "difference of mean squared errors",
            Self::PredictionError => "squared error ÷ d",
            Self::PredictionErrorDifference => "difference of squared errors ÷ d",
            Self::Probability => "probability",
            Self::ProbabilityDifference => "difference of probabilities",
            Self::NatsPerExample => "nats per example",
            Self::Examples => "examples",
            Self::DistanceFromUniform => "distance from the uniform law",
            Self::Score => "score, 1 for the target",
            Self::Number => "number",
        }
    }
}
