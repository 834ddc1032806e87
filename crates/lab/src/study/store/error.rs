//! The errors of a store.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A store that cannot be used; the message names the store and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum StoreError {
    /// Another process writes to the store.
    #[error(
        "the store {folder} is in use by another process; wait until that ends, or take another folder, or none",
        folder = folder.display()
    )]
    InUse { folder: PathBuf },
    /// There is no store in the folder.
    #[error("there is no store in {folder}; name the folder that a run wrote to", folder = folder.display())]
    Missing { folder: PathBuf },
    /// The store cannot be opened.
    #[error(
        "cannot open the store {folder}: {message}; make room and see to its permissions, or take another folder, or none",
        folder = folder.display()
    )]
    Unopenable { folder: PathBuf, message: String },
    /// The store has another layout.
    #[error(
        "the store {folder} has layout {found}, and this program reads layout {expected}; use the program that wrote it, or take another folder",
        folder = folder.display()
    )]
    OtherLayout { folder: PathBuf, found: u64, expected: u64 },
    /// The store holds what was drawn with other vector instructions.
    #[error(
        "the store {folder} was drawn with the vector instructions {found}, not {expected}; numbers of both are equal within rounding: allow that they \
         mix, or draw with {found}, or take another folder",
        folder = folder.display()
    )]
    OtherSimdLevel { folder: PathBuf, found: &'static str, expected: &'static str },
    /// The store is of version 0.1.
    #[error(
        "the store {folder} is of version 0.1 ({file}), which this version does not read; delete that file and draw its replicates again, or take \
         another folder",
        folder = folder.display(),
        file = file.display()
    )]
    OfVersion01 { folder: PathBuf, file: PathBuf },
    /// The store cannot be read.
    #[error("cannot read the store {folder}: {message}; verify what is left", folder = folder.display())]
    Unreadable { folder: PathBuf, message: String },
    /// The store cannot be written.
    #[error(
        "cannot write to the store {folder}: {message}; what was saved before is safe: free space there and run the same command again, \
         or take another folder, or none",
        folder = folder.display()
    )]
    Unwritable { folder: PathBuf, message: String },
}

impl StoreError {
    pub(super) fn unopenable(folder: &Path, error: std::io::Error) -> Self {
        if error.kind() == ErrorKind::WouldBlock {
            return Self::InUse { folder: folder.to_owned() };
        }
        Self::Unopenable { folder: folder.to_owned(), message: error.to_string() }
    }

    pub(super) fn on_reading(folder: &Path, error: std::io::Error) -> Self {
        Self::Unreadable { folder: folder.to_owned(), message: error.to_string() }
    }

    pub(super) fn on_writing(folder: &Path, error: std::io::Error) -> Self {
        Self::Unwritable { folder: folder.to_owned(), message: error.to_string() }
    }
}
