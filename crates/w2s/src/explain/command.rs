//! Which of the things that have a name is explained.

use clap::ValueEnum;
use weak_to_strong_lab::claim::{Claim, ClaimError, embedded_claims, find_claim};
use weak_to_strong_lab::sentence::nearest;

use super::explanation::Explanation;
use super::verdict::LastCheck;
use super::{claim, file, kinds, words};
use crate::arguments::{Common, ExplainArguments, Listed};
use crate::error::CliError;
use crate::meanings::meanings;
use crate::output::{print, print_json};
use crate::terminal::width;

/// Explains a claim file, a name or a claim that comes with the program.
pub fn explain(arguments: &ExplainArguments, common: &Common) -> Result<u8, CliError> {
    let name = &*arguments.name;
    match find_claim(name, &common.limits.registry()) {
        Err(ClaimError::NotFound { .. }) => {}
        found => return of_claims(&found?, arguments, common),
    }
    let claims = embedded_claims()?;
    let found = [kinds::explanations(name, &claims), words::explanations(name), file::explanations(name)].concat();
    if found.is_empty() {
        return Err(CliError::NoSuchName { name: name.to_owned(), nearest: nearest_name(name)? });
    }
    of_names(found, arguments, common)
}

fn of_claims(claims: &[Claim], arguments: &ExplainArguments, common: &Common) -> Result<u8, CliError> {
    let last = |claim: &Claim| LastCheck::of(claim, arguments.from.as_deref(), common);
    if common.wants_json() && arguments.only.is_empty() {
        let document = |own: &Claim| Ok(claim::document(own, last(own)?.as_ref()));
        print_json(common, &claims.iter().map(document).collect::<Result<Vec<_>, CliError>>()?)?;
        return Ok(0);
    }
    let explained = |own: &Claim| Ok(claim::explanation(own, last(own)?.as_ref(), common));
    of_names(claims.iter().map(explained).collect::<Result<_, CliError>>()?, arguments, common)
}

fn of_names(found: Vec<Explanation>, arguments: &ExplainArguments, common: &Common) -> Result<u8, CliError> {
    let chosen = found.into_iter().map(|one| one.only(&arguments.only));
    let chosen = chosen.collect::<Result<Vec<_>, _>>()?;
    if common.wants_json() {
        print_json(common, &chosen.iter().map(Explanation::document).collect::<Vec<_>>())?;
    } else {
        print(&chosen.iter().map(|one| one.text(width())).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(0)
}

/// The name of any kind that is nearest to a mistyped one.
fn nearest_name(name: &str) -> Result<Option<String>, CliError> {
    let mut known = Vec::new();
    for kind in Listed::value_variants() {
        known.extend(meanings(*kind)?.into_iter().map(|meaning| meaning.name));
    }
    Ok(nearest(name, known.iter().map(String::as_str)).map(str::to_owned))
}
