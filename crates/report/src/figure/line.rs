//! A line of text, set: each run of letters in its font, at its place.

use std::sync::Arc;

use super::font::{FontError, Glyphs, Typeface};
use super::outline::SvgPoint;
use super::rendition::Face;
use crate::signs::{Sign, signs};

/// Size of a subscript, as a share of that of its line.
const LOW_SIZE: f64 = 0.8;
/// How far a subscript stands under the line, in ems.
const LOW_DROP: f64 = 0.2;
/// How far an accent stands to the right over an italic letter, in ems.
const SLANT: f64 = 0.06;

/// A line of text.
pub(super) struct Line {
    /// Its runs, in their order.
    pub(super) runs: Vec<Run>,
    /// Its length, in ems.
    pub(super) width: f64,
}

/// Letters of one font and size.
pub(super) struct Run {
    /// The letters.
    pub(super) text: String,
    /// Their font.
    pub(super) typeface: Typeface,
    /// Their size, as a share of that of the line.
    pub(super) size: f64,
    /// Where they start, in ems of the line, to the right and upwards from its start.
    pub(super) at: SvgPoint,
    /// The glyphs.
    pub(super) glyphs: Arc<Glyphs>,
}

impl Run {
    /// Where it ends along the line, in ems of the line.
    pub(super) fn end(&self) -> f64 {
        self.at.0 + self.size * self.glyphs.width
    }
}

impl Line {
    /// Sets a line. Its symbols are italic unless it is bold, as titles are.
    ///
    /// # Errors
    ///
    /// [`FontError`] if a font is damaged.
    pub(super) fn set(text: &str, face: Face, bold: bool) -> Result<Self, FontError> {
        let mut line = Self { runs: Vec::new(), width: 0.0 };
        let mut letters: Vec<(Sign, Typeface)> = Vec::new();
        for sign in signs(text, bold) {
            letters.push((sign, Typeface::with(sign.letter, face, bold)?));
        }
        let is_joined = |a: &(Sign, Typeface), b: &(Sign, Typeface)| {
            a.1 == b.1 && a.0.is_low == b.0.is_low && a.0.accent.is_none() && b.0.accent.is_none()
        };
        for group in letters.chunk_by(is_joined) {
            line.add(group, face, bold)?;
        }
        Ok(line)
    }

    fn add(&mut self, group: &[(Sign, Typeface)], face: Face, bold: bool) -> Result<(), FontError> {
        let (first, typeface) = group[0];
        let text: String = group.iter().map(|(sign, _)| sign.letter).collect();
        let (size, rise) = if first.is_low { (LOW_SIZE, -LOW_DROP) } else { (1.0, 0.0) };
        let glyphs = Glyphs::of(&text, typeface)?;
        let at = (self.width, rise);
        self.width += size * glyphs.width;
        let ink = glyphs.first_ink();
        self.runs.push(Run { text, typeface, size, at, glyphs });
        let (Some(accent), Some(ink)) = (first.accent.filter(|accent| *accent != ' '), ink) else { return Ok(()) };
        let accented = Typeface::with(accent, face, bold)?;
        let glyphs = Glyphs::of(&accent.to_string(), accented)?;
        // An accent is made for letters that are as high as an x.
        let low = Glyphs::of("x", accented)?.first_ink().map_or(0.0, |ink| ink.top);
        let slant = if first.letter as u32 >= 0x1d400 { SLANT } else { 0.0 };
        let middle = glyphs.first_ink().map_or(0.0, |ink| ink.middle);
        let above = (at.0 + size * (ink.middle + slant - middle), rise + size * (ink.top - low).max(0.0));
        self.runs.push(Run { text: accent.to_string(), typeface: accented, size, at: above, glyphs });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_for_letters_without_serifs_has_room_for_those_with_serifs() {
        for text in ["batch size n_ICL", "E‖β̂ − β_Q‖² (mean squared error)", "0.0123456789", "weak labels n", "10⁻³"]
        {
            let width = |face| Line::set(text, face, false).expect("the fonts are sound").width;
            assert!(width(Face::Serif) <= width(Face::Sans), "{text}");
        }
    }

    #[test]
    fn runs_follow_each_other() {
        let line = Line::set("E‖β̂ − β_Q′‖² = n_ICL", Face::Sans, false).expect("the fonts are sound");
        let runs: Vec<&str> = line.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(runs, ["𝔼‖", "𝛽", "ˆ", " − ", "𝛽", "𝑄", "′‖² = ", "𝑛", "ICL"]);
        assert!(line.runs[2].at.1 > 0.0 && line.runs[5].at.1 < 0.0);
        assert!((line.runs[8].end() - line.width).abs() < 1e-12);
    }
}
