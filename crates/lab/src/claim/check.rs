//! Checks claims: one run for all, then a verdict on every cell.

use super::campaign::Campaign;
use super::{CheckOptions, Claim, ClaimError, ClaimOutcome};
use crate::study::Session;

/// Checks all claims together, on the current thread pool.
///
/// Samples are drawn in rounds of doubling size. After each round every claim is judged: cells that are decided stop, the others continue until
/// their claim's budget ends. The error probability is split evenly over all intervals of the check (one per cell, one per fit). Each interval is
/// a confidence sequence, so all intervals at all looks hold together with probability 1 − error_probability.
///
/// # Errors
///
/// [`ClaimError::RepeatedId`], or a fault that appears only when a claim is evaluated: a formula without a value, a replicate that is
/// not finite, a fit with too few points. [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session.
pub fn check(claims: &[Claim], options: &CheckOptions, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
    Campaign::new(claims, options)?.run(session)
}
