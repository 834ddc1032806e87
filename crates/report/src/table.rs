//! The outcome of a check as text for a terminal.
//!
//! Claims stand under the result that they check. Each has a line with its verdict, its id and its numbers, and below it the sentence.

use textwrap::core::display_width;

use super::nearness::{Nearness, with_interval};
use super::results::{CheckedResult, neighbouring_results, paper_results};
use super::wrap::indented;
use weak_to_strong::evidence::Warrant;
use weak_to_strong_lab::claim::{ClaimOutcome, Slack, Verdict};

/// Returns all claims by the results that they check, in the order of the paper, then claims of the user's own. On a narrow terminal the numbers that matter
/// least are left out; the sentence stays.
///
/// The text has no colours; [`painted`] gives them to it.
pub fn check_table(outcomes: &[ClaimOutcome], width: Option<u16>) -> String {
    let layout = Layout::of(outcomes, width);
    let mut text = layout.header();
    for (heading, claims) in by_result(outcomes) {
        if let Some(heading) = heading {
            text += &format!("\n{}", indented(&heading, "", "  ", width));
        }
        for outcome in claims {
            text += &layout.row(outcome);
        }
    }
    text
}

/// The heading of each result, and its claims. Claims that belong to no result have a heading only if others do.
fn by_result(outcomes: &[ClaimOutcome]) -> Vec<(Option<String>, Vec<&ClaimOutcome>)> {
    let results: Vec<CheckedResult> = paper_results().into_iter().chain(neighbouring_results()).collect();
    let mut groups: Vec<(Option<String>, Vec<&ClaimOutcome>)> = Vec::new();
    for result in &results {
        let claims: Vec<&ClaimOutcome> = outcomes.iter().filter(|outcome| result.covers(outcome)).collect();
        if !claims.is_empty() {
            groups.push((Some(format!("{}: {}", result.name, result.title)), claims));
        }
    }
    let is_own = |outcome: &&ClaimOutcome| !results.iter().any(|result| result.covers(outcome));
    let own: Vec<&ClaimOutcome> = outcomes.iter().filter(is_own).collect();
    if !own.is_empty() {
        groups.push(((!groups.is_empty()).then(|| "Other claims".to_owned()), own));
    }
    groups
}

/// The columns that all lines have.
struct Layout {
    width: Option<u16>,
    verdicts: usize,
    ids: usize,
    /// The columns of numbers that fit, with their widths.
    columns: Vec<(Fact, usize)>,
}

/// What a line tells of a claim besides verdict and id, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Slack,
    Cells,
    Power,
    Warrant,
}

impl Layout {
    fn of(outcomes: &[ClaimOutcome], width: Option<u16>) -> Self {
        let widest = |text: &dyn Fn(&ClaimOutcome) -> String, least: usize| {
            outcomes.iter().map(|outcome| display_width(&text(outcome))).max().unwrap_or(0).max(least)
        };
        let verdicts = widest(&|outcome| verdict_text(outcome.verdict), 0).max(display_width(VERDICT));
        let ids = widest(&|outcome| outcome.id.clone(), CLAIM.len());
        let with_power = outcomes.iter().any(|outcome| !outcome.power.is_empty());
        let facts = [Fact::Slack, Fact::Cells, Fact::Power, Fact::Warrant];
        let mut room = width.map_or(usize::MAX, usize::from).saturating_sub(INDENT.len() + verdicts + ids + GAP.len());
        let mut columns = Vec::new();
        for fact in facts.into_iter().filter(|fact| with_power || *fact != Fact::Power) {
            let wide = widest(&|outcome| fact.text(outcome), display_width(fact.header()));
            if room >= GAP.len() + wide {
                room -= GAP.len() + wide;
                columns.push((fact, wide));
            }
        }
        Self { width, verdicts, ids, columns }
    }

    fn header(&self) -> String {
        self.line(VERDICT, CLAIM, &|fact| fact.header().to_owned())
    }

    /// The line of a claim, and its sentence.
    fn row(&self, outcome: &ClaimOutcome) -> String {
        let line = self.line(&verdict_text(outcome.verdict), &outcome.id, &|fact| fact.text(outcome));
        line + &indented(&outcome.sentence, SENTENCE, SENTENCE_GOES_ON, self.width)
    }

    fn line(&self, verdict: &str, id: &str, fact: &dyn Fn(Fact) -> String) -> String {
        let mut line = format!("{INDENT}{}{GAP}{}", padded(verdict, self.verdicts), padded(id, self.ids));
        for (column, wide) in &self.columns {
            line += &format!("{GAP}{}", padded(&fact(*column), *wide));
        }
        line.trim_end().to_owned() + "\n"
    }
}

const INDENT: &str = "  ";
const GAP: &str = "  ";
const SENTENCE: &str = "      ";
const SENTENCE_GOES_ON: &str = "        ";
const VERDICT: &str = "verdict";
const CLAIM: &str = "claim";

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

impl Fact {
    fn header(self) -> &'static str {
        match self {
            Self::Slack => "measured ÷ expected",
            Self::Cells => "cells",
            Self::Power => "false ones caught",
            Self::Warrant => "warrant",
        }
    }

    fn text(self, outcome: &ClaimOutcome) -> String {
        match self {
            Self::Slack => Nearness::of(outcome).in_column(),
            Self::Cells => outcome.cells.len().to_string(),
            Self::Power => power_text(outcome),
            Self::Warrant => claim_warrant(outcome),
        }
    }
}

/// The verdict as a symbol and in words, so that it is told apart without colour.
fn verdict_text(verdict: Verdict) -> String {
    format!("{} {}", symbol(verdict), verdict.words())
}

fn symbol(verdict: Verdict) -> char {
    match verdict {
        Verdict::Holds => '✓',
        Verdict::Tight => '≈',
        Verdict::Violated => '✗',
        Verdict::Unresolved => '?',
        Verdict::Undefined => '∅',
        Verdict::Vacuous => '○',
        Verdict::NotApplicable => '–',
    }
}

/// Returns the text of a table with each verdict in its colour, where a line begins with it.
pub fn painted(table: &str) -> String {
    table.lines().map(|line| painted_line(line) + "\n").collect()
}

fn painted_line(line: &str) -> String {
    const RESET: &str = "\u{1b}[0m";
    let begins =
        |verdict: &Verdict| line.strip_prefix(INDENT)?.strip_prefix(&verdict_text(*verdict)).map(str::to_owned);
    Verdict::IN_REPORTS.iter().find_map(|verdict| Some((verdict, begins(verdict)?))).map_or_else(
        || line.to_owned(),
        |(verdict, rest)| format!("{INDENT}{}{}{RESET}{rest}", colour_code(*verdict), verdict_text(*verdict)),
    )
}

fn colour_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "\u{1b}[32m",
        Verdict::Tight => "\u{1b}[36m",
        Verdict::Violated => "\u{1b}[1;31m",
        Verdict::Unresolved | Verdict::Undefined => "\u{1b}[33m",
        Verdict::NotApplicable | Verdict::Vacuous => "\u{1b}[90m",
    }
}

/// Returns the warrant of a claim in words. That of a data file is declared by the claim file.
pub(super) fn claim_warrant(outcome: &ClaimOutcome) -> String {
    let warrant = warrant_text(outcome.warrant);
    if outcome.declared && outcome.warrant.is_some() { format!("{warrant} (declared)") } else { warrant.to_owned() }
}

/// Returns the warrant of a verdict in words; a dash if nothing is decided.
pub(super) fn warrant_text(warrant: Option<Warrant>) -> &'static str {
    warrant.map_or("–", Warrant::words)
}

pub(super) fn slack_text(slack: &Slack) -> String {
    with_interval(slack.value, &slack.interval)
}

fn power_text(outcome: &ClaimOutcome) -> String {
    let caught = outcome.power.iter().filter(|power| power.verdict == Verdict::Violated).count();
    if outcome.power.is_empty() { "–".to_owned() } else { format!("{caught} of {}", outcome.power.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    fn widest(text: &str) -> usize {
        text.lines().map(display_width).max().unwrap_or(0)
    }

    fn outcomes() -> [ClaimOutcome; 3] {
        let sentence = "naive.mse[penalty = 0.25, samples = 4096] - segment_bound <= 4 * harmonic_bound * weak.mse ^ 1.49 when dim >= 8";
        let of_paper = ClaimOutcome { id: "prop-3.2-finite-sample".to_owned(), ..example::naive() };
        let long = ClaimOutcome { id: "own-and-long".to_owned(), sentence: sentence.to_owned(), ..example::decay() };
        [of_paper, ClaimOutcome { verdict: Verdict::Tight, ..example::naive() }, long]
    }

    /// On terminals of at least 40 columns every line fits, and all of verdict, claim and sentence is there.
    #[test]
    fn lines_fit_the_terminal_and_the_sentence_stays() {
        let outcomes = outcomes();
        for width in [40, 60, 80, 120, 200] {
            let text = check_table(&outcomes, Some(width));
            assert!(widest(&text) <= usize::from(width), "{width}:\n{text}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for outcome in &outcomes {
                let line = text.lines().find(|line| line.contains(&outcome.id)).expect("a line");
                assert!(line.trim_start().starts_with(&verdict_text(outcome.verdict)), "{line}");
                assert!(words(&text).contains(&words(&outcome.sentence)), "{width}:\n{text}");
            }
        }
        let whole = check_table(&outcomes, None);
        assert!(whole.lines().any(|line| line.trim() == outcomes[2].sentence), "{whole}");
    }

    #[test]
    fn claims_stand_under_their_results() {
        let text = check_table(&outcomes(), Some(80));
        let places: Vec<usize> = ["Proposition 3.2: ", "prop-3.2-finite-sample", "Other claims", "own-and-long"]
            .iter()
            .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
            .collect();
        assert!(places.is_sorted(), "{text}");
        assert!(!text.contains('─'), "no rules: {text}");
        assert!(!check_table(&outcomes()[2..], Some(80)).contains("Other claims"));
    }

    /// Colour changes no letter, and holds is told from tight.
    #[test]
    fn each_verdict_has_its_colour() {
        let [mut holds, mut tight, mut violated] = outcomes();
        (holds.verdict, tight.verdict, violated.verdict) = (Verdict::Holds, Verdict::Tight, Verdict::Violated);
        let plain = check_table(&[holds, tight, violated], Some(80));
        let text = painted(&plain);
        let codes = ["\u{1b}[32m", "\u{1b}[36m", "\u{1b}[1;31m", "\u{1b}[0m"];
        assert_eq!(codes.iter().fold(text.clone(), |text, code| text.replace(code, "")), plain);
        for (code, words) in codes.iter().zip(["✓ holds", "≈ tight", "✗ violated"]) {
            assert!(text.contains(&format!("\n  {code}{words}\u{1b}[0m")), "{text}");
        }
    }
}
