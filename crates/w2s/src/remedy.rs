//! What follows an error: the flags and commands of the program with which its remedy is carried out.

use weak_to_strong_lab::claim::{ClaimError, ShardPlanError};
use weak_to_strong_lab::study::{Limit, RunError, StoreError};

use super::arguments::{Common, flag};
use super::error::CliError;
use super::replay_command::replay_command;

/// What follows the text of an error; nothing where that says all.
#[expect(clippy::wildcard_enum_match_arm, reason = "most errors say all by themselves")]
pub fn in_program(error: &CliError, common: &Common) -> String {
    if let Some(limit) = limit(error) {
        return format!(" ({})", flag(limit));
    }
    if let Some(error) = store_error(error) {
        return format!(" ({})", of_store(error));
    }
    match error {
        CliError::Plan(ShardPlanError::OtherStudy { file, .. }) => format!(" (w2s plan … --out {file})"),
        CliError::Plan(ShardPlanError::OtherCount { found, number, .. }) => format!(" (--shard {number}/{found})"),
        CliError::Claim(error) => {
            let command = error.replay().map(|replay| replay_command(replay, common));
            command.map_or_else(String::new, |command| format!("; see it with: {command}"))
        }
        _ => String::new(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most errors are none that a flag helps with")]
fn limit(error: &CliError) -> Option<Limit> {
    match error {
        CliError::Claim(error) => error.limit(),
        CliError::Problem { error, .. } => error.limit(),
        CliError::NoText { error, .. } | CliError::Plan(ShardPlanError::NoText { error, .. }) => error.limit(),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most errors are none that a flag helps with")]
fn store_error(error: &CliError) -> Option<&StoreError> {
    match error {
        CliError::Store(error) | CliError::Run(RunError::Store(error)) | CliError::Claim(ClaimError::Store(error)) => {
            Some(error)
        }
        _ => None,
    }
}

fn of_store(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse { .. } | StoreError::Unopenable { .. } | StoreError::Unwritable { .. } => {
            "--store FOLDER, --no-store"
        }
        StoreError::Missing { .. } | StoreError::OtherLayout { .. } => "--store FOLDER",
        StoreError::Unreadable { .. } => "w2s store verify",
    }
}
