//! Predictors of a binary label as log-odds at each input.

use crate::numeric::log_sum_exp;

/// The log-odds log(p/(1 − p)) of a predictor at each input.
///
/// ```
/// use weak_to_strong::model::LogOdds;
/// let even = LogOdds::of_probabilities(&[0.5]);
/// assert_eq!(even.values(), [0.0]);
/// // Half of 1/5 and half of 4/5 is 1/2.
/// let mixed = LogOdds::of_probabilities(&[0.2]).mixed_with(&LogOdds::of_probabilities(&[0.8]), 0.5);
/// assert!(mixed.values()[0].abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LogOdds {
    values: Vec<f64>,
}

impl LogOdds {
    /// The predictor with these log-odds.
    pub fn new(values: Vec<f64>) -> Self {
        Self { values }
    }

    /// The predictor with these probabilities, each strictly between 0 and 1.
    pub fn of_probabilities(probabilities: &[f64]) -> Self {
        Self { values: probabilities.iter().map(|p| p.ln() - (-p).ln_1p()).collect() }
    }

    /// The predictor with log-odds c₀ + c₁x + c₂x² + … at these inputs.
    pub fn of_polynomial(coefficients: &[f64], inputs: &[f64]) -> Self {
        let value = |input: &f64| coefficients.iter().rev().fold(0.0, |value, coefficient| value * input + coefficient);
        Self { values: inputs.iter().map(value).collect() }
    }

    /// The log-odds at each input.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The predictor with the probabilities (1 − s)p + s·q. Saturated predictors keep their digits.
    ///
    /// # Panics
    ///
    /// If the two have not as many inputs.
    pub fn mixed_with(&self, other: &Self, share: f64) -> Self {
        assert_eq!(self.values.len(), other.values.len(), "predictors on the same inputs");
        let (rest, share) = ((-share).ln_1p(), share.ln());
        let mixed = |(here, there): (&f64, &f64)| {
            log_sum_exp(&[rest + log_probability(*here), share + log_probability(*there)])
                - log_sum_exp(&[rest + log_probability(-here), share + log_probability(-there)])
        };
        Self { values: self.values.iter().zip(&other.values).map(mixed).collect() }
    }
}

/// log σ(z), the logarithm of the probability with log-odds z.
///
/// ```
/// use weak_to_strong::model::log_probability;
/// assert_eq!(log_probability(0.0), -2f64.ln());
/// assert_eq!(log_probability(-1e4), -1e4);
/// ```
pub fn log_probability(log_odds: f64) -> f64 {
    log_odds.min(0.0) - (-log_odds.abs()).exp().ln_1p()
}
