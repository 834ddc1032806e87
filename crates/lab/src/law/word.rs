//! The words of sentences for laws.

/// A word of sentences for a number that the law of one replicate has, or for a property of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LawWord {
    /// The word.
    pub name: &'static str,
    /// What it is, in one line.
    pub meaning: &'static str,
    /// A statement with it.
    pub example: &'static str,
    /// Whether it is a property, which is true or false.
    pub is_predicate: bool,
}

/// All words for laws, in the order in which lists show them.
pub static LAW_WORDS: [LawWord; 5] = [
    LawWord {
        name: "P",
        meaning: "the probability that two numbers of one sample compare as stated",
        example: "P(naive.squared_error >= 0.5 * segment_bound) >= 0.95",
        is_predicate: false,
    },
    LawWord {
        name: "mean",
        meaning: "the mean of what one sample gives",
        example: "mean(min(naive.squared_error over penalty)) <= segment_bound",
        is_predicate: false,
    },
    LawWord {
        name: "variance",
        meaning: "the variance of what one sample gives",
        example: "variance(naive.squared_error) <= 0.1",
        is_predicate: false,
    },
    LawWord {
        name: "quantile",
        meaning: "the number that one sample exceeds with probability 1 − p at most; p is the second argument",
        example: "quantile(naive.squared_error, 0.9) <= 2 * segment_bound",
        is_predicate: false,
    },
    LawWord {
        name: "uniform",
        meaning: "the law of what one sample gives is uniform on [0, 1], up to the absolute resolution",
        example: "uniform(incontext.rank)",
        is_predicate: true,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functional::{FUNCTIONALS, PREDICATES};
    use crate::sentence::parse_statement;

    #[test]
    fn examples_are_sentences_with_their_word() {
        for word in LAW_WORDS {
            assert!(word.example.starts_with(&format!("{}(", word.name)), "{}", word.name);
            parse_statement(word.example).expect(word.example);
        }
    }

    #[test]
    fn no_word_has_two_meanings() {
        let functionals = FUNCTIONALS.iter().map(|functional| functional.name);
        let predicates = PREDICATES.iter().map(|predicate| predicate.name);
        let mut names: Vec<&str> =
            functionals.chain(predicates).chain(LAW_WORDS.iter().map(|word| word.name)).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
