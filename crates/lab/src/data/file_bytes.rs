//! The bytes of a data file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{DataError, embedded};

/// The bytes of a data file.
pub(super) struct FileBytes {
    /// The file's name in messages.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl FileBytes {
    /// Reads a file of no more bytes than this.
    pub(super) fn read(path: &Path, most: u64) -> Result<Self, DataError> {
        let name = path.display().to_string();
        let unreadable = |error| DataError::Unreadable { file: name.clone(), error };
        let mut bytes = Vec::new();
        let opened = File::open(path).map_err(unreadable)?;
        opened.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > most {
            return Err(DataError::TooLong { file: name, most });
        }
        Ok(Self { name, bytes })
    }

    /// The bytes of a file that is part of the program.
    pub(super) fn embedded(name: &str, most: u64) -> Result<Self, DataError> {
        let Some(bytes) = embedded::bytes_of(name) else {
            return Err(DataError::NotEmbedded { name: name.to_owned(), known: embedded::names() });
        };
        if bytes.len() as u64 > most {
            return Err(DataError::TooLong { file: name.to_owned(), most });
        }
        Ok(Self { name: name.to_owned(), bytes: bytes.to_vec() })
    }

    /// The digest of the bytes, in hexadecimal.
    pub(super) fn sha256(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
