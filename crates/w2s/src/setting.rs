//! Problems and settings from the command line.

use std::path::Path;

use indexmap::IndexMap;
use toml::{Table, Value};
use weak_to_strong_lab::claim::find_claim;
use weak_to_strong_lab::setting::Setting;
use weak_to_strong_lab::study::{Cell, read_text};

use super::arguments::{Common, ProblemArguments};
use super::error::CliError;

/// Returns the cell that `--problem` and `--set` describe. The flag `--set` accepts the keys of the problem and the names in `settings`.
pub fn cell(arguments: &ProblemArguments, settings: &[Setting], common: &Common) -> Result<Cell, CliError> {
    let problem = problem_table(&arguments.problem, common)?;
    let mut point = IndexMap::new();
    for text in &arguments.set {
        let (name, value) = assignment(text)?;
        if point.insert(name, value).is_some() {
            return Err(CliError::BadSetting { text: text.clone(), expected: "the name is set twice; keep one" });
        }
    }
    let names: Vec<&str> = settings.iter().map(|setting| &*setting.name).collect();
    let cell = Cell::within(&common.limits.given(), &problem, &point, &names);
    cell.map_err(|error| CliError::Problem { origin: arguments.problem.clone(), error })
}

/// The `[problem]` table of a file or of an embedded claim.
fn problem_table(name: &str, common: &Common) -> Result<Table, CliError> {
    let path = Path::new(name);
    let unreadable = |message: String| CliError::Unreadable { file: path.to_owned(), message };
    if !path.is_file() {
        let claims = find_claim(name, &common.limits.registry())?;
        let [claim] = claims.as_slice() else {
            return Err(unreadable("is a folder; name one file with a [problem] table".to_owned()));
        };
        return Ok(claim.file.problem.clone());
    }
    let without_text = |error| CliError::NoText { file: path.to_owned(), error };
    let text = read_text(path, &common.limits.given()).map_err(without_text)?;
    let file: Table = toml::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    match file.get("problem") {
        Some(Value::Table(problem)) => Ok(problem.clone()),
        _ => Err(unreadable("has no [problem] table; add one, or name a claim file".to_owned())),
    }
}

/// Reads `name=value`. A value that is not valid TOML is taken as a word.
fn assignment(text: &str) -> Result<(String, Value), CliError> {
    let bad = CliError::BadSetting { text: text.to_owned(), expected: "write NAME=VALUE, such as samples=64" };
    let Some((name, value)) = text.split_once('=') else { return Err(bad) };
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || value.is_empty() {
        return Err(bad);
    }
    let parsed = format!("value = {value}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    Ok((name.to_owned(), parsed.unwrap_or_else(|| Value::String(value.to_owned()))))
}
