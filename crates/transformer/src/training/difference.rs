//! In what a state differs from the training that was asked for.

use std::fmt;

use serde_json::{Map, Value};

use crate::file::{FileError, Header};

/// A key that has one value in a state, and another one in the training that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key, as in a training file: `training.width`.
    pub key: String,
    /// Its value in the state, as JSON.
    pub found: String,
    /// The value that was asked for, as JSON.
    pub asked: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} is {} in the state and {} here", self.key, short(&self.found), short(&self.asked))
    }
}

/// The longest value that a message shows as a whole.
const MOST_CHARACTERS: usize = 60;

fn short(value: &str) -> String {
    match value.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// All keys in which the headers of a state and of a training differ, apart from what was done so far.
pub(super) fn differences(state: &Header, asked: &Header) -> Result<Vec<Difference>, FileError> {
    let [state, asked] = [value(state)?, value(asked)?];
    let mut all = Vec::new();
    // The shape of the network follows from the others, which say more.
    for (key, pointer) in [
        ("problem", "/problem"),
        ("training", "/training/spec"),
        ("version", "/version"),
        ("architecture", "/architecture"),
    ] {
        if key != "architecture" || all.is_empty() {
            let of = |value: &Value| value.pointer(pointer).cloned().unwrap_or_default();
            add_differences(key, &of(&state), &of(&asked), &mut all);
        }
    }
    Ok(all)
}

fn value(header: &Header) -> Result<Value, FileError> {
    serde_json::from_str(&header.text()?).map_err(|error| FileError::Header { reason: error.to_string() })
}

fn add_differences(key: &str, state: &Value, asked: &Value, all: &mut Vec<Difference>) {
    if let (Value::Object(state), Value::Object(asked)) = (state, asked) {
        let only_asked = asked.keys().filter(|key| !state.contains_key(*key));
        let of = |values: &Map<_, _>, inner: &String| values.get(inner).cloned().unwrap_or_default();
        for inner in state.keys().chain(only_asked) {
            add_differences(&format!("{key}.{inner}"), &of(state, inner), &of(asked, inner), all);
        }
    } else if state != asked {
        all.push(Difference { key: key.to_owned(), found: text(state), asked: text(asked) });
    }
}

fn text(value: &Value) -> String {
    if value.is_null() { "left out".to_owned() } else { value.to_string() }
}
