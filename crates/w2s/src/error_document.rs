//! An error as a JSON document.

use serde_json::{Value, json};
use weak_to_strong_lab::claim::ClaimError;

use super::arguments::Common;
use super::brief::brief;
use super::error::CliError;
use super::remedy;

/// The document of an error: its message, and what the message says apart: the file and the key that it is about, and what to do.
pub fn error_document(error: &CliError, common: &Common) -> Value {
    let message = brief(&format!("{error}{}", remedy::in_program(error, common)));
    let file = file_of(error);
    let about = file.as_deref().and_then(|file| message.strip_prefix(&format!("{file}: "))).unwrap_or(&message);
    // After a place in the file and its line comes what is wrong there.
    let about = if about.starts_with("line ") { about.lines().last().unwrap_or_default() } else { about };
    let (key, remedy) = (key_of(about), about.rsplit_once("; ").map(|(_, remedy)| remedy));
    json!({ "error": { "message": message, "file": file, "key": key, "remedy": remedy } })
}

fn file_of(error: &CliError) -> Option<String> {
    if let CliError::Claim(
        ClaimError::Unreadable { file, .. }
        | ClaimError::TooLong { file, .. }
        | ClaimError::Syntax { file, .. }
        | ClaimError::BadId { file, .. }
        | ClaimError::RepeatedId { file, .. }
        | ClaimError::NotFound { name: file, .. }
        | ClaimError::Invalid { file, .. },
    ) = error
    {
        return Some(file.clone());
    }
    if let CliError::Problem { origin, .. } = error {
        return Some(origin.clone());
    }
    if let CliError::Unreadable { file, .. }
    | CliError::NoText { file, .. }
    | CliError::Written { file, .. }
    | CliError::TooManyNumbers { file, .. }
    | CliError::FileExists { file } = error
    {
        return Some(file.display().to_string());
    }
    None
}

/// The key with which a message begins, as in `claim.states: …` and `problem.dim = 0: …`.
fn key_of(message: &str) -> Option<&str> {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '[' | ']');
    let end = message.find(|c| !is_of_key(c))?;
    let (key, rest) = message.split_at(end);
    let is_key =
        (rest.starts_with(": ") || rest.starts_with(" = ")) && key.starts_with(|c: char| c.is_ascii_lowercase());
    is_key.then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_begins_with_its_key() {
        assert_eq!(key_of("claim.states: there is no quantity naive.ms"), Some("claim.states"));
        assert_eq!(key_of("problem.dim = 0: prompts need a coordinate"), Some("problem.dim"));
        assert_eq!(key_of("there is no claim mine"), None);
        assert_eq!(key_of("--set x: write"), None);
    }
}
