//! The scale and the range of an axis.

use weak_to_strong_lab::claim::Scale;

/// A linear or a logarithmic scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AxisScale {
    /// Equal steps add.
    Linear,
    /// Equal steps multiply.
    Logarithmic,
}

impl AxisScale {
    /// The scale that a claim file asks for. Automatic is logarithmic if all values are positive and span more than a
    /// factor of 20.
    pub(super) fn of(scale: Scale, values: &[f64]) -> Self {
        if scale.is_logarithmic(values) { Self::Logarithmic } else { Self::Linear }
    }

    /// Returns a value in the units of the axis, or `None` if the axis cannot show it.
    pub(super) fn transform(self, value: f64) -> Option<f64> {
        match self {
            Self::Linear => (value.abs() < 1e200).then_some(value),
            Self::Logarithmic => (1e-200..1e200).contains(&value).then(|| value.log10()),
        }
    }

    /// All that the axis can show, in its units.
    pub(super) fn transformed(self, values: &[f64]) -> Vec<f64> {
        values.iter().filter_map(|value| self.transform(*value)).collect()
    }
}

/// Returns the least and the greatest value, or `None` if there are no values.
pub(super) fn extremes(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    Some((least, most))
}

/// The range of a horizontal axis in its units: all values, with some room.
pub(super) fn padded(kind: AxisScale, values: &[f64], share: f64) -> (f64, f64) {
    let (least, most) = extremes(&kind.transformed(values)).unwrap_or((0.0, 1.0));
    let room = share * (most - least);
    if room > 0.0 { (least - room, most + room) } else { around(kind, least) }
}

/// The values that a vertical axis must show, and those that it shows if they do not stretch it too much.
pub(super) struct Wanted<'a> {
    /// Means and expected values. All of them are shown.
    pub(super) core: &'a [f64],
    /// Lower and upper limits of intervals. Limits that are far outside are cut off.
    pub(super) intervals: &'a [(f64, f64)],
    /// Reference lines. Lines that are far outside are left out.
    pub(super) references: &'a [f64],
}

/// The range of a vertical axis in its units.
pub(super) fn vertical(kind: AxisScale, wanted: &Wanted) -> (f64, f64) {
    let core = kind.transformed(wanted.core);
    let ends: Vec<f64> = wanted.intervals.iter().flat_map(|(lower, upper)| [*lower, *upper]).collect();
    let ends = kind.transformed(&ends);
    let references = kind.transformed(wanted.references);
    let Some(core) = extremes(&core).or_else(|| extremes(&ends)).or_else(|| extremes(&references)) else {
        return (0.0, 1.0);
    };
    let span = core.1 - core.0;
    let (allowed, allowed_for_references) = match kind {
        AxisScale::Logarithmic => ((0.5 * span).max(1.0), span.max(2.0)),
        AxisScale::Linear => (span.max(3.0 * median_radius(wanted.intervals)), span),
    };
    let (least, most) = stretched(core, &ends, allowed);
    let allowed = allowed_for_references.max(0.5 * (most - least));
    let near: Vec<f64> =
        references.into_iter().filter(|value| (least - allowed..=most + allowed).contains(value)).collect();
    let (least, most) = stretched((least, most), &near, allowed);
    with_room(kind, least, most)
}

fn with_room(kind: AxisScale, least: f64, most: f64) -> (f64, f64) {
    let room = 0.06 * (most - least);
    if room <= 0.0 {
        return around(kind, least);
    }
    let from_zero = kind == AxisScale::Linear && least > 0.0 && least < 0.3 * most;
    (if from_zero { 0.0 } else { least - room }, most + room)
}

fn around(kind: AxisScale, value: f64) -> (f64, f64) {
    let room = match kind {
        AxisScale::Logarithmic => 0.3,
        AxisScale::Linear if value == 0.0 => 1.0,
        AxisScale::Linear => 0.2 * value.abs(),
    };
    (value - room, value + room)
}

fn stretched((least, most): (f64, f64), values: &[f64], allowed: f64) -> (f64, f64) {
    values.iter().fold((least, most), |(low, high), value| {
        (low.min(value.max(least - allowed)), high.max(value.min(most + allowed)))
    })
}

fn median_radius(intervals: &[(f64, f64)]) -> f64 {
    let mut radii: Vec<f64> = intervals.iter().map(|(lower, upper)| (upper - lower) / 2.0).collect();
    radii.retain(|radius| radius.is_finite());
    radii.sort_by(f64::total_cmp);
    radii.get(radii.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn automatic_is_logarithmic_beyond_a_factor_of_twenty() {
        assert_eq!(AxisScale::of(Scale::Automatic, &[1.0, 20.0]), AxisScale::Linear);
        assert_eq!(AxisScale::of(Scale::Automatic, &[1.0, 21.0, f64::INFINITY]), AxisScale::Logarithmic);
        assert_eq!(AxisScale::of(Scale::Automatic, &[0.0, 1000.0]), AxisScale::Linear);
        assert_eq!(AxisScale::of(Scale::Automatic, &[]), AxisScale::Linear);
        assert_eq!(AxisScale::of(Scale::Log, &[0.0, 1.0]), AxisScale::Logarithmic);
    }

    #[test]
    fn far_intervals_and_references_are_cut_off() {
        let wanted = Wanted { core: &[1.0, 2.0], intervals: &[(0.9, 1.1), (1.9, 50.0)], references: &[1000.0] };
        let (least, most) = vertical(AxisScale::Linear, &wanted);
        assert!((0.0..0.9).contains(&least) && most > 2.0);
        assert!(vertical(AxisScale::Linear, &Wanted { intervals: &[(0.9, 1.1); 3], ..wanted }).1 < 4.0);
        let nothing = Wanted { core: &[f64::NAN], intervals: &[], references: &[] };
        assert_eq!(vertical(AxisScale::Logarithmic, &nothing), (0.0, 1.0));
    }
}
