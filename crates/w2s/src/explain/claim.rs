//! Claims.

use serde_json::json;
use weak_to_strong_lab::assumption::Assumption;
use weak_to_strong_lab::claim::Claim;

use crate::arguments::Common;

/// The text for a terminal.
pub(super) fn text(claim: &Claim, common: &Common) -> String {
    let file = &claim.file;
    let assumptions: String = claim.assumptions().iter().map(assumed).collect();
    let mut text = format!("{}\n{}\n\n", file.id, file.heading());
    for (label, value) in [("statement", &file.statement), ("source", &file.source), ("proof", &file.proof)] {
        if let Some(value) = value {
            text += &format!("{label:<10} {value}\n");
        }
    }
    text += &format!("{:<10} {}, at {} points of its sweep\n", "claim", claim.sentence(), claim.cell_count());
    for quantity in claim.quantities() {
        text += &format!("{:<10} {}: {}\n", "quantity", quantity.name, quantity.meaning);
    }
    if assumptions.is_empty() {
        text += "assumes    nothing\n";
    } else {
        text += &format!("assumes\n{assumptions}");
    }
    text + &format!("check      w2s check {}{}\n", claim.origin, common.limits.flags())
}

/// Returns a line about an assumption: what it means, and the formula that measures how far it holds.
fn assumed(assumption: &Assumption) -> String {
    let Assumption { name, meaning, measured_by, .. } = assumption;
    let measured = measured_by.as_ref().map_or_else(String::new, |formula| format!(" (w2s formula {formula})"));
    format!("  {name:<24} {meaning}{measured}\n")
}

/// The JSON document.
pub(super) fn document(claim: &Claim) -> serde_json::Value {
    let file = &claim.file;
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
    })
}
