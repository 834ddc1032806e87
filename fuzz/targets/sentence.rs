//! A sentence is read or refused with a message, and the text of what is read reads back to the same text.

use weak_to_strong_lab::sentence::{
    MOST_BYTES, Symbols, in_symbols, parse_condition, parse_expression, parse_statement,
};

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for parse in [parse_statement, parse_condition, parse_expression] {
        match parse(text) {
            Ok(sentence) => {
                let of = |name: &str| name.starts_with('a').then(|| "a + b".to_owned());
                let _ = in_symbols(&sentence, Symbols { of: &of, of_observed: &|_| None, in_sample: false });
                let shown = sentence.to_string();
                // Spaces may make it longer than a sentence may be.
                if shown.len() <= MOST_BYTES {
                    assert_eq!(parse(&shown).expect("the same sentence").to_string(), shown);
                }
            }
            Err(error) => assert!(error.to_string().starts_with(error.problem())),
        }
    }
}
