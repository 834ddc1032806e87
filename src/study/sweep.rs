//! The grid of a sweep: the product of its variables, with `zip` groups that vary together.

use indexmap::IndexMap;
use thiserror::Error;
use toml::{Table, Value};

/// A sweep that does not describe a grid.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum SweepError {
    /// The value is neither a list nor a range.
    #[error(
        "sweep.{name} = {value}: give a list [..], or a range {{ log = [first, last, count] }} or {{ linear = [first, last, count] }}"
    )]
    NotAGrid { name: String, value: String },
    /// There are no values.
    #[error("sweep.{name} = []: give at least one value")]
    Empty { name: String },
    /// A range does not have two ends and a count.
    #[error("sweep.{name} = {value}: {expected}")]
    BadRange { name: String, value: String, expected: &'static str },
    /// Variables of a `zip` group have lists of different lengths.
    #[error("sweep.zip: {first} has {first_count} values and {second} has {second_count}; give them equally many")]
    UnequalZip { first: String, first_count: usize, second: String, second_count: usize },
    /// A variable stands twice.
    #[error("sweep: {name} is given twice; keep one")]
    Twice { name: String },
    /// `zip` is not a list of tables.
    #[error("sweep.zip: give a list of tables, such as zip = [{{ samples = [16, 64], noise = [0.5, 1.0] }}]")]
    BadZip,
    /// The grid is too large to hold.
    #[error("the sweep has {cells} cells, more than {most}; shorten a list")]
    TooManyCells { cells: u128, most: u128 },
}

const MOST_CELLS: u128 = 1_000_000;
const MOST_VALUES: i64 = 100_000;

/// All points of a sweep, the last variable varying fastest.
///
/// # Errors
///
/// [`SweepError`], which names the variable and what was expected.
pub fn sweep_points(sweep: &Table) -> Result<Vec<IndexMap<String, Value>>, SweepError> {
    let mut axes = Vec::new();
    for (name, value) in sweep {
        if name == "zip" {
            axes.extend(zip_axes(value)?);
        } else {
            collect_axes(name, value, &mut axes)?;
        }
    }
    reject_repeats(&axes)?;
    let cells = axes.iter().map(|axis| axis.len() as u128).try_fold(1u128, u128::checked_mul).unwrap_or(u128::MAX);
    if cells > MOST_CELLS {
        return Err(SweepError::TooManyCells { cells, most: MOST_CELLS });
    }
    let mut points = vec![IndexMap::new()];
    for axis in &axes {
        points = points
            .iter()
            .flat_map(|point| {
                axis.iter().map(|step| {
                    let mut longer = point.clone();
                    longer.extend(step.iter().map(|(name, value)| (name.clone(), value.clone())));
                    longer
                })
            })
            .collect();
    }
    Ok(points)
}

/// The steps of one axis; each step sets one variable, or all those of a zip group.
type Axis = Vec<Vec<(String, Value)>>;

/// Reads `name = value`; a table that is not a range holds dotted names.
fn collect_axes(name: &str, value: &Value, axes: &mut Vec<Axis>) -> Result<(), SweepError> {
    match value {
        Value::Table(table) if range(name, table)?.is_none() => {
            for (key, inner) in table {
                collect_axes(&format!("{name}.{key}"), inner, axes)?;
            }
            Ok(())
        }
        _ => {
            let values = values_of(name, value)?;
            axes.push(values.into_iter().map(|value| vec![(name.to_owned(), value)]).collect());
            Ok(())
        }
    }
}

fn zip_axes(value: &Value) -> Result<Vec<Axis>, SweepError> {
    let groups = value.as_array().ok_or(SweepError::BadZip)?;
    groups.iter().map(|group| zip_axis(group.as_table().ok_or(SweepError::BadZip)?)).collect()
}

fn zip_axis(group: &Table) -> Result<Axis, SweepError> {
    let mut variables: Vec<Axis> = Vec::new();
    for (name, value) in group {
        collect_axes(name, value, &mut variables)?;
    }
    let name_of = |axis: &Axis| axis[0][0].0.clone();
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

fn values_of(name: &str, value: &Value) -> Result<Vec<Value>, SweepError> {
    let values = match value {
        Value::Array(values) => values.clone(),
        Value::Table(table) => range(name, table)?.unwrap_or_default(),
        _ => return Err(SweepError::NotAGrid { name: name.to_owned(), value: value.to_string() }),
    };
    if values.is_empty() { Err(SweepError::Empty { name: name.to_owned() }) } else { Ok(values) }
}

/// Reads `{ log = [first, last, count] }` or `{ linear = … }`; `None` if the table is neither.
fn range(name: &str, table: &Table) -> Result<Option<Vec<Value>>, SweepError> {
    let (kind, ends) = match (table.len(), table.get("log"), table.get("linear")) {
        (1, Some(ends), _) => ("log", ends),
        (1, _, Some(ends)) => ("linear", ends),
        _ => return Ok(None),
    };
    let bad = |expected| SweepError::BadRange { name: name.to_owned(), value: ends.to_string(), expected };
    let parts = ends.as_array().map(Vec::as_slice).unwrap_or_default();
    let [first, last, count] = parts else { return Err(bad("give [first, last, count]")) };
    let number = |value: &Value| value.as_float().or(value.as_integer().map(|i| i as f64)).filter(|x| x.is_finite());
    let (Some(first), Some(last)) = (number(first), number(last)) else {
        return Err(bad("the two ends must be finite numbers"));
    };
    let count = count.as_integer().filter(|count| (2..=MOST_VALUES).contains(count));
    let count = count.ok_or(bad("the count must be a whole number from 2 to 100000"))?;
    if kind == "log" && !(first > 0.0 && last > 0.0) {
        return Err(bad("the ends of a log range must be positive"));
    }
    let value_at = |i: i64| {
        if i == 0 || i == count - 1 {
            return if i == 0 { first } else { last };
        }
        let share = i as f64 / (count - 1) as f64;
        if kind == "log" { first * (last / first).powf(share) } else { first + share * (last - first) }
    };
    Ok(Some((0..count).map(|i| Value::Float(value_at(i))).collect()))
}

fn reject_repeats(axes: &[Axis]) -> Result<(), SweepError> {
    let mut seen = std::collections::HashSet::new();
    for (name, _) in axes.iter().filter_map(|axis| axis.first()).flatten() {
        if !seen.insert(name) {
            return Err(SweepError::Twice { name: name.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Result<Vec<IndexMap<String, Value>>, SweepError> {
        sweep_points(&text.parse::<Table>().expect("TOML"))
    }

    #[test]
    fn the_grid_is_the_product_in_the_order_of_the_file() {
        let grid = points("samples = [16, 64]\nweak.cosine = [0.5, 0.8]").expect("a sweep");
        let shown: Vec<String> = grid.iter().map(|p| format!("{} {}", p["samples"], p["weak.cosine"])).collect();
        assert_eq!(shown, ["16 0.5", "16 0.8", "64 0.5", "64 0.8"]);
        assert_eq!(points("").expect("no sweep").len(), 1);
    }

    #[test]
    fn ranges_have_exact_ends() {
        let grid = points("penalty = { log = [1e-3, 1e2, 6] }").expect("a range");
        let values: Vec<f64> = grid.iter().filter_map(|p| p["penalty"].as_float()).collect();
        assert_eq!((values[0], values[5]), (1e-3, 1e2));
        assert!((values[3] - 1.0).abs() < 1e-15);
        assert_eq!(points("noise = { linear = [0, 1, 3] }").expect("a range")[1]["noise"].as_float(), Some(0.5));
    }

    #[test]
    fn zip_groups_vary_together() {
        let grid = points("zip = [{ samples = [1, 2], noise = [0.5, 1.0] }]\nbatch = [3, 4]").expect("a sweep");
        assert_eq!(grid.len(), 4);
        assert_eq!((grid[2]["samples"].as_integer(), grid[2]["noise"].as_float()), (Some(2), Some(1.0)));
    }

    #[test]
    fn nonsense_is_named() {
        for (text, part) in [
            ("samples = 3", "sweep.samples = 3"),
            ("samples = []", "at least one"),
            ("penalty = { log = [0, 1, 3] }", "positive"),
            ("penalty = { log = [1, 2] }", "[first, last, count]"),
            ("penalty = { linear = [1, 2, 1] }", "whole number from 2"),
            ("zip = [{ a = [1], b = [1, 2] }]", "a has 1 values and b has 2"),
            ("a = [1]\nzip = [{ a = [1] }]", "given twice"),
            ("zip = 3", "list of tables"),
        ] {
            let message = points(text).expect_err(text).to_string();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
