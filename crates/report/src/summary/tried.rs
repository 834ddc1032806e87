//! What was tried to break claims, in words.

use weak_to_strong_lab::claim::{Ablation, ClaimOutcome, Finding, SearchOutcome, SearchVerdict, Verdict};

use crate::{CheckDocument, grouped};

/// What was tried to break these claims: `4 of 4 false neighbours caught; nothing found in 72 problems; 3 of 9 dropped assumptions break it`.
pub(super) fn tried(claims: &[&ClaimOutcome], document: &CheckDocument) -> String {
    let parts = [neighbours(claims), searched(claims, document), dropped(claims, document)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join("; ") }
}

fn neighbours(claims: &[&ClaimOutcome]) -> Option<String> {
    let (caught, all) = caught(claims.iter().copied());
    (all > 0).then(|| format!("{caught} of {all} false neighbours caught"))
}

/// The searches within all assumptions.
fn searched(claims: &[&ClaimOutcome], document: &CheckDocument) -> Option<String> {
    let of_claims = document.falsification?.iter().filter(|one| claims.iter().any(|claim| claim.id == one.id));
    let within: Vec<&SearchOutcome> =
        of_claims.flat_map(|one| &one.searches).filter(|search| search.without.is_none()).collect();
    let problems: u64 = within.iter().map(|search| search.problems).sum();
    let refuted = within.iter().filter(|search| search.verdict == SearchVerdict::Refuted).count();
    match (within.is_empty(), refuted) {
        (true, _) => None,
        (false, 0) => Some(format!("nothing found in {} problems", grouped(problems))),
        (false, refuted) => Some(format!("**refuted** by {refuted} of {} searches", within.len())),
    }
}

fn dropped(claims: &[&ClaimOutcome], document: &CheckDocument) -> Option<String> {
    let all: Vec<&Ablation> =
        document.ablations.iter().filter(|ablation| claims.iter().any(|claim| claim.id == ablation.claim)).collect();
    let needed = all.iter().filter(|ablation| matches!(ablation.finding, Finding::Fails { .. })).count();
    (!all.is_empty()).then(|| format!("{needed} of {} dropped assumptions break it", all.len()))
}

/// How many false neighbours of these claims came out violated, and how many were judged.
pub(super) fn caught<'a>(claims: impl Iterator<Item = &'a ClaimOutcome>) -> (usize, usize) {
    let power: Vec<Verdict> = claims.flat_map(|claim| claim.power.iter().map(|power| power.verdict)).collect();
    (power.iter().filter(|verdict| **verdict == Verdict::Violated).count(), power.len())
}
