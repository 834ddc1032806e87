//! `w2s check --from`: the reports of an earlier check, drawn again without sampling.

use std::path::Path;

use weak_to_strong_lab::claim::{Ablation, Claim, ClaimOutcome, Falsification, WrittenDocument, WrittenError};
use weak_to_strong_report::{CheckDocument, Provenance, Run, write_cells, write_reports};

use super::arguments::{CheckArguments, Common};
use super::check_files::{folder, report_options};
use super::error::CliError;
use super::outcomes::{print_outcomes, status};
use super::output::print_json;
use super::terminal::print_wrapped;
use super::written_claims::{claims_named, written_text};

/// Writes what a check writes, from the document of an earlier one. The exit status is that of the earlier check's claims.
pub fn draw_again(file: &Path, arguments: &CheckArguments, common: &Common) -> Result<u8, CliError> {
    let unreadable = |error: WrittenError| CliError::Written { file: file.to_owned(), error };
    let (text, written) = written_text(file, common)?;
    let claims = claims(arguments, &written, file, common)?;
    let outcomes: Vec<ClaimOutcome> =
        claims.iter().map(|claim| written.outcome(claim)).collect::<Result<_, _>>().map_err(unreadable)?;
    let (ablations, falsifications) = about(&claims, &written);
    let document =
        CheckDocument::written(&outcomes, &ablations, &written).with_falsification(falsifications.as_deref());
    let Some(folder) = folder(arguments, common) else {
        print_json(common, &document)?;
        return Ok(status(&outcomes));
    };
    let provenance = Provenance::of_earlier(&written, &file.file_name().unwrap_or_default().to_string_lossy(), &text);
    write_cells(folder, &outcomes, &arguments.format, &provenance)?;
    let run = Run { provenance, work: None };
    let reports = write_reports(folder, &document, &run, &report_options(arguments))?;
    if common.wants_json() {
        print_json(common, &document)?;
    } else {
        print_outcomes(&outcomes)?;
        print_wrapped(&format!("{} written again from {}\n", reports.paper_checks.display(), file.display()))?;
    }
    Ok(status(&outcomes))
}

/// The claims that are named; else those of the document, by their ids.
fn claims(
    arguments: &CheckArguments,
    written: &WrittenDocument,
    file: &Path,
    common: &Common,
) -> Result<Vec<Claim>, CliError> {
    let all: Vec<&str> = written.ids().collect();
    let named: Vec<&str> = arguments.claims.iter().map(String::as_str).collect();
    let mut claims = Vec::new();
    for name in if named.is_empty() { all } else { named } {
        claims.extend(claims_named(name, written, file, common)?);
    }
    Ok(claims)
}

/// What the document has on these claims of dropped assumptions and of searches.
fn about(claims: &[Claim], written: &WrittenDocument) -> (Vec<Ablation>, Option<Vec<Falsification>>) {
    let has = |id: &str| claims.iter().any(|claim| claim.file.id == id);
    let ablations = written.ablations.iter().filter(|ablation| has(&ablation.claim)).cloned().collect();
    let of = |all: &Vec<Falsification>| all.iter().filter(|one| has(&one.id)).cloned().collect();
    (ablations, written.falsification.as_ref().map(of))
}
