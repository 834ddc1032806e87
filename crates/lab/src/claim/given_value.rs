//! What a text means as the value of a variable.

use indexmap::IndexMap;

use crate::family::key;
use crate::registry::Registry;
use crate::sentence::{Term, parse_expression, words_to_write};
use crate::statement::{Names, Side, resolved_expression};

/// What a text means as the value of a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenValue {
    /// A word.
    Word(String),
    /// A number.
    Number(f64),
    /// An expression, from which the variable follows.
    Expression(String),
}

impl GivenValue {
    /// Reads a text that stands for a value of the variable `name`, where also the variables in `given` have values. Of a variable that is neither a
    /// setting nor a key of the problem, what cannot be read as an expression is a word.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn read(registry: &Registry, given: &[String], name: &str, text: &str) -> Result<Self, String> {
        let words = registry.words_of(name);
        let known = words.clone().unwrap_or_default();
        if known.contains(&text) || registry.is_file_of(name, text) {
            return Ok(Self::Word(text.to_owned()));
        }
        if !known.is_empty() {
            return Err(format!("{name} is never \"{text}\"; {}", words_to_write(text, &known)));
        }
        let definitions = IndexMap::new();
        let names = Names { registry, swept: given, definitions: &definitions, data: None };
        let is_name = |text: &str| parse_expression(text).is_ok_and(|expr| matches!(expr.term, Term::Name(_)));
        match (resolved_expression(text, names), words) {
            (Ok(side), _) => Ok(of_side(&side).map_or_else(|| Self::Expression(text.to_owned()), Self::Number)),
            (Err(_), None) => Ok(Self::Word(text.to_owned())),
            (Err(_), Some(_)) if is_name(text) => Err(expected(registry, name)),
            (Err(error), Some(_)) => Err(format!("{}: {error}", expected(registry, name))),
        }
    }
}

/// The number, if it is written as one.
fn of_side(side: &Side) -> Option<f64> {
    if let Side::Number(number) = side {
        return Some(*number);
    }
    if let Side::Negative(of) = side { of_side(of).map(|number| -number) } else { None }
}

fn expected(registry: &Registry, name: &str) -> String {
    let setting = registry.settings().map(|(setting, _)| setting).find(|setting| setting.name == name);
    let meaning = setting
        .map(|setting| setting.domain.to_string())
        .or_else(|| key(name).map(|key| key.meaning.to_owned()))
        .unwrap_or_default();
    format!("{name} is {meaning}; write a value, or an expression in other variables, such as {name}=\"2 * dim\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<GivenValue, String> {
        GivenValue::read(&Registry::built_in(), &["own".to_owned()], name, text)
    }

    #[test]
    fn words_numbers_and_expressions_are_told_apart() {
        let word = |word: &str| Ok(GivenValue::Word(word.to_owned()));
        let expression = |text: &str| Ok(GivenValue::Expression(text.to_owned()));
        assert_eq!(read("prompts", "cube"), word("cube"));
        assert_eq!(read("strategy", "refine"), word("refine"));
        assert_eq!(read("penalty", ".5"), Ok(GivenValue::Number(0.5)));
        assert_eq!(read("weak.cosine", "-.5"), Ok(GivenValue::Number(-0.5)));
        for text in ["2 * dim", "round(dim ^ 1.25)", "dim", "max(16, own)", "segment_bound"] {
            assert_eq!(read("samples", text), expression(text));
        }
        assert_eq!(read("noise", "weak.noise / 2"), expression("weak.noise / 2"));
        assert_eq!((read("own", "fast"), read("own", "2 * dim")), (word("fast"), expression("2 * dim")));
    }

    #[test]
    fn anything_else_is_told_with_what_was_expected() {
        for (name, text, said) in [
            ("prompts", "spere", "prompts is never \"spere\"; did you mean sphere? its words are: sphere"),
            ("samples", "many", "samples is a whole number, 1 or more; write a value, or an expression"),
            ("dim", "large", "dim is d, the dimension of a prompt; write a value, or an expression"),
            ("samples", "2 * dime", "such as samples=\"2 * dim\": there is no quantity, formula or setting dime"),
            ("samples", "2 *", "the sentence ends where"),
            ("samples", "naive.mse", "write a value, or an expression"),
            ("samples", "2 * naive.mse", "this is measured, and must be computed"),
        ] {
            let message = read(name, text).expect_err(text);
            assert!(message.contains(said), "{text}: {message}");
        }
    }
}
