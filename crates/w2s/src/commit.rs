//! The source from which the program is built.

/// The commit that the program is built from.
pub(crate) const COMMIT: &str = match option_env!("W2S_COMMIT") {
    Some(commit) => commit,
    None => "unknown",
};
