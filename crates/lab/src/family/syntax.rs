//! What is wrong with a key or a type in a file, in words of the file and not of Rust.

use crate::sentence::nearest;

/// Returns the key at which the table is wrong, if it is known, and what is wrong there.
pub(super) fn syntax_fault(error: &toml::de::Error) -> (Option<String>, String) {
    let shown = error.to_string();
    let key = shown.split("\nin `").nth(1).and_then(|rest| rest.split('`').next());
    (key.map(str::to_owned), in_words_of_the_file(error.message()))
}

/// The types of values, as messages name them.
const TYPES: [(&str, &str); 10] = [
    ("expected struct MostSpec", "expected a table such as { share = 0.95, draws = 1000 }"),
    (
        "unit variant, expected string only",
        "neither a word nor a table, expected a word, or a table such as { word = value }",
    ),
    ("unit variant, expected newtype variant", "a word alone, expected a table such as { word = value }"),
    ("expected struct WeakSpec", "expected a table such as { cosine = 0.8, off_hull = 0.6, noise = 0.5 }"),
    ("expected an array of length 2", "expected two numbers, such as [0, 1]"),
    ("expected u64", "expected a whole number, such as 1000000"),
    ("expected usize", "expected a whole number"),
    ("expected f64", "expected a number"),
    ("expected a sequence", "expected a list [..]"),
    ("expected a map", "expected a table"),
];

/// A message about a file with the types as a file has them.
fn types_in_words(message: &str) -> String {
    TYPES.iter().fold(message.to_owned(), |message, (of_code, words)| message.replace(of_code, words))
}

/// Names the types as a file has them, and the word that was likely meant.
pub(crate) fn in_words_of_the_file(message: &str) -> String {
    let message = types_in_words(message);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let unknown = quoted.split_first().filter(|_| message.starts_with("unknown "));
    let near = unknown.and_then(|(wrong, known)| nearest(wrong, known.iter().copied()));
    match near {
        Some(near) => format!("{message}; did you mean {near}?"),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use toml::{Table, Value};

    use crate::family::ProblemFault;
    use weak_to_strong::model::ProblemSpec;

    const PROBLEM: &str = "dim = 4\nconcepts = { orthonormal = 2 }\nweak = { cosine = 0.8, noise = 0.5 }\nnoise = 0.5";

    fn message(from: &str, to: &str) -> String {
        let table: Table = PROBLEM.replace(from, to).parse().expect("TOML");
        let error = Value::Table(table).try_into::<ProblemSpec>().expect_err("a fault");
        ProblemFault::syntax(&error).to_string()
    }

    #[test]
    fn the_key_and_the_word_that_was_meant_are_named() {
        let wrong_type = message("\nnoise = 0.5", "\nnoise = \"0.5\"");
        assert_eq!(wrong_type, "problem.noise: invalid type: string \"0.5\", expected a number");
        assert!(message("dim = 4", "dim = 1e30").starts_with("problem.dim: "), "{}", message("dim = 4", "dim = 1e30"));
        assert!(message("dim = 4", "dim = 1e30").ends_with("expected a whole number"));
        let key = message("dim = 4", "dmi = 4");
        assert!(key.starts_with("[problem]: unknown field `dmi`") && key.ends_with("; did you mean dim?"), "{key}");
        let word = message("dim = 4", "dim = 4\nprompts = \"gausian\"");
        assert!(word.starts_with("problem.prompts: ") && word.ends_with("; did you mean gaussian?"), "{word}");
        let unlike = |to: &str| message("concepts = { orthonormal = 2 }", to);
        assert!(unlike("concepts = 4").ends_with("expected a word, or a table such as { word = value }"));
        assert!(
            unlike("concepts = \"orthonormal\"").ends_with("a word alone, expected a table such as { word = value }")
        );
        let nested = message("cosine", "cosin");
        assert!(nested.starts_with("problem.weak: ") && nested.ends_with("; did you mean cosine?"), "{nested}");
    }
}
