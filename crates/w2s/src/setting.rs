//! Problems and settings from the command line.

use std::path::Path;

use indexmap::IndexMap;
use toml::{Table, Value};
use weak_to_strong_lab::claim::{find_claim, points_of_sweep, shown_error};
use weak_to_strong_lab::setting::Setting;
use weak_to_strong_lab::study::{Cell, read_claim_text, read_claim_text_from};

use super::arguments::{Common, ProblemArguments};
use super::error::CliError;
use super::set;

/// Returns the cell that `--problem` and `--set` describe. The flag `--set` accepts the keys of the problem and the names in `settings`.
pub fn cell(arguments: &ProblemArguments, settings: &[Setting], common: &Common) -> Result<Cell, CliError> {
    let sweep = set::point(&arguments.set, &common.limits.registry())?;
    // One value for each variable is one point.
    Ok(cells_of(arguments, &sweep, settings, common)?.remove(0))
}

/// Returns the cells that `--problem` and `--set` describe, where `--set` may give several values.
pub fn cells(arguments: &ProblemArguments, settings: &[Setting], common: &Common) -> Result<Vec<Cell>, CliError> {
    cells_of(arguments, &set::sweep(&arguments.set, &common.limits.registry())?, settings, common)
}

fn cells_of(
    arguments: &ProblemArguments,
    sweep: &Table,
    settings: &[Setting],
    common: &Common,
) -> Result<Vec<Cell>, CliError> {
    let problem = problem_table(&arguments.problem, common)?;
    let (limits, names) = (common.limits.given(), settings.iter().map(|setting| &*setting.name).collect::<Vec<_>>());
    let points = points_of_sweep(&problem, sweep, &common.limits.registry())
        .map_err(|fault| CliError::Sweep(Box::new(fault)))?;
    let cell = |point: &IndexMap<String, Value>| Cell::within(&limits, &problem, point, &names);
    let problem = |error| CliError::Problem { origin: arguments.problem.clone(), error };
    points.iter().map(cell).collect::<Result<_, _>>().map_err(problem)
}

/// The `[problem]` table of a file or of an embedded claim.
pub fn problem_table(name: &str, common: &Common) -> Result<Table, CliError> {
    let path = Path::new(name);
    let unreadable = |message: String| CliError::Unreadable { file: path.to_owned(), message };
    if name == STANDARD_INPUT {
        let without_text = |error| CliError::NoText { file: "standard input".into(), error };
        let text = read_claim_text_from(std::io::stdin(), &common.limits.given()).map_err(without_text)?;
        return table_in(&text, Path::new("standard input"));
    }
    if !path.is_file() {
        let claims = find_claim(name, &common.limits.registry())?;
        let [claim] = claims.as_slice() else {
            return Err(unreadable("is a folder; name one file with a [problem] table".to_owned()));
        };
        return Ok(claim.file.problem.clone());
    }
    let without_text = |error| CliError::NoText { file: path.to_owned(), error };
    let text = read_claim_text(path, &common.limits.given()).map_err(without_text)?;
    table_in(&text, path)
}

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The `[problem]` table in the text of a file.
fn table_in(text: &str, path: &Path) -> Result<Table, CliError> {
    let unreadable = |message: String| CliError::Unreadable { file: path.to_owned(), message };
    let file: Table = toml::from_str(text).map_err(|error| unreadable(shown_error(text, &error)))?;
    match file.get("problem") {
        Some(Value::Table(problem)) => Ok(problem.clone()),
        _ => Err(unreadable("has no [problem] table; add one, or name a claim file".to_owned())),
    }
}
