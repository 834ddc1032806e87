//! A cell: one point of a sweep, applied to a problem.

use indexmap::IndexMap;
use serde_json::json;
use thiserror::Error;
use toml::{Table, Value};

use super::{Limit, Limits};
use crate::family::{AnyProblemSpec, Described, Problem, ProblemFault, is_problem_key, problem_keys, read_problem};
use crate::quantity::Quantity;
use crate::sentence::nearest;
use crate::setting::{LARGEST_WHOLE, SettingValue, Settings};
use weak_to_strong::random::ContentKey;

/// One point of a sweep: a problem and the settings given there.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The values of the sweep variables: settings, and keys of the problem. A value that is neither a number nor a word is kept as its TOML
    /// text.
    pub point: IndexMap<String, SettingValue>,
    /// The description of the problem, with the sweep's values put in.
    pub spec: AnyProblemSpec,
    /// The problem.
    pub problem: Problem,
}

/// A cell that cannot be made.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum CellError {
    /// The name is neither a key of the problem nor a setting.
    #[error(
        "sweep.{name}: there is no such setting or key; {hint}settings here: {settings}; keys of the problem: {keys}"
    )]
    UnknownVariable { name: String, hint: String, settings: String, keys: String },
    /// A setting is neither a number nor a word.
    #[error("sweep.{name} = {value}: a setting must be a number or a word")]
    NotASetting { name: String, value: String },
    /// The problem table does not describe a valid problem.
    #[error(transparent)]
    Problem(#[from] ProblemFault),
}

impl CellError {
    /// The limit that the problem exceeds; `None` for any other error.
    pub fn limit(&self) -> Option<Limit> {
        matches!(self, Self::Problem(ProblemFault::TooLarge(_))).then_some(Limit::Dimensions)
    }
}

impl Cell {
    /// Puts the values of one point into the problem table, if they are keys of the problem.
    ///
    /// `known_settings` are the names that the sweep may use besides keys of the problem.
    ///
    /// # Errors
    ///
    /// [`CellError`], which names the variable or key and the remedy.
    pub fn new(problem: &Table, point: &IndexMap<String, Value>, known_settings: &[&str]) -> Result<Self, CellError> {
        Self::within(&Limits::default(), problem, point, known_settings)
    }

    /// As [`Cell::new`], with other limits.
    ///
    /// # Errors
    ///
    /// As [`Cell::new`].
    pub fn within(
        limits: &Limits,
        problem: &Table,
        point: &IndexMap<String, Value>,
        known_settings: &[&str],
    ) -> Result<Self, CellError> {
        let mut table = problem.clone();
        for (name, value) in point {
            if is_problem_key(name) {
                set_problem_key(&mut table, name, value);
            } else if known_settings.contains(&name.as_str()) {
                check_setting(name, value)?;
            } else {
                let near = nearest(name, known_settings.iter().copied()).or_else(|| nearest(name, problem_keys()));
                return Err(CellError::UnknownVariable {
                    name: name.clone(),
                    hint: near.map_or_else(String::new, |near| format!("did you mean {near}? ")),
                    settings: known_settings.join(", "),
                    keys: problem_keys().collect::<Vec<_>>().join(", "),
                });
            }
        }
        let Described { spec, problem } = problem_from_table(&table, limits)?;
        let point = point.iter().map(|(name, value)| (name.clone(), SettingValue::shown(value))).collect();
        Ok(Self { point, spec, problem })
    }

    /// The key of the cell's random streams: everything its replicates depend on, and nothing else.
    ///
    /// `settings` are those of the quantity, including defaults.
    pub fn content_key(&self, quantity: &Quantity, settings: &Settings) -> ContentKey {
        let named = settings.in_keys(&quantity.path);
        let drawn_with = named.filter(|(name, _)| quantity.path.iter().all(|s| s.name != *name));
        let drawn_with: Vec<_> = drawn_with.map(|(name, value)| (name, value.in_key())).collect();
        ContentKey::of(&json!({ "quantity": quantity.name, "problem": self.spec, "settings": drawn_with }).to_string())
    }
}

/// Reads and checks a `[problem]` table, within these limits.
///
/// # Errors
///
/// [`ProblemFault`] for a key or type that does not belong there, and for values that do not make a valid problem.
pub fn problem_from_table(table: &Table, limits: &Limits) -> Result<Described, ProblemFault> {
    read_problem(table, limits.dimensions)
}

/// Sets a dotted key of a `[problem]` table. Creates tables that are missing on the path. A key that does not belong there is rejected later,
/// when the problem is read.
pub fn set_problem_key(table: &mut Table, path: &str, value: &Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), whole_as_integer(value));
        }
        Some((first, rest)) => {
            let inner = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                set_problem_key(inner, rest, value);
            }
        }
    }
}

/// Ranges give floating-point numbers, but a dimension must be a whole one.
#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn whole_as_integer(value: &Value) -> Value {
    match value {
        Value::Float(x) if x.fract() == 0.0 && x.abs() < LARGEST_WHOLE => Value::Integer(*x as i64),
        other => other.clone(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
fn check_setting(name: &str, value: &Value) -> Result<(), CellError> {
    match value {
        Value::Integer(_) | Value::Float(_) | Value::String(_) => Ok(()),
        _ => Err(CellError::NotASetting { name: name.to_owned(), value: value.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::OfFamily;
    use crate::quantity;
    use weak_to_strong::model::TransferProblem;

    fn table() -> Table {
        r#"
        dim = 4
        prompts = "cube"
        concepts = { orthonormal = 2 }
        source_prior = "uniform"
        target = 0
        noise = 0.5
        weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
        "#
        .parse()
        .expect("TOML")
    }

    fn point(entries: &[(&str, Value)]) -> IndexMap<String, Value> {
        entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn values_go_to_the_problem_or_to_the_settings() {
        let values = [("samples", 8.into()), ("dim", 6.0.into()), ("weak.cosine", 0.5.into())];
        let cell = Cell::new(&table(), &point(&values), &["samples"]).expect("a cell");
        let (problem, spec) = (TransferProblem::of(&cell.problem), cell.spec.of::<TransferProblem>());
        let (problem, spec) = (problem.expect("a transfer problem"), spec.expect("its description"));
        assert_eq!((problem.dim(), spec.weak.cosine), (6, Some(0.5)));
        assert_eq!(cell.point["samples"], SettingValue::Number(8.0));
    }

    #[test]
    fn unknown_variables_list_the_known_ones() {
        let message = Cell::new(&table(), &point(&[("sample", 8.into())]), &["samples"]).expect_err("typo").to_string();
        assert!(message.contains("sweep.sample:") && message.contains("samples") && message.contains("source_prior"));
        let inside = Cell::new(&table(), &point(&[("weak.cosin", 0.5.into())]), &[]).expect_err("typo").to_string();
        assert!(inside.contains("cosin") && inside.contains("cosine"), "{inside}");
    }

    #[test]
    fn the_key_ignores_the_path_and_nothing_else() {
        let naive = quantity::by_name("naive.mse").expect("known");
        let key = |entries: &[(&str, Value)]| {
            let cell = Cell::new(&table(), &point(entries), &["samples", "penalty"]).expect("a cell");
            cell.content_key(naive, &Settings::select(&naive.settings, &cell.point).expect("settings"))
        };
        let reference = key(&[("samples", 8.into()), ("penalty", 0.1.into())]);
        assert_eq!(reference, key(&[("samples", 8.into()), ("penalty", 0.2.into())]));
        assert_eq!(reference, key(&[("penalty", 0.2.into()), ("samples", 8.0.into())]));
        assert_ne!(reference, key(&[("samples", 9.into()), ("penalty", 0.1.into())]));
        assert_ne!(reference, key(&[("samples", 8.into()), ("noise", 0.4.into())]));
    }
}
