//! `w2s export`.

use std::path::Path;

use serde_json::json;
use weak_to_strong_lab::claim::{Claim, ClaimError, ClaimOutcome, WrittenOutcome, check, find_claim};
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::{
    FigureError, ReportError, details_of_failures, latex_table, pgfplots_figure, quoted_path, vega_lite_figure,
    wrapped, write_text,
};

use super::arguments::{Common, ExportArguments, ExportCommand, options};
use super::error::CliError;
use super::interrupt;
use super::outcomes::status;
use super::output::{print, print_json, tell};
use super::progress::Progress;
use super::replay_command::with_replay_commands;
use super::terminal::width;
use super::written_claims::{claims_named, written_document};

pub fn export(command: &ExportCommand, common: &Common) -> Result<u8, CliError> {
    match command {
        ExportCommand::Latex(arguments) => {
            let write = |outcome: &ClaimOutcome, seed| match arguments.figure {
                true => figure(outcome, seed, &arguments.export.claim),
                false => Ok(latex_table(outcome, seed)),
            };
            exported(&arguments.export, common, ("latex", &write))
        }
        ExportCommand::VegaLite(arguments) => {
            exported(arguments, common, ("vega_lite", &|outcome, _| vega_lite(outcome)))
        }
    }
}

/// How the outcome of a claim is written, from the seed of its check; with the name that the text has in a document.
type Written<'a> = (&'static str, &'a dyn Fn(&ClaimOutcome, u64) -> Result<String, CliError>);

/// Writes the outcome of one claim. The exit status is that of `check`, because the claim may fail.
fn exported(arguments: &ExportArguments, common: &Common, (name, write): Written) -> Result<u8, CliError> {
    let found = match &arguments.from {
        Some(file) => Some(written(&arguments.claim, file, common)?),
        None => checked(arguments, common)?,
    };
    let Some(WrittenOutcome { seed, outcome }) = found else {
        return Ok(interrupt::INTERRUPTED);
    };
    let text = write(&outcome, seed)?;
    match &arguments.out {
        Some(file) => write_text(file, &text)?,
        None if common.wants_json() => {}
        None => print(&text)?,
    }
    if common.wants_json() {
        print_json(common, &json!({ "id": outcome.id, "verdict": outcome.verdict, "seed": seed, name: text }))?;
    }
    let outcomes = [outcome];
    tell(&wrapped(&details_of_failures(&outcomes), width()));
    Ok(status(&outcomes))
}

fn written(name: &str, file: &Path, common: &Common) -> Result<WrittenOutcome, CliError> {
    let document = written_document(file, common)?;
    let claims = claims_named(name, &document, file, common)?;
    let outcome = document.outcome(the_only(&claims, name)?);
    let outcome = outcome.map_err(|error| CliError::Written { file: file.to_owned(), error })?;
    Ok(WrittenOutcome { seed: document.seed, outcome })
}

fn the_only<'c>(claims: &'c [Claim], name: &str) -> Result<&'c Claim, CliError> {
    match claims {
        [claim] => Ok(claim),
        _ => Err(CliError::SeveralClaims { name: name.to_owned() }),
    }
}

/// Checks the claim and returns the outcome. If the check is interrupted, prints a message and returns `None`.
fn checked(arguments: &ExportArguments, common: &Common) -> Result<Option<WrittenOutcome>, CliError> {
    let claims = find_claim(&arguments.claim, &common.limits.registry())?;
    the_only(&claims, &arguments.claim)?;
    let (store, _) = arguments.store.open()?;
    let progress = Progress::new(common);
    let observer = |event| progress.observe(event);
    let session = Session { store: store.as_ref(), interrupt: interrupt::heed()?, observer: &observer };
    let outcomes = check(&claims, &options(common.seed, arguments.error_probability), &session);
    progress.finish();
    let mut outcomes = match outcomes {
        Err(ClaimError::Interrupted) => {
            interrupt::farewell(store.as_ref(), &[]);
            return Ok(None);
        }
        outcomes => with_replay_commands(outcomes?, None, common),
    };
    session.flush()?;
    Ok(outcomes.pop().map(|outcome| WrittenOutcome { seed: common.seed, outcome }))
}

fn figure(outcome: &ClaimOutcome, seed: u64, name: &str) -> Result<String, CliError> {
    let failed = |error: FigureError| ReportError::Figure { id: outcome.id.clone(), error };
    let drawn = pgfplots_figure(outcome, seed).map_err(failed)?;
    drawn.ok_or_else(|| CliError::NoFigureForTex { name: quoted_path(Path::new(name)) })
}

fn vega_lite(outcome: &ClaimOutcome) -> Result<String, CliError> {
    let failed = |error: FigureError| ReportError::Figure { id: outcome.id.clone(), error };
    let drawn = vega_lite_figure(outcome).map_err(failed)?;
    let figure = drawn.ok_or_else(|| CliError::NoFigure { id: outcome.id.clone() })?;
    Ok(format!("{figure:#}\n"))
}
