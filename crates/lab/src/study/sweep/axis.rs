//! Axes of a grid.

use toml::{Table, Value};

use super::SweepError;
use super::range::range_values;

/// The steps of one axis; each step sets one variable, or all those of a group.
pub(super) type GridAxis = Vec<Vec<(String, Value)>>;

/// Reads `name = value`, with a limited number of values. A table that is not a range holds dotted names.
#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
pub(super) fn collect_axes(name: &str, value: &Value, most: u64, axes: &mut Vec<GridAxis>) -> Result<(), SweepError> {
    match value {
        Value::Table(table) if range_values(name, table, most)?.is_none() => {
            for (key, inner) in table {
                collect_axes(&format!("{name}.{key}"), inner, most, axes)?;
            }
            Ok(())
        }
        _ => {
            let values = values_of(name, value, most)?;
            axes.push(values.into_iter().map(|value| vec![(name.to_owned(), value)]).collect());
            Ok(())
        }
    }
}

/// Reads `zip = [{ … }, …]`.
pub(super) fn zip_axes(value: &Value, most: u64) -> Result<Vec<GridAxis>, SweepError> {
    let groups = value.as_array().ok_or(SweepError::BadZip)?;
    groups.iter().map(|group| zip_axis(group.as_table().ok_or(SweepError::BadZip)?, most)).collect()
}

fn zip_axis(group: &Table, most: u64) -> Result<GridAxis, SweepError> {
    let mut variables: Vec<GridAxis> = Vec::new();
    for (name, value) in group {
        collect_axes(name, value, most, &mut variables)?;
    }
    let name_of = |axis: &GridAxis| axis[0][0].0.clone();
    let Some(first) = variables.first() else { return Err(SweepError::BadZip) };
    if let Some(other) = variables.iter().find(|axis| axis.len() != first.len()) {
        return Err(SweepError::UnequalZip {
            first: name_of(first),
            first_count: first.len(),
            second: name_of(other),
            second_count: other.len(),
        });
    }
    Ok((0..first.len()).map(|i| variables.iter().flat_map(|axis| axis[i].clone()).collect()).collect())
}

#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn values_of(name: &str, value: &Value, most: u64) -> Result<Vec<Value>, SweepError> {
    let values = match value {
        Value::Array(values) => values.clone(),
        Value::Table(table) => range_values(name, table, most)?.unwrap_or_default(),
        _ => return Err(SweepError::NotAGrid { name: name.to_owned(), value: value.to_string() }),
    };
    if values.is_empty() { Err(SweepError::Empty { name: name.to_owned() }) } else { Ok(values) }
}
