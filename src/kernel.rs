//! The parts of which the fast paths of `weak-to-strong-lab` and the benchmarks are made.
//!
//! **Internal.** Everything here may change or go in any version.
//!
//! A kernel computes [`LANES`] samples side by side, or a group of replicates. It is compiled for several vector instruction sets. For each
//! kernel there is a slow twin in [`crate::sample`] or [`crate::learn`], and tests compare the two. Use the twin.

pub use crate::learn::expected_path::ExpectedPath;
pub use crate::learn::ridge_path::RidgePath;
pub use crate::learn::tridiagonal::PENALTIES;
pub use crate::numeric::aligned::AlignedNumbers;
pub use crate::numeric::elementary::exp;
pub use crate::numeric::vectorised::{Kernel, LANES, Simd, WithSimd, vectorised, with_vectors};
pub use crate::random::wide::WideGenerator;
pub use crate::sample::bidiagonal::{BidiagonalSample, BidiagonalSampler, BidiagonalSquares, SquaresSampler};
pub use crate::sample::lane_gram::{GramSampler, LaneGram};
pub use crate::sample::lane_moments::{LaneMoments, LaneSampler};

#[cfg(test)]
mod simd_levels;
