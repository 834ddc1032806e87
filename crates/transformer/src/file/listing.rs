//! What the header of a file lists, checked so that a fault is told with the tensors it is about.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use safetensors::Dtype;
use serde::de::value::{Error as NoSuchType, StrDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::FileError;
use super::listed::Listed;

/// The key of the header that names no tensor.
const METADATA: &str = "__metadata__";

/// Checks the JSON of a header: each key stands once, each type is known, and the tensors fill `bytes` bytes without overlap.
pub(super) fn check_listing(json: &[u8], bytes: usize) -> Result<(), FileError> {
    let format = |error: serde_json::Error| FileError::Format { reason: error.to_string() };
    let entries: Entries<Entries<Field>> = serde_json::from_slice(json).map_err(format)?;
    let inner = entries.0.iter().map(|(_, fields)| fields.repeated());
    if let Some(key) = [entries.repeated()].into_iter().chain(inner).flatten().next() {
        return Err(FileError::Repeated { key: key.to_owned() });
    }
    let tensors = entries.0.into_iter().filter(|(name, _)| name != METADATA);
    let mut tensors = tensors.map(|(name, fields)| listed(name, &fields)).collect::<Result<Vec<_>, _>>()?;
    tensors.sort_by_key(|tensor| tensor.data_offsets);
    check_places(&tensors, bytes)
}

/// Reads the entry of a tensor, whose offsets must be as far apart as its numbers ask for.
fn listed(name: String, fields: &Entries<Field>) -> Result<Listed, FileError> {
    let lacks = |key| FileError::Entry { name: name.clone(), key };
    let Some(Field::Text(dtype)) = fields.get("dtype") else { return Err(lacks("dtype")) };
    let Some(Field::Numbers(shape)) = fields.get("shape") else { return Err(lacks("shape")) };
    let Some(Field::Numbers(offsets)) = fields.get("data_offsets") else { return Err(lacks("data_offsets")) };
    let data_offsets = <[usize; 2]>::try_from(&offsets[..]).map_err(|_| lacks("data_offsets"))?;
    let shape = shape.clone();
    let Some(size) = size_of_type(dtype) else {
        return Err(FileError::UnknownType { name, shape, found: dtype.clone() });
    };
    let bytes = shape.iter().try_fold(size, |bytes, count| bytes.checked_mul(*count));
    let tensor = Listed { name, shape, data_offsets };
    let [start, end] = data_offsets;
    match bytes {
        Some(bytes) if start.checked_add(bytes) == Some(end) => Ok(tensor),
        _ => Err(FileError::Size { tensor, dtype: dtype.clone() }),
    }
}

/// Bytes of a number of this type, if the library knows it and it has whole bytes.
fn size_of_type(name: &str) -> Option<usize> {
    let name: StrDeserializer<NoSuchType> = name.into_deserializer();
    let bits = Dtype::deserialize(name).ok()?.bitsize();
    bits.is_multiple_of(8).then_some(bits / 8)
}

/// Checks that tensors, in the order of their offsets, follow each other without a hole up to the end.
fn check_places(tensors: &[Listed], bytes: usize) -> Result<(), FileError> {
    let mut before: Option<&Listed> = None;
    for tensor in tensors {
        let expected = before.map_or(0, |before| before.data_offsets[1]);
        let [start, end] = tensor.data_offsets;
        match before {
            Some(first) if start < expected => {
                return Err(FileError::Overlap { first: first.clone().into(), second: tensor.clone().into() });
            }
            _ if start > expected => return Err(FileError::Hole { tensor: tensor.clone(), expected }),
            _ if end > bytes => return Err(FileError::PastTheEnd { tensor: tensor.clone(), bytes }),
            _ => before = Some(tensor),
        }
    }
    match before {
        Some(last) if last.data_offsets[1] < bytes => Err(FileError::BehindTheLast { tensor: last.clone(), bytes }),
        _ => Ok(()),
    }
}

/// The entries of a JSON object, in their order. Keys may stand twice.
struct Entries<T>(Vec<(String, T)>);

/// A value in the entry of a tensor, or of the metadata.
#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Text(String),
    Numbers(Vec<usize>),
    Other(IgnoredAny),
}

impl<T> Entries<T> {
    fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A key that stands twice.
    fn repeated(&self) -> Option<&str> {
        let mut seen = HashSet::new();
        self.0.iter().map(|(key, _)| &**key).find(|key| !seen.insert(*key))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value().map_err(|error| A::Error::custom(format!("{key}: {error}")))?;
            entries.push((key, value));
        }
        Ok(Entries(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &str, bytes: usize) -> String {
        check_listing(json.as_bytes(), bytes).err().map(|error| error.to_string()).unwrap_or_default()
    }

    /// Two tensors of 8 and 4 bytes, the second one first, with these offsets.
    fn pair(a: &str, b: &str) -> String {
        let entry =
            |shape: &str, offsets: &str| format!(r#"{{"dtype":"F32","shape":{shape},"data_offsets":{offsets}}}"#);
        format!(r#"{{"__metadata__":{{"w2s":"12"}},"b":{},"a":{}}} "#, entry("[1]", b), entry("[2,1]", a))
    }

    #[test]
    fn tensors_that_fill_the_file_are_let_pass() {
        assert_eq!(message(&pair("[0,8]", "[8,12]"), 12), "");
        assert_eq!(message("{}", 0), "");
    }

    #[test]
    fn wrong_places_are_told_with_their_tensors() {
        let (a, b) = ("a of shape [2, 1] with data_offsets", "b of shape [1] with data_offsets");
        for (offsets, bytes, expected) in [
            (["[0,8]", "[4,8]"], 8, format!("the tensors {a} [0, 8] and {b} [4, 8] overlap; ")),
            (["[0,8]", "[0,4]"], 8, format!("the tensors {b} [0, 4] and {a} [0, 8] overlap; ")),
            (["[0,8]", "[9,13]"], 13, format!("the tensor {b} [9, 13] begins behind a hole; expected to begin at 8, ")),
            (["[5,13]", "[0,4]"], 13, format!("the tensor {a} [5, 13] begins behind a hole; expected to begin at 4, ")),
            (["[1,9]", "[9,13]"], 13, format!("the tensor {a} [1, 9] begins behind a hole; expected to begin at 0, ")),
            (
                ["[0,8]", "[8,12]"],
                11,
                format!("the tensor {b} [8, 12] ends beyond the 11 bytes that follow the header; "),
            ),
            (
                ["[0,8]", "[8,12]"],
                13,
                format!("the tensor {b} [8, 12] is the last one, but 13 bytes follow the header; "),
            ),
            (
                ["[0,9]", "[9,13]"],
                13,
                format!("the tensor {a} [0, 9] and type F32 has other offsets than its shape asks for; "),
            ),
            (["[8,0]", "[8,12]"], 12, format!("the tensor {a} [8, 0] and type F32 has other offsets")),
            (
                ["[0,8]", "[18446744073709551615,3]"],
                8,
                format!("the tensor {b} [18446744073709551615, 3] and type F32"),
            ),
        ] {
            let message = message(&pair(offsets[0], offsets[1]), bytes);
            assert!(message.starts_with(&expected), "{message}\n{expected}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_told() {
        let json = pair("[0,8]", "[8,12]");
        for (from, to, key) in [
            (r#""b":"#, r#""a":"#, "a"),
            (r#""w2s":"12""#, r#""w2s":"12","w2s":"13""#, "w2s"),
            (r#""shape":[1]"#, r#""shape":[1],"shape":[1]"#, "shape"),
            (r#""b":"#, r#""__metadata__":{},"b":"#, METADATA),
        ] {
            let message = message(&json.replace(from, to), 12);
            assert!(
                message.starts_with(&format!("the key {key} stands twice in the header of the file; ")),
                "{message}"
            );
        }
    }

    #[test]
    fn what_is_no_entry_is_told_with_its_tensor() {
        let json = pair("[0,8]", "[8,12]");
        for (from, to, expected) in [
            (
                r#""F32","shape":[1]"#,
                r#""F4","shape":[1]"#,
                "the tensor b of shape [1] has type F4; types that are read are F32 and F64",
            ),
            (
                r#""F32","shape":[1]"#,
                r#""X9","shape":[1]"#,
                "the tensor b of shape [1] has type X9; types that are read",
            ),
            ("[8,12]", "[8,12,13]", "the header lists the tensor b without data_offsets as they must be; "),
            ("[8,12]", "[8,99999999999999999999]", "the header lists the tensor b without data_offsets"),
            (r#""shape":[1]"#, r#""shape":"1""#, "the header lists the tensor b without shape"),
            (r#""dtype":"F32","shape":[1],"#, r#""shape":[1],"#, "the header lists the tensor b without dtype"),
            (
                "[2,1]",
                "[4294967296,4294967296]",
                "the tensor a of shape [4294967296, 4294967296] with data_offsets [0, 8]",
            ),
            (
                r#"{"w2s":"12"}"#,
                "7",
                "the file is no safetensors file, or a damaged one (__metadata__: invalid type: integer `7`, expected an object",
            ),
        ] {
            let message = message(&json.replace(from, to), 12);
            assert!(message.starts_with(expected), "{message}\n{expected}");
        }
    }
}
