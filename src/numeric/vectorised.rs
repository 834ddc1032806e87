//! Kernels that are compiled for several vector instruction sets, with the choice at run time.

use pulp::Arch;

pub use pulp::NullaryFnOnce as Kernel;
pub(crate) use pulp::{Simd, WithSimd};

/// Replicates that a kernel works on side by side, one in each lane; the 512-bit vector length in 64-bit numbers.
///
/// An array of lanes holds entry i of replicate l at index i·LANES + l.
pub const LANES: usize = 8;

/// Runs a kernel with the widest vector instructions of the processor.
///
/// What the kernel calls must be `#[inline(always)]`: only code that is inlined into it is compiled for these instructions. Operations are
/// the same for every instruction set, fused multiply-adds included, so results are too.
pub fn vectorised<K: Kernel>(kernel: K) -> K::Output {
    Arch::new().dispatch(kernel)
}

/// Runs a kernel that names its vectors.
pub(crate) fn with_vectors<K: WithSimd>(kernel: K) -> K::Output {
    Arch::new().dispatch(kernel)
}
