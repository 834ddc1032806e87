//! Checks claims: one run for all, then a verdict on every cell.

use super::campaign::Campaign;
use super::{Claim, ClaimError, ClaimOutcome};
use crate::study::Session;

/// How to check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckOptions {
    /// The seed of all random streams.
    pub seed: u64,
    /// Probability with which any interval of the whole check may miss.
    pub error_probability: f64,
    /// Whether to judge the deliberately false neighbours too.
    pub power: bool,
    /// Whether a claim needs no more replicates as soon as one of its cells is violated.
    pub stop_at_violation: bool,
}

/// Checks all claims together, on the current thread pool.
///
/// Sampling goes in rounds of doubling size. After each, every claim is looked at; cells that are decided stop, the others go on until
/// their claim's budget ends. The error probability is split evenly over all intervals of the check (one a cell, one a fit), and each is a
/// confidence sequence, so that all intervals at all looks hold together with probability 1 − error_probability.
///
/// # Errors
///
/// [`ClaimError::RepeatedId`], or whatever shows only when a claim is evaluated: a formula without a value, a replicate that is
/// not finite, a fit without enough points; [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session.
pub fn check(claims: &[Claim], options: &CheckOptions, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
    Campaign::new(claims, options)?.run(session)
}
