//! Exported tables as Parquet.

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use weak_to_strong_report::{Column, ExportFormat, ExportTable, Provenance, Values, write_table};

/// Contains numbers that need every bit, infinity, NaN, a missing value, a count above 2⁵³, and words that need quotes.
fn table() -> ExportTable {
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

fn bits(field: &Field) -> Option<u64> {
    if let Field::Double(value) = field { Some(value.to_bits()) } else { None }
}

#[test]
fn everything_reads_back() {
    assert_eq!("parquet".parse::<ExportFormat>().ok(), Some(ExportFormat::Parquet));
    let provenance =
        Provenance::now("unknown", 1, 0.001).of_claim_file("id = \"mine\"\n# a comment, with \"quotes\"\n");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.parquet");
    write_table(&path, &table(), &provenance).expect("Parquet");
    let reader = SerializedFileReader::new(Bytes::from(std::fs::read(&path).expect("a file"))).expect("Parquet");
    let metadata = reader.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    for (key, value) in provenance.entries() {
        assert!(metadata.iter().any(|entry| entry.key == *key && entry.value.as_ref() == Some(value)), "{key}");
    }
    assert!(metadata.iter().any(|entry| entry.key == "unit of mean"));
    let rows: Vec<Vec<(String, Field)>> =
        reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").into_columns()).collect();
    let field = |row: usize, column: usize| &rows[row][column].1;
    assert_eq!(bits(field(0, 0)), Some((0.1f64 + 0.2).to_bits()));
    let ends = (bits(field(1, 0)), bits(field(2, 0)));
    assert_eq!(ends, (Some(f64::INFINITY.to_bits()), Some((-5e-324f64).to_bits())));
    assert!(matches!(field(0, 1), Field::Double(value) if value.is_nan()));
    assert_eq!((field(1, 1), field(1, 2), field(1, 3)), (&Field::Null, &Field::Null, &Field::Null));
    assert_eq!((field(0, 2), field(0, 3)), (&Field::Long(i64::MAX), &Field::Str("a, \"b\"\nc".to_owned())));
    assert_eq!(rows[2][3], ("verdict".to_owned(), Field::Str("# Konzept β".to_owned())));
}
