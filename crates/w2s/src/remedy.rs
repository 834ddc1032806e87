//! The text after an error message: the flags and commands of the program that carry out the remedy.

use weak_to_strong_lab::claim::{ClaimError, ShardPlanError};
use weak_to_strong_lab::study::{Limit, MeasureError, RunError, StoreError};

use super::arguments::{Common, flag};
use super::error::CliError;
use super::replay_command::replay_command;

/// Returns the text that follows an error message. It is empty if the message already says everything.
pub fn in_program(error: &CliError, common: &Common) -> String {
    if let Some(limit) = limit(error) {
        return format!(" ({})", flag(limit));
    }
    if let Some(error) = store_error(error) {
        return format!(" ({})", of_store(error));
    }
    if let CliError::Plan(ShardPlanError::OtherStudy { file, .. }) = error {
        return format!(" (w2s plan … --out {file})");
    }
    if let CliError::Plan(ShardPlanError::OtherCount { found, number, .. }) = error {
        return format!(" (--shard {number}/{found})");
    }
    if let CliError::Measure(MeasureError::PrecisionOutOfReach { .. }) = error {
        return " (--replicates)".to_owned();
    }
    let replay = if let CliError::Claim(error) = error { error.replay() } else { None };
    replay.map_or_else(String::new, |replay| format!("; see it with: {}", replay_command(replay, None, common)))
}

fn limit(error: &CliError) -> Option<Limit> {
    if let CliError::Claim(error) = error {
        return error.limit();
    }
    if let CliError::Problem { error, .. } = error {
        return error.limit();
    }
    if let CliError::NoText { error, .. } | CliError::Plan(ShardPlanError::NoText { error, .. }) = error {
        return error.limit();
    }
    None
}

fn store_error(error: &CliError) -> Option<&StoreError> {
    if let CliError::Store(error) | CliError::Run(RunError::Store(error)) | CliError::Claim(ClaimError::Store(error)) =
        error
    {
        return Some(error);
    }
    None
}

fn of_store(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse { .. } | StoreError::Unopenable { .. } | StoreError::Unwritable { .. } => {
            "--store FOLDER, --no-store"
        }
        StoreError::OtherSimdLevel { .. } => "--mix-simd, W2S_SIMD=LEVEL, --store FOLDER",
        StoreError::Missing { .. } | StoreError::OtherLayout { .. } | StoreError::OfVersion01 { .. } => {
            "--store FOLDER"
        }
        StoreError::Unreadable { .. } => "w2s store verify",
    }
}
