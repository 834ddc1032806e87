//! A learner that knows the convex hull of the source's concepts.

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

use crate::numeric::{GapOpen, SimplexMinimum, minimise_on_simplex};
use crate::sample::SampleMoments;

/// The convex hull C of some concepts. Samples are fitted within it.
///
/// ```
/// use nalgebra::{dmatrix, dvector};
/// use weak_to_strong::{learn::Hull, sample::SampleMoments};
///
/// // One prompt x = 1 with label ¼; the concepts are 0 and 1.
/// let hull = Hull::new(dmatrix![0.0, 1.0]);
/// let moments = SampleMoments { count: 1, gram: dmatrix![1.0], cross: dvector![0.25], label_square: 0.0625 };
/// assert_eq!(hull.fit(&moments)?.weights, dvector![0.75, 0.25]);
/// # Ok::<(), weak_to_strong::learn::HullError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Hull {
    /// β₁…β_K, as columns.
    concepts: DMatrix<f64>,
    /// βₖ − β₁: what the concepts have in common costs no digits.
    differences: DMatrix<f64>,
}

/// A fit within a hull.
#[derive(Clone, Debug, PartialEq)]
pub struct HullFit {
    /// w, one weight per concept, with β̂ = Σ wₖβₖ. The weights are at least 0 and sum to 1.
    pub weights: DVector<f64>,
    /// The Frank–Wolfe duality gap: the mean squared residual of β̂ exceeds the least one by at most this much.
    pub gap: f64,
}

/// Why a sample cannot be fitted within a hull.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum HullError {
    /// The sample is empty.
    #[error("the sample is empty; a fit within the hull needs at least one label")]
    NoLabels,
    /// Concepts and moments have different dimensions.
    #[error("the concepts have {found} coordinates, the moments {expected}")]
    Shape { found: usize, expected: usize },
    /// The duality gap stayed above the tolerance.
    #[error(
        "the fit within the hull has a duality gap of {gap:e}, above {tolerance:e}; the moments are too badly scaled"
    )]
    GapOpen { gap: f64, tolerance: f64 },
}

impl Hull {
    /// The hull of these concepts, the columns of a d × K matrix.
    ///
    /// # Panics
    ///
    /// If there are no concepts.
    pub fn new(concepts: DMatrix<f64>) -> Self {
        assert!(concepts.ncols() > 0, "a hull has at least one concept");
        let mut differences = concepts.clone();
        let origin = concepts.column(0);
        differences.column_iter_mut().for_each(|mut column| column -= origin);
        Self { concepts, differences }
    }

    /// Least squares within the hull.
    ///
    /// Returns the weights of β̂_C, a minimiser of
    ///
    /// ```text
    /// f(β) = (1/n) |Y − Xβ|²   over β in C = conv(β₁, …, β_K)
    /// ```
    ///
    /// and their duality gap, the maximum over k of ∇f(w)ᵀ(w − eₖ). The gap is at most 1e-12 of the size of f on the hull.
    ///
    /// If n is below the dimension of the hull, there may be several minimisers. The result is the one at which the active-set search ends: it
    /// starts at the first concept, lets the concept of steepest descent enter, and drops those whose weight would be negative. So it depends on
    /// the order of the concepts. All minimisers fit the labels equally well.
    ///
    /// | argument   | symbol       | shape | range |
    /// | ---------- | ------------ | ----- | ----- |
    /// | `moments`  | XᵀX, XᵀY, n  | d     | n ≥ 1 |
    ///
    /// # Errors
    ///
    /// [`HullError::NoLabels`] if n = 0; [`HullError::Shape`] if the dimensions disagree; [`HullError::GapOpen`] if rounding keeps the
    /// gap open.
    ///
    /// # Source
    ///
    /// Somerstep et al. (2025), Proposition 3.4 (paper: a learner that knows the hull; as least squares within it: ours).
    pub fn fit(&self, moments: &SampleMoments) -> Result<HullFit, HullError> {
        if moments.count == 0 {
            return Err(HullError::NoLabels);
        }
        let (found, expected) = (self.concepts.nrows(), moments.cross.len());
        if found != expected {
            return Err(HullError::Shape { found, expected });
        }
        let count = moments.count as f64;
        let residual = (&moments.cross - &moments.gram * self.concepts.column(0)) / count;
        let linear = self.differences.tr_mul(&residual);
        let curvature = |k: usize| self.differences.tr_mul(&(&moments.gram * self.differences.column(k))) / count;
        match minimise_on_simplex(linear, curvature) {
            Ok(SimplexMinimum { weights, gap }) => Ok(HullFit { weights, gap }),
            Err(GapOpen { gap, tolerance }) => Err(HullError::GapOpen { gap, tolerance }),
        }
    }

    /// β̂ = Σ wₖβₖ (length d).
    pub fn point(&self, weights: &DVector<f64>) -> DVector<f64> {
        &self.concepts * weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::project_onto_simplex;
    use nalgebra::{dmatrix, dvector};
    use proptest::prelude::*;

    fn mean_squared_residual(x: &DMatrix<f64>, y: &DVector<f64>, coefficients: &DVector<f64>) -> f64 {
        (y - x * coefficients).norm_squared() / x.nrows() as f64
    }

    /// The least mean squared residual, by least squares on the affine hull of every set of concepts, as long as its weights are not
    /// negative. Affinely dependent sets may be passed over: of all minimisers, one with the fewest concepts is on an independent set.
    fn least_by_enumeration(x: &DMatrix<f64>, y: &DVector<f64>, concepts: &DMatrix<f64>) -> f64 {
        let fitted = x * concepts;
        let residual_on = |set: usize| {
            let members: Vec<usize> = (0..concepts.ncols()).filter(|k| set >> k & 1 == 1).collect();
            let rest = y - fitted.column(members[0]);
            if members.len() == 1 {
                return Some(rest.norm_squared());
            }
            let entry = |i, j| fitted[(i, members[j + 1])] - fitted[(i, members[0])];
            let spread = DMatrix::from_fn(x.nrows(), members.len() - 1, entry);
            let factors = spread.clone().svd(true, true);
            let independent = members.len() <= 1 + x.nrows() && factors.singular_values.min() > 1e-9;
            let shares = factors.solve(&rest, 0.0).ok().filter(|_| independent)?;
            let inside = shares.min() >= 0.0 && shares.sum() <= 1.0;
            inside.then(|| (rest - spread * shares).norm_squared())
        };
        let least = (1..1 << concepts.ncols()).filter_map(residual_on).fold(f64::INFINITY, f64::min);
        least / x.nrows() as f64
    }

    /// Up to six concepts in three dimensions, so that they may be affinely dependent, and from one to eight labels.
    fn sample_and_concepts() -> impl Strategy<Value = (DMatrix<f64>, DVector<f64>, DMatrix<f64>)> {
        (1..=6usize, 1..=8usize).prop_flat_map(|(count, rows)| {
            let numbers = |len: usize| prop::collection::vec(-2.0..2.0f64, len);
            (numbers(rows * 3), numbers(rows), numbers(3 * count)).prop_map(move |(x, y, concepts)| {
                (DMatrix::from_vec(rows, 3, x), DVector::from_vec(y), DMatrix::from_vec(3, count, concepts))
            })
        })
    }

    proptest! {
        /// The fit is as good as the best over all supports. Residuals are below 400; 1e-9 is the gap and rounding at the condition numbers
        /// that enumeration lets pass.
        #[test]
        fn the_fit_is_the_best_over_all_supports((x, y, concepts) in sample_and_concepts()) {
            let hull = Hull::new(concepts.clone());
            let fit = hull.fit(&SampleMoments::of(&x, &y)).expect("a fit");
            prop_assert!(fit.weights.iter().all(|w| *w >= 0.0) && (fit.weights.sum() - 1.0).abs() < 1e-12);
            let reached = mean_squared_residual(&x, &y, &hull.point(&fit.weights));
            let least = least_by_enumeration(&x, &y, &concepts);
            prop_assert!((reached - least).abs() <= 1e-9 * (1.0 + least), "{reached} and {least}");
            prop_assert!(reached <= least + fit.gap + 1e-9);
        }

        /// For an orthonormal design and orthonormal concepts, weights are the projection of the labels' coordinates onto the simplex. Where
        /// the gap is 1e-12, the squared distance is at most that.
        #[test]
        fn orthonormal_designs_project_onto_the_simplex(labels in prop::collection::vec(-2.0..2.0f64, 1..12)) {
            let count = labels.len();
            let moments = SampleMoments {
                count,
                gram: DMatrix::identity(count, count) * count as f64,
                cross: DVector::from_column_slice(&labels) * count as f64,
                label_square: 0.0,
            };
            let fit = Hull::new(DMatrix::identity(count, count)).fit(&moments).expect("a fit");
            let projection = DVector::from_vec(project_onto_simplex(&labels));
            prop_assert!((fit.weights - projection).amax() < 1e-10);
        }

        /// Concepts that are repeated, or differ by as little as 1e-9, are fitted as one.
        #[test]
        fn nearly_parallel_concepts_are_no_obstacle(
            (x, y, concepts) in sample_and_concepts(),
            apart in prop_oneof![Just(0.0), Just(1e-12), Just(1e-9), Just(1e-6), Just(1e-3)],
        ) {
            let count = concepts.ncols();
            let doubled = DMatrix::from_fn(3, 2 * count, |i, k| concepts[(i, k % count)] + if k < count { 0.0 } else { apart });
            let moments = SampleMoments::of(&x, &y);
            let once = Hull::new(concepts.clone()).fit(&moments).expect("a fit");
            let hull = Hull::new(doubled);
            let twice = hull.fit(&moments).expect("a fit");
            let residual = |coefficients: &DVector<f64>| mean_squared_residual(&x, &y, coefficients);
            let (of_once, of_twice) = (residual(&(concepts * once.weights)), residual(&hull.point(&twice.weights)));
            // The second hull holds the first, and reaches √3·apart further; |∇f| is below 2·20·√12.
            prop_assert!(of_twice <= of_once + 1e-9 && of_once <= of_twice + 300.0 * apart + 1e-9, "{of_once} {of_twice}");
        }
    }

    #[test]
    fn content_in_common_costs_no_digits() {
        // Concepts 1e6 + 0 and 1e6 + 1 in one dimension; the label is 1e6 + ¼.
        let hull = Hull::new(dmatrix![1e6, 1e6 + 1.0]);
        let moments = SampleMoments { count: 1, gram: dmatrix![1.0], cross: dvector![1e6 + 0.25], label_square: 1e12 };
        assert_eq!(hull.fit(&moments).expect("a fit").weights, dvector![0.75, 0.25]);
    }

    #[test]
    fn one_concept_is_recovered_from_any_labels() {
        let moments = SampleMoments::of(&dmatrix![1.0, 2.0], &dvector![100.0]);
        let fit = Hull::new(dmatrix![1.0; -1.0]).fit(&moments).expect("a fit");
        assert_eq!((fit.weights, fit.gap), (dvector![1.0], 0.0));
    }

    #[test]
    fn bad_arguments_are_refused() {
        let hull = Hull::new(dmatrix![0.0, 1.0]);
        assert_eq!(hull.fit(&SampleMoments::empty(1)), Err(HullError::NoLabels));
        let moments = SampleMoments::of(&dmatrix![1.0, 2.0], &dvector![1.0]);
        assert_eq!(hull.fit(&moments), Err(HullError::Shape { found: 1, expected: 2 }));
        let not_a_number =
            SampleMoments { count: 1, gram: dmatrix![f64::NAN], cross: dvector![0.0], label_square: 0.0 };
        assert!(matches!(hull.fit(&not_a_number), Err(HullError::GapOpen { .. })));
    }
}
