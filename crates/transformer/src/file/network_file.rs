//! A file with a network.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use safetensors::Dtype;
use sha2::{Digest, Sha256};

use super::tensors::{Container, bytes_of};
use super::{FileError, Header};
use crate::layout::Layout;
use crate::network::Network;
use crate::number::Number;
use crate::tokens::Tokens;

/// The largest file with a network.
pub const MOST_BYTES: u64 = 64 << 20;

/// A network with what a file says about it.
///
/// A value that was read is valid: all tensors have the shapes of the architecture, and all numbers are finite.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkFile {
    /// What the metadata says.
    pub header: Header,
    /// The network.
    pub network: Weights,
}

/// A network of either kind of numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// Of type F32.
    Single(Network<f32>),
    /// Of type F64.
    Double(Network<f64>),
}

impl NetworkFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`FileError`] names the tensor, what was found and what was expected.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Ok(Self::read_with_digest(path)?.0)
    }

    /// Reads a file, and returns the SHA-256 of its bytes, too, in hexadecimal digits.
    ///
    /// # Errors
    ///
    /// As [`NetworkFile::read`].
    pub fn read_with_digest(path: &Path) -> Result<(Self, String), FileError> {
        Self::from_bytes_with_digest(&read_bytes(path, MOST_BYTES)?)
    }

    /// Reads the bytes of a file, and returns their SHA-256, too, in hexadecimal digits.
    ///
    /// # Errors
    ///
    /// As [`NetworkFile::read`].
    pub fn from_bytes_with_digest(bytes: &[u8]) -> Result<(Self, String), FileError> {
        let digest = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((Self::from_bytes(bytes)?, digest))
    }

    /// Reads the bytes of a file, whatever they are.
    ///
    /// # Errors
    ///
    /// As [`NetworkFile::read`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FileError> {
        let container = Container::new(bytes, MOST_BYTES)?;
        let header = Header::read(&container.header)?;
        let layout = Layout::new(&header.architecture);
        let network = if container.dtype(&layout.tensors) == Some(Dtype::F64) {
            Weights::Double(Network::of(header.architecture, container.numbers(&layout.tensors)?))
        } else {
            Weights::Single(Network::of(header.architecture, container.numbers(&layout.tensors)?))
        };
        Ok(Self { header, network })
    }

    /// The bytes of the file.
    ///
    /// # Errors
    ///
    /// [`FileError::Header`] or [`FileError::Format`] if the header cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        let header = self.header.text()?;
        match &self.network {
            Weights::Single(network) => bytes_of(header, network.tensors(), network.parameters()),
            Weights::Double(network) => bytes_of(header, network.tensors(), network.parameters()),
        }
    }

    /// Writes the file. It appears whole or not at all.
    ///
    /// # Errors
    ///
    /// [`FileError::System`], and those of [`NetworkFile::to_bytes`].
    pub fn write(&self, path: &Path) -> Result<(), FileError> {
        write_bytes(path, &self.to_bytes()?)
    }

    /// The predictions for the labels of x₁…x_{m+1} of several prompts of equal length, each from the examples before it.
    ///
    /// | argument  | symbol     | shape |
    /// | --------- | ---------- | ----- |
    /// | `prompts` | x₁…x_{m+1} | for each prompt (m + 1)·d |
    /// | `labels`  | y₁…y_{m+1} | for each prompt m + 1, of which the last one is not read |
    ///
    /// Returns m + 1 predictions for each prompt. They do not depend on the other prompts, to the bit.
    ///
    /// # Panics
    ///
    /// If the numbers of coordinates and labels do not fit, or m + 1 examples are more than the network's context holds.
    pub fn predict(&self, prompts: &[f64], labels: &[f64], examples: usize) -> Vec<f64> {
        let (tokens, count) = (self.header.tokens, examples + 1);
        assert_eq!(prompts.len(), labels.len() * tokens.dim, "d coordinates for each label");
        assert!(labels.len().is_multiple_of(count), "{count} labels for each prompt");
        let all = match &self.network {
            Weights::Single(network) => read_outs(network, &tokens, [prompts, labels], count),
            Weights::Double(network) => read_outs(network, &tokens, [prompts, labels], count),
        };
        let places = |prediction: &[f64]| (0..count).map(|m| prediction[tokens.query_place(m)]).collect::<Vec<_>>();
        all.chunks_exact(tokens.length(examples)).flat_map(places).collect()
    }

    /// The most examples before a query that fit into the context.
    pub fn most_examples(&self) -> usize {
        let context = self.header.architecture.spec().context;
        (0..context).rev().find(|examples| self.header.tokens.length(*examples) <= context).unwrap_or(0)
    }
}

/// The read-outs at all tokens of prompts of `count` examples each.
fn read_outs<T: Number>(
    network: &Network<T>,
    tokens: &Tokens,
    [prompts, labels]: [&[f64]; 2],
    count: usize,
) -> Vec<f64> {
    let mut sequences = Vec::new();
    for (prompts, labels) in prompts.chunks_exact(count * tokens.dim).zip(labels.chunks_exact(count)) {
        tokens.write(prompts, labels, &mut sequences);
    }
    network.predict(&sequences, tokens.length(count - 1)).into_iter().map(T::to_f64).collect()
}

/// Reads a file of at most `most` bytes.
pub(crate) fn read_bytes(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|error| system(path, error))?;
    Ok(bytes)
}

/// Writes a file beside its place and moves it there.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let beside = beside(path, "part");
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| system(&beside, error))?;
    std::fs::rename(&beside, path).map_err(|error| system(path, error))
}

/// Checks that [`write_bytes`] finds a place for a file.
pub(crate) fn check_place(path: &Path) -> Result<(), FileError> {
    let beside = beside(path, "part");
    let tried = File::create(&beside).and_then(|_| std::fs::remove_file(&beside));
    tried.map_err(|error| match path.parent() {
        Some(folder) if error.kind() == ErrorKind::NotFound => FileError::NoFolder { folder: folder.to_owned() },
        _ => system(&beside, error),
    })
}

/// The path with a further extension.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn system(path: &Path, error: std::io::Error) -> FileError {
    FileError::System { path: path.to_owned(), error: Arc::new(error) }
}
