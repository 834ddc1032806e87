//! Where the repository is.

/// The repository's top folder, for the packages in `crates/`.
pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
