//! Claims that are known to be true or false, checked with many seeds: how often is a verdict false?
//!
//! `tests/lab/battery_claims.rs` checks each claim with a few seeds. `cargo bench -p weak-to-strong-lab --bench battery` checks each with 300 seeds at error probabilities 0.05 and 0.001, prints the
//! counts, and fails beyond the limits of `docs/testing.md`.

pub mod case;
pub mod cases;
mod comparisons;
mod curves;
mod draws;
pub mod laws;
mod levels;
mod quantifiers;
mod sample_laws;
mod sentence;
pub mod trial;
pub mod truths;

use case::Case;

/// The claims on all forms of sentences.
pub fn sentences() -> Vec<Case> {
    [comparisons::cases(), curves::cases(), sample_laws::cases(), quantifiers::cases()].concat()
}
