//! What is said of a name.

use serde_json::{Map, Value};

/// What is said of a name, line by line.
#[derive(Clone, Debug)]
pub(super) struct Explanation {
    name: String,
    meaning: String,
    lines: Vec<Line>,
}

/// A label with what it is about.
#[derive(Clone, Debug)]
enum Line {
    /// Words behind the label.
    Words(&'static str, String),
    /// Names below the label, each with its meaning.
    Names(&'static str, Vec<(String, String)>),
}

impl Explanation {
    /// Starts with what kind of thing it is.
    pub(super) fn new(name: &str, meaning: &str, kind: &str) -> Self {
        Self { name: name.to_owned(), meaning: meaning.to_owned(), lines: Vec::new() }.line("kind", kind)
    }

    /// Adds words behind a label, unless there are none.
    pub(super) fn line(mut self, label: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.lines.push(Line::Words(label, words));
        }
        self
    }

    /// Adds names with their meanings below a label, unless there are none.
    pub(super) fn names(mut self, label: &'static str, names: impl Iterator<Item = (String, String)>) -> Self {
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            self.lines.push(Line::Names(label, names));
        }
        self
    }

    /// The text for a terminal.
    pub(super) fn text(&self) -> String {
        let lines: String = self.lines.iter().map(Line::text).collect();
        format!("{}\n{}\n\n{lines}", self.name, self.meaning)
    }

    /// The JSON document.
    pub(super) fn document(&self) -> Value {
        let mut document = Map::new();
        document.insert("name".to_owned(), self.name.clone().into());
        document.insert("meaning".to_owned(), self.meaning.clone().into());
        document.extend(self.lines.iter().map(Line::entry));
        Value::Object(document)
    }
}

impl Line {
    fn text(&self) -> String {
        match self {
            Self::Words(label, words) => format!("{label:<10} {words}\n"),
            Self::Names(label, names) => {
                let width = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
                let rows: String =
                    names.iter().map(|(name, meaning)| format!("  {name:<width$}  {meaning}\n")).collect();
                format!("{label}\n{rows}")
            }
        }
    }

    fn entry(&self) -> (String, Value) {
        match self {
            Self::Words(label, words) => ((*label).to_owned(), words.clone().into()),
            Self::Names(label, names) => {
                let entry = |(name, meaning): &(String, String)| (name.clone(), Value::from(meaning.clone()));
                ((*label).to_owned(), Value::Object(names.iter().map(entry).collect()))
            }
        }
    }
}
