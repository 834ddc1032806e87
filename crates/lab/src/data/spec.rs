//! The `[data]` table of a claim file.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// The `[data]` table: which file holds the replicates, and what its columns are.
///
/// ```
/// use weak_to_strong_lab::data::DataSpec;
///
/// let spec: DataSpec = toml::from_str(r#"
///     file = "runs.csv"
///     settings = ["samples"]
///     [observations]
///     "network.error" = { column = "test_error", range = [0, 1] }
///     "network.loss" = "test_loss"
/// "#)?;
/// assert_eq!(spec.observations["network.error"].range, Some([0.0, 1.0]));
/// assert_eq!(spec.observations["network.loss"].column, "test_loss");
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DataSpec {
    /// A file of comma-separated values with a header, or a Parquet file, whose name ends in `.parquet`. The path is relative to the folder of the claim file.
    /// `embedded:NAME` is a file that is part of the program.
    pub file: String,
    /// The columns that are settings, each of which has the column's name. Rows that agree in all of them are the replicates of one cell.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The observations: the name in sentences, and the column.
    pub observations: IndexMap<String, ObservationSpec>,
}

/// An observation of a data file: `"test_error"`, or `{ column = "test_error", range = [0, 1] }`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Value")]
pub struct ObservationSpec {
    /// The column of the file.
    pub column: String,
    /// The values lie between these numbers, both included, for a reason that the author of the claim knows. One of them may be infinite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// The law that the values are taken to have, if they have no range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<DeclaredLaw>,
    /// The unit in words, for tables and axes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A law that the values of an observation are taken to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredLaw {
    /// Normal, together with all observations of which this is declared. Intervals are Student's, for any number of rows from two on, with the warrant
    /// `model`.
    Normal,
}

/// The form with keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    column: String,
    range: Option<[f64; 2]>,
    law: Option<DeclaredLaw>,
    unit: Option<String>,
}

impl TryFrom<Value> for ObservationSpec {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        if let Value::String(column) = value {
            return Ok(Self { column, range: None, law: None, unit: None });
        }
        let has_column = value.get("column").is_some();
        let Some(table) = value.as_table().filter(|_| has_column) else {
            return Err(without_column(value.as_table()));
        };
        let Keys { column, range, law, unit } =
            table.clone().try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
        Ok(Self { column, range, law, unit })
    }
}

fn without_column(table: Option<&Table>) -> String {
    let found = table.and_then(|table| table.keys().next()).map_or_else(String::new, |key| format!("{key} found; "));
    format!(
        "{found}an observation is a column, such as \"test_error\" or {{ column = \"test_error\", range = [0, 1] }}, and a name with a dot stands in \
         quotes: \"network.error\" = \"test_error\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(observations: &str) -> Result<DataSpec, String> {
        let text = format!("file = \"runs.csv\"\n[observations]\n{observations}\n");
        toml::from_str(&text).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_read_back() {
        let spec =
            parsed("\"a.b\" = \"x\"\nc = { column = \"y\", range = [0, inf], unit = \"nats\" }").expect("a spec");
        assert!(spec.settings.is_empty());
        assert_eq!(spec.observations["c"].range, Some([0.0, f64::INFINITY]));
        let written = toml::to_string(&spec).expect("TOML");
        assert_eq!(toml::from_str::<DataSpec>(&written).expect("a spec"), spec);
    }

    #[test]
    fn slips_say_what_to_write() {
        for (observations, said) in [
            ("network.error = \"x\"", "error found; an observation is a column"),
            ("a = 3", "a name with a dot stands in quotes"),
            ("a = { column = \"x\", rnage = [0, 1] }", "unknown field `rnage`"),
            ("a = { column = \"x\", range = [0] }", "length"),
            ("a = { column = 3 }", "string"),
        ] {
            let message = parsed(observations).expect_err(observations);
            assert!(message.contains(said), "{observations}: {message}");
        }
        let message = toml::from_str::<DataSpec>("file = \"a\"\nsetings = []\n[observations]\n").expect_err("a slip");
        assert!(message.to_string().contains("setings"), "{message}");
    }
}
