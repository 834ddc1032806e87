//! The values that a setting may take.

use std::borrow::Cow;
use std::fmt;

use super::value::{LARGEST_WHOLE, SettingValue};
use crate::name::Name;

/// The values that a setting may take.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are ends of a range, or told of in the text")]
pub enum Domain {
    /// Whole numbers that are at least `least`.
    Count { least: u64 },
    /// Whole numbers from `least` to `most`, both included.
    CountUpTo { least: u64, most: u64 },
    /// Whole numbers that are at least `least`, and infinity.
    CountOrInfinity { least: u64 },
    /// Positive finite numbers.
    Positive,
    /// Numbers from 0 to infinity, both included.
    Nonnegative,
    /// Finite numbers that are at least 0.
    NonnegativeFinite,
    /// Finite numbers.
    Finite,
    /// Numbers from 0 to 1, both included.
    Share,
    /// One of these words.
    Words(Cow<'static, [Name]>),
    /// One of these words, or `prefix` and the path of a file behind it.
    WordsOrFile { words: Cow<'static, [Name]>, prefix: Name },
}

impl Domain {
    /// Whether a value is in the domain.
    pub fn contains(&self, value: &SettingValue) -> bool {
        match value {
            SettingValue::Number(number) => self.contains_number(*number),
            SettingValue::Word(word) => self.words().iter().any(|known| known == word) || self.file(word).is_some(),
        }
    }

    /// Whether all its numbers are whole numbers or infinity.
    pub fn is_count(&self) -> bool {
        match self {
            Self::Count { .. } | Self::CountUpTo { .. } | Self::CountOrInfinity { .. } => true,
            Self::Positive | Self::Nonnegative | Self::NonnegativeFinite | Self::Finite | Self::Share => false,
            Self::Words(_) | Self::WordsOrFile { .. } => false,
        }
    }

    /// The path of a file that a word names.
    pub fn file<'a>(&self, word: &'a str) -> Option<&'a str> {
        let Self::WordsOrFile { prefix, .. } = self else { return None };
        word.strip_prefix(&**prefix).filter(|path| !path.is_empty())
    }

    /// Returns its words; the list is empty if the domain holds numbers.
    pub fn words(&self) -> &[Name] {
        match self {
            Self::Words(words) | Self::WordsOrFile { words, .. } => words,
            Self::Count { .. } | Self::CountUpTo { .. } | Self::CountOrInfinity { .. } => &[],
            Self::Positive | Self::Nonnegative | Self::NonnegativeFinite | Self::Finite | Self::Share => &[],
        }
    }

    fn contains_number(&self, x: f64) -> bool {
        match self {
            Self::Count { least } => is_count(x, *least),
            Self::CountUpTo { least, most } => is_count(x, *least) && x <= *most as f64,
            Self::CountOrInfinity { least } => x == f64::INFINITY || is_count(x, *least),
            Self::Positive => x.is_finite() && x > 0.0,
            Self::Nonnegative => x >= 0.0,
            Self::NonnegativeFinite => x >= 0.0 && x.is_finite(),
            Self::Finite => x.is_finite(),
            Self::Share => (0.0..=1.0).contains(&x),
            Self::Words(_) | Self::WordsOrFile { .. } => false,
        }
    }
}

/// No one takes more than [`LARGEST_WHOLE`] samples.
fn is_count(x: f64, least: u64) -> bool {
    x.fract() == 0.0 && x >= least as f64 && x <= LARGEST_WHOLE
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Count { least } => write!(f, "a whole number, {least} or more"),
            Self::CountUpTo { least, most } => write!(f, "a whole number from {least} to {most}"),
            Self::CountOrInfinity { least } => write!(f, "a whole number, {least} or more, or inf"),
            Self::Positive => write!(f, "a positive, finite number"),
            Self::Nonnegative => write!(f, "a number, 0 or more, or inf"),
            Self::NonnegativeFinite => write!(f, "a finite number, 0 or more"),
            Self::Finite => write!(f, "a finite number"),
            Self::Share => write!(f, "a number from 0 to 1"),
            Self::Words(words) => write!(f, "one of: {}", words.join(", ")),
            Self::WordsOrFile { words, prefix } => write!(f, "one of: {}, {prefix}FILE", words.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(domain: &Domain, number: f64) -> bool {
        domain.contains(&SettingValue::Number(number))
    }

    #[test]
    fn ends_belong_to_a_domain_as_its_words_say() {
        let up_to = Domain::CountUpTo { least: 2, most: 64 };
        assert!(holds(&up_to, 2.0) && holds(&up_to, 64.0) && !holds(&up_to, 65.0) && !holds(&up_to, 2.5));
        let or_infinity = Domain::CountOrInfinity { least: 1 };
        assert!(holds(&or_infinity, f64::INFINITY) && !holds(&Domain::Count { least: 1 }, f64::INFINITY));
        assert!(holds(&Domain::Nonnegative, f64::INFINITY) && !holds(&Domain::NonnegativeFinite, f64::INFINITY));
        assert!(!holds(&Domain::Positive, 0.0) && holds(&Domain::Share, 0.0) && holds(&Domain::Share, 1.0));
        assert!(!holds(&Domain::Nonnegative, f64::NAN));
        assert!(
            holds(&Domain::Finite, -2.5) && !holds(&Domain::Finite, f64::INFINITY) && !holds(&Domain::Finite, f64::NAN)
        );
    }

    #[test]
    fn words_and_numbers_are_told_apart() {
        let own = format!("{}{}", "la", "zy");
        let words = Domain::Words(vec![Name::from("eager"), Name::from(own)].into());
        assert!(words.contains(&SettingValue::Word("lazy".to_owned())) && !holds(&words, 1.0));
        assert!(!Domain::Share.contains(&SettingValue::Word("lazy".to_owned())));
        assert_eq!(words.to_string(), "one of: eager, lazy");
        let or_file = Domain::WordsOrFile { words: vec![Name::from("lazy")].into(), prefix: "tape:".into() };
        let holds = |word: &str| or_file.contains(&SettingValue::Word(word.to_owned()));
        assert!(holds("lazy") && holds("tape:one/two") && !holds("tape:") && !holds("disc:one"));
        assert_eq!((or_file.to_string(), or_file.file("tape:a")), ("one of: lazy, tape:FILE".to_owned(), Some("a")));
    }
}
