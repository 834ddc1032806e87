//! Figures for print: PDF, and PNG at 300 dots an inch.
//!
//! Both are made from an SVG whose letters are text. The fonts are those of the program, so a figure looks the same on every machine; a PDF holds
//! the letters that it needs.

use std::sync::{Arc, LazyLock};

use super::error::FigureError;
use super::font::Typeface;
use super::layout::PER_INCH;
use resvg::tiny_skia::{Color, Pixmap};
use svg2pdf::{ConversionOptions, PageOptions};
use usvg::fontdb::Database;
use usvg::{Options, Transform, Tree};

/// Dots an inch of a PNG.
const DOTS: f64 = 300.0;

/// Metres in an inch.
const INCH: f64 = 0.0254;

/// An SVG as PDF.
///
/// # Errors
///
/// [`FigureError::Print`] if it is no SVG.
pub(super) fn pdf(svg: &str) -> Result<Vec<u8>, FigureError> {
    let page = PageOptions { dpi: PER_INCH as f32 };
    svg2pdf::to_pdf(&tree(svg)?, ConversionOptions { compress: true, ..ConversionOptions::default() }, page)
        .map_err(|error| FigureError::Print(error.to_string()))
}

/// An SVG as PNG.
///
/// # Errors
///
/// [`FigureError::Print`] if it is no SVG, or too large for an image.
pub(super) fn png(svg: &str) -> Result<Vec<u8>, FigureError> {
    let tree = tree(svg)?;
    let scale = (DOTS / PER_INCH) as f32;
    let dots = |length: f32| (length * scale).ceil() as u32;
    let (width, height) = (dots(tree.size().width()), dots(tree.size().height()));
    let too_large = || FigureError::Print(format!("an image of {width} by {height} dots is too large"));
    let mut image = Pixmap::new(width, height).ok_or_else(too_large)?;
    image.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut image.as_mut());
    encoded(&image).map_err(|error| FigureError::Print(error.to_string()))
}

fn tree(svg: &str) -> Result<Tree, FigureError> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut fonts = Database::new();
        Typeface::ALL.into_iter().for_each(|typeface| fonts.load_font_data(typeface.bytes().to_vec()));
        Arc::new(fonts)
    });
    let family = Typeface::Sans.family().to_owned();
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: family, ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| FigureError::Print(error.to_string()))
}

/// Returns the image as a PNG that states its size in print. It has no transparency, because its background is white.
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
    use crate::figure::rendition::Rendition;
    use crate::figure::{example, figure_svg_as};
    use weak_to_strong_lab::claim::Columns;

    fn drawn() -> String {
        figure_svg_as(&example::naive(), Rendition::PAPER).expect("a drawing").expect("a figure")
    }

    /// Letters are text in fonts that the PDF holds: subsets have names such as ABCDEF+DejaVuSans.
    #[test]
    fn a_pdf_has_its_fonts() {
        let pdf = pdf(&drawn()).expect("a PDF");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("+DejaVuSans") && text.contains("+DejaVuMathTeXGyre"), "no fonts");
        assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
    }

    /// PDF, PNG and SVG have one shape: 6.75 inches are 486 points and 2025 dots, 3.25 inches are 234 points and 975 dots.
    #[test]
    fn all_formats_have_one_size() {
        for (columns, points, dots) in [(Columns::Two, 486.0, 2025), (Columns::One, 234.0, 975)] {
            let mut outcome = example::naive();
            if let Some(spec) = &mut outcome.figure.spec {
                spec.columns = columns;
            }
            let svg = figure_svg_as(&outcome, Rendition::PAPER).expect("a drawing").expect("a figure");
            let size = Tree::from_str(&svg, &Options::default()).expect("an SVG").size();
            let height_in_inches = f64::from(size.height()) / PER_INCH;
            let pdf = pdf(&svg).expect("a PDF");
            let text = String::from_utf8_lossy(&pdf);
            let media_box = text.split("/MediaBox [").nth(1).and_then(|rest| rest.split(']').next());
            let corners: Vec<f64> =
                media_box.expect("a media box").split_whitespace().map(|n| n.parse().expect("a number")).collect();
            // A column is a whole number of dots, and a dot is 0.24 points.
            assert!((corners[2] - points).abs() < 0.24, "{corners:?}");
            assert!((corners[3] - 72.0 * height_in_inches).abs() < 0.01, "{corners:?}");
            let png = png(&svg).expect("a PNG");
            let image = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a header");
            let info = image.info();
            assert_eq!((info.width, info.height), (dots, (DOTS * height_in_inches).ceil() as u32));
            assert_eq!(info.pixel_dims.map(|dims| dims.xppu), Some(11_811));
        }
    }

    /// A PDF says the same each time, but svg2pdf does not always number its fonts in the same order.
    #[test]
    fn an_image_depends_on_the_drawing_only() {
        let svg = drawn();
        assert_eq!(png(&svg).expect("once"), png(&svg).expect("twice"));
    }

    /// Something is drawn: neither all white, nor nothing but a frame.
    #[test]
    fn ink_reaches_the_image() {
        let png = png(&drawn()).expect("a PNG");
        let mut image = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a header");
        let mut pixels = vec![0; image.output_buffer_size().expect("a size")];
        image.next_frame(&mut pixels).expect("an image");
        let dark = pixels.iter().filter(|value| **value < 128).count() as f64 / pixels.len() as f64;
        assert!((0.001..0.5).contains(&dark), "{dark}");
    }
}
