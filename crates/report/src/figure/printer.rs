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
