//! Ticks and their labels.

use super::axis::{Axis, END, Numbers};
use super::number::{decimal, in_one_notation, number, power_of_ten};
use super::range::AxisScale;

/// A tick at a place of the axis; without a label it is a thin line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Its place, a share of the axis.
    pub(super) place: f64,
    /// What stands beside it.
    pub(super) label: Option<String>,
}

/// The ticks of an axis. `fits` says whether labels at these places would have room beside each other.
pub(super) fn ticks(axis: &Axis, fits: &dyn Fn(&[Tick]) -> bool) -> Vec<Tick> {
    match axis {
        Axis::Words(words) => {
            let count = words.len() as f64;
            let tick = |(i, word): (usize, &String)| labelled((i as f64 + 0.5) / count, word.clone());
            words.iter().enumerate().map(tick).collect()
        }
        Axis::Numbers(numbers) => {
            let mut ticks = inner(numbers, fits);
            if numbers.zero {
                ticks.push(labelled(END / 2.0, "0".to_owned()));
            }
            if numbers.infinity {
                ticks.push(labelled(1.0 - END / 2.0, "∞".to_owned()));
            }
            ticks
        }
    }
}

fn inner(axis: &Numbers, fits: &dyn Fn(&[Tick]) -> bool) -> Vec<Tick> {
    if axis.kind == AxisScale::Linear {
        return linear(axis);
    }
    if let Some(ticks) = [1, 2, 3].into_iter().find_map(|every| at_values(axis, every, fits)) {
        return ticks;
    }
    let whole = |exponent: f64| exponent.clamp(-300.0, 300.0) as i32;
    let (first, last) = (whole(axis.range.0.ceil()), whole(axis.range.1.floor()));
    if last - first >= 2 {
        return powers(axis, first, last);
    }
    let fine = ones_twos_and_fives(axis, first - 1, last);
    if fine.iter().filter(|tick| tick.label.is_some()).count() >= 2 { fine } else { linear(axis) }
}

/// A tick at every value, where these are a few whole numbers, with labels at every so many of them. Returns `None` if there is no room for these.
fn at_values(axis: &Numbers, every: usize, fits: &dyn Fn(&[Tick]) -> bool) -> Option<Vec<Tick>> {
    let whole = axis.values.iter().all(|value| value.fract() == 0.0 && *value < 1e6);
    if !whole || axis.values.len() > 12 {
        return None;
    }
    let tick = |(i, value): (usize, &f64)| {
        let label = i.is_multiple_of(every).then(|| number(*value, 6));
        Some(Tick { place: axis.place(*value)?, label })
    };
    let ticks: Vec<Tick> = axis.values.iter().enumerate().filter_map(tick).collect();
    let labelled: Vec<Tick> = ticks.iter().filter(|tick| tick.label.is_some()).cloned().collect();
    (labelled.len() > 1 && fits(&labelled)).then_some(ticks)
}

/// Powers of ten, at most seven of them labelled, with thin lines between them.
fn powers(axis: &Numbers, first: i32, last: i32) -> Vec<Tick> {
    let every = (last - first) / 7 + 1;
    let name = |exponent: i32| {
        if first >= -2 && last <= 3 { number(10f64.powi(exponent), 6) } else { power_of_ten(exponent) }
    };
    let mut ticks = Vec::new();
    for exponent in first - 1..=last {
        let place = axis.place_of_transformed(f64::from(exponent));
        if exponent >= first && exponent.rem_euclid(every) == 0 {
            ticks.push(labelled(place, name(exponent)));
        } else if exponent >= first && last - first < 40 {
            ticks.push(Tick { place, label: None });
        }
        if last - first <= 5 {
            ticks.extend(within_decade(axis, exponent));
        }
    }
    ticks
}

fn within_decade(axis: &Numbers, exponent: i32) -> impl Iterator<Item = Tick> {
    let place = move |digit: i32| axis.place_of_transformed(f64::from(exponent) + f64::from(digit).log10());
    (2..10).map(move |digit| Tick { place: place(digit), label: None }).filter(move |tick| is_inside(axis, tick))
}

fn ones_twos_and_fives(axis: &Numbers, first: i32, last: i32) -> Vec<Tick> {
    // All labels are plain numbers, or all have a power of ten.
    let plain = first >= -4 && last < 6;
    let name = |digit: i32, exponent: i32, value: f64| match (plain, digit) {
        (true, _) => number(value, 1),
        (false, 1) => power_of_ten(exponent),
        (false, _) => format!("{digit}·{}", power_of_ten(exponent)),
    };
    let mut ticks = Vec::new();
    for exponent in first..=last {
        for digit in 1..10 {
            let transformed = f64::from(exponent) + f64::from(digit).log10();
            let value = f64::from(digit) * 10f64.powi(exponent);
            let label = matches!(digit, 1 | 2 | 5).then(|| name(digit, exponent, value));
            ticks.push(Tick { place: axis.place_of_transformed(transformed), label });
        }
    }
    ticks.retain(|tick| is_inside(axis, tick));
    ticks
}

/// Round numbers, about six.
fn linear(axis: &Numbers) -> Vec<Tick> {
    let value = |end: f64| if axis.kind == AxisScale::Logarithmic { 10f64.powf(end) } else { end };
    let (low, high) = (value(axis.range.0), value(axis.range.1));
    let step = round_step((high - low) / 6.0);
    if !step.is_finite() || step <= 0.0 {
        return Vec::new();
    }
    let largest = low.abs().max(high.abs());
    let decimals = (-(step * 1.000_001).log10().floor()).max(0.0) as usize;
    let plain = largest < 1e6 && (largest >= 1e-3 && decimals <= 6);
    let first = (low / step - 1e-9).ceil();
    let (start, end) = axis.middle();
    let is_inside = |place: f64| (start - 1e-9..=end + 1e-9).contains(&place);
    let places = (0..20).filter_map(|i| {
        let value = (first + f64::from(i)) * step;
        Some((axis.place(value).filter(|place| is_inside(*place))?, value))
    });
    let (places, values): (Vec<f64>, Vec<f64>) = places.unzip();
    let names = match plain {
        true => values.iter().map(|value| decimal(*value, decimals)).collect(),
        false => in_one_notation(&values, 6),
    };
    places.into_iter().zip(names).map(|(place, name)| labelled(place, name)).collect()
}

/// 1, 2 or 5 times a power of ten, at least this large.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= least * 0.999).unwrap_or(f64::NAN)
}

fn is_inside(axis: &Numbers, tick: &Tick) -> bool {
    let (start, end) = axis.middle();
    (start - 1e-9..=end + 1e-9).contains(&tick.place)
}

fn labelled(place: f64, label: String) -> Tick {
    Tick { place, label: Some(label) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(kind: AxisScale, range: (f64, f64), values: &[f64]) -> Vec<String> {
        let axis = Numbers { kind, range, zero: false, infinity: true, values: values.to_vec() };
        ticks(&Axis::Numbers(axis), &|_| true).into_iter().filter_map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(AxisScale::Linear, (0.0, 0.5), &[]), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "∞"]);
        assert_eq!(labels(AxisScale::Logarithmic, (-3.1, 0.2), &[0.5]), ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "∞"]);
        assert_eq!(labels(AxisScale::Logarithmic, (-1.6, 0.05), &[0.5]), ["0.05", "0.1", "0.2", "0.5", "1", "∞"]);
        assert_eq!(labels(AxisScale::Logarithmic, (1.1, 2.5), &[16.0, 64.0, 256.0]), ["16", "64", "256", "∞"]);
    }

    #[test]
    fn odd_ranges_have_few_ticks() {
        for range in
            [(0.0, 0.0), (-1e199, 1e199), (1e15, 1e15 + 0.25), (f64::NAN, 1.0), (-200.0, 200.0), (0.001, 0.002)]
        {
            for kind in [AxisScale::Linear, AxisScale::Logarithmic] {
                assert!(labels(kind, range, &[]).len() < 25, "{kind:?} {range:?}");
            }
        }
    }
}
