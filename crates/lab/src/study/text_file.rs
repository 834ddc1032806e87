//! Reads a user's text files, and refuses files that would fill the memory.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use thiserror::Error;

use super::{Limit, Limits};

/// Why a file cannot be read as text.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum TextError {
    /// The file system cannot read the file, or its bytes are not UTF-8.
    #[error("{}", file_fault(.0))]
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

/// What is wrong with a file that cannot be read, and what to do.
pub fn file_fault(error: &std::io::Error) -> String {
    match FILE_FAULTS.iter().find(|(kind, _)| *kind == error.kind()) {
        Some((_, fault)) => (*fault).to_owned(),
        None => format!("{error}; check the name, and that the file can be read"),
    }
}

/// The faults whose remedy is known.
const FILE_FAULTS: [(ErrorKind, &str); 4] = [
    (ErrorKind::NotFound, "there is no such file; check the name and the folder"),
    (ErrorKind::InvalidData, "it is not text in UTF-8; save it in UTF-8, or name another file"),
    (ErrorKind::PermissionDenied, "this user may not read it; allow it, or name another file"),
    (ErrorKind::IsADirectory, "it is a folder; name a file"),
];

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
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        let said = |error: TextError| error.to_string();
        let bytes = read_claim_text_from([0xff].as_slice(), &Limits::default()).expect_err("no text");
        assert_eq!(said(bytes), "it is not text in UTF-8; save it in UTF-8, or name another file");
        let folder = tempfile::tempdir().expect("a folder");
        let none = read_text(&folder.path().join("none"), &Limits::default()).expect_err("no file");
        assert_eq!(said(none), "there is no such file; check the name and the folder");
        let is_folder = said(read_text(folder.path(), &Limits::default()).expect_err("a folder"));
        assert!(is_folder.contains("; "), "{is_folder}");
    }
}
