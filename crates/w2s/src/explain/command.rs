//! Which of the things that have a name is explained.

use std::path::Path;

use clap::ValueEnum;
use weak_to_strong_lab::claim::{Claim, ClaimError, embedded_claims, find_claim};
use weak_to_strong_lab::sentence::nearest;

use super::explanation::Explanation;
use super::{claim, file, kinds, words};
use crate::arguments::{Common, Listed};
use crate::error::CliError;
use crate::meanings::meanings;
use crate::output::{print, print_json};

/// Explains a claim file, a name or a claim that comes with the program.
pub fn explain(name: &str, common: &Common) -> Result<u8, CliError> {
    if Path::new(name).exists() {
        return of_claims(&find_claim(name, &common.limits.registry())?, common);
    }
    let claims = embedded_claims()?;
    let found = [kinds::explanations(name, &claims), words::explanations(name), file::explanations(name)].concat();
    if !found.is_empty() {
        return of_names(&found, common);
    }
    let claim = find_claim(name, &common.limits.registry());
    if let Err(ClaimError::NotFound { .. }) = claim {
        return Err(CliError::NoSuchName { name: name.to_owned(), nearest: nearest_name(name)? });
    }
    of_claims(&claim?, common)
}

fn of_claims(claims: &[Claim], common: &Common) -> Result<u8, CliError> {
    if common.wants_json() {
        print_json(common, &claims.iter().map(claim::document).collect::<Vec<_>>())?;
    } else {
        print(&claims.iter().map(|own| claim::text(own, common)).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(0)
}

fn of_names(found: &[Explanation], common: &Common) -> Result<u8, CliError> {
    if common.wants_json() {
        print_json(common, &found.iter().map(Explanation::document).collect::<Vec<_>>())?;
    } else {
        print(&found.iter().map(Explanation::text).collect::<Vec<_>>().join("\n"))?;
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
