//! `w2s new`: a claim file to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use weak_to_strong_lab::claim::{LONGEST_ID, find_claim, id_fault};
use weak_to_strong_report::quoted_path;

use super::arguments::{Common, NewArguments};
use super::error::CliError;
use super::output::{print, print_json};
use super::template::template;

/// The file's name without a name on the command line.
const DEFAULT_ID: &str = "my-claim";

pub fn new(arguments: &NewArguments, common: &Common) -> Result<u8, CliError> {
    let file = path(arguments);
    let id = arguments.id.clone().unwrap_or_else(|| id_of(&file));
    let text = match &arguments.from {
        Some(existing) => copied(existing, &id, common)?,
        None => template(&id),
    };
    write(&file, &text)?;
    if common.wants_json() {
        print_json(common, &json!({ "file": file, "id": id }))?;
    } else {
        let name = quoted_path(&file);
        print(&format!("{name} written; edit it, and check it with: w2s check {name}\n"))?;
    }
    Ok(0)
}

/// The file, with the extension of claim files if it has none.
fn path(arguments: &NewArguments) -> PathBuf {
    let id = arguments.id.as_deref().unwrap_or(DEFAULT_ID);
    let given = arguments.file.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.toml")));
    if given.extension().is_none() { given.with_extension("toml") } else { given }
}

/// The name of the file as an id: what an id cannot have becomes `-`, and a name that none can have has a word before it.
fn id_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' };
    let id: String = stem.trim_start_matches('.').chars().map(plain).take(LONGEST_ID).collect();
    match id_fault(&id) {
        None => id,
        Some(_) if id.is_empty() => DEFAULT_ID.to_owned(),
        Some(_) => format!("claim-{id}"),
    }
}

/// The text of an existing claim file with another id.
fn copied(existing: &str, id: &str, common: &Common) -> Result<String, CliError> {
    let claims = find_claim(existing, &common.limits.registry())?;
    let [claim] = claims.as_slice() else {
        return Err(CliError::SeveralClaims { name: existing.to_owned() });
    };
    let lines: Vec<&str> = claim.file.text.lines().collect();
    // The id stands above all tables.
    let is_id =
        |line: &&str| line.trim_start().strip_prefix("id").is_some_and(|rest| rest.trim_start().starts_with('='));
    let place = lines.iter().position(is_id);
    let own = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if Some(at) == place { format!("id = \"{id}\"\n") } else { format!("{line}\n") });
    Ok(own.collect())
}

/// Writes a new file; an old one is left as it is.
fn write(file: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error: std::io::Error| {
        if error.kind() == ErrorKind::AlreadyExists {
            CliError::FileExists { file: file.to_owned() }
        } else {
            CliError::Path { path: file.to_owned(), error }
        }
    };
    let mut opened = OpenOptions::new().write(true).create_new(true).open(file).map_err(failed)?;
    opened.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_file_names() {
        for (file, id) in [
            ("a/price.toml", "price"),
            ("My claim (2).toml", "My-claim--2-"),
            ("../.hidden", "hidden"),
            ("prop-3.2.toml", "prop-3.2"),
            ("", "my-claim"),
            ("é.toml", "-"),
            ("con.toml", "claim-con"),
            ("assumptions.toml", "claim-assumptions"),
        ] {
            assert_eq!(id_of(Path::new(file)), id, "{file}");
        }
    }

    #[test]
    fn a_file_is_named_by_its_id_and_ends_in_toml() {
        let named = |file: Option<&str>, id: Option<&str>| {
            path(&NewArguments { file: file.map(PathBuf::from), id: id.map(str::to_owned), from: None })
        };
        assert_eq!(named(None, None), Path::new("my-claim.toml"));
        assert_eq!(named(None, Some("price")), Path::new("price.toml"));
        assert_eq!(named(Some("a/b"), Some("price")), Path::new("a/b.toml"));
        assert_eq!(named(Some("b.txt"), None), Path::new("b.txt"));
    }
}
