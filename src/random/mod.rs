//! Random numbers: the one place that opens a stream, and numbers in bulk for kernels.

mod branches;
mod chi_squared;
mod stream;
pub(crate) mod wide;

pub use branches::Branches;
pub use stream::{ContentKey, Stream, open_stream};
pub(crate) use wide::WideGenerator;
