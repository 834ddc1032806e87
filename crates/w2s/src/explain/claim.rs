//! Claims.

use std::path::Path;

use serde_json::json;
use toml::{Table, Value};
use weak_to_strong_lab::assumption::Assumption;
use weak_to_strong_lab::claim::Claim;
use weak_to_strong_report::quoted_path;

use super::explanation::Explanation;
use super::verdict::LastCheck;
use crate::arguments::Common;

/// What is said of a claim, and of what an earlier check has found.
pub(super) fn explanation(claim: &Claim, last: Option<&LastCheck>, common: &Common) -> Explanation {
    let file = &claim.file;
    let table: Table = file.text.parse().unwrap_or_default();
    let quantities = claim.quantities().into_iter();
    let assumptions = claim.assumptions();
    let assumes = if assumptions.is_empty() { "nothing" } else { "" };
    Explanation::of(&file.id, file.heading())
        .line("statement", file.statement.clone().unwrap_or_default())
        .line("source", file.source.clone().unwrap_or_default())
        .line("proof", file.proof.clone().unwrap_or_default())
        .line("claim", format!("{}, at {} points of its sweep", claim.sentence(), claim.cell_count()))
        .line("verdict", last.map_or_else(String::new, LastCheck::words))
        .line("figure", last.and_then(LastCheck::figure).map_or_else(String::new, |path| path.display().to_string()))
        .names("quantities", quantities.map(|own| (own.name.to_string(), own.meaning.to_string())))
        .line("assumes", assumes)
        .names("assumes", assumptions.iter().map(assumed))
        .line("problem", entries(&table, "problem"))
        .line("sweep", entries(&table, "sweep"))
        .line("check", format!("w2s check {}{}", quoted_path(Path::new(&claim.origin)), common.limits.flags()))
        .text_below("file", &file.text)
}

/// The entries of a table of the file, in one line: `dim = 32, prompts = "cube"`.
fn entries(file: &Table, table: &str) -> String {
    let Some(Value::Table(table)) = file.get(table) else { return String::new() };
    table.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}

/// What an assumption means, and the formula that measures how far it holds.
fn assumed(assumption: &Assumption) -> (String, String) {
    let Assumption { name, meaning, measured_by, .. } = assumption;
    let measured = measured_by.as_ref().map_or_else(String::new, |formula| format!(" (w2s formula {formula})"));
    (name.to_string(), format!("{meaning}{measured}"))
}

/// The JSON document.
pub(super) fn document(claim: &Claim, last: Option<&LastCheck>) -> serde_json::Value {
    let file = &claim.file;
    let table: Table = file.text.parse().unwrap_or_default();
    json!({
        "id": file.id,
        "title": file.heading(),
        "statement": file.statement,
        "source": file.source,
        "proof": file.proof,
        "assumes": claim.assumptions().iter().map(|a| &*a.name).collect::<Vec<_>>(),
        "states": claim.sentence(),
        "quantities": claim.quantities().iter().map(|quantity| quantity.name.to_string()).collect::<Vec<_>>(),
        "cells": claim.cell_count(),
        "problem": table.get("problem"),
        "sweep": table.get("sweep"),
        "verdict": last.map(LastCheck::verdict),
        "figure": last.and_then(LastCheck::figure),
        "file": file.text,
    })
}
