//! What the fast paths of `weak-to-strong-lab` and the benchmarks are made of. Internal: nothing here is promised to stay from one version to
//! the next.
//!
//! A kernel works on [`LANES`] samples side by side, or on a group of replicates, and is compiled for several vector instruction sets.
//! Everything it computes has a slow twin in [`crate::sample`] or [`crate::learn`] that tests hold it against; use the twin.

pub use crate::learn::ridge_path::RidgePath;
pub use crate::learn::tridiagonal::PENALTIES;
pub use crate::numeric::aligned::AlignedNumbers;
pub use crate::numeric::vectorised::{Kernel, LANES, vectorised};
pub use crate::random::wide::WideGenerator;
pub use crate::sample::bidiagonal::{BidiagonalSample, BidiagonalSampler};
pub use crate::sample::lane_moments::{LaneMoments, LaneSampler};
