//! One JSON object.

use serde_json::{Map, Value, json};

use super::{ExportError, ExportTable, Provenance, Values};
use crate::visible_json;

/// `{ "provenance": { … }, "columns": [{ "name", "unit", "kind" }, …], "rows": [{ … }, …] }`. The kind of a column is `number`, `count` or `word`.
///
/// JSON has no numbers that are not finite: they are written as the words `inf`, `-inf` and `NaN`. A missing value is `null`.
///
/// # Errors
///
/// Returns the errors of the JSON writer.
pub(super) fn json(table: &ExportTable, provenance: &Provenance) -> Result<Vec<u8>, ExportError> {
    let provenance: Map<String, Value> =
        provenance.entries().iter().map(|(key, value)| ((*key).to_owned(), Value::String(value.clone()))).collect();
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| json!({ "name": column.name, "unit": column.unit, "kind": column.values.kind() }))
        .collect();
    let row = |row: usize| -> Map<String, Value> {
        table.columns.iter().map(|column| (column.name.clone(), entry(&column.values, row))).collect()
    };
    let rows: Vec<Map<String, Value>> = (0..table.row_count()).map(row).collect();
    let document = json!({ "provenance": provenance, "columns": columns, "rows": rows });
    Ok((visible_json(&serde_json::to_string_pretty(&document)?) + "\n").into_bytes())
}

fn entry(values: &Values, row: usize) -> Value {
    match values {
        Values::Numbers(values) => match values[row] {
            Some(value) if value.is_finite() => json!(value),
            Some(value) => Value::String(value.to_string()),
            None => Value::Null,
        },
        Values::Counts(values) => json!(values[row]),
        Values::Words(values) => json!(values[row]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn everything_reads_back() {
        let bytes = json(&example::table(), &example::provenance()).expect("JSON");
        let document: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(document["provenance"]["claim_file"], "id = \"mine\"\n# a comment, with \"quotes\"\n");
        assert_eq!(document["columns"][1], json!({ "name": "mean", "unit": "mean squared error", "kind": "number" }));
        let rows = document["rows"].as_array().expect("rows");
        assert_eq!(rows[0]["weak.cosine"].as_f64().map(f64::to_bits), Some((0.1f64 + 0.2).to_bits()));
        assert_eq!(
            (&rows[0]["mean"], &rows[1]["mean"], &rows[1]["weak.cosine"]),
            (&json!("NaN"), &Value::Null, &json!("inf"))
        );
        assert_eq!(
            (rows[0]["replicates"].as_u64(), rows[0]["verdict"].as_str()),
            (Some(u64::MAX >> 1), Some("a, \"b\"\nc"))
        );
    }
}
