//! Comma-separated values under comment lines.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and a text from a claim file may be written to be one. So
//! here no text begins a cell with such a character, neither in a row nor in a comment, which a spreadsheet splits at its commas.

use std::borrow::Cow;

use super::{ExportTable, Provenance, Values};
use crate::visible::visible_lines;

/// Returns the provenance and the units as lines that start with `#`, then a header, then the rows (RFC 4180, with line feeds).
///
/// A missing value is an empty field. Infinite values are written as `inf` or `-inf`, and values that are not a number as `NaN`. Numbers that are
/// read back have the same bits. A word that a spreadsheet would take for a formula has an apostrophe before it; in a comment the sign that would
/// begin a formula is written by its number, as in `\u{3d}`.
pub(super) fn csv(table: &ExportTable, provenance: &Provenance) -> String {
    let mut text = String::new();
    for (key, value) in provenance.entries() {
        text += &comment(key, value);
    }
    for column in table.columns.iter().filter(|column| !column.unit.is_empty()) {
        text += &comment(&format!("unit of {}", column.name), column.unit);
    }
    text += &line(table.columns.iter().map(|column| quoted(&column.name)));
    for row in 0..table.row_count() {
        text += &line(table.columns.iter().map(|column| field(&column.values, row)));
    }
    text
}

/// Returns `# key: value`. A value of several lines follows below its key.
fn comment(key: &str, value: &str) -> String {
    let value = without_formulas(&visible_lines(value));
    if !value.contains('\n') {
        return format!("# {key}: {value}\n");
    }
    let lines: String = value.lines().map(|line| format!("#   {line}\n")).collect();
    format!("# {key}:\n{lines}")
}

fn line(fields: impl Iterator<Item = String>) -> String {
    fields.collect::<Vec<_>>().join(",") + "\n"
}

fn field(values: &Values, row: usize) -> String {
    match values {
        // Shortest digits that read back to the same bits, with an exponent for very large and small numbers.
        Values::Numbers(values) => values[row].map_or_else(String::new, |value| format!("{value:?}")),
        Values::Counts(values) => values[row].map_or_else(String::new, |value| value.to_string()),
        Values::Words(values) => values[row].as_deref().map_or_else(String::new, quoted),
    }
}

fn quoted(word: &str) -> String {
    let word = no_formula(word);
    if word.contains([',', ';', '\t', '"', '\n', '\r', '#']) {
        format!("\"{}\"", word.replace('"', "\"\""))
    } else {
        word.into_owned()
    }
}

/// With what a spreadsheet lets a formula begin.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A word that no spreadsheet takes for a formula. Numbers, such as the places of changes of sign, are none.
fn no_formula(word: &str) -> Cow<'_, str> {
    let is_numbers = || word.split(' ').all(|part| part.parse::<f64>().is_ok());
    match word.trim_start().starts_with(FORMULA) && !is_numbers() {
        true => Cow::Owned(format!("'{word}")),
        false => Cow::Borrowed(word),
    }
}

/// A comment in which no part begins with a formula, wherever a spreadsheet splits it: at commas, semicolons or tabs, with or without quotes.
fn without_formulas(comment: &str) -> String {
    let mut harmless = String::with_capacity(comment.len());
    let mut begins = false;
    for c in comment.chars() {
        if begins && FORMULA.contains(&c) {
            harmless.extend(c.escape_unicode());
        } else {
            harmless.push(c);
        }
        begins = matches!(c, ',' | ';' | '\t') || (begins && (c.is_whitespace() || matches!(c, '"' | '\'')));
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn numbers_words_and_provenance_are_readable() {
        let text = csv(&example::table(), &example::provenance());
        let (comments, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        assert!(comments.contains(&"# seed: 1") && comments.contains(&"# claim_file:"), "{text}");
        assert!(
            comments.contains(&"#   # a comment, with \"quotes\"")
                && comments.contains(&"# unit of mean: mean squared error")
        );
        assert_eq!(
            rows,
            [
                "weak.cosine,mean,replicates,verdict",
                "0.30000000000000004,NaN,9223372036854775807,\"a, \"\"b\"\"",
                "c\"",
                "inf,,,",
                "-5e-324,1e300,0,\"# Konzept β\"",
            ]
        );
    }

    #[test]
    fn no_text_is_a_formula() {
        for (word, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-naive.mse <= 0", "'-naive.mse <= 0"),
            ("\t=cmd|' /C calc'!A0", "\"'\t=cmd|' /C calc'!A0\""),
            ("a;=1", "\"a;=1\""),
            ("-0.5 0.25", "-0.5 0.25"),
            ("a = b", "a = b"),
        ] {
            assert_eq!(quoted(word), written);
        }
        let spread = "source = \"x,=1\"\nlog = [1e-3, -1]; \"@a\"\t+b, c = d";
        let comment =
            "# claim_file:\n#   source = \"x,\\u{3d}1\"\n#   log = [1e-3, \\u{2d}1]; \"\\u{40}a\"\t\\u{2b}b, c = d\n";
        assert_eq!(super::comment("claim_file", spread), comment);
        assert_eq!(super::comment("a", "\u{202e}\u{b}"), "# a: \\u{202e}\\u{b}\n");
    }

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        for value in [0.1 + 0.2, 1.0 / 3.0, f64::MAX, 5e-324, -0.0] {
            let written = field(&Values::Numbers(vec![Some(value)]), 0);
            assert_eq!(written.parse::<f64>().expect("a number").to_bits(), value.to_bits(), "{written}");
        }
    }
}
