//! The claims of an earlier check.

use std::path::Path;

use weak_to_strong_lab::claim::{Claim, ClaimError, WrittenDocument, find_claim};
use weak_to_strong_lab::study::read_text;

use super::arguments::Common;
use super::error::CliError;

/// What `w2s check` has written to a `checks.json`.
pub fn written_document(file: &Path, common: &Common) -> Result<WrittenDocument, CliError> {
    Ok(written_text(file, common)?.1)
}

/// The text of a `checks.json`, and what it says.
pub fn written_text(file: &Path, common: &Common) -> Result<(String, WrittenDocument), CliError> {
    let without_text = |error| CliError::NoText { file: file.to_owned(), error };
    let text = read_text(file, &common.limits.given()).map_err(without_text)?;
    let document = WrittenDocument::parse(&text).map_err(|error| CliError::Written { file: file.to_owned(), error })?;
    Ok((text, document))
}

/// The claims that a name means: of a user's own the one that was checked, by its id, and else files and claims that come with the program.
pub fn claims_named(
    name: &str,
    written: &WrittenDocument,
    file: &Path,
    common: &Common,
) -> Result<Vec<Claim>, CliError> {
    let registry = common.limits.registry();
    if let Some(own) = written.own_claim(name, &registry)? {
        return Ok(vec![own]);
    }
    match find_claim(name, &registry) {
        Err(ClaimError::NotFound { .. }) => {
            Err(CliError::Written { file: file.to_owned(), error: written.absent(name) })
        }
        found => Ok(found?),
    }
}
