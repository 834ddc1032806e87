//! Comma-separated values under comment lines.

use super::{ExportTable, Provenance, Values};

/// Returns the provenance and the units as lines that start with `#`, then a header, then the rows (RFC 4180, with line feeds).
///
/// A missing value is an empty field. Infinite values are written as `inf` or `-inf`, and values that are not a number as `NaN`. Numbers that are
/// read back have the same bits.
pub(super) fn csv(table: &ExportTable, provenance: &Provenance) -> String {
    let mut text = String::new();
    for (key, value) in provenance.entries() {
        text += &comment(key, &value);
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
    if word.contains([',', '"', '\n', '\r', '#']) {
        format!("\"{}\"", word.replace('"', "\"\""))
    } else {
        word.to_owned()
    }
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
    fn numbers_read_back_to_the_same_bits() {
        for value in [0.1 + 0.2, 1.0 / 3.0, f64::MAX, 5e-324, -0.0] {
            let written = field(&Values::Numbers(vec![Some(value)]), 0);
            assert_eq!(written.parse::<f64>().expect("a number").to_bits(), value.to_bits(), "{written}");
        }
    }
}
