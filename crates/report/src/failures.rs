//! What is not as it is claimed, in words.

use super::doubt::doubt_text;
use super::expected::expected_of_cell;
use super::nearness::{shape_of_cell, share_text, with_interval};
use super::network::trained_for;
use super::number::interval_text;
use super::place::{changes_text, place_text};
use super::premise::premise;
use super::{measured, significant};
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Point, Stating, Verdict};

/// Returns the cells of each claim that are violated or undecided, the violated ones first. Each has its setting, its numbers, and the command that
/// replays it. A claim that is true under a condition is followed by this condition.
pub fn details_of_failures(outcomes: &[ClaimOutcome]) -> String {
    let mut text = String::new();
    let mut worst_first: Vec<&ClaimOutcome> = outcomes.iter().collect();
    worst_first.sort_by_key(|outcome| std::cmp::Reverse(outcome.verdict));
    for outcome in worst_first {
        if outcome.verdict == Verdict::NotApplicable {
            text += &format!("{}: not applicable; the problem is not {}\n", outcome.id, outcome.unmet.join(", "));
        }
        let is_good = matches!(outcome.verdict, Verdict::Holds | Verdict::Tight);
        match &outcome.most {
            Some(_) if is_good => {}
            Some(most) => text += &format!("{}: {}\n", outcome.id, share_text(most)),
            None => text += &details_of(outcome),
        }
        if let Some(remark) = &outcome.remark {
            text += &format!("{}: {remark}\n", outcome.id);
        }
        for network in outcome.networks.iter().filter(|network| !network.trained_for.is_empty()) {
            text += &format!("{}: {} was {}\n", outcome.id, network.source, trained_for(network));
        }
    }
    text
}

/// The largest number of failing cells that are shown for each claim.
const MOST_DETAILS: usize = 5;

fn details_of(outcome: &ClaimOutcome) -> String {
    let bad =
        |cell: &&CellOutcome| matches!(cell.verdict, Verdict::Violated | Verdict::Unresolved | Verdict::Undefined);
    let mut cells: Vec<&CellOutcome> = outcome.cells.iter().filter(bad).collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.verdict));
    let mut text: String = cells.iter().take(MOST_DETAILS).map(|cell| cell_detail(outcome, cell)).collect();
    if cells.len() > MOST_DETAILS {
        text += &format!("{}: {} more such cells; checks.json has them all\n", outcome.id, cells.len() - MOST_DETAILS);
    }
    text
}

fn cell_detail(outcome: &ClaimOutcome, cell: &CellOutcome) -> String {
    let setting = setting_text(&cell.measurement.setting);
    let mut text = format!(
        "{}: {} at {}\n  {}{}\n",
        outcome.id,
        cell.verdict.words(),
        if setting.is_empty() { "its only cell" } else { &setting },
        found(outcome, cell),
        how_far(outcome, cell),
    );
    if let Some(premise) = premise(outcome, cell) {
        text += &format!("  {premise}\n");
    }
    if !cell.witness.is_empty() {
        text += &format!("  it comes nearest to holding at {}\n", setting_text(&cell.witness));
    }
    match (cell.doubt, cell.replicates_needed) {
        (Some(doubt), _) => text += &format!("  {}\n", doubt_text(doubt, cell.fit.as_ref())),
        (None, Some(needed)) => {
            let (unit, remedy) = if outcome.declared {
                ("rows", "add rows to the data file")
            } else {
                ("replicates", "raise claim.replicates")
            };
            text += &format!("  it would need about {needed} {unit}; {remedy}\n");
        }
        (None, None) => {}
    }
    if let Some(command) = &cell.replay_command {
        text += &format!("  replay: {command}\n");
    }
    text
}

/// A point of the sweep: `samples = 64, penalty = 0.1`.
pub(super) fn setting_text(setting: &Point) -> String {
    setting.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// What was found at a cell, and what the claim expects there.
fn found(outcome: &ClaimOutcome, cell: &CellOutcome) -> String {
    let shape = &outcome.shape;
    if cell.verdict == Verdict::Undefined {
        return format!("no value: {}", reason(cell));
    }
    let (estimate, interval) = (&cell.measurement.estimate, cell.measurement.interval);
    if let Some(place) = shape.functional.and_then(|functional| functional.place) {
        let changes = cell.sign_changes.map_or_else(String::new, |changes| format!("; {}", changes_text(changes)));
        return format!(
            "{} {}, expected {}{changes}",
            shape.noun(),
            place_text(place, interval),
            expected_of_cell(shape, cell)
        );
    }
    let place = match shape.relation {
        Stating::Shape(_) => shape_of_cell(cell).map_or_else(String::new, |place| format!("{place}; ")),
        Stating::Compare(_) | Stating::Own(_) | Stating::Uniform => String::new(),
    };
    let found = if estimate.mean.is_nan() {
        "not fitted".to_owned()
    } else {
        let what =
            if matches!(shape.relation, Stating::Shape(_)) { "its least certain contrast is" } else { "measured" };
        format!("{what} {}, interval {}", measured(estimate.mean, estimate.standard_error), interval_text(&interval))
    };
    let right = cell
        .expected_interval
        .map_or_else(String::new, |right| format!(", measured too, interval {}", interval_text(&right)));
    format!("{place}{found}, expected {}{right}", expected_of_cell(shape, cell))
}

/// Why a cell has no value.
pub(super) fn reason(cell: &CellOutcome) -> String {
    let unproved = "it is not proved that a denominator, or the argument of a logarithm or a root, is one that has a value; raise claim.replicates";
    cell.no_value.clone().unwrap_or_else(|| unproved.to_owned())
}

/// Returns the distance of a violated cell from its expected value: `; off by 0.0515, 67 standard errors`.
fn how_far(outcome: &ClaimOutcome, cell: &CellOutcome) -> String {
    if outcome.shape.right_is_measured && cell.verdict != Verdict::Undefined {
        return format!("; left − right {}", with_interval(cell.difference.value, &cell.difference.interval));
    }
    let estimate = &cell.measurement.estimate;
    let distance = (estimate.mean - cell.expected).abs();
    let is_place = outcome.shape.functional.is_some_and(|functional| functional.is_place());
    if cell.verdict != Verdict::Violated || !distance.is_finite() || estimate.standard_error <= 0.0 || is_place {
        return String::new();
    }
    let errors = distance / estimate.standard_error;
    format!("; off by {}, {} standard errors", significant(distance, 3), significant(errors, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};

    #[test]
    fn a_violated_cell_says_how_far_it_is_off() {
        let outcome = example::naive();
        let mut cell = example::cell(example::point(&[]), 0.5, 0.1, 0.8, Verdict::Violated);
        cell.measurement.estimate.standard_error = 0.1;
        assert_eq!(how_far(&outcome, &cell), "; off by 0.300, 3.0 standard errors");
        assert_eq!(how_far(&outcome, &CellOutcome { verdict: Verdict::Holds, ..cell }), "");
    }

    #[test]
    fn each_form_tells_its_failures() {
        let details = |outcome: ClaimOutcome| details_of_failures(&[outcome]);
        let sides = details(example_forms::two_sides(&[]));
        let said = "expected <= 0.500000, measured too, interval [0.470, 0.530]; left − right 0.389 [0.369, 0.409]\n";
        assert!(sides.contains(said), "{sides}");
        assert!(sides.ends_with("example: false as written, true on this sweep when batch >= 8\n"), "{sides}");
        let crossing = details(example_forms::crossing());
        let said =
            "unresolved at samples = 256\n  crossing between 32 and 48, expected <= 34.0000; the sign changes once\n";
        assert!(crossing.contains(said), "{crossing}");
        let shape = details(example_forms::falling());
        assert!(
            shape.contains("violated at penalty = 1\n  fails at 64, 256; its least certain contrast is "),
            "{shape}"
        );
        assert_eq!(details(example_forms::most()), "");
        let most = details(ClaimOutcome { verdict: Verdict::Unresolved, ..example_forms::most() });
        assert!(most.starts_with("example: it holds for 975 of 1000 problems") && most.lines().count() == 1, "{most}");
    }

    #[test]
    fn a_cell_without_a_value_says_why() {
        let mut outcome = example::naive();
        outcome.cells[0].verdict = Verdict::Undefined;
        assert!(details_of_failures(&[outcome.clone()]).contains("\n  no value: it is not proved that a denominator"));
        outcome.cells[0].no_value = Some("ln(-1) has no value".to_owned());
        assert!(details_of_failures(&[outcome]).contains("\n  no value: ln(-1) has no value\n"));
    }
}
