//! The smallest parts of a sentence.

use super::expr::Span;

/// A smallest part, with its text and place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    pub span: Span,
}

/// What a smallest part is. The name is its text; the word is its text without the quotation marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Word,
    Name,
    Sign(Sign),
    End,
}

/// A sign, or one of the four reserved words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Assign,
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Below,
    AtMost,
    Equal,
    AtLeast,
    Above,
    And,
    Or,
    Not,
    Over,
}

impl Token<'_> {
    /// The sign, if it is one.
    pub fn sign(&self) -> Option<Sign> {
        match self.kind {
            Kind::Sign(sign) => Some(sign),
            Kind::Number(_) | Kind::Word | Kind::Name | Kind::End => None,
        }
    }

    /// The word without its quotation marks.
    pub fn word(&self) -> &str {
        self.text.get(1..self.text.len() - 1).unwrap_or_default()
    }
}
