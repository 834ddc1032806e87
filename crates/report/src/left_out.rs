//! Formats that a build may leave out.

use thiserror::Error;

/// A format that this build cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "{format}: this build cannot write it, as it was made without the feature {feature}; \
     build again with it: cargo install --locked --path crates/w2s --features {feature}"
)]
pub struct LeftOut {
    /// The requested format.
    pub format: &'static str,
    /// The Cargo feature with which a build can write this format.
    pub feature: &'static str,
}
