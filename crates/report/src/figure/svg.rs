//! The drawing backend of plotters. It writes an SVG of filled and stroked paths. Letters are paths too, or elements of text.

use std::fmt::Write;

use indexmap::IndexSet;
use plotters::style::RGBColor;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};

use super::colour_role::{in_hex, on_page};
use super::colours::DARK;
use super::font::FontError;
use super::group::Group;
use super::line::Line;
use super::outline::{Outline, SvgPoint};
use super::rendition::{Letters, Rendition};
use super::sheet::Sheet;
use super::svg_text::{TextPlace, families, text_element};
use super::text_style::Anchor;
use super::xml::escaped;

/// Units of the SVG per pixel of plotters where letters are outlines. Coordinates are whole numbers of these, so that letters are finer than pixels.
const UNITS: f64 = 5.0;

/// Writes what plotters draws. It supports only opaque colours, plain strokes and text, because [`Canvas`](super::canvas::Canvas) draws nothing else.
pub(super) struct Svg<'a> {
    target: &'a mut String,
    /// Width and height in pixels.
    size: (u32, u32),
    /// The style of the current element. Consecutive paths of the same style share one element.
    style: Option<String>,
    rendition: Rendition,
    /// The labels of its series.
    series: IndexSet<String>,
}

impl<'a> Svg<'a> {
    /// An SVG of this many pixels, `enlargement` to each logical pixel. It is complete after [`DrawingBackend::present`].
    pub(super) fn new(target: &'a mut String, size: (u32, u32), enlargement: f64, sheet: Sheet) -> Self {
        let logical = |pixels: u32| f64::from(pixels) / enlargement;
        let units = |pixels: u32| f64::from(pixels) * units(sheet.rendition);
        let _ = write!(
            target,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\"",
            logical(size.0),
            logical(size.1),
            units(size.0),
            units(size.1),
        );
        let svg = Self { target, size, style: None, rendition: sheet.rendition, series: IndexSet::new() };
        if sheet.rendition.letters != Letters::Outlines {
            let (families, ink) = (families(sheet.rendition), svg.paint(DARK));
            let _ = write!(svg.target, " font-family=\"{families}\" fill=\"{ink}\"");
        }
        let words = (escaped(sheet.title), escaped(sheet.description));
        let _ = write!(svg.target, ">\n<title>{}</title>\n<desc>{}</desc>\n", words.0, words.1);
        svg
    }

    fn path(&mut self, outline: Outline, style: String) {
        if self.style.as_ref() != Some(&style) {
            self.close();
            let _ = write!(self.target, "<path {style} d=\"");
            self.style = Some(style);
        }
        self.target.push_str(&outline.into_data());
    }

    /// A colour as the value of an attribute.
    fn paint(&self, colour: RGBColor) -> String {
        if self.rendition.letters == Letters::Text { on_page(colour) } else { in_hex(colour) }
    }

    fn in_units(&self, (x, y): BackendCoord) -> SvgPoint {
        (f64::from(x) * units(self.rendition), f64::from(y) * units(self.rendition))
    }

    /// A dashed line as one path, of this width and with these lengths of dash and gap.
    pub(super) fn dashed(
        &mut self,
        points: impl Iterator<Item = BackendCoord>,
        colour: RGBColor,
        (width, dash, gap): (u32, i32, i32),
    ) {
        let scale = units(self.rendition);
        let (width, dash, gap) = (f64::from(width) * scale, f64::from(dash) * scale, f64::from(gap) * scale);
        let outline = Outline::through(points.map(|at| self.in_units(at)));
        let colour = self.paint(colour);
        let style =
            format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-dasharray=\"{dash} {gap}\"");
        self.path(outline, style);
    }

    /// Begins a group, if the figure is for a page.
    pub(super) fn begin(&mut self, group: &Group) {
        if self.rendition.letters != Letters::Text {
            return;
        }
        self.close();
        let _ = match group {
            Group::Series("") => write!(self.target, "<g>"),
            Group::Series(label) => {
                let (place, _) = self.series.insert_full((*label).to_owned());
                write!(self.target, "<g class=\"series s{place}\" data-series=\"{}\">", escaped(label))
            }
            Group::Mark => write!(self.target, "<g class=\"point\">"),
            Group::Point(words) => write!(self.target, "<g class=\"point\"><title>{}</title>", escaped(&words())),
        };
    }

    /// Ends a group.
    pub(super) fn end(&mut self) {
        if self.rendition.letters == Letters::Text {
            self.close();
            self.target.push_str("</g>\n");
        }
    }

    fn close(&mut self) {
        if self.style.take().is_some() {
            self.target.push_str("\"/>\n");
        }
    }

    fn shape(&mut self, outline: Outline, style: &impl BackendStyle, is_filled: bool) {
        let colour = self.paint(rgb(style.color()));
        let style = if is_filled {
            format!("fill=\"{colour}\"")
        } else {
            let width = f64::from(style.stroke_width()) * units(self.rendition);
            format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"")
        };
        self.path(outline, style);
    }
}

type Drawn = Result<(), DrawingErrorKind<FontError>>;

impl DrawingBackend for Svg<'_> {
    type ErrorType = FontError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        self.target.push_str("</svg>\n");
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.fill_polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], &colour)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.shape(Outline::through(path.into_iter().map(|at| self.in_units(at))), style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.shape(Outline::circle(self.in_units(centre), f64::from(radius) * units(self.rendition)), style, fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        let mut outline = Outline::through(corners.into_iter().map(|at| self.in_units(at)));
        outline.close();
        self.shape(outline, style, true);
        Ok(())
    }

    /// The anchor says which point of the baseline is given. The text has its own element, which states the letters.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let bold = matches!(style.style(), FontStyle::Bold);
        let line = Line::set(text, self.rendition.face, bold).map_err(DrawingErrorKind::DrawingError)?;
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let up = matches!(style.transform(), FontTransform::Rotate270);
        let place = TextPlace { at: self.in_units(at), anchor, em: style.size() * units(self.rendition), up };
        let colour = rgb(style.color());
        if self.rendition.letters == Letters::Outlines {
            let outline = outlined(&line, place).map_err(DrawingErrorKind::DrawingError)?;
            if !outline.is_empty() {
                self.path(outline, format!("data-text=\"{}\" fill=\"{}\"", escaped(text), in_hex(colour)));
                self.close();
            }
        } else if !text.trim().is_empty() {
            self.close();
            let fill = (colour != DARK).then(|| self.paint(colour));
            self.target.push_str(&text_element(&line, place, fill.as_deref(), self.rendition));
        }
        Ok(())
    }
}

/// The outlines of all letters of a line.
fn outlined(line: &Line, place: TextPlace) -> Result<Outline, FontError> {
    let TextPlace { at: (x, y), anchor, em, up } = place;
    let start = match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -0.5 * line.width,
        Anchor::End => -line.width,
    };
    let mut outline = Outline::default();
    for run in &line.runs {
        let in_line = |(along, above): SvgPoint| (start + run.at.0 + run.size * along, run.at.1 + run.size * above);
        let placed = |point: SvgPoint| {
            let (along, above) = in_line(point);
            if up { (x - em * above, y - em * along) } else { (x + em * along, y - em * above) }
        };
        run.glyphs.draw(&mut outline, placed)?;
    }
    Ok(outline)
}

/// Units of the SVG per pixel of plotters. Without outlines of letters, half of the pixels that a page shows are fine enough, and shorter.
fn units(rendition: Rendition) -> f64 {
    if rendition.letters == Letters::Text { 0.5 } else { UNITS }
}

fn rgb(BackendColor { rgb: (red, green, blue), .. }: BackendColor) -> RGBColor {
    RGBColor(red, green, blue)
}

#[cfg(test)]
mod tests {
    use plotters::style::{BLACK, FontDesc, FontFamily};

    use super::*;
    use crate::figure::ink::{Mark, Rect, marks};

    const EM: f64 = 100.0;

    /// A text of 100 pixels per em that starts at (200, 300), as SVG.
    fn drawn(text: &str, transform: FontTransform) -> String {
        let mut target = String::new();
        let mut svg =
            Svg::new(&mut target, (800, 600), 1.0, Sheet { title: "<t>", description: "", rendition: Rendition::FILE });
        let font = FontDesc::new(FontFamily::SansSerif, EM, FontStyle::Normal).transform(transform);
        svg.draw_text(text, &font.color(&BLACK), (200, 300)).expect("the font is sound");
        svg.present().expect("a string takes all");
        target
    }

    fn ink(text: &str, transform: FontTransform) -> Rect {
        let svg = drawn(text, transform);
        let marks: Vec<Mark> = marks(&svg);
        assert_eq!(marks.len(), 1, "{svg}");
        assert_eq!(marks[0].label, Some(text));
        marks[0].around
    }

    /// The hat stands above the letter, not through it nor beside it.
    #[test]
    fn a_hat_stands_on_its_letter() {
        for letter in ["β", "θ", "Q"] {
            let bare = ink(letter, FontTransform::None);
            let hatted = ink(&format!("{letter}\u{302}"), FontTransform::None);
            assert_eq!((bare.left, bare.right, bare.bottom), (hatted.left, hatted.right, hatted.bottom), "{letter}");
            assert!((0.1 * EM..0.3 * EM).contains(&(bare.top - hatted.top)), "{letter}: {bare:?} {hatted:?}");
        }
    }

    /// Right and down become up and right about the start, (200, 300).
    #[test]
    fn text_runs_up_on_its_left_side() {
        let (flat, up) = (ink("d_s ≥ √2", FontTransform::None), ink("d_s ≥ √2", FontTransform::Rotate270));
        let turned = Rect {
            left: 200.0 + (flat.top - 300.0),
            right: 200.0 + (flat.bottom - 300.0),
            top: 300.0 - (flat.right - 200.0),
            bottom: 300.0 - (flat.left - 200.0),
        };
        let close = |a: f64, b: f64| (a - b).abs() <= 1.0 / UNITS;
        assert!(close(up.left, turned.left) && close(up.right, turned.right), "{up:?} {turned:?}");
        assert!(close(up.top, turned.top) && close(up.bottom, turned.bottom), "{up:?} {turned:?}");
    }

    /// DejaVu Sans: an H is 1493 units high and starts 201 units from its left edge, of 2048 to the em.
    #[test]
    fn letters_have_the_size_of_the_font() {
        let ink = ink("HH", FontTransform::None);
        let close = |found: f64, units: f64| (found - EM * units / 2048.0).abs() <= 1.0 / UNITS;
        assert!(close(300.0 - ink.top, 1493.0) && ink.bottom == 300.0 && close(ink.left - 200.0, 201.0), "{ink:?}");
    }

    #[test]
    fn spaces_draw_nothing_and_words_are_escaped() {
        let svg = drawn("  ", FontTransform::None);
        assert!(svg.contains("<title>&lt;t&gt;</title>") && !svg.contains("<path"), "{svg}");
        assert!(drawn("a < b", FontTransform::None).contains("data-text=\"a &lt; b\""));
    }
}
