//! The greatest product of two linear forms on the cube [−1, 1]^q.

/// max over x in [−1, 1]^q of (aᵀx)(bᵀx).
///
/// The points (aᵀx, bᵀx) fill a polygon, the zonogon of the generators (aᵢ, bᵢ), and a product of two coordinates is greatest on its boundary:
/// in the interior it grows along a direction in which both grow or both shrink. Going round the boundary one generator after the other, in the
/// order of their directions, turns from −1 to 1; along each of these edges the product is a quadratic function.
///
/// By hand: for a = (1, 0) and b = (0, 1) it is 1, for a = b = (1, 1) it is 4, and for a = −b it is 0.
pub(super) fn largest_product(a: &[f64], b: &[f64]) -> f64 {
    // Signs of generators are chosen so that their directions lie in a half-plane; half of the boundary suffices, the other has the same products.
    let upward = |(x, y): (&f64, &f64)| if *y < 0.0 || (*y == 0.0 && *x < 0.0) { (-x, -y) } else { (*x, *y) };
    let mut generators: Vec<(f64, f64)> = a.iter().zip(b).map(upward).collect();
    generators.sort_by(|one, other| one.1.atan2(one.0).total_cmp(&other.1.atan2(other.0)));
    let mut corner = generators.iter().fold((0.0, 0.0), |sum, generator| (sum.0 - generator.0, sum.1 - generator.1));
    let mut largest: f64 = 0.0;
    for (x, y) in generators {
        // (corner + t·generator), t in [0, 2].
        let (curvature, slope, start) = (x * y, corner.0 * y + corner.1 * x, corner.0 * corner.1);
        let at = |t: f64| start + t * (slope + t * curvature);
        largest = largest.max(at(0.0)).max(at(2.0));
        if curvature < 0.0 {
            largest = largest.max(at((-0.5 * slope / curvature).clamp(0.0, 2.0)));
        }
        corner = (corner.0 + 2.0 * x, corner.1 + 2.0 * y);
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn products_by_hand() {
        assert_eq!(largest_product(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
        assert_eq!(largest_product(&[1.0, 1.0], &[1.0, 1.0]), 4.0);
        assert_eq!(largest_product(&[1.0, 2.0], &[-1.0, -2.0]), 0.0);
        // (x₁ − x₂)(−0.1x₁ + 0.5x₂ − 1.2x₃) at (1, −0.6, −1): 1.6·0.8.
        assert!((largest_product(&[1.0, -1.0, 0.0], &[-0.1, 0.5, -1.2]) - 1.28).abs() < 1e-15);
    }

    proptest! {
        /// No point of a fine grid does better, and the best of them comes near: a step of 0.05 in three coordinates changes a product of forms
        /// below 3 by 2·3·3·0.025 at most.
        #[test]
        fn the_grid_agrees(a in prop::array::uniform3(-1.0..1.0f64), b in prop::array::uniform3(-1.0..1.0f64)) {
            let form = |f: &[f64; 3], x: [f64; 3]| f.iter().zip(x).map(|(f, x)| f * x).sum::<f64>();
            let steps = || (-20..=20).map(|i| 0.05 * f64::from(i));
            let points = steps().flat_map(|x| steps().flat_map(move |y| steps().map(move |z| [x, y, z])));
            let on_grid = points.map(|x| form(&a, x) * form(&b, x)).fold(0.0, f64::max);
            let found = largest_product(&a, &b);
            prop_assert!(on_grid <= found + 1e-12 && found <= on_grid + 0.45, "{on_grid} {found}");
        }
    }
}
