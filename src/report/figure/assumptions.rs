//! The figure of all drops: how far each assumption can be broken before a claim fails.

use indexmap::IndexMap;
use plotters::style::RGBColor;

use crate::claim::{Ablation, Finding};
use crate::report::significant;

use super::FigureError;
use super::canvas::{Canvas, register_fonts};
use super::layout::{MARGIN, Title, WIDTH};
use super::marker::{DARK, GREY, WHITE};
use super::outline::outlined;
use super::text::{Anchor, Direction, TextStyle, draw_text, text_width};

/// What a strip shows, from the colours of Okabe and Ito: lighter where nothing was found, so that grey print tells them apart too.
const HOLDS: RGBColor = RGBColor(152, 202, 233);
const FAILS: RGBColor = RGBColor(180, 70, 0);
const SILENT: RGBColor = RGBColor(205, 205, 205);

const ROW: f64 = 17.0;
const STRIP: f64 = 10.0;
const HEADING: TextStyle = TextStyle { size: 11.5, bold: true, colour: DARK };
const LABEL: TextStyle = TextStyle { size: 11.0, bold: false, colour: DARK };
const REMARK: TextStyle = TextStyle { size: 10.5, bold: false, colour: GREY };

/// The title of the figure.
pub(crate) const ABLATION_TITLE: &str = "How far each assumption can be broken before a claim fails";

/// The figure as SVG, all of its text as outlines; the same ablations give the same bytes.
///
/// # Errors
///
/// [`FigureError`] if plotters, usvg or the font fail.
pub fn ablation_svg(ablations: &[Ablation]) -> Result<String, FigureError> {
    register_fonts()?;
    let groups: Vec<&[Ablation]> = ablations.chunk_by(|a, b| a.broken_by == b.broken_by).collect();
    let title = Title::of(ABLATION_TITLE);
    let top = MARGIN + 34.0;
    let height = top + groups.iter().map(|group| group_height(group)).sum::<f64>() + 2.0 * ROW + MARGIN;
    let mut drawn = String::new();
    let canvas = Canvas::new(&mut drawn, (WIDTH, height));
    canvas.polygon(&[(0.0, 0.0), (WIDTH, 0.0), (WIDTH, height), (0.0, height)], WHITE)?;
    title.draw(&canvas)?;
    let label_width = ablations.iter().map(|ablation| text_width(&ablation.claim, LABEL)).fold(0.0, f64::max);
    let strips = Strips { canvas: &canvas, left: MARGIN + label_width + 12.0, right: WIDTH - MARGIN - 190.0 };
    let mut y = top;
    for group in groups {
        strips.group(group, y)?;
        y += group_height(group);
    }
    strips.key(y + ROW)?;
    canvas.finish()?;
    outlined(&drawn, ABLATION_TITLE, &ablation_description(ablations))
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

fn group_height(group: &[Ablation]) -> f64 {
    ROW * group.len() as f64 + 30.0
}

/// Where the strips stand.
struct Strips<'a, 'c> {
    canvas: &'a Canvas<'c>,
    left: f64,
    right: f64,
}

impl Strips<'_, '_> {
    /// All claims from which one assumption was dropped in one way.
    fn group(&self, group: &[Ablation], y: f64) -> Result<(), FigureError> {
        let Ablation { assumption, broken_by, strength, range, .. } = &group[0];
        let ends = format!("{} from {} to {}", strength, significant(range.0, 3), significant(range.1, 3));
        let heading = format!("{assumption}: {broken_by}");
        self.text(&heading, (MARGIN, y + 4.0), HEADING)?;
        self.text(&ends, (MARGIN + text_width(&heading, HEADING) + 8.0, y + 4.0), REMARK)?;
        group.iter().enumerate().try_for_each(|(row, ablation)| self.row(ablation, y + 20.0 + ROW * row as f64))
    }

    /// One claim: a strip from the strength at which the assumption holds to the largest.
    fn row(&self, ablation: &Ablation, y: f64) -> Result<(), FigureError> {
        let baseline = y + 4.0;
        self.text(&ablation.claim, (MARGIN, baseline), LABEL)?;
        let (held, colour, remark) = summary(ablation);
        // What happens only at the very end shows too.
        let held = if colour == HOLDS { 1.0 } else { held.min(1.0 - 4.0 / (self.right - self.left)) };
        self.strip((0.0, held), y, HOLDS)?;
        self.strip((held, 1.0), y, colour)?;
        self.text(&remark, (self.right + 10.0, baseline), LABEL)
    }

    /// Part of a strip, between two places in the range.
    fn strip(&self, (from, to): (f64, f64), y: f64, colour: RGBColor) -> Result<(), FigureError> {
        let x = |place: f64| self.left + place * (self.right - self.left);
        let (top, bottom) = (y - 0.5 * STRIP, y + 0.5 * STRIP);
        match to > from {
            true => self.canvas.polygon(&[(x(from), top), (x(to), top), (x(to), bottom), (x(from), bottom)], colour),
            false => Ok(()),
        }
    }

    /// What the colours mean.
    fn key(&self, y: f64) -> Result<(), FigureError> {
        let mut x = MARGIN;
        for (colour, words) in
            [(HOLDS, "holds, or not shown to fail"), (FAILS, "fails"), (SILENT, "says nothing, or undecided")]
        {
            let (top, bottom) = (y - 0.5 * STRIP, y + 0.5 * STRIP);
            self.canvas.polygon(&[(x, top), (x + 22.0, top), (x + 22.0, bottom), (x, bottom)], colour)?;
            self.text(words, (x + 28.0, y + 4.0), LABEL)?;
            x += 28.0 + text_width(words, LABEL) + 24.0;
        }
        Ok(())
    }

    fn text(&self, text: &str, at: (f64, f64), style: TextStyle) -> Result<(), FigureError> {
        draw_text(self.canvas, text, at, style, (Anchor::Start, Direction::Right))
    }
}

/// Up to which place the claim holds, the colour of the rest, and the finding in a few words.
fn summary(ablation: &Ablation) -> (f64, RGBColor, String) {
    let place_of = |strength: f64| {
        ablation.trials.iter().find(|trial| trial.strength == strength).map_or(0.0, |trial| trial.place)
    };
    match ablation.finding {
        Finding::Fails { from, .. } => (place_of(from), FAILS, format!("fails from {}", significant(from, 3))),
        Finding::FailsAnyway => (0.0, FAILS, "fails anyway".to_owned()),
        Finding::Survives => (1.0, HOLDS, "survives".to_owned()),
        Finding::NoValue { at } => (place_of(at), SILENT, format!("says nothing at {}", significant(at, 3))),
        Finding::Vacuous => (0.0, SILENT, "says nothing".to_owned()),
        Finding::Undecided => (0.0, SILENT, "undecided".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Trial, Verdict};

    fn ablation(finding: Finding) -> Ablation {
        let trial = |place: f64| Trial {
            strength: 1.0 + place,
            place,
            verdict: Some(Verdict::Holds),
            slack: None,
            remark: None,
        };
        Ablation {
            claim: "prop-3.2-segment".to_owned(),
            assumption: "isotropic",
            broken_by: "anisotropic prompts",
            strength: "largest ÷ smallest variance",
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
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("the SVG is well formed");
        let ink = tree.root().abs_stroke_bounding_box();
        assert!(ink.left() >= 0.0 && ink.right() <= tree.size().width() + 0.01, "{ink:?}");
    }

    #[test]
    fn findings_are_counted_in_words() {
        let findings = [Finding::Survives, Finding::Fails { from: 1.5, not_at: 1.0 }, Finding::Survives];
        let text = ablation_description(&findings.map(ablation));
        assert!(text.ends_with("Without it the claim survives: 2, fails from some strength on: 1."), "{text}");
    }

    #[test]
    fn a_strip_changes_colour_where_the_claim_starts_to_fail() {
        let (held, colour, remark) = summary(&ablation(Finding::Fails { from: 1.5, not_at: 1.0 }));
        assert_eq!((held, colour, remark.as_str()), (0.5, FAILS, "fails from 1.50"));
    }
}
