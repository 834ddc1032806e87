//! The measured quantities against a second simulation that is slow, obvious and shares no code with the crate.
//!
//! The second simulation keeps every prompt and label in plain vectors, iterates gradient descent step by step, and solves linear
//! equations by its own elimination. From the crate it reads only the numbers that make up a problem.
//!
//! Eighteen random problems pair the six prompt laws with the three kinds of concepts. Every comparison is a two-sample z test.
//! The probability that any of them fails though nothing is wrong is 1e-4, split evenly over at most 600 comparisons: |z| < 5.3. The
//! observations are bounded or have light tails (least squares only with n ≥ 3d + 6 or n < d/2), and both sides
//! have 10 000 of them, so that the normal law is good enough that far out: at skewness 2 on one side the density at
//! |z| = 5 is off by less than a factor of two.

mod agreement;
mod arithmetic;
mod case;
mod power;
mod problems;
mod simulation;

use crate::statistics::Family;

const FAMILY: Family = Family::new(1e-4, 600);
const REPLICATES: u64 = 10_000;
/// Seeds, fixed before any result was seen.
const PROBLEM_SEED: u64 = 20_240_516;
const PLAIN_SEED: u64 = 16_236;
const CRATE_SEED: u64 = 1;
