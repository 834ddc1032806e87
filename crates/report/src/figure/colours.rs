//! The colours of figures.

use plotters::style::RGBColor;

/// Text, and lines that belong to every series.
pub(super) const DARK: RGBColor = RGBColor(38, 38, 38);
/// Axes, reference lines and remarks.
pub(super) const GREY: RGBColor = RGBColor(112, 112, 112);
/// The grid.
pub(super) const LIGHT: RGBColor = RGBColor(226, 226, 226);
/// Thin lines of the grid, and the places of 0 and infinity.
pub(super) const FAINT: RGBColor = RGBColor(244, 244, 244);
/// The paper.
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);
/// What is violated.
pub(super) const ALARM: RGBColor = RGBColor(200, 0, 0);

/// The colours of Okabe and Ito, in an order in which neighbours differ in lightness too. The light ones are darker, so that each has a contrast of at
/// least 3 to white.
pub(super) const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(198, 132, 0),
    RGBColor(0, 158, 115),
    RGBColor(0, 0, 0),
    RGBColor(204, 121, 167),
    RGBColor(213, 94, 0),
    RGBColor(48, 148, 212),
];

/// What is left of a colour in the line that joins the markers of its series.
pub(super) const JOINED: f64 = 0.45;

/// A colour on its way to white; `share` of it is left.
pub(super) fn paler(colour: RGBColor, share: f64) -> RGBColor {
    let part = |value: u8| (f64::from(value) * share + 255.0 * (1.0 - share)).round() as u8;
    RGBColor(part(colour.0), part(colour.1), part(colour.2))
}
