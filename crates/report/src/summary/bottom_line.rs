//! The bottom line: what a check found, in three sentences.

use weak_to_strong_lab::claim::{Finding, SearchVerdict, Verdict};

use super::tried::caught;
use crate::tally::counted_verdicts;
use crate::{CheckDocument, grouped};

/// Three sentences: on the verdicts, on the false neighbours, and on what was tried to refute the claims.
pub(crate) fn bottom_line(document: &CheckDocument) -> [String; 3] {
    [verdicts(document), neighbours(document), attempts(document)]
}

fn verdicts(document: &CheckDocument) -> String {
    let claims = document.claims;
    let counted = counted_verdicts(claims.iter().map(|claim| claim.verdict), &Verdict::IN_REPORTS).join(", ");
    let replicates = grouped(claims.iter().map(|claim| claim.replicates).sum());
    let is_violated = claims.iter().any(|claim| claim.verdict == Verdict::Violated);
    let none = if is_violated || claims.is_empty() { "" } else { ", none violated" };
    let cells: usize = claims.iter().map(|claim| claim.cells.len()).sum();
    format!(
        "{} checked in {} cells with {replicates} replicates: {counted}{none}.",
        number_of(claims.len(), "claim"),
        grouped(cells as u64)
    )
}

fn neighbours(document: &CheckDocument) -> String {
    match caught(document.claims.iter()) {
        (_, 0) => "No deliberately false neighbours were judged; `--power` asks for them.".to_owned(),
        (caught, all) if caught == all => format!(
            "All {} deliberately false neighbours of the claims were caught: the same data show each of them violated.",
            grouped(all as u64)
        ),
        (caught, all) => {
            format!(
                "Only {caught} of {all} deliberately false neighbours were caught; the others could not be told from the claims."
            )
        }
    }
}

/// What searches and dropped assumptions found.
fn attempts(document: &CheckDocument) -> String {
    let dropped = match document.ablations.len() {
        0 => String::new(),
        all => {
            let needed = document.ablations.iter().filter(|one| matches!(one.finding, Finding::Fails { .. })).count();
            format!(
                " Of {} assumptions dropped one at a time, {needed} were needed: the claim fails without them.",
                grouped(all as u64)
            )
        }
    };
    format!("{}{dropped}", searches(document))
}

fn searches(document: &CheckDocument) -> String {
    let Some(searched) = document.falsification else {
        return "No counterexamples were searched for; `--falsify` asks for that.".to_owned();
    };
    let within = || searched.iter().flat_map(|one| &one.searches).filter(|search| search.without.is_none());
    let problems = grouped(within().map(|search| search.problems).sum());
    let refuted = within().filter(|search| search.verdict == SearchVerdict::Refuted).count();
    let tried = within().filter(|search| search.verdict != SearchVerdict::NotTried).count();
    if refuted > 0 {
        return format!("The search for counterexamples refuted {} of {tried}.", number_of(refuted, "claim"));
    }
    format!(
        "The search for counterexamples within the assumptions of {} found nothing in {problems} problems.",
        number_of(tried, "claim")
    )
}

/// `1 claim`, `71 claims`.
fn number_of(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count as u64), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use weak_to_strong_lab::claim::{CheckOptions, ClaimOutcome, PowerOutcome};

    #[test]
    fn it_counts_what_was_found() {
        let options = CheckOptions::default();
        let mut claims = [example::naive(), ClaimOutcome { verdict: Verdict::Tight, ..example::naive() }];
        claims[0].verdict = Verdict::Holds;
        let [verdicts, neighbours, attempts] = bottom_line(&CheckDocument::new(&claims, &[], &options));
        assert!(verdicts.starts_with("2 claims checked in 60 cells with "), "{verdicts}");
        assert!(verdicts.ends_with("1 holds, 1 tight, none violated."), "{verdicts}");
        assert!(neighbours.starts_with("No deliberately false"), "{neighbours}");
        assert!(attempts.starts_with("No counterexamples"), "{attempts}");
        claims[0].verdict = Verdict::Violated;
        claims[0].power = vec![PowerOutcome { sentence: "x".to_owned(), verdict: Verdict::Violated }];
        let searched = [];
        let document = CheckDocument::new(&claims, &[], &options).with_falsification(Some(&searched));
        let [verdicts, neighbours, attempts] = bottom_line(&document);
        assert!(verdicts.ends_with("1 tight, 1 violated."), "{verdicts}");
        assert!(neighbours.starts_with("All 1 deliberately"), "{neighbours}");
        assert!(attempts.contains("of 0 claims found nothing in 0 problems"), "{attempts}");
    }
}
