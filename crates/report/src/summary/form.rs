//! Whose form of a result a claim states.

use weak_to_strong_lab::claim::ClaimOutcome;

/// Whose form a claim states, by the words in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The paper's, or that of the other source.
    Source,
    /// The paper's result, in a form or with a part that is ours.
    Both,
    /// Ours.
    Ours,
    /// The file does not say it.
    Unsaid,
}

impl Form {
    /// Of a claim.
    pub(crate) fn of(claim: &ClaimOutcome) -> Self {
        let Some(source) = &claim.source else { return Self::Unsaid };
        let says = |word: &str| source.split(|c: char| !c.is_alphanumeric()).any(|found| found == word);
        match (says("paper"), says("ours")) {
            (true, true) => Self::Both,
            (false, true) => Self::Ours,
            (true, false) | (false, false) => Self::Source,
        }
    }

    /// In a column.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Source => "of its source",
            Self::Both => "paper's, part ours",
            Self::Ours => "ours",
            Self::Unsaid => "–",
        }
    }

    /// The forms of several claims, each once.
    pub(super) fn of_all(claims: &[&ClaimOutcome]) -> String {
        let mut forms: Vec<Self> = claims.iter().map(|claim| Self::of(claim)).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.into_iter().map(Self::words).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn the_source_says_whose_form_it_is() {
        let form = |source: &str| Form::of(&ClaimOutcome { source: Some(source.to_owned()), ..example::naive() });
        assert_eq!(form("Somerstep et al. 2025, Proposition 3.2 (bound: paper; segment form: ours)"), Form::Both);
        assert_eq!(form("after Somerstep et al. 2025 (ours)"), Form::Ours);
        assert_eq!(form("Wu 2024, paper on hours"), Form::Source);
        assert_eq!(Form::of(&ClaimOutcome { source: None, ..example::naive() }), Form::Unsaid);
    }
}
