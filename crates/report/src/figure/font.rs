//! The font of figures: where the glyphs of a text stand, and their outlines.

use std::sync::LazyLock;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use thiserror::Error;

use super::outline::{Outline, SvgPoint};

/// The error that the font in the program is damaged.
#[derive(Clone, Copy, Debug, Error)]
#[error("the font DejaVu Sans in this program cannot be read; build the program again")]
pub struct FontError;

/// The glyphs of one line of text, each at its place.
pub(super) struct Glyphs {
    font: &'static Font,
    /// Each glyph with its origin, in units of the font from the start of the baseline, to the right and upwards.
    placed: Vec<(GlyphId, SvgPoint)>,
    /// The length of the line, in ems.
    pub(super) width: f64,
}

impl Glyphs {
    /// Sets a text in DejaVu Sans, bold or not: pairs of letters are kerned, and a hat stands on its letter.
    ///
    /// # Errors
    ///
    /// [`FontError`] if the font is damaged.
    pub(super) fn of(text: &str, bold: bool) -> Result<Self, FontError> {
        let font = font(bold)?;
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).map_err(|_| FontError)?;
        let (mut along, mut placed) = (0, Vec::with_capacity(buffer.len()));
        for (glyph, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let origin = (f64::from(along + position.x_offset), f64::from(position.y_offset));
            placed.push((GlyphId::new(glyph.glyph_id), origin));
            along += position.x_advance;
        }
        Ok(Self { font, placed, width: f64::from(along) / f64::from(font.units_per_em()) })
    }

    /// Adds the outlines of the glyphs to a path. `place` takes a point in ems, to the right and upwards from the start of the baseline, to
    /// the path.
    ///
    /// # Errors
    ///
    /// [`FontError`] if the font is damaged.
    pub(super) fn draw(&self, outline: &mut Outline, place: impl Fn(SvgPoint) -> SvgPoint) -> Result<(), FontError> {
        let glyphs = self.font.outline_glyphs();
        let per_em = f64::from(self.font.units_per_em());
        for (id, origin) in &self.placed {
            let place = |(x, y): SvgPoint| place(((origin.0 + x) / per_em, (origin.1 + y) / per_em));
            if let Some(glyph) = glyphs.get(*id) {
                let mut pen = Pen { outline: &mut *outline, place };
                glyph.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen).map_err(|_| FontError)?;
            }
        }
        Ok(())
    }
}

fn font(bold: bool) -> Result<&'static Font, FontError> {
    static REGULAR: LazyLock<Option<Font>> = LazyLock::new(|| Font::new(dejavu::sans::regular(), 0));
    static BOLD: LazyLock<Option<Font>> = LazyLock::new(|| Font::new(dejavu::sans::bold(), 0));
    let font = if bold { &BOLD } else { &REGULAR };
    font.as_ref().ok_or(FontError)
}

/// Takes the outline of a glyph, in units of the font, to a path.
struct Pen<'a, F> {
    outline: &'a mut Outline,
    place: F,
}

impl<F: Fn(SvgPoint) -> SvgPoint> Pen<'_, F> {
    fn at(&self, x: f32, y: f32) -> SvgPoint {
        (self.place)((f64::from(x), f64::from(y)))
    }
}

impl<F: Fn(SvgPoint) -> SvgPoint> PathSink for Pen<'_, F> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.outline.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.outline.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.outline.quad_to(self.at(x1, y1), self.at(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.outline.cubic_to(self.at(x1, y1), self.at(x2, y2), self.at(x, y));
    }

    fn close(&mut self) {
        self.outline.close();
    }
}
