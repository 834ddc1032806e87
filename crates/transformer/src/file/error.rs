//! Why a file holds no network.

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use super::listed::Listed;
use crate::architecture::{MOST_CONTEXT, MOST_LAYERS, MOST_WIDTH};

/// Why a file holds no network of this program.
#[derive(Clone, Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum FileError {
    /// The operating system says no.
    #[error("{}: {error}", path.display())]
    System { path: PathBuf, error: Arc<std::io::Error> },

    /// A file would have no place.
    #[error("there is no folder {}; make it, or choose another one", folder.display())]
    NoFolder { folder: PathBuf },

    /// The file is not read at all.
    #[error(
        "the file has {bytes} bytes, more than {most}; networks have a width of at most {MOST_WIDTH}, {MOST_LAYERS} blocks and {MOST_CONTEXT} tokens"
    )]
    TooLarge { bytes: u64, most: u64 },

    /// The header is not read at all.
    #[error(
        "the header of the file has {bytes} bytes, more than {most}; write one tensor for each name of docs/transformers.md and no others"
    )]
    HeaderTooLarge { bytes: u64, most: u64 },

    /// The library does not read it.
    #[error("the file is no safetensors file, or a damaged one ({reason}); copy or write it again")]
    Format { reason: String },

    /// Nobody can say which of the two counts.
    #[error("the key {key} stands twice in the header of the file; leave one of them out")]
    Repeated { key: String },

    /// The header does not say enough of a tensor.
    #[error(
        "the header lists the tensor {name} without {key} as they must be; write a text as dtype, whole numbers as shape, and two whole numbers as data_offsets"
    )]
    Entry { name: String, key: &'static str },

    /// Numbers of this type are not read.
    #[error(
        "the tensor {name} of shape {shape:?} has type {found}; types that are read are F32 and F64, so write it as one of them"
    )]
    UnknownType { name: String, shape: Vec<usize>, found: String },

    /// Offsets and shape contradict each other.
    #[error(
        "the tensor {tensor} and type {dtype} has other offsets than its shape asks for; expected them as far apart as its numbers have bytes"
    )]
    Size { tensor: Listed, dtype: String },

    /// Two tensors have the same bytes.
    #[error("the tensors {first} and {second} overlap; each byte belongs to one tensor, so write the file again")]
    Overlap { first: Box<Listed>, second: Box<Listed> },

    /// Bytes before a tensor belong to none.
    #[error(
        "the tensor {tensor} begins behind a hole; expected to begin at {expected}, as each byte belongs to one tensor"
    )]
    Hole { tensor: Listed, expected: usize },

    /// A tensor is not there as a whole.
    #[error("the tensor {tensor} ends beyond the {bytes} bytes that follow the header; copy or write the file again")]
    PastTheEnd { tensor: Listed, bytes: usize },

    /// Bytes at the end belong to no tensor.
    #[error(
        "the tensor {tensor} is the last one, but {bytes} bytes follow the header; each byte belongs to one tensor, so write the file again"
    )]
    BehindTheLast { tensor: Listed, bytes: usize },

    /// Nothing says what the tensors mean.
    #[error("the metadata of the file has no key `w2s`; add one as docs/transformers.md describes it")]
    NoHeader,

    /// It says something else.
    #[error("the key `w2s` of the metadata is not as docs/transformers.md describes it: {reason}")]
    Header { reason: String },

    /// A later version of this program wrote it.
    #[error(
        "the file has layout {found}, but this version reads layout {expected}; read it with the version that wrote it, {version}"
    )]
    Layout { found: u32, expected: u32, version: String },

    /// The parts of the header contradict each other.
    #[error("{key} is {found} in the file, but the problem and its tokens ask for {expected}; write {expected}")]
    Contradiction { key: &'static str, found: usize, expected: usize },

    /// A tensor is missing.
    #[error("there is no tensor {name}; expected one of shape {shape:?}")]
    Missing { name: String, shape: Vec<usize> },

    /// A tensor has no place in the network.
    #[error("the tensor {name} of shape {shape:?} is no part of the network; leave it out")]
    Extra { name: String, shape: Vec<usize> },

    /// A tensor has another shape.
    #[error("the tensor {name} has shape {found:?}; expected {expected:?}{}", transposed(found, expected))]
    Shape { name: String, found: Vec<usize>, expected: Vec<usize> },

    /// Only two types are known.
    #[error(
        "the tensor {name} of shape {shape:?} has type {found}; expected {expected}, as all tensors of a file have one type, F32 or F64"
    )]
    Type { name: String, shape: Vec<usize>, found: String, expected: String },

    /// A parameter is NaN or infinite.
    #[error(
        "number {place} of the tensor {name} of shape {shape:?} is {value}; every number must be finite, so train again with a lower rate"
    )]
    NotFinite { name: String, shape: Vec<usize>, place: usize, value: f64 },
}

fn transposed(found: &[usize], expected: &[usize]) -> &'static str {
    if found.iter().rev().eq(expected) { ", the transpose: a matrix has a row for each input" } else { "" }
}
