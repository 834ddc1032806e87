//! Kernels that are compiled for several vector instruction sets, with the choice at run time.

use std::hint::black_box;

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

/// A row of a loop whose steps do not depend on each other, or rows that a loop added up, for kernels. The compiler does not see through this, and so makes
/// vectors of the entries of one row. It would make them of entries that are a row apart, eight rows at a time, which with AVX-512 takes four times as long.
#[inline(always)]
pub(crate) fn by_itself<T: ?Sized>(row: &mut T) -> &mut T {
    black_box(row)
}

/// The dot product, for kernels. It is summed in lanes, so that it is the same with all vector instructions.
#[inline(always)]
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one_rest) = one.as_chunks::<LANES>();
    let (others, other_rest) = other.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (a, b) in ones.iter().zip(others) {
        sums = std::array::from_fn(|lane| a[lane].mul_add(b[lane], sums[lane]));
    }
    sums.iter().sum::<f64>() + one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum::<f64>()
}

/// Adds factor·vector, for kernels.
#[inline(always)]
pub(super) fn add(numbers: &mut [f64], factor: f64, vector: &[f64]) {
    numbers.iter_mut().zip(vector).for_each(|(number, entry)| *number = factor.mul_add(*entry, *number));
}
