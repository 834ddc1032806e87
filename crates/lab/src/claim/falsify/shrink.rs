//! Shrinks a counterexample to the simplest one.

use toml::Value;

use super::candidate::Candidate;
use super::cube::with_digits;
use super::universal::Universal;
use crate::claim::domain::{AxisValues, DomainAxis, SearchDomain};

/// Makes a candidate simpler, as long as it still violates the claim.
///
/// The steps are repeated until none makes it simpler. Whole numbers decrease (the dimension and the number of concepts first). Words and
/// priors return to the claim's own. Real numbers become rounder, in the order 0, ±1, ±½, the claim's own value, one digit, two digits. Points of the sweep
/// go back to earlier ones. `still_violates` is called at most `most_steps` times.
pub(super) fn shrink(
    domain: &SearchDomain,
    universal: &Universal,
    found: Candidate,
    most_steps: usize,
    mut still_violates: impl FnMut(&Candidate) -> bool,
) -> Candidate {
    let mut axes: Vec<&DomainAxis> = domain.axes.iter().collect();
    axes.sort_by_key(|axis| rank(axis));
    let mut simplest = found;
    let mut steps = 0;
    loop {
        let before = simplest.clone();
        for axis in axes.iter().map(Some).chain([None]) {
            let simpler = match axis {
                Some(axis) => simpler_along(axis, &simplest),
                None => at_earlier_points(universal, &simplest),
            };
            for simpler in simpler {
                if steps == most_steps {
                    return simplest;
                }
                steps += 1;
                if still_violates(&simpler) {
                    simplest = simpler;
                    break;
                }
            }
        }
        if simplest == before {
            return simplest;
        }
    }
}

/// The order in which axes are made simpler.
fn rank(axis: &DomainAxis) -> usize {
    match (axis.name.as_str(), &axis.values) {
        ("dim", _) => 0,
        (name, _) if name.starts_with("concepts.") => 1,
        (_, AxisValues::Whole { .. }) => 2,
        (_, AxisValues::Words(_)) => 3,
        (_, AxisValues::Real { .. }) => 4,
    }
}

/// The same problem at earlier points of the sweep.
fn at_earlier_points(universal: &Universal, from: &Candidate) -> Vec<Candidate> {
    universal.simpler(&from.at).into_iter().map(|at| Candidate { at, ..from.clone() }).collect()
}

/// Candidates that are simpler along one axis, the simplest first.
fn simpler_along(axis: &DomainAxis, from: &Candidate) -> Vec<Candidate> {
    let Some(value) = from.set.get(&axis.name) else { return Vec::new() };
    let with = |value: Value| {
        let mut changed = from.clone();
        changed.set.insert(axis.name.clone(), value);
        changed
    };
    let mut without = from.clone();
    without.set.shift_remove(&axis.name);
    match (&axis.values, value) {
        (AxisValues::Whole { low, .. }, Value::Integer(value)) => {
            lower_numbers(*low, *value).into_iter().map(|lower| with(Value::Integer(lower))).collect()
        }
        (AxisValues::Real { .. }, Value::Float(value)) => {
            let on_axis = |numbers: Vec<f64>| {
                numbers.into_iter().map(Value::Float).filter(|value| axis.values.contains(value)).map(with)
            };
            let (round, fewer_digits) = (rounder_numbers(*value), fewer_digits(*value));
            // A prior goes back to the claim's own first: that may have no number at all.
            let own_first = axis.name.ends_with(".mass");
            let own_later = !own_first && !ROUND.contains(value);
            let own = |wanted: bool| wanted.then(|| without.clone()).into_iter();
            own(own_first).chain(on_axis(round)).chain(own(own_later)).chain(on_axis(fewer_digits)).collect()
        }
        _ => vec![without],
    }
}

/// The least number, and the numbers 1, 2, 4, … above it that are smaller than a given whole number.
fn lower_numbers(least: i64, value: i64) -> Vec<i64> {
    let above = (0..63).map(|power| least.saturating_add(1 << power));
    [least].into_iter().chain(above).take_while(|lower| *lower < value).collect()
}

/// The roundest numbers, the rounder first.
const ROUND: [f64; 5] = [0.0, 1.0, -1.0, 0.5, -0.5];

/// Those of the roundest numbers that are rounder than this one.
fn rounder_numbers(value: f64) -> Vec<f64> {
    ROUND.into_iter().take_while(|rounder| *rounder != value).collect()
}

/// A number rounded to one digit and to two digits. A rounding is left out if it changes nothing, or if it gives one of the roundest numbers.
fn fewer_digits(value: f64) -> Vec<f64> {
    let shorter = (1..3).map(|digits| with_digits(value, digits)).take_while(|shorter| *shorter != value);
    shorter.filter(|shorter| !ROUND.contains(shorter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::falsify::universal::UniversalPoint;
    use crate::claim::point::describe;
    use crate::statement::Place;

    /// Samples 16, 64 and 256, in this order.
    fn universal() -> Universal {
        let at = |samples: i64| -> Place { [("samples".to_owned(), samples.into())].into_iter().collect() };
        let point = |samples| UniversalPoint { at: at(samples), points: vec![at(samples)] };
        Universal { points: [16, 64, 256].map(point).into(), axes: vec![vec!["samples".to_owned()]] }
    }

    fn domain() -> SearchDomain {
        let axis = |name: &str, values| DomainAxis { name: name.to_owned(), values, in_logarithm: false };
        SearchDomain {
            axes: vec![
                axis("noise", AxisValues::Real { low: 0.1, high: 2.0 }),
                axis("weak.cosine", AxisValues::Real { low: -1.0, high: 2.0 }),
                axis("prompts", AxisValues::Words(vec!["cube".to_owned(), "gaussian".to_owned()])),
                axis("concepts.orthonormal", AxisValues::Whole { low: 2, high: 8 }),
                axis("dim", AxisValues::Whole { low: 2, high: 32 }),
            ],
        }
    }

    fn found() -> Candidate {
        let values: [(&str, Value); 5] = [
            ("noise", 0.7312.into()),
            ("weak.cosine", 1.387.into()),
            ("prompts", "gaussian".into()),
            ("concepts.orthonormal", 5.into()),
            ("dim", 17.into()),
        ];
        let set = values.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        Candidate { set, at: Place::new() }
    }

    /// The dimension cannot fall below the number of concepts plus one, so both go down in turn.
    #[test]
    fn the_simplest_of_an_artificial_problem_is_found() {
        let violates = |candidate: &Candidate| {
            let number =
                |name: &str| candidate.set.get(name).map(|v| v.as_float().or(v.as_integer().map(|i| i as f64)));
            let cosine = number("weak.cosine").flatten().unwrap_or(0.8);
            let (dim, concepts) = (number("dim").flatten(), number("concepts.orthonormal").flatten());
            cosine > 1.25 && cosine < 1.45 && dim > concepts
        };
        let simplest = shrink(&domain(), &universal(), found(), 1000, violates);
        // The noise has no influence here: it becomes the first round number on its axis, 1.
        assert_eq!(
            describe(&simplest.setting(&Place::new())),
            "noise = 1, weak.cosine = 1.4, concepts.orthonormal = 2, dim = 3"
        );
    }

    #[test]
    fn what_cannot_be_made_simpler_stays() {
        assert_eq!(shrink(&domain(), &universal(), found(), 1000, |_| false), found());
        assert_eq!(shrink(&domain(), &universal(), found(), 0, |_| true), found());
    }

    /// It fails from 64 samples on, so that the first point will not do.
    #[test]
    fn the_earliest_point_of_the_sweep_that_will_do_is_found() {
        let last = Candidate { at: universal().points[2].at.clone(), ..found() };
        let violates = |candidate: &Candidate| candidate.at["samples"].as_integer() > Some(20);
        assert_eq!(shrink(&domain(), &universal(), last, 1000, violates).at, universal().points[1].at);
    }

    #[test]
    fn numbers_become_rounder_in_order() {
        assert_eq!((rounder_numbers(0.7312), fewer_digits(0.7312)), (ROUND.to_vec(), vec![0.7, 0.73]));
        assert_eq!((fewer_digits(0.7), fewer_digits(0.52)), (vec![], vec![]), "0.5 is among the roundest");
        assert_eq!((rounder_numbers(1.0), fewer_digits(1.0)), (vec![0.0], vec![]));
        assert_eq!(lower_numbers(2, 17), [2, 3, 4, 6, 10]);
        assert_eq!(lower_numbers(2, 2), [0; 0]);
    }
}
