//! `w2s export`.

use weak_to_strong::claim::{ClaimError, ClaimOutcome, check, find_claim};
use weak_to_strong::report::{FigureError, ReportError, details_of_failures, latex_table, pgfplots_figure, write_text};
use weak_to_strong::study::Session;

use super::arguments::{Common, ExportCommand, LatexArguments, options};
use super::error::CliError;
use super::outcomes::status;
use super::progress::Progress;
use super::{interrupt, print};

pub fn export(command: &ExportCommand, common: &Common) -> Result<u8, CliError> {
    match command {
        ExportCommand::Latex(arguments) => latex(arguments, common),
    }
}

/// Checks one claim and writes what was found. Exit status as for check, as it may be a figure of what fails.
fn latex(arguments: &LatexArguments, common: &Common) -> Result<u8, CliError> {
    let claims = find_claim(&arguments.claim)?;
    if claims.len() != 1 {
        return Err(CliError::SeveralClaims { name: arguments.claim.clone() });
    }
    let store = arguments.store.open()?;
    let progress = Progress::new(common);
    let observer = |event| progress.observe(event);
    let session = Session { store: store.as_ref(), interrupt: interrupt::heed()?, observer: &observer };
    let found = check(&claims, &options(common.seed, arguments.error_probability), &session);
    progress.finish();
    let found = match found {
        Err(ClaimError::Interrupted) => return Ok(interrupt::farewell(store.as_ref())),
        found => found?,
    };
    session.flush()?;
    for outcome in &found {
        let text = if arguments.figure { figure(outcome, common)? } else { latex_table(outcome, common.seed) };
        match &arguments.out {
            Some(file) => write_text(file, &text)?,
            None => print(&text)?,
        }
    }
    eprint!("{}", details_of_failures(&found));
    Ok(status(&found))
}

fn figure(outcome: &ClaimOutcome, common: &Common) -> Result<String, CliError> {
    let failed = |error: FigureError| ReportError::Figure { id: outcome.id.clone(), error };
    pgfplots_figure(outcome, common.seed)
        .map_err(failed)?
        .ok_or_else(|| CliError::NoFigureOfLines { id: outcome.id.clone() })
}
