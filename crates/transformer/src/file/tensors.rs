//! Tensors in bytes: the safetensors format with the limits of this program.

use safetensors::tensor::{Metadata, TensorView};
use safetensors::{Dtype, SafeTensors};

use super::FileError;
use super::listing::check_listing;
use crate::layout::Tensor;
use crate::number::Number;

/// The longest header.
const MOST_HEADER_BYTES: u64 = 1 << 20;

/// The key of the metadata.
const KEY: &str = "w2s";

/// A file whose header is understood, and whose tensors are not yet looked at.
pub(crate) struct Container<'a> {
    tensors: Metadata,
    /// The value of the key `w2s`.
    pub header: String,
    data: &'a [u8],
}

impl<'a> Container<'a> {
    /// Reads the header of a file of at most `most` bytes.
    pub(crate) fn new(bytes: &'a [u8], most: u64) -> Result<Self, FileError> {
        if bytes.len() as u64 > most {
            return Err(FileError::TooLarge { bytes: bytes.len() as u64, most });
        }
        let length = bytes.first_chunk().map_or(0, |first| u64::from_le_bytes(*first));
        if length > MOST_HEADER_BYTES {
            return Err(FileError::HeaderTooLarge { bytes: length, most: MOST_HEADER_BYTES });
        }
        let start = 8 + length as usize;
        if let Some(header) = bytes.get(8..start) {
            check_listing(header, bytes.len() - start)?;
        }
        let format = |error| FileError::Format { reason: format!("{error}") };
        let (_, tensors) = SafeTensors::read_metadata(bytes).map_err(format)?;
        let header = tensors.metadata().as_ref().and_then(|metadata| metadata.get(KEY));
        let header = header.ok_or(FileError::NoHeader)?.clone();
        Ok(Self { tensors, header, data: &bytes[start..] })
    }

    /// The type of the numbers: that of the first expected tensor.
    pub(crate) fn dtype(&self, expected: &[Tensor]) -> Option<Dtype> {
        let first = expected.first().and_then(|tensor| self.tensors.info(&tensor.name));
        first.map(|info| info.dtype)
    }

    /// The numbers of the expected tensors, one after the other, if there are no others and all are finite.
    pub(crate) fn numbers<T: Number>(&self, expected: &[Tensor]) -> Result<Vec<T>, FileError> {
        let all = self.tensors.tensors();
        let mut extra: Vec<&String> =
            all.keys().filter(|name| expected.iter().all(|tensor| tensor.name != **name)).collect();
        extra.sort();
        if let Some(name) = extra.first() {
            return Err(FileError::Extra { name: (*name).clone(), shape: all[*name].shape.clone() });
        }
        let mut numbers = Vec::new();
        for tensor in expected {
            self.append(tensor, &mut numbers)?;
        }
        Ok(numbers)
    }

    fn append<T: Number>(&self, tensor: &Tensor, numbers: &mut Vec<T>) -> Result<(), FileError> {
        let (name, shape) = (tensor.name.clone(), tensor.shape.clone());
        let Some(info) = self.tensors.info(&name) else {
            return Err(FileError::Missing { name, shape });
        };
        if info.dtype != T::DTYPE {
            let (found, expected) = (info.dtype.to_string(), T::DTYPE.to_string());
            return Err(FileError::Type { name, shape: info.shape.clone(), found, expected });
        }
        if info.shape != shape {
            return Err(FileError::Shape { name, found: info.shape.clone(), expected: shape });
        }
        let (start, end) = info.data_offsets;
        // The library has compared offsets with shapes, and with the end of the file.
        let bytes =
            self.data.get(start..end).ok_or_else(|| FileError::Missing { name: name.clone(), shape: shape.clone() })?;
        for (place, bytes) in bytes.chunks_exact(size_of::<T>()).enumerate() {
            let number = T::read(bytes);
            if !number.to_f64().is_finite() {
                return Err(FileError::NotFinite { name, shape, place, value: number.to_f64() });
            }
            numbers.push(number);
        }
        Ok(())
    }
}

/// A file of these tensors, whose numbers stand at their places in `numbers`.
///
/// # Errors
///
/// [`FileError::Format`] if the library refuses, which it does for a header of more than 100 MB.
pub(crate) fn bytes_of<T: Number>(header: String, tensors: &[Tensor], numbers: &[T]) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(size_of_val(numbers));
    numbers.iter().for_each(|number| number.write(&mut bytes));
    let size = size_of::<T>();
    let format = |error| FileError::Format { reason: format!("{error}") };
    let views: Result<Vec<_>, _> = tensors
        .iter()
        .map(|tensor| {
            let place = tensor.place.start * size..tensor.place.end * size;
            Ok((tensor.name.as_str(), TensorView::new(T::DTYPE, tensor.shape.clone(), &bytes[place])?))
        })
        .collect();
    let metadata = [(KEY.to_owned(), header)].into_iter().collect();
    safetensors::serialize(views.map_err(format)?, Some(metadata)).map_err(format)
}
