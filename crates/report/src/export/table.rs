//! Tables of cells and of replicates, column by column.

use indexmap::IndexSet;

use weak_to_strong::evidence::Warrant;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Measurement, ReplicateColumn};
use weak_to_strong_lab::family::key;
use weak_to_strong_lab::setting::{SettingValue, setting};

/// A table of named columns, which all have the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportTable {
    /// The columns, in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name of the column.
    pub name: String,
    /// What the column measures. Empty if the name already says this.
    pub unit: &'static str,
    /// The values, one for each row.
    pub values: Values,
}

/// The values of a column. A missing value is `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Real numbers. They may be infinite.
    Numbers(Vec<Option<f64>>),
    /// Counts.
    Counts(Vec<Option<u64>>),
    /// Words.
    Words(Vec<Option<String>>),
}

impl ExportTable {
    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }
}

impl Column {
    fn numbers(name: &str, unit: &'static str, values: impl Iterator<Item = Option<f64>>) -> Self {
        Self { name: name.to_owned(), unit, values: Values::Numbers(values.collect()) }
    }

    fn counts(name: &str, values: impl Iterator<Item = Option<u64>>) -> Self {
        Self { name: name.to_owned(), unit: "", values: Values::Counts(values.collect()) }
    }

    fn words(name: &str, values: impl Iterator<Item = Option<String>>) -> Self {
        Self { name: name.to_owned(), unit: "", values: Values::Words(values.collect()) }
    }
}

impl Values {
    /// Returns the number of values; missing values count too.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Counts(values) => values.len(),
            Self::Words(values) => values.len(),
        }
    }

    /// Returns what the values are, in one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Numbers(_) => "number",
            Self::Counts(_) => "count",
            Self::Words(_) => "word",
        }
    }

    /// Returns `true` if the column has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Returns one row for each judged cell of a claim. After these it has one row for each other measurement: it enters only through a fit, or it is
/// shown but not judged.
///
/// | column | says |
/// | ------ | ---- |
/// | `id`, `statement`, `unit` | the claim, its sentence, and what the numbers measure |
/// | one for each sweep variable | the setting |
/// | `mean`, `standard_error`, `lower`, `upper` | the estimate with its simultaneous confidence interval |
/// | `expected`, `verdict` | the right side, and how the left side compares with it; missing if the row is not judged |
/// | `expected_lower`, `expected_upper` | the interval of the right side, if it is measured |
/// | `difference`, `difference_lower`, `difference_upper` | left − right |
/// | `warrant`, `lower_warrant`, `upper_warrant` | why the verdict and the ends of the interval may be believed |
/// | `slack`, `slack_lower`, `slack_upper` | measured ÷ expected |
/// | `replicates`, `replicates_needed`, `doubt` | number drawn, number that an undecided cell would need, why an estimate is not reliable |
/// | `replay` | a command that measures the cell again |
/// | one `witness.<variable>` for each variable of `exists` | where the statement holds |
/// | `from` | where a statement with `eventually` begins to hold |
/// | `places`, `sign_changes` | where a shape fails, or a curve turns, and how often |
/// | `paired`, `no_value` | whether its numbers are of the same samples, and why it has no value |
///
/// Tables of all claims have these columns, so that they concatenate; a column without a value is empty. The left side of a place, such as a crossing,
/// is the place; its interval lies between `lower` and `upper`. That of a shape is its least certain contrast.
pub fn cells_table(outcome: &ClaimOutcome) -> ExportTable {
    let judged = outcome.cells.iter().map(|cell| (&cell.measurement, Some(cell)));
    let rows: Vec<Row> = judged.chain(outcome.points.iter().map(|point| (point, None))).collect();
    let names: IndexSet<&String> = rows.iter().flat_map(|(measurement, _)| measurement.setting.keys()).collect();
    let same =
        |name: &str, word: &str| Column::words(name, rows.iter().map(|_| (!word.is_empty()).then(|| word.to_owned())));
    // The estimate of a fit is a coefficient, and a place is on another axis; they are no values of the quantity.
    let is_place = outcome.shape.functional.is_some_and(|functional| functional.is_place());
    let unit = if outcome.shape.is_fitted() || is_place { "" } else { outcome.figure.unit.name() };
    let mut columns = vec![same("id", &outcome.id), same("statement", &outcome.sentence), same("unit", unit)];
    columns.extend(names.into_iter().map(|name| setting_column(name, &rows)));
    let measured = |name: &str, value: fn(&Measurement) -> f64| {
        Column::numbers(name, unit, rows.iter().map(|(measurement, _)| Some(value(measurement))))
    };
    columns.push(measured("mean", |m| m.estimate.mean));
    columns.push(measured("standard_error", |m| m.estimate.standard_error));
    columns.push(measured("lower", |m| m.interval.lower));
    columns.push(measured("upper", |m| m.interval.upper));
    let of_cell = |name: &str, unit, value: fn(&CellOutcome) -> Option<f64>| {
        Column::numbers(name, unit, rows.iter().map(|(_, cell)| cell.and_then(value)))
    };
    let words = |name: &str, value: fn(&CellOutcome) -> Option<String>| {
        Column::words(name, rows.iter().map(|(_, cell)| cell.and_then(value)))
    };
    columns.push(of_cell("expected", unit, |cell| Some(cell.expected)));
    columns.push(of_cell("expected_lower", unit, |cell| cell.expected_interval.map(|interval| interval.lower)));
    columns.push(of_cell("expected_upper", unit, |cell| cell.expected_interval.map(|interval| interval.upper)));
    columns.push(of_cell("difference", unit, |cell| Some(cell.difference.value)));
    columns.push(of_cell("difference_lower", unit, |cell| Some(cell.difference.interval.lower)));
    columns.push(of_cell("difference_upper", unit, |cell| Some(cell.difference.interval.upper)));
    columns.push(words("verdict", |cell| Some(cell.verdict.words().to_owned())));
    columns.push(words("warrant", |cell| cell.warrant.map(|warrant| warrant.words().to_owned())));
    let warrants = |name: &str, of: fn(&Measurement) -> Warrant| {
        Column::words(name, rows.iter().map(|(measurement, _)| Some(of(measurement).words().to_owned())))
    };
    columns.push(warrants("lower_warrant", |m| m.warrants.lower));
    columns.push(warrants("upper_warrant", |m| m.warrants.upper));
    columns.push(of_cell("slack", "", |cell| cell.slack.map(|slack| slack.value)));
    columns.push(of_cell("slack_lower", "", |cell| cell.slack.map(|slack| slack.interval.lower)));
    columns.push(of_cell("slack_upper", "", |cell| cell.slack.map(|slack| slack.interval.upper)));
    columns.push(Column::counts("replicates", rows.iter().map(|(m, _)| Some(m.estimate.replicates))));
    let needed = rows.iter().map(|(_, cell)| cell.and_then(|cell| cell.replicates_needed));
    columns.push(Column::counts("replicates_needed", needed));
    columns.push(words("doubt", |cell| cell.doubt.map(|doubt| doubt.words().to_owned())));
    columns.push(words("replay", |cell| cell.replay_command.clone()));
    columns.extend(form_columns(&rows));
    ExportTable { columns }
}

/// The columns that belong to a form of sentence.
fn form_columns(rows: &[Row]) -> Vec<Column> {
    let cells = || rows.iter().map(|(_, cell)| *cell);
    let witnesses: IndexSet<&String> = cells().flatten().flat_map(|cell| cell.witness.keys()).collect();
    let mut columns: Vec<Column> = witnesses.into_iter().map(|name| witness_column(name, rows)).collect();
    columns.push(Column::numbers("from", "", cells().map(|cell| cell?.from)));
    let places = |cell: &CellOutcome| {
        let text: Vec<String> = cell.places.iter().map(f64::to_string).collect();
        (!text.is_empty()).then(|| text.join(" "))
    };
    columns.push(Column::words("places", cells().map(|cell| places(cell?))));
    columns.push(Column::counts("sign_changes", cells().map(|cell| cell?.sign_changes.map(|changes| changes as u64))));
    columns.push(Column::words("paired", cells().map(|cell| cell?.paired.then(|| "yes".to_owned()))));
    columns.push(Column::words("no_value", cells().map(|cell| cell?.no_value.clone())));
    columns
}

/// A column with the values of a variable of `exists`.
fn witness_column(name: &str, rows: &[Row]) -> Column {
    let value = |(_, cell): &Row| cell.as_ref()?.witness.get(name).cloned();
    typed_column(&format!("{WITNESS}{name}"), rows, value)
}

/// What the names of columns begin with that say where a statement holds.
const WITNESS: &str = "witness.";

type Row<'a> = (&'a Measurement, Option<&'a CellOutcome>);

/// The column of a setting.
fn setting_column(name: &str, rows: &[Row]) -> Column {
    typed_column(name, rows, |(measurement, _)| measurement.setting.get(name).cloned())
}

/// Returns a column of words if some value is a word, of counts if it counts something and no value is infinite, and otherwise of numbers.
fn typed_column(name: &str, rows: &[Row], value: impl Fn(&Row) -> Option<SettingValue>) -> Column {
    let all_numbers = rows.iter().all(|row| !matches!(value(row), Some(SettingValue::Word(_))));
    if !all_numbers {
        return Column::words(name, rows.iter().map(|row| value(row).map(|value| value.to_string())));
    }
    let number = |row: &Row| match value(row) {
        Some(SettingValue::Number(number)) => Some(number),
        _ => None,
    };
    let variable = name.trim_start_matches(WITNESS);
    let is_count = key(variable).is_some_and(|key| key.is_count)
        || setting(variable).is_some_and(|setting| setting.domain.is_count());
    if is_count && rows.iter().filter_map(number).all(|number| number >= 0.0 && number.fract() == 0.0) {
        return Column::counts(name, rows.iter().map(|row| number(row).map(|number| number as u64)));
    }
    Column::numbers(name, "", rows.iter().map(number))
}

/// Returns one row for each replicate: its index, counted from 0, and the coordinates of its observation.
///
/// The meaning of a coordinate depends on the quantity and its sampler. If the quantity is the mean of one number, the only coordinate is that
/// number. Otherwise the coordinates are the numbers from which the estimate is computed.
pub fn replicates_table(observations: &[Vec<f64>]) -> ExportTable {
    let width = observations.first().map_or(0, Vec::len);
    let mut columns = vec![Column::counts("replicate", (0..observations.len() as u64).map(Some))];
    for coordinate in 0..width {
        let name = if width == 1 { "observation".to_owned() } else { format!("observation_{coordinate}") };
        columns.push(Column::numbers(&name, "", observations.iter().map(|observation| Some(observation[coordinate]))));
    }
    ExportTable { columns }
}

/// Returns one row for each replicate, with its index counted from 0, and these columns. A column that is shorter than others has no values at its end.
pub fn columns_table(replicates: &[ReplicateColumn]) -> ExportTable {
    let rows = replicates.iter().map(|column| column.values.len()).max().unwrap_or(0);
    let mut columns = vec![Column::counts("replicate", (0..rows as u64).map(Some))];
    for ReplicateColumn { name, values } in replicates {
        columns.push(Column::numbers(name, "", (0..rows).map(|row| values.get(row).copied())));
    }
    ExportTable { columns }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::figure::{example as outcomes, example_forms as forms};

    #[test]
    fn a_row_for_each_cell_and_a_column_for_each_setting() {
        let table = cells_table(&outcomes::naive());
        assert_eq!(table.row_count(), 30);
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names[..6], ["id", "statement", "unit", "samples", "penalty", "mean"]);
        assert!(table.columns.iter().all(|column| column.values.len() == 30));
        assert_eq!(table.columns[5].unit, "mean squared error");
        let is_count = |column: usize| matches!(table.columns[column].values, Values::Counts(_));
        assert!(is_count(3) && !is_count(4), "a sample size counts, a penalty does not");
    }

    #[test]
    fn points_of_a_fit_follow_the_fits() {
        let table = cells_table(&outcomes::decay());
        assert_eq!(table.row_count(), 2 + 12);
        let column = |name: &str| &table.columns.iter().find(|column| column.name == name).expect(name).values;
        let Values::Words(verdicts) = column("verdict") else { panic!("words") };
        assert_eq!(verdicts.iter().filter(|verdict| verdict.is_some()).count(), 2);
        let Values::Counts(batches) = column("batch") else { panic!("counts") };
        assert_eq!((batches[0], batches[2]), (None, Some(16)));
    }

    /// All forms have the same columns, but those of their own variables.
    #[test]
    fn tables_of_all_forms_concatenate() {
        let columns = |outcome: &ClaimOutcome| -> Vec<String> {
            let is_variable = |name: &str| outcome.cells.iter().any(|cell| cell.measurement.setting.contains_key(name));
            let is_point = |name: &str| outcome.points.iter().any(|point| point.setting.contains_key(name));
            let names = cells_table(outcome).columns.into_iter().map(|column| column.name);
            names.filter(|name| !name.starts_with(WITNESS) && !is_variable(name) && !is_point(name)).collect()
        };
        let plain = columns(&outcomes::naive());
        for outcome in [forms::two_sides(&[]), forms::crossing(), forms::falling(), forms::witness(), outcomes::decay()]
        {
            assert_eq!(columns(&outcome), plain, "{}", outcome.id);
        }
        let has_values = |outcome: &ClaimOutcome, name: &str| {
            let table = cells_table(outcome);
            let values = &table.columns.iter().find(|column| column.name == name).expect(name).values;
            match values {
                Values::Numbers(values) => values.iter().any(Option::is_some),
                Values::Counts(values) => values.iter().any(Option::is_some),
                Values::Words(values) => values.iter().any(Option::is_some),
            }
        };
        for (outcome, name) in [
            (forms::two_sides(&[]), "expected_lower"),
            (forms::two_sides(&[]), "paired"),
            (forms::crossing(), "sign_changes"),
            (forms::falling(), "places"),
            (forms::witness(), "witness.penalty"),
        ] {
            assert!(has_values(&outcome, name), "{name}");
        }
    }

    #[test]
    fn a_place_is_between_its_ends() {
        let table = cells_table(&forms::crossing());
        let column = |name: &str| &table.columns.iter().find(|column| column.name == name).expect(name).values;
        let Values::Numbers(lower) = column("lower") else { panic!("numbers") };
        let Values::Numbers(upper) = column("upper") else { panic!("numbers") };
        assert_eq!((lower[0], upper[0]), (Some(8.0), Some(16.0)));
    }

    #[test]
    fn replicates_have_their_index() {
        let table = replicates_table(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
        assert_eq!(table.columns[2].values, Values::Numbers(vec![Some(2.0), Some(4.0)]));
        assert_eq!(table.columns[2].name, "observation_1");
        assert_eq!(example::table().row_count(), 3);
    }
}
