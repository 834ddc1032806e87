//! The unit cube over a domain, in which a search moves.

use std::cmp::Ordering;

use sobol_burley::sample;
use toml::Value;

use super::candidate::Candidate;
use crate::claim::domain::{AxisValues, SearchDomain};

/// Point `index` of a low-discrepancy sequence in the cube over a domain; each `seed` has its own.
///
/// Source: Sobol' points with Owen scrambling, Burley (2020).
pub(super) fn sobol_point(index: u64, axes: usize, seed: u32) -> Vec<f64> {
    // A sequence has 2¹⁶ points; then comes another one.
    let (sequence, index) = ((index >> 16) as u32, (index & 0xffff) as u32);
    (0..axes).map(|axis| f64::from(sample(index, axis as u32, seed.wrapping_add(sequence)))).collect()
}

/// The candidate at a point of the cube. Coordinates beyond the cube count as those of its surface.
pub(super) fn candidate_at(domain: &SearchDomain, point: &[f64]) -> Candidate {
    let value =
        |(axis, share): (&crate::claim::domain::DomainAxis, &f64)| (axis.name.clone(), value_at(&axis.values, *share));
    Candidate { set: domain.axes.iter().zip(point).map(value).collect(), ..Candidate::default() }
}

/// Significant digits of a real number that the search sets.
const DIGITS: usize = 4;

fn value_at(values: &AxisValues, share: f64) -> Value {
    let share = share.clamp(0.0, 1.0);
    match values {
        // The ends keep all their digits.
        AxisValues::Real { low, .. } if share == 0.0 => Value::Float(*low),
        AxisValues::Real { high, .. } if share == 1.0 => Value::Float(*high),
        AxisValues::Real { low, high } => {
            let value =
                if is_logarithmic(*low, *high) { low * (high / low).powf(share) } else { low + share * (high - low) };
            Value::Float(with_digits(value, DIGITS).clamp(*low, *high))
        }
        AxisValues::Whole { low, high } => {
            let (first, last) = (*low as f64, *high as f64 + 1.0);
            let value = if is_logarithmic(*low as f64, *high as f64) {
                first * (last / first).powf(share)
            } else {
                first + share * (last - first)
            };
            Value::Integer((value.floor() as i64).clamp(*low, *high))
        }
        AxisValues::Words(words) => {
            let index = (share * words.len() as f64) as usize;
            Value::String(words[index.min(words.len() - 1)].clone())
        }
    }
}

/// Positive ranges that span more than a factor of 20 are searched on a logarithmic scale, as figures draw them.
fn is_logarithmic(low: f64, high: f64) -> bool {
    low > 0.0 && (high / low).total_cmp(&20.0) == Ordering::Greater
}

/// The number with this many significant digits.
pub(super) fn with_digits(value: f64, digits: usize) -> f64 {
    // What the formatter writes always reads back.
    format!("{:.*e}", digits.max(1) - 1, value).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn real(low: f64, high: f64, share: f64) -> Option<f64> {
        value_at(&AxisValues::Real { low, high }, share).as_float()
    }

    #[test]
    fn wide_positive_ranges_are_logarithmic() {
        assert_eq!(real(1e-3, 1e3, 0.5), Some(1.0));
        assert_eq!(real(-1.0, 2.0, 0.5), Some(0.5));
        assert_eq!(real(1.0, 20.0, 0.5), Some(10.5));
        assert_eq!(real(0.0, 1.0, 1.0 / 3.0), Some(0.3333));
    }

    #[test]
    fn both_ends_are_reached_and_never_passed() {
        for share in [-1.0, 0.0] {
            assert_eq!(real(0.12345, 2.0, share), Some(0.12345));
        }
        assert_eq!(real(0.1, 2.0, 7.0), Some(2.0));
        let whole = |share| value_at(&AxisValues::Whole { low: 2, high: 5 }, share).as_integer();
        assert_eq!([0.0, 0.24, 0.26, 0.99, 1.0].map(whole), [2, 2, 3, 5, 5].map(Some));
        let word = |share| value_at(&AxisValues::Words(vec!["a".to_owned(), "b".to_owned()]), share).to_string();
        assert_eq!([0.0, 0.49, 0.5, 1.0].map(word), ["\"a\"", "\"a\"", "\"b\"", "\"b\""]);
    }

    /// Owen scrambling keeps the stratification: each of the 16 boxes of a 4 × 4 grid has one of the first 16 points.
    #[test]
    fn points_fill_the_cube_evenly() {
        for seed in [1, 2] {
            let mut boxes: Vec<usize> = (0..16)
                .map(|index| {
                    let point = sobol_point(index, 2, seed);
                    (4.0 * point[0]) as usize + 4 * (4.0 * point[1]) as usize
                })
                .collect();
            boxes.sort_unstable();
            assert_eq!(boxes, (0..16).collect::<Vec<_>>());
        }
        assert_ne!(sobol_point(0, 2, 1), sobol_point(0, 2, 2));
        assert_ne!(sobol_point(3, 2, 1), sobol_point(3 + (1 << 16), 2, 1));
    }

    #[test]
    fn digits_are_cut_in_the_decimal_system() {
        assert_eq!([with_digits(0.123456, 2), with_digits(1.96, 1), with_digits(-1234.5, 2)], [0.12, 2.0, -1200.0]);
    }
}
