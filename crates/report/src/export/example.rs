//! A table with everything that a format must keep.

use super::{Column, ExportTable, Provenance, Values};

pub(super) fn provenance() -> Provenance {
    Provenance::now("unknown", 1, 0.001).of_claim_file("id = \"mine\"\n# a comment, with \"quotes\"\n")
}

/// Contains numbers that need every bit, infinity, NaN, a missing value, a count above 2⁵³, and words that need quotes.
pub(super) fn table() -> ExportTable {
    let column = |name: &str, unit, values| Column { name: name.to_owned(), unit, values };
    ExportTable {
        columns: vec![
            column("weak.cosine", "", Values::Numbers(vec![Some(0.1 + 0.2), Some(f64::INFINITY), Some(-5e-324)])),
            column("mean", "mean squared error", Values::Numbers(vec![Some(f64::NAN), None, Some(1e300)])),
            column("replicates", "", Values::Counts(vec![Some(u64::MAX >> 1), None, Some(0)])),
            column("verdict", "", Values::Words(vec![Some("a, \"b\"\nc".into()), None, Some("# Konzept β".into())])),
        ],
    }
}
