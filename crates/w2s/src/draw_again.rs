//! `w2s check --from`: the reports of an earlier check, drawn again without sampling.

use std::path::Path;

use weak_to_strong_lab::claim::{
    Ablation, Claim, ClaimOutcome, Falsification, WrittenDocument, WrittenError, find_claim, find_claims,
};
use weak_to_strong_lab::study::read_text;
use weak_to_strong_report::{CheckDocument, Provenance, write_cells, write_reports};

use super::arguments::{CheckArguments, Common};
use super::check_files::{folder, report_options};
use super::commit::COMMIT;
use super::error::CliError;
use super::outcomes::{print_outcomes, status};
use super::output::print_json;
use super::terminal::print_wrapped;

/// Writes what a check writes, from the document of an earlier one. The exit status is that of the earlier check's claims.
pub fn draw_again(file: &Path, arguments: &CheckArguments, common: &Common) -> Result<u8, CliError> {
    let unreadable = |error: WrittenError| CliError::Written { file: file.to_owned(), error };
    let text =
        read_text(file, &common.limits.given()).map_err(|error| CliError::NoText { file: file.to_owned(), error })?;
    let written = WrittenDocument::parse(&text).map_err(unreadable)?;
    let claims = claims(arguments, &written, common)?;
    let outcomes: Vec<ClaimOutcome> =
        claims.iter().map(|claim| written.outcome(claim)).collect::<Result<_, _>>().map_err(unreadable)?;
    let (ablations, falsifications) = about(&claims, &written);
    let document =
        CheckDocument::written(&outcomes, &ablations, &written).with_falsification(falsifications.as_deref());
    let Some(folder) = folder(arguments, common) else {
        print_json(common, &document)?;
        return Ok(status(&outcomes));
    };
    let reports = write_reports(folder, &document, None, &report_options(arguments))?;
    let provenance = Provenance::now(COMMIT, written.seed, written.error_probability);
    write_cells(folder, &outcomes, &arguments.format, &provenance)?;
    if common.wants_json() {
        print_json(common, &document)?;
    } else {
        print_outcomes(&outcomes)?;
        print_wrapped(&format!("{} written again from {}\n", reports.paper_checks.display(), file.display()))?;
    }
    Ok(status(&outcomes))
}

/// The claims that are named; else those of the document, by their ids.
fn claims(arguments: &CheckArguments, written: &WrittenDocument, common: &Common) -> Result<Vec<Claim>, CliError> {
    let registry = common.limits.registry();
    if !arguments.claims.is_empty() {
        return Ok(find_claims(&arguments.claims, &registry)?);
    }
    let mut claims = Vec::new();
    for id in written.ids() {
        claims.extend(find_claim(id, &registry)?);
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
