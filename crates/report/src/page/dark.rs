//! The colours of figures where the page is dark.

use std::fmt::Write;

use super::classes::Classes;
use crate::figure::figure_colours;

/// The colour of the page, where it is dark, and that of its text.
const PAPER: [f64; 3] = [23.0, 24.0, 26.0];
const INK: [f64; 3] = [230.0, 230.0, 227.0];

/// The rules that give each colour of the figures its counterpart in the dark: those with a name by their names, and any others by their classes.
pub(super) fn dark_rules(classes: &Classes) -> String {
    let mut rules = String::from("@media screen and (prefers-color-scheme: dark) {\n.view,.shapes{");
    for (name, colour) in figure_colours() {
        if let Some(dark) = in_the_dark(colour.trim_start_matches('#')) {
            let _ = write!(rules, "{name}:{dark};");
        }
    }
    let by_class = classes.rules_with(|_, value| in_the_dark(value.strip_prefix('#')?));
    rules + "}\n" + &by_class + "}\n"
}

/// The counterpart of a colour on white. What is grey runs from the ink to the paper. Any other colour is its pure colour on the way to white, and
/// becomes a lighter pure colour on the way to the dark paper, of which more is left, because dark paper swallows pale colours.
fn in_the_dark(colour: &str) -> Option<String> {
    let value = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok().map(f64::from);
    let rgb = [value(0)?, value(2)?, value(4)?];
    let least = rgb.iter().copied().fold(f64::INFINITY, f64::min);
    let most = rgb.iter().copied().fold(0.0, f64::max);
    let between = |share: f64, from: [f64; 3], to: [f64; 3]| [0, 1, 2].map(|i| from[i] + share * (to[i] - from[i]));
    let dark = if most - least < 12.0 {
        between((least + most) / 510.0, INK, PAPER)
    } else {
        let share: f64 = 1.0 - least / 255.0;
        let pure = rgb.map(|part| (part - least) / share.max(1e-9));
        let luminance = (0.2126 * pure[0] + 0.7152 * pure[1] + 0.0722 * pure[2]) / 255.0;
        let lighter = between((0.55 - luminance).max(0.0), pure, [255.0; 3]);
        between(share.sqrt(), PAPER, lighter)
    };
    let [red, green, blue] = dark.map(|part| part.round().clamp(0.0, 255.0) as u8);
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

#[cfg(test)]
mod tests {
    use super::super::classes::attributes;
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
        let mut classes = Classes::default();
        classes.add(&attributes("fill=\"var(--ink,#262626)\""));
        classes.add(&attributes("fill=\"#ffffff\" stroke=\"none\""));
        let rules = dark_rules(&classes);
        assert!(rules.contains("--ink:#") && rules.contains("--series-1-pale:#"), "{rules}");
        assert!(rules.ends_with("}\n.k1{fill:#17181a}\n}\n"), "{rules}");
    }
}
