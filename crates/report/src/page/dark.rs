//! The colours of figures where the page is dark.

use std::collections::BTreeSet;
use std::fmt::Write;

/// The colour of the page, where it is dark, and that of its text.
const PAPER: [f64; 3] = [23.0, 24.0, 26.0];
const INK: [f64; 3] = [230.0, 230.0, 227.0];

/// The rules that give each colour of the figures its counterpart in the dark.
pub(super) fn dark_rules(html: &str) -> String {
    let mut rules = String::from("@media screen and (prefers-color-scheme: dark) {\n");
    for attribute in ["fill", "stroke"] {
        for colour in colours(html, attribute) {
            if let Some(dark) = in_the_dark(colour) {
                let _ = writeln!(rules, ".view [{attribute}=\"#{colour}\"]{{{attribute}:{dark}}}");
            }
        }
    }
    rules + "}\n"
}

/// The colours that an attribute of the figures has.
fn colours<'h>(html: &'h str, attribute: &str) -> BTreeSet<&'h str> {
    let start = format!(" {attribute}=\"#");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).filter(|colour| colour.len() == 6).collect()
}

/// The counterpart of a colour on white. What is grey runs from the ink to the paper. Any other colour is its pure colour on the way to white, and
/// becomes the same share of a lighter pure colour on the way to the dark paper.
fn in_the_dark(colour: &str) -> Option<String> {
    let value = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok().map(f64::from);
    let rgb = [value(0)?, value(2)?, value(4)?];
    let least = rgb.iter().copied().fold(f64::INFINITY, f64::min);
    let most = rgb.iter().copied().fold(0.0, f64::max);
    let between = |share: f64, from: [f64; 3], to: [f64; 3]| [0, 1, 2].map(|i| from[i] + share * (to[i] - from[i]));
    let dark = if most - least < 12.0 {
        between((least + most) / 510.0, INK, PAPER)
    } else {
        let share = 1.0 - least / 255.0;
        let pure = rgb.map(|part| (part - least) / share.max(1e-9));
        let luminance = (0.2126 * pure[0] + 0.7152 * pure[1] + 0.0722 * pure[2]) / 255.0;
        let lighter = between((0.55 - luminance).max(0.0), pure, [255.0; 3]);
        between(share, PAPER, lighter)
    };
    let [red, green, blue] = dark.map(|part| part.round().clamp(0.0, 255.0) as u8);
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hex")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[test]
    fn paper_is_dark_and_ink_is_light() {
        assert_eq!(in_the_dark("ffffff").as_deref(), Some("#17181a"));
        assert_eq!(in_the_dark("000000").as_deref(), Some("#e6e6e3"));
        assert_eq!(in_the_dark("red"), None);
    }

    /// The colours of series stand out from the dark paper by 3 to 1 at least.
    #[test]
    fn series_are_seen_in_the_dark() {
        let paper = luminance("17181a");
        for colour in ["0072b2", "e69f00", "009e73", "000000", "cc79a7", "d55e00", "56b4e9", "c80000"] {
            let dark = in_the_dark(colour).expect("a colour");
            let contrast = (luminance(&dark[1..]) + 0.05) / (paper + 0.05);
            assert!(contrast >= 3.0, "{colour} becomes {dark}, at {contrast:.1} to 1");
        }
    }

    #[test]
    fn each_colour_of_the_figures_has_a_rule() {
        let rules = dark_rules("<path fill=\"#0072b2\" d=\"\"/><path fill=\"none\" stroke=\"#e2e2e2\"/>");
        assert!(
            rules.contains(".view [fill=\"#0072b2\"]{fill:#") && rules.contains(".view [stroke=\"#e2e2e2\"]"),
            "{rules}"
        );
        assert_eq!(rules.lines().count(), 4);
    }
}
