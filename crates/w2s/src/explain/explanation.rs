//! What is said of a name.

use serde_json::{Map, Value};
use weak_to_strong_lab::sentence::nearest;
use weak_to_strong_report::indented;

use crate::columns::two_columns;
use crate::error::CliError;

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
    /// Text below the label, whose lines stay as they are.
    Text(&'static str, String),
}

/// The width of the column of labels.
const LABELS: usize = 10;

impl Explanation {
    /// Starts with nothing but a name and its meaning.
    pub(super) fn of(name: &str, meaning: &str) -> Self {
        Self { name: name.to_owned(), meaning: meaning.to_owned(), lines: Vec::new() }
    }

    /// Starts with what kind of thing it is.
    pub(super) fn new(name: &str, meaning: &str, kind: &str) -> Self {
        Self::of(name, meaning).line("kind", kind)
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

    /// Adds text below a label.
    pub(super) fn text_below(mut self, label: &'static str, text: &str) -> Self {
        self.lines.push(Line::Text(label, text.to_owned()));
        self
    }

    /// Leaves out the lines with other labels than these; all stay if there are none.
    ///
    /// # Errors
    ///
    /// [`CliError::NoSuchLine`] for a label that no line has.
    pub(super) fn only(mut self, labels: &[String]) -> Result<Self, CliError> {
        let known: Vec<&str> = self.lines.iter().map(Line::label).collect();
        if let Some(wrong) = labels.iter().find(|label| !known.contains(&label.as_str())) {
            let near = nearest(wrong, known.iter().copied());
            let remedy = near
                .map_or_else(|| format!("its lines are: {}", known.join(", ")), |near| format!("did you mean {near}?"));
            return Err(CliError::NoSuchLine { label: wrong.clone(), name: self.name, remedy });
        }
        self.lines.retain(|line| labels.is_empty() || labels.iter().any(|label| label == line.label()));
        Ok(self)
    }

    /// The text for a terminal of this width.
    pub(super) fn text(&self, width: Option<u16>) -> String {
        let lines: String = self.lines.iter().map(|line| line.text(width)).collect();
        let [name, meaning] = [&self.name, &self.meaning].map(|text| indented(text, "", "", width));
        format!("{name}{meaning}\n{lines}")
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
    fn label(&self) -> &'static str {
        match self {
            Self::Words(label, _) | Self::Names(label, _) | Self::Text(label, _) => label,
        }
    }

    fn text(&self, width: Option<u16>) -> String {
        match self {
            Self::Words(label, words) => indented(words, &format!("{label:<LABELS$} "), &" ".repeat(LABELS + 1), width),
            Self::Names(label, names) => {
                let rows: Vec<_> = names.iter().map(|(name, meaning)| (name.as_str(), meaning.as_str())).collect();
                format!("{label}\n{}", two_columns(&rows, width))
            }
            Self::Text(label, text) => {
                let lines: String = text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect();
                format!("{label}\n{lines}")
            }
        }
    }

    fn entry(&self) -> (String, Value) {
        match self {
            Self::Words(label, words) | Self::Text(label, words) => ((*label).to_owned(), words.clone().into()),
            Self::Names(label, names) => {
                let entry = |(name, meaning): &(String, String)| (name.clone(), Value::from(meaning.clone()));
                ((*label).to_owned(), Value::Object(names.iter().map(entry).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_can_be_chosen() {
        let all = || {
            let names = [("dim".to_owned(), "the number of coordinates".to_owned())];
            Explanation::new("tau", "a root of an equation that has one", "formula")
                .names("keys", names.into_iter())
                .text_below("file", "id = \"tau\"\n\n[sweep]")
        };
        let shown = all().text(Some(24));
        assert!(shown.lines().all(|line| line.chars().count() <= 24), "{shown}");
        let of = |labels: &[&str]| all().only(&labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            of(&["file"]).expect("a line").text(None),
            "tau\na root of an equation that has one\n\nfile\n  id = \"tau\"\n\n  [sweep]\n"
        );
        assert_eq!(
            of(&["kyes"]).expect_err("no line").to_string(),
            "--only kyes: tau has no such line; did you mean keys?"
        );
    }
}
