//! Solutions of linear equations whose coefficients lie in a box.

use nalgebra::{DMatrix, DVector};

use weak_to_strong::evidence::Interval;

/// Returns intervals for the coordinates of all y with Cy = w, C and w in their boxes, or `None` if some C in the box may be singular.
///
/// | argument      | symbol  | shape |
/// | ------------- | ------- | ----- |
/// | `matrix`      | C       | K × K, column by column |
/// | `right`       | w       | K |
///
/// With the middles C₀ and w₀ of the boxes, their radii ΔC and Δw, R close to C₀⁻¹, y₀ = Rw₀ and the matrix E of |I − RC₀| + |R|ΔC, entry by entry,
///
/// ```text
/// y − y₀ = R(w − w₀) + (I − RC)y₀ + (I − RC)(y − y₀),   |y − y₀| ≤ (I − E)⁻¹(|R|Δw + E|y₀|)
/// ```
///
/// if no entry of (I − E)⁻¹ is negative. Then the spectral radius of E is below 1, and every C in the box is regular. Source: ours, after Krawczyk (1969);
/// `docs/theory.md`.
pub(super) fn solutions(matrix: &[Interval], right: &[Interval]) -> Option<Vec<Interval>> {
    let count = right.len();
    let middle = |of: &Interval| 0.5 * (of.lower + of.upper);
    let radius = |of: &Interval| 0.5 * (of.upper - of.lower) + f64::EPSILON;
    let centre = DMatrix::from_iterator(count, count, matrix.iter().map(middle));
    let spread = DMatrix::from_iterator(count, count, matrix.iter().map(radius));
    let inverse = centre.clone().try_inverse().filter(|inverse| inverse.iter().all(|entry| entry.is_finite()))?;
    let first = &inverse * DVector::from_iterator(count, right.iter().map(middle));
    let size = inverse.abs();
    let excess = (DMatrix::identity(count, count) - &inverse * &centre).abs() + &size * spread;
    let factor = (DMatrix::identity(count, count) - &excess).try_inverse()?;
    if !factor.iter().all(|entry| *entry >= 0.0) {
        return None;
    }
    let moved = &size * DVector::from_iterator(count, right.iter().map(radius)) + &excess * first.abs();
    let reach = factor * moved * WIDER;
    let around = |(middle, reach): (&f64, &f64)| Interval { lower: middle - reach, upper: middle + reach };
    Some(first.iter().zip(&reach).map(around).collect())
}

/// For rounding.
const WIDER: f64 = 1.0 + 1e-9;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exactly(numbers: &[f64]) -> Vec<Interval> {
        numbers.iter().map(|x| Interval { lower: *x, upper: *x }).collect()
    }

    #[test]
    fn points_are_solved_exactly() {
        let found = solutions(&exactly(&[0.75, 0.25, 0.25, 0.75]), &exactly(&[0.5, 0.0])).expect("regular");
        for (found, expected) in found.iter().zip([0.75, -0.25]) {
            assert!(
                found.lower <= expected && expected <= found.upper && found.upper - found.lower < 1e-13,
                "{found:?}"
            );
        }
        assert_eq!(solutions(&exactly(&[0.5; 4]), &exactly(&[0.5, 0.5])), None);
    }

    /// By hand: one equation cy = 1 with c in [½, 1] has solutions in [1, 2]; the enclosure is symmetric about 4/3 and contains them.
    #[test]
    fn one_equation_by_hand() {
        let found = solutions(&[Interval { lower: 0.5, upper: 1.0 }], &exactly(&[1.0])).expect("regular")[0];
        assert!(found.lower <= 1.0 && found.upper >= 2.0 && found.upper < 2.0 + 1e-6, "{found:?}");
        assert_eq!(solutions(&[Interval { lower: 0.0, upper: 1.0 }], &exactly(&[1.0])), None);
    }

    proptest! {
        /// Solutions at points of the box lie in the intervals.
        #[test]
        fn no_solution_is_outside(
            entries in prop::array::uniform9(0.0..1.0f64),
            right in prop::array::uniform3(-1.0..1.0f64),
            width in 0.0..0.2f64,
            places in prop::collection::vec(0.0..=1.0f64, 12),
        ) {
            let around = |x: f64| Interval { lower: x - 0.5 * width, upper: x + 0.5 * width };
            let diagonal = |at: usize| if at.is_multiple_of(4) { 1.0 } else { 0.0 };
            let matrix: Vec<Interval> = entries.iter().enumerate().map(|(at, x)| around(0.4 * x + diagonal(at))).collect();
            let sides: Vec<Interval> = right.iter().map(|x| around(*x)).collect();
            if let Some(found) = solutions(&matrix, &sides) {
                let point = |(of, place): (&Interval, &f64)| of.lower + place * (of.upper - of.lower);
                let c = DMatrix::from_iterator(3, 3, matrix.iter().zip(&places[..9]).map(point));
                let w = DVector::from_iterator(3, sides.iter().zip(&places[9..]).map(point));
                let y = c.lu().solve(&w).expect("regular");
                for (y, found) in y.iter().zip(&found) {
                    prop_assert!(found.lower - 1e-12 <= *y && *y <= found.upper + 1e-12, "{y} {found:?}");
                }
            } else {
                prop_assert!(width > 0.0);
            }
        }
    }
}
