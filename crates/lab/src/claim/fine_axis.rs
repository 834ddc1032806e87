//! The values on an axis at which a figure computes its curves.

#[cfg(test)]
use indexmap::IndexMap;
use indexmap::IndexSet;

use super::{ComputedPoint, Scale};

/// How many values a curve has, besides those of the sweep.
const POINTS: usize = 200;
/// Every so many of them are computed first.
const COARSE: usize = 4;
/// A share of the height of a figure that is seen.
const SEEN: f64 = 0.001;
/// How far curves reach beyond the values of the sweep on both sides, as a share of their range: to the frame of every figure.
const BEYOND: f64 = 0.15;

/// An axis along which curves are computed.
#[derive(Clone, Debug)]
pub(super) struct FineAxis {
    /// The values of the sweep that have a place between the ends, in increasing order.
    pub(super) known: Vec<f64>,
    is_logarithmic: bool,
}

impl Scale {
    /// Whether an axis that shows these values is logarithmic. An automatic one is, if all values are positive and span more than a factor of 20.
    pub fn is_logarithmic(self, values: &[f64]) -> bool {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        match self {
            Self::Linear => false,
            Self::Log => true,
            Self::Automatic => match (finite().reduce(f64::min), finite().reduce(f64::max)) {
                (Some(least), Some(greatest)) => least > 0.0 && greatest / least > 20.0,
                _ => false,
            },
        }
    }
}

impl FineAxis {
    /// The axis that shows these values of a sweep; `None` if it shows fewer than two.
    pub(super) fn of(values: &[f64], scale: Scale) -> Option<Self> {
        let is_logarithmic = scale.is_logarithmic(values);
        let has_place = |value: &f64| value.is_finite() && (!is_logarithmic || *value > 0.0);
        let mut known: Vec<f64> = values.iter().copied().filter(has_place).collect();
        known.sort_by(f64::total_cmp);
        known.dedup();
        (known.len() > 1).then_some(Self { known, is_logarithmic })
    }

    /// The values for a curve, in increasing order, over this frame if one is given; otherwise they reach these marks too, if they are not far. Whole numbers
    /// come once.
    pub(super) fn values(&self, frame: Option<[f64; 2]>, marks: &[f64], is_whole: bool) -> Vec<f64> {
        let frame = frame
            .map(|ends| ends.map(|end| self.transformed(end)))
            .filter(|ends| ends.iter().all(|end| end.is_finite()));
        let ends = frame.map_or_else(|| self.ends_with(marks), |[low, high]| (low, high));
        let even = self.between(ends, POINTS).into_iter();
        let even = even.map(|value| if is_whole { value.round() } else { value });
        let mut values: Vec<f64> = even.chain(self.known.iter().copied()).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }

    /// The transformed ends of a curve that reaches these marks.
    fn ends_with(&self, marks: &[f64]) -> (f64, f64) {
        let (first, last) = self.ends();
        let range = last - first;
        let near = marks.iter().map(|mark| self.transformed(*mark)).filter(|mark| mark.is_finite());
        let near: Vec<f64> = near.map(|mark| mark.clamp(first - 0.5 * range, last + 0.5 * range)).collect();
        let least = near.iter().copied().fold(first, f64::min) - BEYOND * range;
        (least, near.iter().copied().fold(last, f64::max) + BEYOND * range)
    }

    /// So many values for a heat map, from the outer edge of its first cells to that of its last ones.
    pub(super) fn cells(&self, count: usize) -> Vec<f64> {
        let at = |place: usize| self.transformed(self.known[place]);
        let last = self.known.len() - 1;
        let ends = (at(0) - 0.5 * (at(1) - at(0)), at(last) + 0.5 * (at(last) - at(last - 1)));
        self.between(ends, count)
    }

    /// The points at every fourth of these values, at the values of the sweep, and at those between which a line through the points would be seen to differ
    /// from the curve. `most` is where curves are cut off.
    pub(super) fn points(
        &self,
        values: &[f64],
        most: f64,
        mut point: impl FnMut(f64) -> ComputedPoint,
    ) -> Vec<ComputedPoint> {
        let is_first = |(place, value): &(usize, &f64)| {
            place % COARSE == 0 || place + 1 == values.len() || self.known.contains(value)
        };
        let first: Vec<ComputedPoint> =
            values.iter().enumerate().filter(is_first).map(|(_, value)| point(*value)).collect();
        let at: Vec<f64> = first.iter().map(|point| self.transformed(point.at)).collect();
        let names = first.iter().flat_map(|point| point.references.keys()).collect::<IndexSet<_>>();
        let lines =
            names.into_iter().map(|name| first.iter().map(|point| point.references.get(name).copied()).collect());
        let expected = first.iter().map(|point| point.expected).collect();
        let lines: Vec<Vec<Option<f64>>> = lines.chain([expected]).collect();
        let is_bent = |gap: usize| lines.iter().any(|line| bends(&at, line, gap) || crosses(line, gap, most));
        let bent: Vec<bool> = (1..first.len()).map(is_bent).collect();
        let mut points: Vec<ComputedPoint> = Vec::new();
        for (place, end) in first.into_iter().enumerate() {
            if let Some(start) = points.last().map(|point| point.at).filter(|_| bent[place - 1]) {
                let between = values.iter().filter(|value| **value > start && **value < end.at);
                points.extend(between.map(|value| point(*value)));
            }
            points.push(end);
        }
        points
    }

    /// Whether the sweep has whole numbers only.
    pub(super) fn is_whole(&self) -> bool {
        self.known.iter().all(|value| value.fract() == 0.0)
    }

    /// A value between the first two of the sweep that is no whole number if these are.
    pub(super) fn between_first_two(&self) -> f64 {
        self.known[0] + 0.381_966 * (self.known[1] - self.known[0])
    }

    fn between(&self, (least, most): (f64, f64), count: usize) -> Vec<f64> {
        let share = |place: usize| place as f64 / (count - 1) as f64;
        (0..count).map(|place| self.back(least + share(place) * (most - least))).collect()
    }

    fn ends(&self) -> (f64, f64) {
        (self.transformed(self.known[0]), self.transformed(self.known[self.known.len() - 1]))
    }

    fn transformed(&self, value: f64) -> f64 {
        if self.is_logarithmic { value.log10() } else { value }
    }

    fn back(&self, transformed: f64) -> f64 {
        if self.is_logarithmic { 10f64.powf(transformed) } else { transformed }
    }
}

/// Whether a line from this point to the next would be seen to differ from the curve: by more than a share of its range, on a linear or on a logarithmic axis.
/// A curve that begins or ends between the two is looked at in any case.
fn bends(at: &[f64], heights: &[Option<f64>], gap: usize) -> bool {
    let (Some(_), Some(_)) = (heights[gap - 1], heights[gap]) else {
        return heights[gap - 1].is_some() != heights[gap].is_some();
    };
    let logarithms: Vec<Option<f64>> = heights.iter().map(|height| height.filter(|h| *h > 0.0).map(f64::ln)).collect();
    [heights, &logarithms].into_iter().any(|heights| {
        let known = || heights.iter().flatten().copied();
        let range = known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min);
        let curvature = |middle: usize| {
            let (Some(a), Some(b), Some(c)) =
                (heights.get(middle - 1)?, heights.get(middle)?, heights.get(middle + 1)?)
            else {
                return None;
            };
            let (left, right) = (at[middle] - at[middle - 1], at[middle + 1] - at[middle]);
            Some(2.0 * ((c - b) / right - (b - a) / left) / (left + right))
        };
        let around = [gap - 1, gap].into_iter().filter(|middle| *middle > 0).filter_map(curvature);
        let width = at[gap] - at[gap - 1];
        around.map(|curvature| curvature.abs() * width * width / 8.0).any(|error| error > SEEN * range)
    })
}

/// Whether a curve is cut off between this point and the next.
fn crosses(heights: &[Option<f64>], gap: usize, most: f64) -> bool {
    matches!((heights[gap - 1], heights[gap]), (Some(a), Some(b)) if (a > most) != (b > most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: f64, expected: f64) -> ComputedPoint {
        ComputedPoint { at, expected: Some(expected), references: IndexMap::new(), scale: 1.0 }
    }

    #[test]
    fn a_straight_curve_has_fewer_points_and_a_bent_one_all() {
        let axis = FineAxis::of(&[0.0, 5.0, 10.0], Scale::Linear).expect("three values");
        let values = axis.values(None, &[], false);
        let count = |curve: fn(f64) -> f64| axis.points(&values, 40.0, |at| point(at, curve(at))).len();
        assert!(count(|at| 3.0 * at + 5.0) < 80, "{}", count(|at| 3.0 * at + 5.0));
        assert_eq!(count(|at| (9.0 * at).sin() + 2.0), values.len());
        let kinked = axis.points(&values, 40.0, |at| point(at, 9.0 + (at - 3.3).max(0.0)));
        assert!(kinked.len() < values.len() && kinked.is_sorted_by(|a, b| a.at < b.at));
        // Where it is cut off it is followed too.
        assert!(count(|at| 4.5 * at + 5.0) > count(|at| 3.0 * at + 5.0));
    }

    #[test]
    fn values_reach_beyond_the_sweep_and_contain_it() {
        let axis = FineAxis::of(&[1.0, 100.0, f64::INFINITY, 0.0], Scale::Log).expect("two values");
        assert_eq!(axis.known, [1.0, 100.0]);
        let values = axis.values(None, &[], false);
        assert!(values.is_sorted() && values.len() > POINTS && values.contains(&1.0) && values.contains(&100.0));
        assert!((values[0] - 10f64.powf(-0.3)).abs() < 1e-12 && values[values.len() - 1] > 199.0);
        assert!(axis.values(None, &[1000.0, f64::NAN], false).iter().any(|value| *value > 1900.0));
        let framed = axis.values(Some([0.1, 1e5]), &[], false);
        assert!((framed[0] - 0.1).abs() < 1e-12 && framed.last().is_some_and(|last| (last - 1e5).abs() < 1e-5));
    }

    #[test]
    fn whole_numbers_come_once() {
        let axis = FineAxis::of(&[1.0, 2.0, 5.0], Scale::Automatic).expect("three values");
        assert_eq!(axis.values(None, &[], true), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert!(FineAxis::of(&[3.0, 3.0], Scale::Linear).is_none());
    }

    #[test]
    fn a_map_is_computed_to_the_edges_of_its_cells() {
        let axis = FineAxis::of(&[1.0, 2.0, 4.0], Scale::Linear).expect("three values");
        let values = axis.cells(5);
        assert_eq!((values[0], values[4], values.len()), (0.5, 5.0, 5));
    }
}
