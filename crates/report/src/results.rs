//! The results that claims belong to: those of the paper, and neighbouring propositions of other papers.

use serde::Deserialize;

use super::definition::Definition;
use weak_to_strong_lab::claim::ClaimOutcome;

/// A result, from `paper_results.toml` or `neighbouring_results.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckedResult {
    /// Its number, such as `Proposition 3.2`, or a name.
    #[serde(alias = "number")]
    pub(super) name: String,
    /// What it is about, in a few words.
    pub(super) title: String,
    /// The source of the result; `None` if it is from the paper.
    pub(super) source: Option<String>,
    /// What is known about the form of the result in its source.
    #[serde(alias = "paper")]
    pub(super) says: String,
    /// What is checked here.
    pub(super) checked: Option<String>,
    /// The ids of the claims that check it.
    #[serde(default)]
    pub(super) claims: Vec<String>,
    /// The code that defines it.
    #[serde(default)]
    pub(super) code: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Results {
    result: Vec<CheckedResult>,
}

impl CheckedResult {
    pub(super) fn covers(&self, claim: &ClaimOutcome) -> bool {
        self.claims.contains(&claim.id)
    }
}

/// The results of the paper, in its order.
pub(super) fn paper_results() -> Vec<CheckedResult> {
    read(include_str!("paper_results.toml"))
}

/// The propositions of other papers that are also checked.
pub(super) fn neighbouring_results() -> Vec<CheckedResult> {
    read(include_str!("neighbouring_results.toml"))
}

/// The files are embedded and a test reads them, so an empty list never reaches a user.
fn read(text: &str) -> Vec<CheckedResult> {
    toml::from_str(text).map_or_else(|_| Vec::new(), |results: Results| results.result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition;
    use weak_to_strong_lab::claim::embedded_claims;

    /// Every result lists claims that exist, and every embedded claim belongs to a result.
    #[test]
    fn results_and_claims_match() {
        let (paper, neighbours) = (paper_results(), neighbouring_results());
        assert!(!paper.is_empty() && !neighbours.is_empty(), "a list of results cannot be read");
        let claims: Vec<String> = embedded_claims().expect("sims").into_iter().map(|claim| claim.file.id).collect();
        let listed: Vec<&String> = paper.iter().chain(&neighbours).flat_map(|result| &result.claims).collect();
        for id in &listed {
            assert!(claims.contains(id), "{id} is listed but not in sims/");
        }
        for id in &claims {
            assert!(listed.contains(&id), "{id} is in sims/ but belongs to no result");
        }
        assert!(paper.iter().chain(&neighbours).all(|result| result.checked.is_some() != result.claims.is_empty()));
        assert!(paper.iter().all(|result| result.source.is_none()), "the paper's results are from the paper");
        assert!(neighbours.iter().all(|result| result.source.as_ref().is_some_and(|text| text.contains("arXiv "))));
    }

    /// Every result leads to its code.
    #[test]
    fn results_link_the_items_that_define_them() {
        for result in paper_results().iter().chain(&neighbouring_results()) {
            assert!(!result.code.is_empty(), "{} links no code", result.name);
            let faults: Vec<String> = result.code.iter().filter_map(definition::tests::fault).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", result.name);
        }
    }
}
