//! The names under which a page can change the colours of its figures.

use plotters::style::RGBColor;

use super::colours::{ALARM, COLOURS, DARK, FAINT, GREY, JOINED, LIGHT, WHITE, paler};

/// The custom properties of CSS that the figures of a page heed, each with its value on white, such as `--ink` and `#262626`.
///
/// A page may set them anew, for dark colours. `--series-1` and so on are the series, `--series-1-pale` and so on the lines that join their markers.
pub fn figure_colours() -> Vec<(String, String)> {
    roles().into_iter().map(|(role, colour)| (role, in_hex(colour))).collect()
}

/// The value of an attribute of a page that has this colour: `var(--ink,#262626)`.
pub(super) fn on_page(colour: RGBColor) -> String {
    let role = roles().into_iter().find(|(_, known)| *known == colour);
    role.map_or_else(|| in_hex(colour), |(role, _)| format!("var({role},{})", in_hex(colour)))
}

/// A colour as `#rrggbb`.
pub(super) fn in_hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn roles() -> Vec<(String, RGBColor)> {
    let named = [
        ("--ink", DARK),
        ("--muted", GREY),
        ("--grid", LIGHT),
        ("--faint", FAINT),
        ("--paper", WHITE),
        ("--alarm", ALARM),
    ];
    let named = named.into_iter().map(|(role, colour)| (role.to_owned(), colour));
    let series = COLOURS.into_iter().enumerate().flat_map(|(i, colour)| {
        let role = format!("--series-{}", i + 1);
        [(format!("{role}-pale"), paler(colour, JOINED)), (role, colour)]
    });
    named.chain(series).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_role_has_a_colour_of_its_own() {
        let roles = figure_colours();
        assert_eq!(roles.iter().map(|(role, _)| role).collect::<HashSet<_>>().len(), roles.len());
        assert_eq!(roles.iter().map(|(_, colour)| colour).collect::<HashSet<_>>().len(), roles.len());
        assert_eq!(on_page(DARK), "var(--ink,#262626)");
        assert_eq!(on_page(RGBColor(1, 2, 3)), "#010203");
    }
}
