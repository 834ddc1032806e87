//! What a family of problems is.

/// A family of problems.
#[derive(Debug)]
pub struct Family {
    /// The name in words, with an article.
    pub name: &'static str,
    /// The keys by which a `[problem]` table describes a problem of the family, in words.
    pub described_by: &'static str,
    /// All keys that its `[problem]` tables may have, including the optional ones, by their dotted names. A table comes before its own keys.
    pub keys: &'static [Key],
    /// The key that only the `[problem]` tables of this family have. `None` for the one family whose tables have no such key.
    pub marked_by: Option<&'static str>,
}

/// A key of a `[problem]` table, and how it is shown and searched.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The dotted name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// The symbol in figures, or a name that says more than the dotted name.
    pub symbol: Option<&'static str>,
    /// The words in front of the symbol on an axis.
    pub axis: Option<&'static str>,
    /// Whether it is a count, which takes only whole numbers.
    pub is_count: bool,
    /// The words that it may be; none for most keys.
    pub words: fn() -> Vec<&'static str>,
}

impl Family {
    /// Returns the keys of its `[problem]` tables, without those of tables within them.
    pub fn top_keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().filter(|key| !key.name.contains('.'))
    }

    /// Whether its `[problem]` tables may have this key.
    pub fn has_key(&self, key: &str) -> bool {
        self.top_keys().any(|known| known.name == key)
    }
}

/// Names are unique.
impl PartialEq for Family {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Family {}

impl Key {
    /// A key without symbol or words.
    pub(super) const fn new(name: &'static str, meaning: &'static str) -> Self {
        Self { name, meaning, symbol: None, axis: None, is_count: false, words: Vec::new }
    }

    /// The same key with this symbol.
    pub(super) const fn symbol(self, symbol: &'static str) -> Self {
        Self { symbol: Some(symbol), ..self }
    }

    /// The same key with these words in front of its symbol on an axis.
    pub(super) const fn axis(self, words: &'static str) -> Self {
        Self { axis: Some(words), ..self }
    }

    /// The same key, which counts something.
    pub(super) const fn count(self) -> Self {
        Self { is_count: true, ..self }
    }

    /// The same key, which may be one of these words.
    pub(super) const fn words(self, words: fn() -> Vec<&'static str>) -> Self {
        Self { words, ..self }
    }
}
