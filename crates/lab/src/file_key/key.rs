//! What is said of a key.

/// A key of a claim file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKey {
    /// The table in which it stands; empty if it stands above all tables.
    pub table: &'static str,
    /// The name; in capitals if it stands for names of the author's own.
    pub name: &'static str,
    /// What it means, in a few words, and what holds without it.
    pub meaning: &'static str,
    /// How it may be written.
    pub example: &'static str,
    /// How it stands in a file to start from.
    pub start: Start,
}

/// How a key stands in a file to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As in its example.
    Written,
    /// As in its example, in a comment.
    Comment,
    /// Not at all.
    Absent,
}

impl FileKey {
    pub(super) const fn new(
        start: Start,
        table: &'static str,
        name: &'static str,
        meaning: &'static str,
        example: &'static str,
    ) -> Self {
        Self { table, name, meaning, example, start }
    }

    /// The name with that of its table in front: `claim.states`.
    pub fn full_name(&self) -> String {
        if self.table.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.table, self.name) }
    }
}
