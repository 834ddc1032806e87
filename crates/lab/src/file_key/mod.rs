//! The keys of claim files, with what they mean: for lists, for files to start from, and for whoever asks.
//!
//! Keys of a `[problem]` table belong to its family of problems ([`crate::family::Family::keys`]).

mod claim;
mod figure;
mod key;

pub use claim::CLAIM_KEYS;
pub use figure::FIGURE_KEYS;
pub use key::{FileKey, Start};
