//! A problem is built or refused.

use weak_to_strong_lab::study::{Limits, problem_from_table};

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        let problem = table.get("problem").and_then(toml::Value::as_table).unwrap_or(&table);
        let _ = problem_from_table(problem, &Limits::default());
    }
}
