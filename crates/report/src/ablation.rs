//! What claims do without each of their assumptions, as text.

use comfy_table::{ContentArrangement, Table, presets};

use super::illustration::Illustration;
use super::markdown::{anchor, plain};
use super::significant;
use weak_to_strong_lab::claim::{Ablation, DropTrial, Finding, Verdict};

/// One line per assumption that was dropped from a claim.
pub fn ablation_table(ablations: &[Ablation], width: Option<u16>) -> Table {
    let mut table = Table::new();
    if let Some(width) = width {
        table.set_width(width);
    }
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(HEADER);
    for ablation in ablations {
        table.add_row(row(ablation, &ablation.claim));
    }
    table
}

/// The file of the dropped assumptions.
pub(super) const ABLATIONS_FILE: &str = "paper_checks_assumptions.md";

/// What stands above the table of dropped assumptions, in Markdown.
pub(super) const ABOUT: &str = "Each row breaks one assumption of a claim, more and more strongly, and judges the claim there. *Fails* names the least strength at which it was \
     found violated, by bisection; below, it may be false by too little to be noticed. *Survives* speaks for the problems that were tried. All verdicts of \
     this table hold together with the same probability as those of the claims. Repeat a row with `w2s check CLAIM --drop ASSUMPTION`.";

/// The title of the table.
pub(super) const HEADING: &str = "What each assumption carries";

/// The file of the dropped assumptions. It contains their figure if that was drawn.
pub(super) fn ablations_file(ablations: &[Ablation], figure: Option<&Illustration>) -> String {
    let figure = figure.map_or_else(String::new, |figure| format!("{}\n\n", figure.image("figures/")));
    let mut text =
        format!("# {HEADING}\n\n{ABOUT}\n\n{figure}| {} |\n|{}\n", HEADER.join(" | "), " --- |".repeat(HEADER.len()));
    for ablation in ablations {
        let claim = format!("[{}](paper_checks.md#{})", plain(&ablation.claim), anchor(&ablation.claim));
        text += &format!("| {} |\n", row(ablation, &claim).join(" | "));
    }
    text
}

/// The columns of the table.
pub(super) const HEADER: [&str; 6] = ["without", "broken by", "strength", "claim", "finding", "measured ÷ expected"];

/// A row of the table, with the claim as it is named here.
pub(super) fn row(ablation: &Ablation, claim: &str) -> [String; 6] {
    let Ablation { assumption, broken_by, strength, .. } = ablation;
    let [assumption, broken_by, strength, claim] = [&**assumption, &**broken_by, &**strength, claim].map(str::to_owned);
    [assumption, broken_by, strength, claim, finding_text(ablation), slack_text(ablation)]
}

/// The finding in words. The numbers in it are strengths of the violation of the assumption.
pub(super) fn finding_text(ablation: &Ablation) -> String {
    let digits = |value: f64| significant(value, 3);
    match ablation.finding {
        Finding::Fails { from, not_at } => format!("fails from {} on (not at {})", digits(from), digits(not_at)),
        Finding::Survives => format!("survives up to {}", digits(ablation.range.1)),
        Finding::NoValue { at } => {
            let why =
                ablation.trials.iter().find(|trial| trial.strength == at).and_then(|trial| trial.remark.as_deref());
            format!("says nothing at {}: {}", digits(at), why.unwrap_or("it has no value"))
        }
        Finding::Vacuous => "says nothing: its bound is trivial".to_owned(),
        Finding::Undecided => "undecided with the replicates allowed".to_owned(),
        Finding::FailsAnyway => "fails even where the assumption holds".to_owned(),
    }
}

/// Measured ÷ expected at the strongest trial that was violated.
fn slack_text(ablation: &Ablation) -> String {
    let slack = slack_at_the_end(&ablation.trials);
    slack.map_or("–".to_owned(), |(at, slack)| format!("{} at {}", significant(slack, 3), significant(at, 3)))
}

/// Strength and slack at the strongest trial that was violated.
fn slack_at_the_end(trials: &[DropTrial]) -> Option<(f64, f64)> {
    let violated = trials.iter().rev().find(|trial| trial.verdict == Some(Verdict::Violated))?;
    Some((violated.strength, violated.slack?.value))
}
