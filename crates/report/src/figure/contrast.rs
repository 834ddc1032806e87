//! For tests: how well a colour shows on white.

use plotters::style::RGBColor;

/// Relative luminance of sRGB (IEC 61966-2-1).
pub(super) fn luminance(colour: RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// The contrast ratio of a colour to white, as WCAG 2 defines it: from 1 to 21.
pub(super) fn to_white(colour: RGBColor) -> f64 {
    1.05 / (luminance(colour) + 0.05)
}
