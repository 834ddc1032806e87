//! Reads a user's text files, and refuses files that would fill the memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use thiserror::Error;

use super::{Limit, Limits};

/// Why a file cannot be read as text.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum TextError {
    /// The file system cannot read the file, or its bytes are not UTF-8.
    #[error(transparent)]
    Unreadable(#[from] std::io::Error),
    /// The file is longer than the limit.
    #[error("it has more than the {most} bytes that are read; split it, or raise the limit Limits::bytes")]
    TooLong { most: u64 },
    /// The claim or problem file is longer than the limit for such files.
    #[error(
        "it has more than the {most} bytes that are read of a claim file; split it, or raise the limit Limits::claim_bytes"
    )]
    ClaimTooLong { most: u64 },
}

impl TextError {
    /// The limit that the file exceeds; `None` for any other error.
    pub fn limit(&self) -> Option<Limit> {
        match self {
            Self::Unreadable(_) => None,
            Self::TooLong { .. } => Some(Limit::Bytes),
            Self::ClaimTooLong { .. } => Some(Limit::ClaimBytes),
        }
    }
}

/// The text of a file that the program has written, such as a report.
///
/// # Errors
///
/// [`TextError`] if the file cannot be read, is not UTF-8 or is longer than the limit.
pub fn read_text(path: &Path, limits: &Limits) -> Result<String, TextError> {
    let most = limits.bytes;
    read_at_most(File::open(path)?, most)?.ok_or(TextError::TooLong { most })
}

/// The text of a claim or problem file.
///
/// # Errors
///
/// As [`read_text`], for a limit of its own.
pub fn read_claim_text(path: &Path, limits: &Limits) -> Result<String, TextError> {
    read_claim_text_from(File::open(path)?, limits)
}

/// The text of a claim or problem file from a stream, such as standard input.
///
/// # Errors
///
/// As [`read_claim_text`].
pub fn read_claim_text_from(source: impl Read, limits: &Limits) -> Result<String, TextError> {
    let most = limits.claim_bytes;
    read_at_most(source, most)?.ok_or(TextError::ClaimTooLong { most })
}

/// `None` if there is more.
fn read_at_most(source: impl Read, most: u64) -> std::io::Result<Option<String>> {
    let mut text = String::new();
    let length = source.take(most.saturating_add(1)).read_to_string(&mut text)? as u64;
    Ok((length <= most).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_not_read() {
        let limits = Limits { claim_bytes: 3, ..Limits::default() };
        assert_eq!(read_claim_text_from("abc".as_bytes(), &limits).expect("short enough"), "abc");
        let error = read_claim_text_from(std::io::repeat(b'a'), &limits).expect_err("endless");
        assert!(error.to_string().starts_with("it has more than the 3 bytes that are read of a claim file"), "{error}");
        assert_eq!(error.limit(), Some(Limit::ClaimBytes));
        assert!(read_claim_text_from([0xff].as_slice(), &limits).is_err());
    }
}
