//! The probability simplex.

/// The Euclidean projection of a point onto the probability simplex {w : wₖ ≥ 0, Σ wₖ = 1}.
///
/// ```text
/// wₖ = max(xₖ − θ, 0),   θ such that Σ wₖ = 1
/// ```
///
/// Sorting gives θ: it is (Σ of the j largest xₖ − 1)/j, with the greatest j for which the j-th largest xₖ is above this number.
/// Source: Held, Wolfe and Crowder (1974).
///
/// ```
/// use weak_to_strong::numeric::project_onto_simplex;
/// // Two coordinates share what is missing to 1 evenly, and the third is cut off.
/// assert_eq!(project_onto_simplex(&[0.5, 0.25, -1.0]), [0.625, 0.375, 0.0]);
/// ```
///
/// # Panics
///
/// If the point has no coordinates.
pub fn project_onto_simplex(point: &[f64]) -> Vec<f64> {
    assert!(!point.is_empty(), "a simplex has at least one vertex");
    let mut sorted = point.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let mut threshold = sorted[0] - 1.0;
    let mut sum = 0.0;
    for (count, x) in (1..).zip(&sorted) {
        sum += x;
        let candidate = (sum - 1.0) / f64::from(count);
        if *x <= candidate {
            break;
        }
        threshold = candidate;
    }
    point.iter().map(|x| (x - threshold).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The projection w of x is the point of the simplex with (x − w)ᵀ(u − w) ≤ 0 for every vertex u. The tolerance is rounding of six
        /// numbers below 10.
        #[test]
        fn no_vertex_is_on_the_far_side(point in prop::collection::vec(-3.0..3.0f64, 1..7)) {
            let projection = project_onto_simplex(&point);
            prop_assert!((projection.iter().sum::<f64>() - 1.0).abs() < 1e-13);
            prop_assert!(projection.iter().all(|weight| *weight >= 0.0));
            let normal: Vec<f64> = point.iter().zip(&projection).map(|(x, w)| x - w).collect();
            let level: f64 = normal.iter().zip(&projection).map(|(a, w)| a * w).sum();
            prop_assert!(normal.iter().all(|a| *a <= level + 1e-13));
        }
    }

    #[test]
    fn points_of_the_simplex_stay() {
        assert_eq!(project_onto_simplex(&[7.0]), [1.0]);
        assert_eq!(project_onto_simplex(&[0.25, 0.75]), [0.25, 0.75]);
        assert_eq!(project_onto_simplex(&[0.0, 5.0, 1.0]), [0.0, 1.0, 0.0]);
    }
}
