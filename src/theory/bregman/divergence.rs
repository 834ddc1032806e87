//! Kullback–Leibler divergence of binary predictors.

use crate::model::{LogOdds, log_probability};

/// The divergence KL(p‖q) of two predictors of a binary label, in the mean over the inputs.
///
/// ```text
/// E[p log(p/q) + (1 − p) log((1 − p)/(1 − q))]
/// ```
///
/// | argument  | symbol              | range           |
/// | --------- | ------------------- | --------------- |
/// | `weights` | P(X = x)            | ≥ 0, with sum 1 |
/// | `left`    | p, as its log-odds  |                 |
/// | `right`   | q, as its log-odds  |                 |
///
/// Unit: nats per example. Source: textbook.
///
/// ```
/// use weak_to_strong::{model::LogOdds, theory::kl_divergence};
/// let (even, biased) = (LogOdds::of_probabilities(&[0.5]), LogOdds::of_probabilities(&[0.25]));
/// // ½ log 2 + ½ log(2/3).
/// assert!((kl_divergence(&[1.0], &even, &biased) - 0.5 * (4.0f64 / 3.0).ln()).abs() < 1e-15);
/// ```
///
/// # Panics
///
/// If there are not as many of all three.
pub fn kl_divergence(weights: &[f64], left: &LogOdds, right: &LogOdds) -> f64 {
    assert!(weights.len() == left.values().len() && weights.len() == right.values().len(), "weights of the inputs");
    let pairs = left.values().iter().zip(right.values());
    weights.iter().zip(pairs).map(|(weight, (left, right))| weight * of_one_input(*left, *right)).sum()
}

/// σ(z), the probability with log-odds z.
pub(super) fn probability(log_odds: f64) -> f64 {
    log_probability(log_odds).exp()
}

/// KL of two log-odds.
pub(super) fn of_one_input(left: f64, right: f64) -> f64 {
    let of_label = |left: f64, right: f64| {
        let log_left = log_probability(left);
        log_left.exp() * (log_left - log_probability(right))
    };
    // What is 0 is not rounded below it.
    (of_label(left, right) + of_label(-left, -right)).max(0.0)
}
