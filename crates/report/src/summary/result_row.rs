//! A result in a table: what its claims together show.

use weak_to_strong_lab::claim::{ClaimOutcome, Comparison, Slack, Verdict, worst_slack};

use super::form::Form;
use super::tried::tried;
use crate::nearness::Nearness;
use crate::{CheckDocument, significant};

/// The columns of a result.
pub(crate) struct ResultRow {
    /// Whose forms its claims state.
    pub(crate) form: String,
    /// The worst verdict among its claims; `None` if there are none.
    pub(crate) verdict: Option<Verdict>,
    /// The warrants of its claims, the weakest last.
    pub(crate) warrant: String,
    /// The worst slack over its claims.
    pub(crate) slack: String,
    /// What was tried to break them.
    pub(crate) tried: String,
}

impl ResultRow {
    /// Of these claims of a document.
    pub(crate) fn of(claims: &[&ClaimOutcome], document: &CheckDocument) -> Self {
        Self {
            form: Form::of_all(claims),
            verdict: claims.iter().map(|claim| claim.verdict).max(),
            warrant: warrants(claims),
            slack: slack(claims),
            tried: tried(claims, document),
        }
    }
}

fn warrants(claims: &[&ClaimOutcome]) -> String {
    let mut warrants: Vec<_> = claims.iter().filter_map(|claim| claim.warrant).collect();
    warrants.sort_unstable();
    warrants.dedup();
    let words: Vec<&str> = warrants.iter().map(|warrant| warrant.words()).collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// The worst measured ÷ expected of each relation: the least over lower bounds, the greatest over upper bounds, and the furthest from 1 over equalities.
/// If no claim has a ratio, how near the first of them is to its edge.
fn slack(claims: &[&ClaimOutcome]) -> String {
    let worst = |comparison: Comparison| {
        let alike = claims.iter().filter(|claim| claim.shape.comparison() == comparison);
        let slack: Option<Slack> = worst_slack(comparison, alike.filter_map(|claim| claim.slack));
        slack.map(|slack| format!("{} ({})", significant(slack.value, 4), comparison.sign()))
    };
    let ratios: Vec<String> = Comparison::ALL.into_iter().filter_map(worst).collect();
    match (ratios.as_slice(), claims.first()) {
        ([], Some(claim)) => Nearness::of(claim).in_column(),
        ([], None) => "–".to_owned(),
        (ratios, _) => ratios.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};
    use weak_to_strong_lab::claim::{CheckOptions, PowerOutcome};

    #[test]
    fn a_result_is_as_good_as_its_worst_claim() {
        let mut outcomes = [example::naive(), example_forms::crossing()];
        outcomes[0].verdict = Verdict::Holds;
        outcomes[1].verdict = Verdict::Unresolved;
        let neighbour = |verdict| PowerOutcome { sentence: "false".to_owned(), verdict };
        outcomes[0].power = vec![neighbour(Verdict::Violated), neighbour(Verdict::Tight)];
        let options = CheckOptions::default();
        let document = CheckDocument::new(&outcomes, &[], &options);
        let both: Vec<&ClaimOutcome> = outcomes.iter().collect();
        let row = ResultRow::of(&both, &document);
        assert_eq!(row.verdict, Some(Verdict::Unresolved));
        assert_eq!(row.tried, "1 of 2 false neighbours caught");
        assert_eq!(ResultRow::of(&both[1..], &document).slack, "crossing between 8 and 48");
        assert_eq!(ResultRow::of(&[], &document).verdict, None);
    }
}
