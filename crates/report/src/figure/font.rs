//! The fonts of figures: where the glyphs of a text stand, and their outlines.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use thiserror::Error;

use super::outline::{Outline, SvgPoint};
use super::rendition::Face;

/// The error that a font in the program is damaged.
#[derive(Clone, Copy, Debug, Error)]
#[error("a font in this program cannot be read; build the program again")]
pub struct FontError;

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Typeface {
    Sans,
    SansBold,
    /// Italic letters of mathematics beside letters without serifs.
    SansItalic,
    /// With italic letters of mathematics.
    Serif,
    SerifBold,
}

impl Typeface {
    /// All fonts.
    pub(super) const ALL: [Self; 5] = [Self::Sans, Self::SansBold, Self::SansItalic, Self::Serif, Self::SerifBold];

    /// The first font of this face that has the letter, or the face's first one if none has it.
    ///
    /// # Errors
    ///
    /// [`FontError`] if a font is damaged.
    pub(super) fn with(letter: char, face: Face, bold: bool) -> Result<Self, FontError> {
        let choice: &[Self] = match (face, bold) {
            (Face::Sans, false) => &[Self::Sans, Self::SansItalic],
            (Face::Sans, true) => &[Self::SansBold, Self::SansItalic],
            (Face::Serif, false) => &[Self::Serif, Self::Sans, Self::SansItalic],
            (Face::Serif, true) => &[Self::SerifBold, Self::Serif, Self::SansBold, Self::SansItalic],
        };
        for typeface in choice {
            if typeface.font()?.charmap().map_unicode(letter).is_some() {
                return Ok(*typeface);
            }
        }
        Ok(choice[0])
    }

    /// The name of its family, as it stands in the font.
    pub(super) fn family(self) -> &'static str {
        match self {
            Self::Sans | Self::SansBold => "DejaVu Sans",
            Self::SansItalic => "DejaVu Math TeX Gyre",
            Self::Serif => "STIX Two Math",
            Self::SerifBold => "STIX Two Text",
        }
    }

    /// Whether its letters are bold.
    pub(super) fn is_bold(self) -> bool {
        matches!(self, Self::SansBold | Self::SerifBold)
    }

    /// The font as a file. What is beside this source is cut from the whole fonts, as docs/dependencies.md says.
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Sans => dejavu::sans::regular(),
            Self::SansBold => dejavu::sans::bold(),
            Self::SansItalic => include_bytes!("fonts/DejaVuMathTeXGyre.ttf"),
            Self::Serif => include_bytes!("fonts/STIXTwoMath.ttf"),
            Self::SerifBold => include_bytes!("fonts/STIXTwoText-Bold.ttf"),
        }
    }

    fn font(self) -> Result<&'static Font, FontError> {
        static FONTS: [LazyLock<Option<Font>>; 5] = [
            LazyLock::new(|| Font::new(Typeface::Sans.bytes(), 0)),
            LazyLock::new(|| Font::new(Typeface::SansBold.bytes(), 0)),
            LazyLock::new(|| Font::new(Typeface::SansItalic.bytes(), 0)),
            LazyLock::new(|| Font::new(Typeface::Serif.bytes(), 0)),
            LazyLock::new(|| Font::new(Typeface::SerifBold.bytes(), 0)),
        ];
        let place = Self::ALL.iter().position(|known| *known == self).unwrap_or(0);
        FONTS[place].as_ref().ok_or(FontError)
    }
}

type Known = HashMap<(Typeface, String), Arc<Glyphs>>;

/// Texts that were set. A figure is laid out several times, and numbers on axes are the same in many.
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// With so many the texts of a long run are forgotten.
const MOST_KNOWN: usize = 10_000;

/// The glyphs of a text in one font, each at its place.
pub(super) struct Glyphs {
    font: &'static Font,
    /// Each glyph with its origin, in units of the font from the start of the baseline, to the right and upwards.
    placed: Vec<(GlyphId, SvgPoint)>,
    /// The length of the text, in ems.
    pub(super) width: f64,
}

/// What glyphs cover, in ems from the start of the baseline, to the right and upwards.
pub(super) struct Ink {
    pub(super) middle: f64,
    pub(super) top: f64,
}

impl Glyphs {
    /// Sets a text. Pairs of letters are kerned if the font says so.
    ///
    /// # Errors
    ///
    /// [`FontError`] if the font is damaged.
    pub(super) fn of(text: &str, typeface: Typeface) -> Result<Arc<Self>, FontError> {
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (typeface, text.to_owned());
        if let Some(glyphs) = known().get(&key) {
            return Ok(Arc::clone(glyphs));
        }
        let glyphs = Arc::new(Self::set(text, typeface)?);
        let mut known = known();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, Arc::clone(&glyphs));
        Ok(glyphs)
    }

    fn set(text: &str, typeface: Typeface) -> Result<Self, FontError> {
        let font = typeface.font()?;
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

    /// What the first glyph covers; `None` if it is empty.
    pub(super) fn first_ink(&self) -> Option<Ink> {
        let (id, (left, _)) = self.placed.first()?;
        let extents = self.font.glyph_metrics().extents(*id)?;
        let in_ems = |length: f64| length / f64::from(self.font.units_per_em());
        let middle = left + f64::from(extents.x_bearing) + 0.5 * f64::from(extents.width);
        Some(Ink { middle: in_ems(middle), top: in_ems(f64::from(extents.y_bearing)) })
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
