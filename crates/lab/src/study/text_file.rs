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
}

impl TextError {
    /// The limit that the file exceeds; `None` for any other error.
    pub fn limit(&self) -> Option<Limit> {
        matches!(self, Self::TooLong { .. }).then_some(Limit::Bytes)
    }
}

/// The text of a file.
///
/// # Errors
///
/// [`TextError`] if the file cannot be read, is not UTF-8 or is longer than the limit.
pub fn read_text(path: &Path, limits: &Limits) -> Result<String, TextError> {
    read_text_from(File::open(path)?, limits)
}

/// The text of a stream, such as standard input.
///
/// # Errors
///
/// As [`read_text`].
pub fn read_text_from(source: impl Read, limits: &Limits) -> Result<String, TextError> {
    read_at_most(source, limits.bytes)
}

fn read_at_most(source: impl Read, most: u64) -> Result<String, TextError> {
    let mut text = String::new();
    if source.take(most.saturating_add(1)).read_to_string(&mut text)? as u64 > most {
        return Err(TextError::TooLong { most });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_not_read() {
        assert_eq!(read_at_most("abc".as_bytes(), 3).expect("short enough"), "abc");
        let error = read_at_most(std::io::repeat(b'a'), 1000).expect_err("endless");
        assert_eq!(
            error.to_string(),
            "it has more than the 1000 bytes that are read; split it, or raise the limit Limits::bytes"
        );
        assert!(read_at_most([0xff].as_slice(), 3).is_err());
    }
}
