//! The judged cells of a claim as a booktabs table.

use std::fmt::Write;

use super::column::{Column, MEASURED, columns};
use crate::shell::name_of;
use crate::visible;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome};

/// The most rows that fit on a page. A table with more rows is a longtable.
const MOST_ON_A_PAGE: usize = 45;

/// Returns a table of the judged cells: setting, estimate with standard error, simultaneous confidence interval, expected value, verdict and its
/// warrant. A measured right side has its interval, and left − right with its own; what belongs to a form of sentence, such as a witness, has columns
/// of its own. What is the same in all rows, often verdict and warrant, stands in a comment above, for the caption.
///
/// The table needs the package booktabs. If it has more than 45 rows, it also needs longtable. Comments at its start say what the table is and how to
/// make it again.
pub fn latex_table(outcome: &ClaimOutcome, seed: u64) -> String {
    let mut text = String::new();
    let _ = write_table(&mut text, outcome, seed);
    text
}

fn write_table(text: &mut String, outcome: &ClaimOutcome, seed: u64) -> std::fmt::Result {
    let is_long = outcome.cells.len() > MOST_ON_A_PAGE;
    let (environment, packages) = if is_long { ("longtable", "booktabs, longtable") } else { ("tabular", "booktabs") };
    write_origin(text, outcome, seed, packages)?;
    let (columns, same) = split(columns(outcome), &outcome.cells);
    if !same.is_empty() {
        writeln!(text, "% the same in all rows: {}", visible(&same.join("; ")))?;
    }
    let alignment: String = columns.iter().map(|column| column.alignment).collect();
    writeln!(text, "\\begin{{{environment}}}{{@{{}}{alignment}@{{}}}}\n\\toprule")?;
    let headings: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    writeln!(text, "{} \\\\\n\\midrule", headings.join(" & "))?;
    if is_long {
        writeln!(text, "\\endhead")?;
    }
    for cell in &outcome.cells {
        let entries: Vec<String> = columns.iter().map(|column| (column.entry)(cell)).collect();
        writeln!(text, "{} \\\\", entries.join(" & "))?;
    }
    writeln!(text, "\\bottomrule\n\\end{{{environment}}}")
}

/// The columns whose entries differ, and the others in words. The latter would take the width of a page that the numbers need.
fn split<'a>(columns: Vec<Column<'a>>, cells: &[CellOutcome]) -> (Vec<Column<'a>>, Vec<String>) {
    let is_same = |column: &Column| {
        let mut entries = cells.iter().map(|cell| (column.entry)(cell));
        let first = entries.next();
        cells.len() > 1 && column.heading != MEASURED && entries.all(|entry| Some(&entry) == first.as_ref())
    };
    let (same, differing): (Vec<Column>, Vec<Column>) = columns.into_iter().partition(is_same);
    let in_words = |column: &Column| format!("{} {}", column.heading, (column.entry)(&cells[0]));
    (differing, same.iter().map(in_words).collect())
}

/// Writes the start of a file: claim, seed, version, and the command that makes the file again. What comes from the claim's file ends no comment.
pub(crate) fn write_origin(text: &mut String, outcome: &ClaimOutcome, seed: u64, packages: &str) -> std::fmt::Result {
    if outcome.has_title() {
        writeln!(text, "% {}: {}", outcome.id, visible(&outcome.title))?;
    } else {
        writeln!(text, "% {}", outcome.id)?;
    }
    writeln!(text, "% claim: {}; verdict: {}", visible(&outcome.sentence), outcome.verdict.words())?;
    writeln!(
        text,
        "% weak-to-strong {}, seed {seed}; check it again with: w2s check {}",
        env!("CARGO_PKG_VERSION"),
        visible(&name_of(outcome))
    )?;
    writeln!(text, "% needs: {packages}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};

    #[test]
    fn every_row_has_all_columns() {
        let outcome = example::naive();
        let table = latex_table(&outcome, 1);
        let rows: Vec<&str> = table.lines().filter(|line| line.ends_with("\\\\")).collect();
        assert_eq!(rows.len(), 1 + outcome.cells.len());
        assert!(rows.iter().all(|row| row.matches(" & ").count() == rows[0].matches(" & ").count()), "{table}");
        assert!(table.contains("weak labels $n$ & penalty $\\eta$ & measured"), "{table}");
        assert!(table.contains("\n% the same in all rows: ") && !rows[0].contains("warrant"), "{table}");
        assert!(table.starts_with("% ") && table.ends_with("\\end{tabular}\n"), "{table}");
    }

    #[test]
    fn every_form_has_its_columns() {
        let heading = |outcome: &ClaimOutcome| {
            let table = latex_table(outcome, 1);
            table.lines().find(|line| line.contains("measured")).expect("a heading").to_owned()
        };
        let sides = heading(&example_forms::two_sides(&[]));
        assert!(sides.contains("measured & interval & left $-$ right & interval & verdict"), "{sides}");
        assert!(heading(&example_forms::witness()).ends_with("witness: penalty $\\eta$ \\\\"));
        assert!(latex_table(&example_forms::crossing(), 1).contains("; changes of sign 1"));
        assert!(heading(&example_forms::falling()).ends_with("places \\\\"));
    }

    #[test]
    fn many_rows_go_over_pages() {
        assert!(latex_table(&example::map(12), 1).contains("\\begin{longtable}"));
    }
}
