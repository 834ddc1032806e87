//! What `paper_checks.md` tells of single cells: fits, places, witnesses, and cells without a value.

use std::fmt::Write;

use super::expected::expected_of_cell;
use super::failures::{reason, setting_text};
use super::nearness::shape_of_cell;
use super::place::{changes_text, place_text};
use super::{measured, significant};
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Verdict};

/// The largest number of cells of which one thing is told.
const MOST_CELLS: usize = 12;

/// Writes what is particular to the form of the claim's sentence: where places lie, for which values the statement holds, and where it has no value.
pub(super) fn write_cells(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    if claim.most.is_some() {
        return Ok(());
    }
    write_each(text, claim, &|cell| place_of(claim, cell))?;
    write_each(text, claim, &|cell| witness_of(cell))?;
    write_each(text, claim, &|cell| {
        (cell.verdict == Verdict::Undefined).then(|| format!("no value{}: {}", at(cell), reason(cell)))
    })?;
    if claim.cells.iter().any(|cell| cell.paired) {
        writeln!(text, "- paired: numbers of the statement are of the same samples")?;
    }
    Ok(())
}

fn write_each(
    text: &mut String,
    claim: &ClaimOutcome,
    line: &dyn Fn(&CellOutcome) -> Option<String>,
) -> std::fmt::Result {
    let lines: Vec<String> = claim.cells.iter().filter_map(line).collect();
    for line in lines.iter().take(MOST_CELLS) {
        writeln!(text, "- {line}")?;
    }
    match lines.len().checked_sub(MOST_CELLS).filter(|more| *more > 0) {
        Some(more) => writeln!(text, "- and {more} more cells, in `checks.json`"),
        None => Ok(()),
    }
}

/// Where a place lies, or where a curve turns or does not have its shape.
fn place_of(claim: &ClaimOutcome, cell: &CellOutcome) -> Option<String> {
    let (shape, at) = (&claim.shape, at(cell));
    let Some(place) = shape.functional.and_then(|functional| functional.place) else {
        return shape_of_cell(cell).map(|words| format!("curve{at}: {words}"));
    };
    let (found, expected) = (place_text(place, cell.measurement.interval), expected_of_cell(shape, cell));
    let changes = cell.sign_changes.map_or_else(String::new, |changes| format!("; {}", changes_text(changes)));
    Some(format!("{}{at}: {found}, expected {expected}{changes}", shape.noun()))
}

/// The values for which the statement holds: of the variables of `exists`, and of `eventually`.
fn witness_of(cell: &CellOutcome) -> Option<String> {
    let at = at(cell);
    let holds = matches!(cell.verdict, Verdict::Holds | Verdict::Tight);
    let witness = (!cell.witness.is_empty()).then(|| {
        let verb = if holds { "holds" } else { "comes nearest to holding" };
        format!("{verb}{at} with {}", setting_text(&cell.witness))
    });
    let from = cell.from.map(|from| format!("from {from} on"));
    match (witness, from) {
        (Some(witness), Some(from)) => Some(format!("{witness}, {from}")),
        (Some(witness), None) => Some(witness),
        (None, from) => from.map(|from| format!("holds{at} {from}")),
    }
}

/// ` at samples = 64`, or nothing for the only cell.
fn at(cell: &CellOutcome) -> String {
    let setting = setting_text(&cell.measurement.setting);
    if setting.is_empty() { setting } else { format!(" at {setting}") }
}

/// Writes each fit: its number with the interval, and how well its form describes the points.
pub(super) fn write_fits(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    for cell in &claim.cells {
        let measurement = &cell.measurement;
        let at = at(cell);
        if let Some(doubt) = cell.doubt {
            writeln!(text, "- no fit{at}, {}; expected {}", doubt.words(), significant(cell.expected, 5))?;
            write_quality(text, cell)?;
            continue;
        }
        writeln!(
            text,
            "- fit{at}: {} in [{}, {}], expected {}",
            significant(measurement.estimate.mean, 5),
            significant(measurement.interval.lower, 5),
            significant(measurement.interval.upper, 5),
            significant(cell.expected, 5)
        )?;
        write_quality(text, cell)?;
    }
    Ok(())
}

fn write_quality(text: &mut String, cell: &CellOutcome) -> std::fmt::Result {
    let Some(quality) = &cell.fit else { return Ok(()) };
    writeln!(
        text,
        "  - form {} on {} of {} sizes, {} to {}: p = {}",
        quality.form,
        quality.sizes,
        quality.of_sizes,
        quality.from,
        quality.to,
        significant(quality.lack_of_fit, 2)
    )?;
    let found = quality.by_next_form.map_or("rejected".to_owned(), |next| measured(next.value, next.standard_error));
    writeln!(text, "  - by {}: {found}, p = {}", quality.next_form, significant(quality.next_lack_of_fit, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example_forms;

    fn told(claim: &ClaimOutcome) -> String {
        let mut text = String::new();
        write_cells(&mut text, claim).expect("text");
        text
    }

    #[test]
    fn each_form_tells_of_its_cells() {
        let crossing = told(&example_forms::crossing());
        let said = "- crossing at samples = 16: between 8 and 16, expected <= 20.0000; the sign changes once\n";
        assert!(crossing.starts_with(said) && crossing.lines().count() == 3, "{crossing}");
        assert_eq!(told(&example_forms::falling()), "- curve at penalty = 1: fails at 64, 256\n");
        assert_eq!(told(&example_forms::valley()), "- curve: turns at 1\n");
        let witness = told(&example_forms::witness());
        assert!(witness.starts_with("- holds at samples = 16 with penalty = 10\n"), "{witness}");
        assert_eq!(told(&example_forms::most()), "");
        assert_eq!(
            told(&example_forms::two_sides(&[])),
            "- paired: numbers of the statement are of the same samples\n"
        );
    }

    #[test]
    fn many_cells_are_counted() {
        let mut claim = example_forms::witness();
        let cells = claim.cells.clone();
        claim.cells = cells.iter().cycle().take(MOST_CELLS + 3).cloned().collect();
        claim.cells.iter_mut().for_each(|cell| cell.from = Some(16.0));
        let text = told(&claim);
        assert!(text.contains(" with penalty = 10, from 16 on\n"), "{text}");
        assert!(text.ends_with("- and 3 more cells, in `checks.json`\n"), "{text}");
    }
}
