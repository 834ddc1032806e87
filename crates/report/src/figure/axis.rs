//! Where a value stands on an axis.

use weak_to_strong_lab::claim::Scale;
use weak_to_strong_lab::setting::SettingValue;

use super::label::value_label;
use super::range::{AxisScale, padded};

/// An axis: places are shares of its length, 0 at the origin.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Axis {
    /// Numbers.
    Numbers(Numbers),
    /// Words side by side.
    Words(Vec<String>),
}

/// A numeric axis, with places of their own for 0 on a logarithmic scale and for infinity.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numbers {
    /// Its scale.
    pub(super) kind: AxisScale,
    /// The two ends of the axis, in units of the scale.
    pub(super) range: (f64, f64),
    /// Whether 0 has a place at the origin's end.
    pub(super) zero: bool,
    /// Whether infinity has a place at the other end.
    pub(super) infinity: bool,
    /// The values shown, if they are few.
    pub(super) values: Vec<f64>,
}

/// The share of the axis that a place for 0 or infinity takes.
pub(super) const END: f64 = 0.085;

impl Axis {
    /// The horizontal axis for these values; it stretches to marks that are near. `padding` is the share of the values'
    /// range that stays free on both sides.
    pub(super) fn horizontal(values: &[&SettingValue], marks: &[f64], scale: Scale, padding: f64) -> Self {
        let mut numbers = Vec::new();
        for value in values {
            match value {
                SettingValue::Number(number) => numbers.push(*number),
                SettingValue::Word(_) => return Self::words(values),
            }
        }
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let kind = AxisScale::of(scale, &numbers);
        let shown = kind.transformed(&numbers);
        let near = marks.iter().copied().filter(|mark| is_near(kind, *mark, &shown));
        let all: Vec<f64> = numbers.iter().copied().chain(near).collect();
        Self::Numbers(Numbers {
            kind,
            range: padded(kind, &all, padding),
            zero: kind == AxisScale::Logarithmic && numbers.contains(&0.0),
            infinity: numbers.contains(&f64::INFINITY),
            values: numbers.into_iter().filter(|value| kind.transform(*value).is_some()).collect(),
        })
    }

    /// The axis between these ends, if they are given and it has numbers.
    pub(super) fn within(self, ends: Option<[f64; 2]>) -> Self {
        match (self, ends) {
            (Self::Numbers(numbers), Some(ends)) => {
                let [low, high] = ends.map(|end| numbers.kind.transform(end));
                let range = low.zip(high).unwrap_or(numbers.range);
                Self::Numbers(Numbers { range, ..numbers })
            }
            (axis, _) => axis,
        }
    }

    fn words(values: &[&SettingValue]) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in values.iter().map(|value| value_label(value)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Self::Words(words)
    }

    /// Returns the place of a value of a setting, or `None` if the axis cannot show it or does not reach it.
    pub(super) fn place_of(&self, value: &SettingValue) -> Option<f64> {
        match (self, value) {
            (Self::Numbers(numbers), SettingValue::Number(value)) => {
                numbers.place(*value).filter(|place| (-1e-9..=1.0 + 1e-9).contains(place))
            }
            (Self::Numbers(_), SettingValue::Word(_)) => None,
            (Self::Words(words), value) => {
                let at = words.iter().position(|word| *word == value_label(value))?;
                Some((at as f64 + 0.5) / words.len() as f64)
            }
        }
    }

    /// Whether a line may run through this value: not through words, nor through the places of 0 and infinity.
    pub(super) fn is_continuous_at(&self, value: &SettingValue) -> bool {
        match (self, value) {
            (Self::Numbers(numbers), SettingValue::Number(value)) => numbers.kind.transform(*value).is_some(),
            _ => false,
        }
    }
}

impl Numbers {
    /// Returns the place of a number. It is outside 0 … 1 if the number is outside the range.
    pub(super) fn place(&self, value: f64) -> Option<f64> {
        if self.infinity && value == f64::INFINITY {
            return Some(1.0 - END / 2.0);
        }
        match self.kind.transform(value) {
            Some(transformed) => Some(self.place_of_transformed(transformed)),
            None if self.zero && value == 0.0 => Some(END / 2.0),
            None => None,
        }
    }

    /// The place of a number in units of the scale.
    pub(super) fn place_of_transformed(&self, transformed: f64) -> f64 {
        let (start, end) = self.middle();
        let share = (transformed - self.range.0) / (self.range.1 - self.range.0);
        start + share * (end - start)
    }

    /// Returns the number at a place. Returns `None` in the places of 0 and infinity.
    pub(super) fn value_at(&self, place: f64) -> Option<f64> {
        let (start, end) = self.middle();
        if !(start..=end).contains(&place) {
            return None;
        }
        let transformed = self.range.0 + (place - start) / (end - start) * (self.range.1 - self.range.0);
        Some(match self.kind {
            AxisScale::Linear => transformed,
            AxisScale::Logarithmic => 10f64.powf(transformed),
        })
    }

    /// The part of the axis between the places of 0 and infinity.
    pub(super) fn middle(&self) -> (f64, f64) {
        (if self.zero { END } else { 0.0 }, if self.infinity { 1.0 - END } else { 1.0 })
    }
}

/// Returns `true` if the mark is at most half a range away from the range of the shown values, in units of the scale.
fn is_near(kind: AxisScale, mark: f64, shown: &[f64]) -> bool {
    let (Some(mark), Some((least, most))) = (kind.transform(mark), super::range::extremes(shown)) else {
        return false;
    };
    let room = (most - least) / 2.0;
    (least - room..=most + room).contains(&mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(values: &[f64], scale: Scale) -> Axis {
        let values: Vec<SettingValue> = values.iter().copied().map(SettingValue::Number).collect();
        Axis::horizontal(&values.iter().collect::<Vec<_>>(), &[], scale, 0.05)
    }

    #[test]
    fn zero_and_infinity_have_their_ends() {
        let axis = axis(&[0.0, 0.1, 10.0, f64::INFINITY], Scale::Log);
        let place = |value| axis.place_of(&SettingValue::Number(value));
        let places: Vec<f64> = [0.0, 0.1, 10.0, f64::INFINITY].into_iter().filter_map(place).collect();
        assert_eq!(places.len(), 4);
        assert!(places.is_sorted() && places[0] > 0.0 && places[3] < 1.0);
        assert_eq!(place(-1.0), None);
        assert_eq!(place(f64::NAN), None);
    }

    #[test]
    fn words_are_evenly_spaced() {
        let values = [SettingValue::Word("cube".into()), SettingValue::Number(2.0)];
        let axis = Axis::horizontal(&values.iter().collect::<Vec<_>>(), &[], Scale::Automatic, 0.05);
        assert_eq!(axis, Axis::Words(vec!["cube".into(), "2".into()]));
        assert_eq!(axis.place_of(&values[1]), Some(0.75));
    }

    #[test]
    fn one_value_stands_in_the_middle() {
        for scale in [Scale::Linear, Scale::Log] {
            let place = axis(&[4.0], scale).place_of(&SettingValue::Number(4.0)).expect("4 can be shown");
            assert!((place - 0.5).abs() < 1e-12);
        }
    }
}
