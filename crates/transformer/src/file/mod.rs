//! Networks in files of the safetensors format.

mod error;
mod header;
mod listed;
mod listing;
mod network_file;
mod tensors;

pub use error::FileError;
pub(crate) use header::instructions;
pub use header::{Header, LAYOUT, TrainingRecord};
pub use listed::Listed;
pub use network_file::{MOST_BYTES, NetworkFile, Weights};
pub(crate) use network_file::{check_place, read_bytes, write_bytes};
pub(crate) use tensors::{Container, bytes_of};
