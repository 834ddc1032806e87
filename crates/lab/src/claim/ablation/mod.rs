//! Ablation: what becomes of a claim when one of its assumptions is dropped.
//!
//! A drop breaks one assumption more and more strongly; the claim is judged at some strengths, and where it fails, bisection finds the
//! strength at which it starts to.

mod breaking;
mod search;
mod vary;

pub use search::{Ablation, DropTrial, Finding, ablate};
