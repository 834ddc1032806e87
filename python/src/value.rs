//! Numbers and words that go over the border.

use indexmap::IndexMap;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

/// The value of a setting or of a key of the problem.
#[derive(Clone, Debug, FromPyObject)]
pub enum Value {
    Whole(i64),
    Real(f64),
    Word(String),
}

/// Values by their names.
pub type Point = IndexMap<String, Value>;

impl From<&Value> for toml::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::Whole(whole) => Self::Integer(*whole),
            Value::Real(real) => Self::Float(*real),
            Value::Word(word) => Self::String(word.clone()),
        }
    }
}

/// The values as a cell takes them.
pub fn as_toml(point: &Point) -> IndexMap<String, toml::Value> {
    point.iter().map(|(name, value)| (name.clone(), value.into())).collect()
}

/// Numbers as the bytes of an array of float64, for `numpy.frombuffer`.
pub fn as_bytes<'py>(py: Python<'py>, numbers: &[f64]) -> PyResult<Bound<'py, PyByteArray>> {
    PyByteArray::new_with(py, size_of_val(numbers), |bytes| {
        for (place, number) in bytes.chunks_exact_mut(size_of::<f64>()).zip(numbers) {
            place.copy_from_slice(&number.to_ne_bytes());
        }
        Ok(())
    })
}

/// The numbers in the bytes of an array of float64.
pub fn as_numbers(bytes: &[u8]) -> Vec<f64> {
    let number = |place: &[u8]| place.try_into().map_or(f64::NAN, f64::from_ne_bytes);
    bytes.chunks_exact(size_of::<f64>()).map(number).collect()
}
