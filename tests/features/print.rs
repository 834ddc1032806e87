//! Figures as PDF and PNG.

use std::io::Cursor;

use weak_to_strong_lab::claim::{ClaimOutcome, Columns, Registry};
use weak_to_strong_report::{PrintFormat, Rendition, figure_svg_as};

use crate::checks::{OPTIONS, claim, outcome};

const CLAIM: &str = r#"
id = "printed"
[problem]
dim = 4
prompts = "cube"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
[sweep]
samples = [16, 64]
penalty = [0.1, 1]
[claim]
states = "naive.mse >= segment_bound"
replicates = 4096
[figure]
x = "penalty"
"#;

fn checked() -> ClaimOutcome {
    outcome(&claim(CLAIM, &Registry::built_in()).expect("a claim"), &OPTIONS)
}

fn drawn(outcome: &ClaimOutcome) -> String {
    figure_svg_as(outcome, Rendition::PAPER).expect("a drawing").expect("a figure")
}

/// Letters are text in fonts that the PDF holds: subsets have names such as ABCDEF+DejaVuSans.
#[test]
fn a_pdf_has_its_fonts() {
    let pdf = PrintFormat::Pdf.print(&drawn(&checked())).expect("a PDF");
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("+DejaVuSans") && text.contains("+DejaVuMathTeXGyre"), "no fonts");
    assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
}

/// The number of this attribute of the whole drawing.
fn attribute(svg: &str, name: &str) -> f64 {
    let value = svg.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.and_then(|number| number.parse().ok()).expect("a number")
}

/// PDF, PNG and SVG have one shape: 6.75 inches are 486 points and 2025 dots, 3.25 inches are 234 points and 975 dots.
#[test]
fn all_formats_have_one_size() {
    let mut outcome = checked();
    for (columns, inches, dots) in [(Columns::Two, 6.75, 2025), (Columns::One, 3.25, 975)] {
        outcome.figure.spec.as_mut().expect("a figure").columns = columns;
        let svg = drawn(&outcome);
        let height_in_inches = inches * attribute(&svg, "height") / attribute(&svg, "width");
        let pdf = PrintFormat::Pdf.print(&svg).expect("a PDF");
        let text = String::from_utf8_lossy(&pdf);
        let media_box = text.split("/MediaBox [").nth(1).and_then(|rest| rest.split(']').next());
        let corners: Vec<f64> =
            media_box.expect("a media box").split_whitespace().map(|n| n.parse().expect("a number")).collect();
        // A column is a whole number of dots, and a dot is 0.24 points.
        assert!((corners[2] - 72.0 * inches).abs() < 0.24, "{corners:?}");
        assert!((corners[3] - 72.0 * height_in_inches).abs() < 0.24, "{corners:?}");
        let png = PrintFormat::Png.print(&svg).expect("a PNG");
        let image = png::Decoder::new(Cursor::new(png)).read_info().expect("a header");
        let info = image.info();
        assert_eq!(info.width, dots);
        assert!((f64::from(info.height) - 300.0 * height_in_inches).abs() <= 1.0, "{}", info.height);
        assert_eq!(info.pixel_dims.map(|dims| dims.xppu), Some(11_811));
    }
}

/// A PDF says the same each time, but svg2pdf does not always number its fonts in the same order.
#[test]
fn an_image_depends_on_the_drawing_only() {
    let svg = drawn(&checked());
    let image = || PrintFormat::Png.print(&svg).expect("an image");
    assert_eq!(image(), image());
}

/// Something is drawn: neither all white, nor nothing but a frame.
#[test]
fn ink_reaches_the_image() {
    let png = PrintFormat::Png.print(&drawn(&checked())).expect("a PNG");
    let mut image = png::Decoder::new(Cursor::new(png)).read_info().expect("a header");
    let mut pixels = vec![0; image.output_buffer_size().expect("a size")];
    image.next_frame(&mut pixels).expect("an image");
    let dark = pixels.iter().filter(|value| **value < 128).count() as f64 / pixels.len() as f64;
    assert!((0.001..0.5).contains(&dark), "{dark}");
}

#[test]
fn this_build_reads_the_names_of_the_formats() {
    for format in [PrintFormat::Pdf, PrintFormat::Png] {
        assert_eq!(format.extension().parse::<PrintFormat>().ok(), Some(format));
    }
}
