//! The outcome of a check as text for a terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use super::nearness::{Nearness, with_interval};
use weak_to_strong::evidence::Warrant;
use weak_to_strong_lab::claim::{ClaimOutcome, Slack, Verdict};

/// Returns one line for each claim: verdict, statement, cells, slack, false neighbours. A narrow terminal gets only the most important columns.
pub fn check_table(outcomes: &[ClaimOutcome], width: Option<u16>, colour: bool) -> String {
    let mut table = Table::new();
    if let Some(width) = width {
        table.set_width(width);
    }
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    let with_power = outcomes.iter().any(|outcome| !outcome.power.is_empty());
    let columns = columns_within(width, with_power);
    table.set_header(columns.iter().map(|column| column.header()));
    for outcome in outcomes {
        table.add_row(columns.iter().map(|column| column.cell(outcome)));
    }
    // The first two columns identify the line: they are never broken.
    for column in table.column_iter_mut().take(2) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    if colour { coloured(&table.to_string(), outcomes) } else { table.to_string() }
}

/// Returns the table with each verdict in its colour. A row starts with its claim and the verdict.
fn coloured(table: &str, outcomes: &[ClaimOutcome]) -> String {
    let mut rows = outcomes.iter().peekable();
    let mut lines = Vec::new();
    for line in table.lines() {
        let row = rows.next_if(|outcome| starts_with(line, &[&outcome.id, outcome.verdict.words()]));
        lines.push(row.map_or_else(|| line.to_owned(), |outcome| with_colour(line, outcome)));
    }
    lines.join("\n")
}

/// Returns `true` if the line starts with these words, with only spaces between them.
fn starts_with(line: &str, words: &[&str]) -> bool {
    words.iter().try_fold(line, |rest, word| rest.trim_start().strip_prefix(word)).is_some()
}

fn with_colour(line: &str, outcome: &ClaimOutcome) -> String {
    const RESET: &str = "\u{1b}[0m";
    let (claim, words) = (&outcome.id, outcome.verdict.words());
    let (before, rest) = line.split_at(line.find(claim.as_str()).map_or(0, |start| start + claim.len()));
    format!("{before}{}", rest.replacen(words, &format!("{}{words}{RESET}", colour_code(outcome.verdict)), 1))
}

fn colour_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds | Verdict::Tight => "\u{1b}[32m",
        Verdict::Violated => "\u{1b}[1;31m",
        Verdict::Unresolved | Verdict::Undefined => "\u{1b}[33m",
        Verdict::NotApplicable | Verdict::Vacuous => "\u{1b}[90m",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OutcomeColumn {
    Claim,
    Verdict,
    Warrant,
    Statement,
    Cells,
    Slack,
    Power,
}

/// Returns the columns for a terminal of this width. `None` means that the output is no terminal.
fn columns_within(width: Option<u16>, with_power: bool) -> Vec<OutcomeColumn> {
    let fits = |column: &OutcomeColumn| width.is_none_or(|width| width >= column.least_width());
    let all = [
        OutcomeColumn::Claim,
        OutcomeColumn::Verdict,
        OutcomeColumn::Warrant,
        OutcomeColumn::Statement,
        OutcomeColumn::Cells,
        OutcomeColumn::Slack,
        OutcomeColumn::Power,
    ];
    all.into_iter().filter(|column| with_power || *column != OutcomeColumn::Power).filter(fits).collect()
}

impl OutcomeColumn {
    /// The column is shown on terminals that have at least this width.
    fn least_width(self) -> u16 {
        match self {
            Self::Claim | Self::Verdict => 0,
            Self::Slack => 60,
            Self::Power => 76,
            Self::Warrant => 84,
            Self::Cells => 100,
            Self::Statement => 120,
        }
    }

    fn header(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Verdict => "verdict",
            Self::Warrant => "warrant",
            Self::Statement => "statement",
            Self::Cells => "cells",
            Self::Slack => "slack (measured ÷ expected)",
            Self::Power => "false neighbours caught",
        }
    }

    fn cell(self, outcome: &ClaimOutcome) -> Cell {
        match self {
            Self::Claim => Cell::new(&outcome.id),
            Self::Verdict => Cell::new(outcome.verdict.words()),
            Self::Warrant => Cell::new(claim_warrant(outcome)),
            Self::Statement => Cell::new(&outcome.sentence),
            Self::Cells => Cell::new(outcome.cells.len()).set_alignment(CellAlignment::Right),
            Self::Slack => Cell::new(Nearness::of(outcome).in_column()),
            Self::Power => Cell::new(power_text(outcome)),
        }
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
        text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
    }

    /// On terminals of at least 60 columns every line fits, and the claim and the verdict of a line are not broken.
    #[test]
    fn lines_fit_the_terminal() {
        let outcomes = [ClaimOutcome { id: "prop-3.2-finite-sample".to_owned(), ..example::naive() }, example::decay()];
        for width in [60, 80, 120, 200] {
            let text = check_table(&outcomes, Some(width), false);
            assert!(widest(&text) <= usize::from(width), "{width}:\n{text}");
            assert!(text.contains("prop-3.2-finite-sample") && text.contains(outcomes[0].verdict.words()), "{text}");
        }
        assert!(check_table(&outcomes, None, false).contains(&outcomes[1].sentence));
    }

    /// Colour changes no letter, and every row has its own.
    #[test]
    fn each_verdict_has_its_colour() {
        let mut outcomes = [example::naive(), example::naive(), example::decay()];
        outcomes[0].id = "holds".to_owned();
        (outcomes[0].verdict, outcomes[1].verdict) = (Verdict::Holds, Verdict::Violated);
        outcomes[2].verdict = Verdict::Vacuous;
        for width in [None, Some(60)] {
            let text = check_table(&outcomes, width, true);
            let codes = ["\u{1b}[32m", "\u{1b}[1;31m", "\u{1b}[90m", "\u{1b}[0m"];
            let plain = codes.iter().fold(text.clone(), |text, code| text.replace(code, ""));
            assert_eq!(plain, check_table(&outcomes, width, false));
            for (outcome, code) in outcomes.iter().zip(codes) {
                let row = text.lines().find(|line| line.contains(code)).expect("a row of this colour");
                assert!(row.trim_start().starts_with(&outcome.id), "{row}");
                assert!(row.contains(&format!("{code}{}\u{1b}[0m", outcome.verdict.words())), "{row}");
            }
        }
    }
}
