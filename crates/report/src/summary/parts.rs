//! The claims of a check, grouped by the results that they check.

use weak_to_strong_lab::claim::ClaimOutcome;

use crate::CheckDocument;
use crate::results::{CheckedResult, neighbouring_results, paper_results};

/// Results that are reported together.
pub(crate) struct Part<'a> {
    /// Its heading; `None` for the results of the paper.
    pub(crate) heading: Option<&'static str>,
    /// What is said below the heading.
    pub(crate) about: &'static str,
    /// The words before what is known about the form of a result in its source.
    pub(crate) says: &'static str,
    /// The results of which a claim was checked.
    pub(crate) results: Vec<PartResult<'a>>,
}

/// Whether a result of the paper was checked, and not only claims of the user's own or of other papers.
pub(crate) fn concern_the_paper(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.heading.is_none())
}

/// A result with its claims.
pub(crate) struct PartResult<'a> {
    /// The result; `None` for claims that belong to no result.
    pub(crate) result: Option<CheckedResult>,
    /// Its claims.
    pub(crate) claims: Vec<&'a ClaimOutcome>,
    /// Those of its claims that no earlier result has.
    pub(crate) first_here: Vec<&'a ClaimOutcome>,
}

/// The parts of a check: results of the paper, neighbouring propositions, and claims that belong to none. A part without claims is left out, and so is
/// a result without claims.
pub(crate) fn parts<'a>(document: &CheckDocument<'a>) -> Vec<Part<'a>> {
    let mut shown: Vec<&str> = Vec::new();
    let mut with_claims = |result: Option<CheckedResult>, claims: Vec<&'a ClaimOutcome>| {
        let first_here: Vec<_> = claims.iter().filter(|claim| !shown.contains(&claim.id.as_str())).copied().collect();
        shown.extend(first_here.iter().map(|claim| claim.id.as_str()));
        PartResult { result, claims, first_here }
    };
    let mut covered = |results: Vec<CheckedResult>| -> Vec<PartResult<'a>> {
        let of = |result: CheckedResult| {
            let claims = document.claims.iter().filter(|claim| result.covers(claim)).collect();
            with_claims(Some(result), claims)
        };
        results.into_iter().map(of).filter(|result| !result.claims.is_empty()).collect()
    };
    let (paper, neighbours) = (covered(paper_results()), covered(neighbouring_results()));
    let belongs = |claim: &ClaimOutcome| {
        let mut all = paper.iter().chain(&neighbours);
        all.any(|result| result.claims.iter().any(|other| other.id == claim.id))
    };
    let others: Vec<&ClaimOutcome> = document.claims.iter().filter(|claim| !belongs(claim)).collect();
    let others = (!others.is_empty()).then(|| with_claims(None, others)).into_iter().collect();
    let parts = [
        Part { heading: None, about: "", says: "What the paper says", results: paper },
        Part {
            heading: Some("Neighbouring propositions"),
            about: "Propositions of other papers on the same subject, checked in the same way. The forms are ours after the sources named.",
            says: "What the source says",
            results: neighbours,
        },
        Part { heading: Some("Other claims"), about: "", says: "", results: others },
    ];
    parts.into_iter().filter(|part| !part.results.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use weak_to_strong_lab::claim::CheckOptions;

    #[test]
    fn only_what_was_run_is_grouped() {
        let named = |id: &str| ClaimOutcome { id: id.to_owned(), ..example::naive() };
        let outcomes = ["fig-1-content", "ridge-harms", "my.own"].map(named);
        let options = CheckOptions::default();
        let document = CheckDocument::new(&outcomes, &[], &options);
        let parts = parts(&document);
        let headings: Vec<_> = parts.iter().map(|part| part.heading).collect();
        assert_eq!(headings, [None, Some("Neighbouring propositions"), Some("Other claims")]);
        // fig-1-content belongs to several results of the paper, and stands under the first.
        let paper = &parts[0].results;
        assert!(paper.len() > 1 && paper.iter().all(|result| result.claims.len() == 1));
        assert_eq!(paper.iter().map(|result| result.first_here.len()).sum::<usize>(), 1);
        assert_eq!(parts[2].results[0].claims[0].id, "my.own");
        assert!(concern_the_paper(&parts) && !concern_the_paper(&parts[1..]));
    }
}
