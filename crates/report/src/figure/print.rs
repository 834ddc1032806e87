//! Figures for print: PDF, and PNG at 300 dots an inch.
//!
//! Both are made from the SVG, whose letters are outlines, so that all three show the same on any machine.

use std::str::FromStr;

use resvg::tiny_skia::{Color, Pixmap};
use svg2pdf::{ConversionOptions, PageOptions};
use usvg::{Options, Transform, Tree};

use super::FigureError;
use super::layout::PER_INCH;

/// Dots an inch of a PNG.
const DOTS: f64 = 300.0;

/// Metres in an inch.
const INCH: f64 = 0.0254;

/// A format for print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintFormat {
    /// Vector graphics.
    Pdf,
    /// 300 dots an inch.
    Png,
}

impl PrintFormat {
    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// A figure that [`super::figure_svg`] drew, in this format, as wide as one column of a page or both: 3.25 or 6.75 inches.
    /// Text is 8 to 9 points then. The same SVG gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`FigureError`] if `svg` is no SVG, or too large for an image.
    pub fn print(self, svg: &str) -> Result<Vec<u8>, FigureError> {
        let tree = Tree::from_str(svg, &Options::default())?;
        match self {
            Self::Pdf => pdf(&tree),
            Self::Png => png(&tree),
        }
    }
}

impl FromStr for PrintFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Pdf, Self::Png]
            .into_iter()
            .find(|format| format.extension() == text)
            .ok_or_else(|| format!("{text} is no format for print; write pdf or png (SVG is always written)"))
    }
}

fn pdf(tree: &Tree) -> Result<Vec<u8>, FigureError> {
    let page = PageOptions { dpi: PER_INCH as f32 };
    svg2pdf::to_pdf(tree, ConversionOptions { compress: true, ..ConversionOptions::default() }, page)
        .map_err(|error| FigureError::Print(error.to_string()))
}

fn png(tree: &Tree) -> Result<Vec<u8>, FigureError> {
    let scale = (DOTS / PER_INCH) as f32;
    let dots = |length: f32| (length * scale).ceil() as u32;
    let (width, height) = (dots(tree.size().width()), dots(tree.size().height()));
    let too_large = || FigureError::Print(format!("an image of {width} by {height} dots is too large"));
    let mut image = Pixmap::new(width, height).ok_or_else(too_large)?;
    image.fill(Color::WHITE);
    resvg::render(tree, Transform::from_scale(scale, scale), &mut image.as_mut());
    encoded(&image).map_err(|error| FigureError::Print(error.to_string()))
}

/// As a PNG that knows its size in print. On white everything is opaque.
fn encoded(image: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.width(), image.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let dots_a_metre = (DOTS / INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots_a_metre,
        yppu: dots_a_metre,
        unit: png::Unit::Meter,
    }));
    let opaque: Vec<u8> = image.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, figure_svg};
    use weak_to_strong_lab::claim::Columns;

    fn drawn() -> String {
        figure_svg(&example::naive()).expect("a drawing").expect("a figure")
    }

    /// PDF, PNG and SVG have one shape: 6.75 inches are 486 points and 2025 dots, 3.25 inches are 234 points and 975 dots.
    #[test]
    fn all_formats_have_one_size() {
        for (columns, points, dots) in [(Columns::Two, 486.0, 2025), (Columns::One, 234.0, 975)] {
            let mut outcome = example::naive();
            if let Some(spec) = &mut outcome.figure.spec {
                spec.columns = columns;
            }
            let svg = figure_svg(&outcome).expect("a drawing").expect("a figure");
            let size = Tree::from_str(&svg, &Options::default()).expect("an SVG").size();
            let height_in_inches = f64::from(size.height()) / PER_INCH;
            let pdf = PrintFormat::Pdf.print(&svg).expect("a PDF");
            let text = String::from_utf8_lossy(&pdf);
            let media_box = text.split("/MediaBox [").nth(1).and_then(|rest| rest.split(']').next());
            let corners: Vec<f64> =
                media_box.expect("a media box").split_whitespace().map(|n| n.parse().expect("a number")).collect();
            // A column is a whole number of dots, and a dot is 0.24 points.
            assert!((corners[2] - points).abs() < 0.24, "{corners:?}");
            assert!((corners[3] - 72.0 * height_in_inches).abs() < 0.01, "{corners:?}");
            let png = PrintFormat::Png.print(&svg).expect("a PNG");
            let image = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a header");
            let info = image.info();
            assert_eq!((info.width, info.height), (dots, (DOTS * height_in_inches).ceil() as u32));
            assert_eq!(info.pixel_dims.map(|dims| dims.xppu), Some(11_811));
        }
    }

    #[test]
    fn bytes_depend_on_the_drawing_only() {
        let svg = drawn();
        for format in [PrintFormat::Pdf, PrintFormat::Png] {
            assert_eq!(format.print(&svg).expect("once"), format.print(&svg).expect("twice"));
        }
    }

    /// Something is drawn: neither all white, nor nothing but a frame.
    #[test]
    fn ink_reaches_the_image() {
        let png = PrintFormat::Png.print(&drawn()).expect("a PNG");
        let mut image = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a header");
        let mut pixels = vec![0; image.output_buffer_size().expect("a size")];
        image.next_frame(&mut pixels).expect("an image");
        let dark = pixels.iter().filter(|value| **value < 128).count() as f64 / pixels.len() as f64;
        assert!((0.001..0.5).contains(&dark), "{dark}");
    }
}
