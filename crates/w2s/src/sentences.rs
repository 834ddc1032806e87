//! Sentences in place of claim files.

use std::path::Path;

use toml::{Table, Value};
use weak_to_strong_lab::claim::{Claim, ClaimError, ClaimFile, find_claim, title_of_sentence};

use super::arguments::Common;
use super::error::CliError;
use super::set;
use super::setting::problem_table;

/// The origin of claims that stand in no file.
pub const ORIGIN: &str = "the sentence";

/// The claims that sentences make about a problem, over the sweep that `--set` gives. What is a file or a folder is a claim file or several.
pub fn sentences(texts: &[String], problem: &str, set: &[String], common: &Common) -> Result<Vec<Claim>, CliError> {
    let registry = common.limits.registry();
    let (table, sweep) = (problem_table(problem, common)?, set::sweep(set, &registry)?);
    let mut claims = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        if Path::new(text).exists() {
            claims.extend(find_claim(text, &registry)?);
            continue;
        }
        let id = if texts.len() == 1 { "sentence".to_owned() } else { format!("sentence-{}", number + 1) };
        let file = ClaimFile::parse(ORIGIN, &file_text(&id, text, &table, &sweep));
        let made = file.and_then(|file| Claim::with_registry(ORIGIN.to_owned(), file, &registry));
        claims.push(made.map_err(ClaimError::without_line)?);
    }
    Ok(claims)
}

/// Whether a text is a sentence and not the name of a claim or a file.
pub fn is_sentence(text: &str) -> bool {
    text.contains(['<', '>', '=', '(', '≥', '≤']) && !Path::new(text).exists()
}

/// A claim file with this sentence.
fn file_text(id: &str, sentence: &str, problem: &Table, sweep: &Table) -> String {
    let claim = Table::from_iter([("states".to_owned(), Value::String(sentence.to_owned()))]);
    let title = title_of_sentence(sentence).map(|title| ("title", Value::String(title.to_owned())));
    let file = [
        ("id", Value::String(id.to_owned())),
        ("problem", Value::Table(problem.clone())),
        ("sweep", Value::Table(sweep.clone())),
        ("claim", Value::Table(claim)),
    ];
    Table::from_iter(file.into_iter().chain(title).map(|(key, value)| (key.to_owned(), value))).to_string()
}
