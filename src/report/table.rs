//! The outcome of a check as text for a terminal.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table, presets};

use super::{measured, significant};
use crate::claim::{CellOutcome, ClaimOutcome, Doubt, LEAST_EFFECTIVE_SIZE, Relation, Slack, Verdict};
use crate::evidence::{Interval, LEAST_REPLICATES};

/// One line per claim: verdict, cells, slack, replicates.
pub fn check_table(outcomes: &[ClaimOutcome], colour: bool) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    let with_power = outcomes.iter().any(|outcome| !outcome.power.is_empty());
    let mut header = vec!["claim", "verdict", "statement", "cells", "slack (measured ÷ expected)"];
    if with_power {
        header.push("false neighbours caught");
    }
    table.set_header(header);
    for outcome in outcomes {
        let mut row = vec![
            Cell::new(&outcome.id),
            verdict_cell(outcome.verdict, colour),
            Cell::new(&outcome.sentence),
            Cell::new(outcome.cells.len()).set_alignment(CellAlignment::Right),
            Cell::new(how_near(outcome)),
        ];
        if with_power {
            row.push(Cell::new(power_text(outcome)));
        }
        table.add_row(row);
    }
    table
}

/// Where claims failed or stayed undecided: cell, numbers, and the command that replays it.
pub fn details_of_failures(outcomes: &[ClaimOutcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        if outcome.verdict == Verdict::NotApplicable {
            text += &format!("{}: not applicable; the problem is not {}\n", outcome.id, outcome.unmet.join(", "));
        }
        let bad = |cell: &&CellOutcome| matches!(cell.verdict, Verdict::Violated | Verdict::Unresolved);
        let mut cells: Vec<&CellOutcome> = outcome.cells.iter().filter(bad).collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.verdict));
        for cell in cells.iter().take(MOST_DETAILS) {
            text += &cell_detail(outcome, cell);
        }
        if cells.len() > MOST_DETAILS {
            text +=
                &format!("{}: {} more such cells; checks.json has them all\n", outcome.id, cells.len() - MOST_DETAILS);
        }
    }
    text
}

/// Failing cells shown for each claim.
const MOST_DETAILS: usize = 5;

fn cell_detail(outcome: &ClaimOutcome, cell: &CellOutcome) -> String {
    let measurement = &cell.measurement;
    let setting: Vec<String> = measurement.setting.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let found = if measurement.estimate.mean.is_nan() {
        "not fitted".to_owned()
    } else {
        format!(
            "measured {}, interval [{}, {}]",
            measured(measurement.estimate.mean, measurement.estimate.standard_error),
            significant(measurement.interval.lower, 6),
            significant(measurement.interval.upper, 6)
        )
    };
    let mut text = format!(
        "{}: {} at {}\n  {found}, expected {}\n",
        outcome.id,
        cell.verdict.words(),
        if setting.is_empty() { "its only cell".to_owned() } else { setting.join(", ") },
        expected(outcome, cell),
    );
    text += &match (cell.doubt, cell.replicates_needed) {
        (Some(Doubt::FewReplicates), _) => {
            format!("  its interval needs {LEAST_REPLICATES} replicates or more; raise claim.replicates\n")
        }
        (Some(Doubt::FewEffective), _) => {
            format!("  its effective sample size is below {LEAST_EFFECTIVE_SIZE}; raise claim.replicates\n")
        }
        (Some(Doubt::RoughMeans), _) => {
            "  a mean is not known to 10 %, too little to take its logarithm; raise claim.replicates\n".to_owned()
        }
        (Some(Doubt::NoVariation), _) => {
            "  a point of the fit did not vary at all, so it has no weight; move the sweep, or use another relation\n"
                .to_owned()
        }
        (None, Some(needed)) => format!("  it would need about {needed} replicates; raise claim.replicates\n"),
        (None, None) => String::new(),
    };
    if let Some(replay) = &cell.replay {
        text += &format!("  replay: {replay}\n");
    }
    text
}

/// What a cell should have shown.
fn expected(outcome: &ClaimOutcome, cell: &CellOutcome) -> String {
    match outcome.relation {
        Relation::Uniform => "the uniform law, at distance 0".to_owned(),
        relation => format!("{} {}", relation.symbol(), significant(cell.expected, 6)),
    }
}

pub(super) fn slack_text(slack: &Slack) -> String {
    with_interval(slack.value, &slack.interval)
}

pub(super) fn with_interval(value: f64, interval: &Interval) -> String {
    let digits = |value| significant(value, 4);
    format!("{} [{}, {}]", digits(value), digits(interval.lower), digits(interval.upper))
}

/// The slack; where nothing must exceed 0, the greatest of what was measured.
fn how_near(outcome: &ClaimOutcome) -> String {
    match (&outcome.slack, outcome.greatest_above_zero()) {
        (Some(slack), _) => slack_text(slack),
        (None, Some((greatest, interval))) => format!("greatest: {}", with_interval(greatest, &interval)),
        (None, None) => "–".to_owned(),
    }
}

fn power_text(outcome: &ClaimOutcome) -> String {
    let caught = outcome.power.iter().filter(|power| power.verdict == Verdict::Violated).count();
    format!("{caught} of {}", outcome.power.len())
}

fn verdict_cell(verdict: Verdict, colour: bool) -> Cell {
    let cell = Cell::new(verdict.words());
    if !colour {
        return cell;
    }
    match verdict {
        Verdict::Holds | Verdict::Tight => cell.fg(Color::Green),
        Verdict::Violated => cell.fg(Color::Red).add_attribute(Attribute::Bold),
        Verdict::Unresolved => cell.fg(Color::Yellow),
        Verdict::NotApplicable | Verdict::Vacuous => cell.fg(Color::DarkGrey),
    }
}
