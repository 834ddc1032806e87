//! What a claim file must fulfil beyond its syntax, and beyond the names of quantities and formulas.

use super::{ClaimFault, ClaimFile};
use crate::model::Assumption;

/// The assumption of a name that stands under a key.
pub(super) fn assumption(key: &'static str, name: &str) -> Result<Assumption, ClaimFault> {
    Assumption::from_name(name).ok_or_else(|| ClaimFault::UnknownAssumption {
        key,
        name: name.to_owned(),
        known: Assumption::ALL.map(Assumption::name).join(", "),
    })
}

/// Resolutions are positive, and there is more than one replicate.
pub(super) fn check_numbers(file: &ClaimFile) -> Result<(), ClaimFault> {
    let claim = &file.claim;
    for (key, value) in
        [("claim.resolution", claim.resolution), ("claim.absolute_resolution", claim.absolute_resolution)]
    {
        if let Some(value) = value.filter(|value| !(*value > 0.0 && value.is_finite())) {
            return Err(ClaimFault::BadNumber { key, value, expected: "a positive, finite number" });
        }
    }
    match claim.replicates {
        Some(few @ 0..2) => {
            Err(ClaimFault::BadNumber { key: "claim.replicates", value: few as f64, expected: "2 or more" })
        }
        _ => Ok(()),
    }
}

/// Every name that must be a sweep variable is one.
pub(super) fn check_swept(file: &ClaimFile, swept: &[String]) -> Result<(), ClaimFault> {
    let relation = file.claim.relation;
    if relation.is_fitted() && file.claim.along.is_none() {
        return Err(ClaimFault::AlongMissing { relation: relation.symbol() });
    }
    let mut names: Vec<(String, &String)> = Vec::new();
    names.extend(file.claim.along.iter().map(|name| ("claim.along".to_owned(), name)));
    names.extend(file.claim.infimum_over.iter().map(|name| ("claim.infimum_over".to_owned(), name)));
    names.extend(file.claim.only.keys().map(|name| (format!("claim.only.{name}"), name)));
    names.extend(file.claim.from.keys().map(|name| (format!("claim.from.{name}"), name)));
    if let Some(figure) = &file.figure {
        let taken_out = file.claim.infimum_over.as_ref();
        if let Some(name) = [&figure.x].into_iter().chain(&figure.series.0).find(|name| Some(*name) == taken_out) {
            return Err(ClaimFault::TakenOut { name: name.clone() });
        }
        names.push(("figure.x".to_owned(), &figure.x));
        names.extend(figure.series.0.iter().map(|name| ("figure.series".to_owned(), name)));
    }
    match names.into_iter().find(|(_, name)| !swept.contains(name)) {
        Some((key, name)) => {
            let known = if swept.is_empty() { "none".to_owned() } else { swept.join(", ") };
            Err(ClaimFault::NotSwept { key, name: name.clone(), known })
        }
        None => Ok(()),
    }
}
