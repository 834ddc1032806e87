//! Words in a sentence: each is one that its variable may be.

use super::resolve::Resolver;
use crate::sentence::{Expr, SentenceError, Span, Term, words_to_write};

impl Resolver<'_> {
    /// A variable may be this word.
    pub(super) fn require_word(&self, name: &str, word: &str, at: &Span) -> Result<(), SentenceError> {
        let Some(words) = self.names.words_of(name) else { return Ok(()) };
        if words.is_empty() {
            let remedy = format!("write it without quotes, as in {name} = 1; words stand for no number");
            return Err(self.error(at, format!("{name} is never a word"), &remedy));
        }
        if words.iter().any(|known| known == word) || self.names.registry.is_file_of(name, word) {
            return Ok(());
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Err(self.error(at, format!("{name} is never \"{word}\""), &words_to_write(word, &words)))
    }

    /// What is no word stands for no variable whose values are words.
    pub(super) fn require_number(&self, name: &str, value: &Expr) -> Result<(), SentenceError> {
        let words = self.names.words_of(name).unwrap_or_default();
        if words.is_empty() {
            return Ok(());
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Term::Name(written) = &value.term else { return self.not_only_words(name, value, &words) };
        if self.names.is_variable(written) {
            return self.not_only_words(name, value, &words);
        }
        let problem = format!("{name} is a word, and words stand in quotes");
        let remedy = if words.contains(&written.as_str()) {
            format!("write \"{written}\"")
        } else {
            words_to_write(written, &words)
        };
        Err(self.error(&value.span, problem, &remedy))
    }

    /// A setting is a word or a number, and a key may be either.
    fn not_only_words(&self, name: &str, value: &Expr, words: &[&str]) -> Result<(), SentenceError> {
        if self.names.setting(name).is_none() {
            return Ok(());
        }
        let remedy = format!("write one of its words in quotes: {}", words.join(", "));
        Err(self.error(&value.span, format!("{name} is a word, not a number"), &remedy))
    }
}
