//! The sections of `docs/theory.md` that claims refer to as their proofs.

use std::sync::LazyLock;

use crate::markdown::{anchor, rich};

/// The page, from the root of the repository.
pub(super) const PAGE: &str = "docs/theory.md";

const THEORY: &str = include_str!("theory.md");

/// A section: what stands below a heading and above the next one.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// Its heading, in Markdown.
    pub(super) heading: &'a str,
    /// Whether it is a part of the section before it that is none.
    pub(super) is_inner: bool,
    /// The names under which it is linked.
    names: Vec<String>,
    /// Its text, in Markdown.
    pub(super) body: String,
}

/// All sections, in their order.
pub(super) fn sections() -> &'static [Section<'static>] {
    static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(read_sections);
    &SECTIONS
}

fn read_sections() -> Vec<Section<'static>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for line in THEORY.lines() {
        let inner = line.strip_prefix("### ");
        if let Some(heading) = inner.or_else(|| line.strip_prefix("## ")) {
            names.push(anchor(heading));
            names.extend(heading.split('`').skip(1).step_by(2).map(str::to_owned));
            let names = std::mem::take(&mut names);
            sections.push(Section { heading, is_inner: inner.is_some(), names, body: String::new() });
        } else if let Some(name) = line.strip_prefix("<a id=\"").and_then(|rest| rest.split('"').next()) {
            names.push(name.to_owned());
        } else if let Some(section) = sections.last_mut() {
            section.body += line;
            section.body.push('\n');
        }
    }
    sections
}

impl Section<'_> {
    /// The anchor of its heading.
    pub(super) fn anchor(&self) -> String {
        anchor(self.heading)
    }

    /// Whether a link of the page leads here: `segment_bound` of `docs/theory.md#segment_bound`.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    fn words(&self) -> String {
        self.heading.replace('`', "")
    }
}

/// The places in `sections` of those to which the proof of a claim refers.
pub(super) fn referred_to(proof: &str, sections: &[Section]) -> Vec<usize> {
    if !proof.contains(PAGE) {
        return Vec::new();
    }
    let words = proof.replace('`', "");
    let mut found: Vec<usize> = (0..sections.len()).filter(|at| stands_in(&sections[*at].words(), &words)).collect();
    let named = proof.split('`').skip(1).step_by(2);
    for name in named {
        if !found.iter().any(|at| sections[*at].words().contains(name)) {
            found.extend((0..sections.len()).find(|at| sections[*at].is_named(name)));
        }
    }
    // A proof in the paragraph before a section stands in the section that this one continues.
    if words.contains("before") {
        found = found.into_iter().map(|at| at.saturating_sub(1)).collect();
    }
    found
}

/// The proof of a claim in Markdown, where `docs/theory.md` is a link to the first section to which it refers.
pub(super) fn linked(proof: &str) -> String {
    let sections = sections();
    let anchor = referred_to(proof, sections).first().map(|at| format!("#{}", sections[*at].anchor()));
    rich(proof).replace(PAGE, &format!("[{PAGE}]({PAGE}{})", anchor.unwrap_or_default()))
}

/// Whether a heading stands in a text as whole words.
fn stands_in(heading: &str, text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_.".contains(c);
    let mut places = text.match_indices(heading);
    places.any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + heading.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// These sections with those that they continue, and the model, without which no formula can be read.
pub(super) fn with_context(found: &[usize], sections: &[Section]) -> Vec<usize> {
    let outer = |at: usize| (0..=at).rev().find(|at| !sections[*at].is_inner);
    let model = sections.iter().position(|section| section.heading == "The model");
    let mut all: Vec<usize> = found.iter().flat_map(|at| [Some(*at), outer(*at)]).flatten().collect();
    if !all.is_empty() {
        all.extend(model);
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong_lab::claim::embedded_claims;

    fn headings(proof: &str) -> Vec<&'static str> {
        let sections = sections();
        referred_to(proof, sections).into_iter().map(|at| sections[at].heading).collect()
    }

    #[test]
    fn proofs_lead_to_their_sections() {
        assert_eq!(headings("docs/theory.md, `segment_bound`, rate"), ["`segment_bound`"]);
        assert_eq!(headings("docs/theory.md, `naive.mse` in the penalty"), ["`naive.mse` in the penalty"]);
        assert_eq!(headings("docs/theory.md, `hull_limit_bias`"), ["`hull_limit_bias`, `hull_misfit`"]);
        assert_eq!(headings("docs/theory.md, the paragraph before `inferred_bound`"), ["Other answers"]);
        assert_eq!(headings("my notes, `segment_bound`"), [""; 0]);
    }

    #[test]
    fn a_link_leads_to_the_section() {
        let known = "[docs/theory.md](docs/theory.md#segment_bound), `segment_bound`, rate";
        assert_eq!(linked("docs/theory.md, `segment_bound`, rate"), known);
        assert_eq!(linked("docs/theory.md, by hand"), "[docs/theory.md](docs/theory.md), by hand");
        assert_eq!(linked("my notes"), "my notes");
    }

    #[test]
    fn every_proof_of_an_embedded_claim_is_found() {
        let sections = sections();
        for claim in embedded_claims().expect("claims") {
            let Some(proof) = claim.file.proof.as_ref().filter(|proof| proof.contains("docs/theory.md")) else {
                continue;
            };
            assert!(!referred_to(proof, sections).is_empty(), "{}: {proof}", claim.file.id);
        }
    }

    #[test]
    fn a_section_comes_with_what_it_continues() {
        let sections = sections();
        let found = referred_to("docs/theory.md, `segment_bound`", sections);
        let all: Vec<&str> = with_context(&found, sections).into_iter().map(|at| sections[at].heading).collect();
        assert_eq!(all, ["The model", "Naive fine-tuning", "`segment_bound`"]);
        assert!(with_context(&[], sections).is_empty());
    }
}
