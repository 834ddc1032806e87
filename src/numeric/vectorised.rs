//! Kernels that are compiled for several vector instruction sets, with the choice at run time.

use pulp::Arch;

pub use pulp::NullaryFnOnce as Kernel;
pub use pulp::{Simd, WithSimd};

/// Number of replicates that a kernel computes side by side, one in each lane. A 512-bit vector holds as many 64-bit numbers.
///
/// An array of lanes holds entry i of replicate l at index i·LANES + l.
pub const LANES: usize = 8;

/// Runs a kernel with the widest vector instructions of the processor.
///
/// Every function that the kernel calls must be `#[inline(always)]`, because only inlined code is compiled for these instructions. All
/// instruction sets do the same operations, fused multiply-adds included. So the results are the same.
pub fn vectorised<K: Kernel>(kernel: K) -> K::Output {
    Arch::new().dispatch(kernel)
}

/// Runs a kernel that names its vectors.
pub fn with_vectors<K: WithSimd>(kernel: K) -> K::Output {
    Arch::new().dispatch(kernel)
}
