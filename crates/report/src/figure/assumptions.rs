//! The figure of all drops: how far each assumption can be broken before a claim fails.

use indexmap::IndexMap;
use plotters::style::RGBColor;

use weak_to_strong_lab::claim::{Ablation, Columns, Finding};

use super::canvas::{Canvas, Position};
use super::colours::{DARK, FAINT, WHITE};
use super::error::FigureError;
use super::layout::{MARGIN, PER_INCH, Paper, Title};
use super::number::number;
use super::rendition::Rendition;
use super::sheet::Sheet;
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::text_style::TextStyle;

/// The colours of a strip, from the palette of Okabe and Ito. A part without a failure is lighter, so that the parts differ in grey print too.
const HOLDS: RGBColor = RGBColor(152, 202, 233);
const FAILS: RGBColor = RGBColor(180, 70, 0);
const SILENT: RGBColor = RGBColor(205, 205, 205);

/// A row is at most this high, and lower if all rows are to fit on a page.
const HIGHEST_ROW: f64 = 12.5;
/// Height of a page of US letter between margins of an inch.
const PAGE: f64 = 9.0 * PER_INCH;
/// The part of a row that a strip fills.
const STRIP: f64 = 0.64;
/// Rows for the key and its distance.
const KEY: f64 = 18.0;
/// Names in lower rows could not be read.
const LEAST_ROW: f64 = 9.0;
/// Between strips of one row.
const GAP: f64 = 7.0;
/// Room for the names of the columns, which run upwards.
const HEADINGS: f64 = 172.0;
const HEADING: TextStyle = TextStyle { size: 10.5, bold: true, colour: DARK };
const LABEL: TextStyle = TextStyle { size: 10.0, bold: false, colour: DARK };

const STRENGTH: TextStyle = TextStyle { size: 9.0, bold: false, colour: DARK };
/// Its width, in logical pixels: as wide as both columns of a page.
const WIDTH: f64 = 6.75 * PER_INCH;

/// The name of the figure, which names its file.
pub(crate) const ABLATION_FIGURE: &str = "assumptions";

/// The title of the figure.
pub(crate) const ABLATION_TITLE: &str = "How far each assumption can be broken before a claim fails";

/// Returns the figure as SVG. All its text is drawn as outlines. The same ablations give the same bytes.
///
/// # Errors
///
/// [`FigureError`] if plotters or the font fail.
pub fn ablation_svg(ablations: &[Ablation]) -> Result<String, FigureError> {
    ablation_svg_as(ablations, Rendition::FILE)
}

/// Returns the figure as [`ablation_svg`] does, drawn for the place where it is shown.
///
/// # Errors
///
/// As [`ablation_svg`].
pub fn ablation_svg_as(ablations: &[Ablation], rendition: Rendition) -> Result<String, FigureError> {
    let table = Table::of(ablations);
    let (top, height) = (table.top(), table.height());
    let description = ablation_description(ablations);
    let mut svg = String::new();
    let sheet = Sheet { title: ABLATION_TITLE, description: &description, rendition };
    let canvas = Canvas::new(&mut svg, (WIDTH, height), sheet);
    canvas.polygon(&[(0.0, 0.0), (WIDTH, 0.0), (WIDTH, height), (0.0, height)], WHITE)?;
    Title::of(ABLATION_TITLE, Paper::of(Columns::Two, rendition)).draw(&canvas)?;
    table.draw_headings(&canvas, top - 6.0)?;
    table.draw_rows(&canvas, top)?;
    draw_key(&canvas, height - MARGIN - 0.25 * KEY)?;
    canvas.finish()?;
    Ok(svg)
}

/// What the figure shows, in two sentences: how many strips there are, and how many have which finding.
pub(crate) fn ablation_description(ablations: &[Ablation]) -> String {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for ablation in ablations {
        *counts.entry(in_words(ablation.finding)).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(words, count)| format!("{words}: {count}")).collect();
    format!(
        "One strip for each of {} assumptions dropped from a claim, from the strength at which the assumption holds to the largest tried. \
         Without it the claim {}.",
        ablations.len(),
        counts.join(", ")
    )
}

/// What a claim does without the assumption.
fn in_words(finding: Finding) -> &'static str {
    match finding {
        Finding::Fails { .. } => "fails from some strength on",
        Finding::FailsAnyway => "fails even where the assumption holds",
        Finding::Survives => "survives",
        Finding::NoValue { .. } => "has no value at some strength",
        Finding::Vacuous => "says nothing",
        Finding::Undecided => "is undecided",
    }
}

/// A row for each claim, and a column for each way in which an assumption is broken.
struct Table<'a> {
    rows: IndexMap<&'a str, Vec<&'a Ablation>>,
    columns: IndexMap<(&'a str, &'a str), &'a Ablation>,
    left: f64,
}

impl<'a> Table<'a> {
    fn of(ablations: &'a [Ablation]) -> Self {
        let mut rows: IndexMap<&str, Vec<&Ablation>> = IndexMap::new();
        for ablation in ablations {
            rows.entry(&ablation.claim).or_default().push(ablation);
        }
        rows.sort_unstable_keys();
        let mut columns: IndexMap<(&str, &str), &Ablation> =
            ablations.iter().map(|ablation| (column_of(ablation), ablation)).collect();
        // An assumption that more claims need stands further left.
        let uses = |column: &(&str, &str)| ablations.iter().filter(|one| column_of(one) == *column).count();
        columns.sort_by_cached_key(|column, _| std::cmp::Reverse(uses(column)));
        let widest = rows.keys().map(|claim| text_width(claim, LABEL)).fold(0.0, f64::max);
        Self { rows, columns, left: MARGIN + widest + 10.0 }
    }

    fn top(&self) -> f64 {
        MARGIN + 30.0 + HEADINGS
    }

    fn height(&self) -> f64 {
        (self.top() + self.row() * self.rows.len() as f64 + KEY + MARGIN).ceil()
    }

    /// Height of a row.
    fn row(&self) -> f64 {
        ((PAGE - self.top() - KEY - MARGIN) / self.rows.len().max(1) as f64).clamp(LEAST_ROW, HIGHEST_ROW)
    }

    /// Where the strips of a column start and end.
    fn span(&self, column: usize) -> (f64, f64) {
        let width = (WIDTH - MARGIN - self.left + GAP) / self.columns.len() as f64;
        let start = self.left + width * column as f64;
        (start, start + width - GAP)
    }

    /// The assumption, how it is broken, and at the ends of its column the least and the greatest strength.
    fn draw_headings(&self, canvas: &Canvas, bottom: f64) -> Result<(), FigureError> {
        for (column, ((assumption, broken_by), Ablation { range, .. })) in self.columns.iter().enumerate() {
            let how = (*broken_by).to_owned();
            let mut lines = vec![((*assumption).to_owned(), HEADING)];
            lines.extend(wrapped(&how, HEADINGS - 10.0, LABEL).into_iter().map(|line| (line, LABEL)));
            let (start, end) = self.span(column);
            let middle = 0.5 * (start + end) + 0.36 * LABEL.size;
            for (i, (line, style)) in lines.iter().enumerate() {
                let baseline = middle + 1.2 * LABEL.size * (i as f64 - 0.5 * (lines.len() as f64 - 1.0));
                draw_text(canvas, line, (baseline, bottom - 12.0), *style, (Anchor::Start, Direction::Up))?;
            }
            for (strength, x, anchor) in [(range.0, start, Anchor::Start), (range.1, end, Anchor::End)] {
                draw_text(canvas, &number(strength, 3), (x, bottom), STRENGTH, (anchor, Direction::Right))?;
            }
        }
        Ok(())
    }

    /// A claim: a strip for each assumption that it needs, from the strength at which it holds to the largest.
    fn draw_rows(&self, canvas: &Canvas, top: f64) -> Result<(), FigureError> {
        for (row, (claim, ablations)) in self.rows.iter().enumerate() {
            let height = self.row();
            let (upper, middle) = (top + height * row as f64, top + height * (row as f64 + 0.5));
            if row % 2 == 0 {
                rectangle(canvas, (MARGIN - 4.0, WIDTH - MARGIN + 4.0), (upper, upper + height), FAINT)?;
            }
            let label = TextStyle { size: LABEL.size.min(0.95 * height), ..LABEL };
            let at = (MARGIN, middle + 0.36 * label.size);
            draw_text(canvas, claim, at, label, (Anchor::Start, Direction::Right))?;
            for ablation in ablations {
                let column = self.columns.get_index_of(&column_of(ablation)).unwrap_or(0);
                let strip = (middle - 0.5 * STRIP * height, middle + 0.5 * STRIP * height);
                draw_strip(canvas, ablation, self.span(column), strip)?;
            }
        }
        Ok(())
    }
}

fn column_of(ablation: &Ablation) -> (&str, &str) {
    (&ablation.assumption, &ablation.broken_by)
}

fn draw_strip(
    canvas: &Canvas,
    ablation: &Ablation,
    (start, end): Position,
    height: Position,
) -> Result<(), FigureError> {
    let (held, colour) = summary(ablation);
    // A failure that occurs only at the very end must also be visible.
    let held = if colour == HOLDS { 1.0 } else { held.min(1.0 - 3.0 / (end - start)) };
    let change = start + held * (end - start);
    rectangle(canvas, (start, change), height, HOLDS)?;
    rectangle(canvas, (change, end), height, colour)
}

/// What the colours mean.
fn draw_key(canvas: &Canvas, y: f64) -> Result<(), FigureError> {
    let mut x = MARGIN;
    for (colour, words) in
        [(HOLDS, "holds, or not shown to fail"), (FAILS, "fails"), (SILENT, "says nothing, or undecided")]
    {
        rectangle(canvas, (x, x + 22.0), (y - 4.0, y + 4.0), colour)?;
        draw_text(canvas, words, (x + 28.0, y + 4.0), LABEL, (Anchor::Start, Direction::Right))?;
        x += 28.0 + text_width(words, LABEL) + 24.0;
    }
    Ok(())
}

fn rectangle(
    canvas: &Canvas,
    (left, right): Position,
    (top, bottom): Position,
    colour: RGBColor,
) -> Result<(), FigureError> {
    match right > left {
        true => canvas.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)], colour),
        false => Ok(()),
    }
}

/// Returns the place up to which the claim holds, and the colour of the rest.
fn summary(ablation: &Ablation) -> (f64, RGBColor) {
    let place_of = |strength: f64| {
        ablation.trials.iter().find(|trial| trial.strength == strength).map_or(0.0, |trial| trial.place)
    };
    match ablation.finding {
        Finding::Fails { from, .. } => (place_of(from), FAILS),
        Finding::FailsAnyway => (0.0, FAILS),
        Finding::Survives => (1.0, HOLDS),
        Finding::NoValue { at } => (place_of(at), SILENT),
        Finding::Vacuous | Finding::Undecided => (0.0, SILENT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::ink;
    use weak_to_strong_lab::claim::{DropTrial, Verdict};

    fn ablation(finding: Finding) -> Ablation {
        let trial = |place: f64| DropTrial {
            strength: 1.0 + place,
            place,
            verdict: Some(Verdict::Holds),
            slack: None,
            remark: None,
        };
        Ablation {
            claim: "prop-3.2-segment".to_owned(),
            assumption: "isotropic".into(),
            broken_by: "anisotropic prompts".into(),
            strength: "largest ÷ smallest variance".into(),
            range: (1.0, 2.0),
            finding,
            trials: [0.0, 0.5, 1.0].map(trial).to_vec(),
        }
    }

    #[test]
    fn every_finding_is_drawn_within_the_canvas() {
        let findings = [
            Finding::Fails { from: 1.5, not_at: 1.0 },
            Finding::Survives,
            Finding::NoValue { at: 2.0 },
            Finding::Vacuous,
            Finding::Undecided,
            Finding::FailsAnyway,
        ];
        let svg = ablation_svg(&findings.map(ablation)).expect("it can be drawn");
        assert!(!svg.contains("<text"));
        assert!(svg.contains("<desc>One strip for each of 6 assumptions dropped"));
        assert_eq!(ink::beyond(&svg), Vec::<String>::new());
    }

    /// A page of US letter has 9 inches between margins of an inch.
    #[test]
    fn seventy_five_claims_fit_on_a_page() {
        let ablations: Vec<Ablation> =
            (0..75).map(|i| Ablation { claim: format!("claim-{i}"), ..ablation(Finding::Survives) }).collect();
        let nine_inches = 9.0 * PER_INCH;
        assert!(Table::of(&ablations).height() <= nine_inches, "{}", Table::of(&ablations).height());
        assert!(Table::of(&ablations[..3]).row() == HIGHEST_ROW);
    }

    #[test]
    fn findings_are_counted_in_words() {
        let findings = [Finding::Survives, Finding::Fails { from: 1.5, not_at: 1.0 }, Finding::Survives];
        let text = ablation_description(&findings.map(ablation));
        assert!(text.ends_with("Without it the claim survives: 2, fails from some strength on: 1."), "{text}");
    }

    #[test]
    fn a_strip_changes_colour_where_the_claim_starts_to_fail() {
        assert_eq!(summary(&ablation(Finding::Fails { from: 1.5, not_at: 1.0 })), (0.5, FAILS));
    }
}
