//! Colours for numbers.

use plotters::style::RGBColor;

/// The colours run from dark blue over grey to light yellow. The hue distinguishes low from high numbers for every kind of colour vision. The
/// lightness always increases, so the order is visible in grey print too.
const STOPS: [RGBColor; 5] = [
    RGBColor(0, 30, 92),
    RGBColor(58, 88, 148),
    RGBColor(148, 150, 152),
    RGBColor(218, 184, 96),
    RGBColor(255, 238, 120),
];

/// The colours of numbers on both sides of 0: from blue below over white to orange above. In grey print both sides are darker than the middle, and what is
/// below 0 is darkest.
const TWO_SIDES: [RGBColor; 5] = [
    RGBColor(8, 48, 107),
    RGBColor(92, 150, 204),
    RGBColor(247, 247, 247),
    RGBColor(247, 178, 92),
    RGBColor(191, 98, 6),
];

/// Colours that are told apart.
pub(super) const LEVELS: usize = 64;

/// The range of numbers that the colours cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ColourScale {
    low: f64,
    high: f64,
}

impl ColourScale {
    /// Returns the scale for these numbers. If some are negative and some are positive, white stands for 0 and both sides are equally long. Otherwise
    /// the numbers use the whole scale.
    pub(super) fn of(values: &[f64]) -> Self {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let (least, most) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        if least < 0.0 && most > 0.0 {
            let farthest = most.max(-least);
            return Self { low: -farthest, high: farthest };
        }
        match most > least {
            true => Self { low: least, high: most },
            false if most == least => Self { low: least - 1.0, high: least + 1.0 },
            false => Self { low: 0.0, high: 1.0 },
        }
    }

    /// Returns the least and the greatest number of the scale.
    pub(super) fn ends(self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Returns the level of a number, from 0 to [`LEVELS`] − 1. Returns `None` for NaN.
    pub(super) fn level(self, value: f64) -> Option<usize> {
        let share = (value - self.low) / (self.high - self.low);
        (!share.is_nan()).then(|| ((share * LEVELS as f64) as usize).min(LEVELS - 1))
    }

    /// Whether there are numbers on both sides of 0, which stands in the middle.
    pub(super) fn has_two_sides(self) -> bool {
        self.low < 0.0 && self.low == -self.high
    }

    /// The colours between which all others lie, at equal distances.
    pub(super) fn stops(self) -> [RGBColor; 5] {
        if self.has_two_sides() { TWO_SIDES } else { STOPS }
    }

    /// The colour of a level.
    pub(super) fn colour(self, level: usize) -> RGBColor {
        let stops = self.stops();
        let along = (level as f64 + 0.5) / LEVELS as f64 * (stops.len() - 1) as f64;
        let first = (along as usize).min(stops.len() - 2);
        let share = along - first as f64;
        let mixed = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
        let (a, b) = (stops[first], stops[first + 1]);
        RGBColor(mixed(a.0, b.0), mixed(a.1, b.1), mixed(a.2, b.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::contrast::luminance;

    #[test]
    fn lightness_rises_all_the_way() {
        let one_side = ColourScale::of(&[1.0, 2.0]);
        let lightness: Vec<f64> = (0..LEVELS).map(|level| luminance(one_side.colour(level)).cbrt()).collect();
        assert!(lightness.windows(2).all(|pair| pair[1] > pair[0] + 0.004), "{lightness:?}");
    }

    /// On each side of 0 the order is visible in grey print too.
    #[test]
    fn lightness_rises_to_zero_and_falls_again() {
        let two_sides = ColourScale::of(&[-1.0, 2.0]);
        let lightness: Vec<f64> = (0..LEVELS).map(|level| luminance(two_sides.colour(level)).cbrt()).collect();
        assert!(lightness[..LEVELS / 2].windows(2).all(|pair| pair[1] > pair[0] + 0.004), "{lightness:?}");
        assert!(lightness[LEVELS / 2..].windows(2).all(|pair| pair[1] < pair[0] - 0.004), "{lightness:?}");
    }

    #[test]
    fn zero_is_in_the_middle_if_numbers_lie_on_both_sides() {
        let scale = ColourScale::of(&[-0.2, 0.5, f64::NAN]);
        assert_eq!(scale.ends(), (-0.5, 0.5));
        assert_eq!([-0.5, -1e-9, 0.0, 0.5].map(|value| scale.level(value)), [0, 31, 32, 63].map(Some));
        assert_eq!(scale.level(f64::NAN), None);
        assert_eq!(ColourScale::of(&[0.2, 0.6]).ends(), (0.2, 0.6));
        assert_eq!(ColourScale::of(&[3.0]).ends(), (2.0, 4.0));
        assert_eq!(ColourScale::of(&[]).ends(), (0.0, 1.0));
    }
}
