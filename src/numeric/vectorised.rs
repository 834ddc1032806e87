//! Kernels that are compiled for several vector instruction sets, with the choice at run time.

use super::simd_level;

pub use pulp::NullaryFnOnce as Kernel;
pub use pulp::{Simd, WithSimd};

/// Number of replicates that a kernel computes side by side, one in each lane. A 512-bit vector holds as many 64-bit numbers.
///
/// An array of lanes holds entry i of replicate l at index i·LANES + l.
pub const LANES: usize = 8;

/// Runs a kernel with the vector instructions of this process, which are the widest of the processor unless [others](crate::numeric::SimdLevel) were
/// chosen.
///
/// Every function that the kernel calls must be `#[inline(always)]`, because only inlined code is compiled for these instructions. All
/// instruction sets do the same operations, fused multiply-adds included. So the results are the same.
pub fn vectorised<K: Kernel>(kernel: K) -> K::Output {
    simd_level::in_use().1.dispatch(kernel)
}

/// Runs a kernel that names its vectors.
pub fn with_vectors<K: WithSimd>(kernel: K) -> K::Output {
    simd_level::in_use().1.dispatch(kernel)
}
