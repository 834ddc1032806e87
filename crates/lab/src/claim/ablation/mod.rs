//! Ablation: shows whether a claim still holds if one of its assumptions is dropped.
//!
//! A drop breaks one assumption more and more strongly. The claim is judged at some strengths. If it fails, bisection finds the strength at
//! which it starts to fail.

mod breaking;
mod search;
mod vary;

pub use search::{Ablation, DropTrial, Finding, ablate};
