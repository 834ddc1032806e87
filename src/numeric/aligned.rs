//! Numbers that start where a cache line does.

use aligned_vec::{AVec, ConstAlign, avec};

/// Numbers whose vectors of processor length never lie across two cache lines, where each would be loaded twice.
pub type AlignedNumbers = AVec<f64, ConstAlign<64>>;

/// So many zeros.
pub fn aligned_zeros(count: usize) -> AlignedNumbers {
    avec![[64]| 0.0; count]
}
