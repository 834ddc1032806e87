//! The statistical dimension of the tangent cone of any hull at the target, measured by projection.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};
use rand_distr::{Distribution, StandardNormal};

use super::error_range::ErrorRange;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, Undefined};
use crate::unit::Unit;
use weak_to_strong::learn::Hull;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::span_basis;
use weak_to_strong::sample::SampleMoments;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "hull.statistical_dimension".into(),
        version: 1,
        symbol: "E|Π_T(g)|²".into(),
        meaning: "statistical dimension of the tangent cone of the hull at the target, for any concepts".into(),
        unit: Unit::Number,
        settings: Vec::new(),
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, _| Ok(ProjectedDirection::made(problem))),
    }]
});

/// Observes q·|Π_T(u)|². T is the cone of all βₖ − β_Q, q is the dimension of its span, and the direction u is uniform in that span.
///
/// A standard normal vector g is a uniform direction times an independent length, whose square has mean q within the span. So this has the mean
/// E|Π_T(g)|². Its variance is smaller than that of |Π_T(g)|², and it is bounded.
struct ProjectedDirection {
    cone: Cone,
    range: ErrorRange,
}

/// The cone of some unit vectors uₖ. If it is cut off at Σ wₖ ≤ ℓ for a reach ℓ, it is ℓ times the hull of 0 and all uₖ.
struct Cone {
    /// 0, u₁, u₂, …, as columns.
    corners: DMatrix<f64>,
    hull: Hull,
}

/// The reach at which a projection of a unit vector is first tried, and how often it is doubled.
const FIRST_REACH: f64 = 4.0;
const DOUBLINGS: usize = 8;

/// A difference of concepts below this share of the largest is a rounding error: the target is that concept.
const ROUNDING: f64 = 1e-12;

impl ProjectedDirection {
    fn made(problem: &TransferProblem) -> Made {
        let target = problem.target_mean();
        let differences: Vec<DVector<f64>> =
            problem.concepts().column_iter().map(|concept| concept - &target).collect();
        let greatest = differences.iter().map(|difference| difference.norm()).fold(0.0, f64::max);
        let apart = differences.iter().filter(|difference| difference.norm() > ROUNDING * greatest);
        let cone = Cone::new(&apart.map(|difference| difference.normalize()).collect::<Vec<_>>(), problem.dim());
        let range = ErrorRange::within(cone.dim() as f64);
        Made::new(Self { cone, range }, range.inference())
    }
}

impl Cone {
    /// Makes the cone of these unit vectors, in a basis of their span.
    fn new(directions: &[DVector<f64>], dim: usize) -> Self {
        let corners = Self::corners(directions, dim);
        let corners = span_basis(&corners).tr_mul(&corners);
        Self { hull: Hull::new(corners.clone()), corners }
    }

    fn corners(directions: &[DVector<f64>], dim: usize) -> DMatrix<f64> {
        let mut corners = DMatrix::zeros(dim, directions.len() + 1);
        for (k, direction) in directions.iter().enumerate() {
            corners.set_column(k + 1, direction);
        }
        corners
    }

    /// Returns the dimension of its span.
    fn dim(&self) -> usize {
        self.corners.nrows()
    }

    /// Returns |Π_T(u)|² for a unit vector u, or `None` if weights beyond a thousand would be needed.
    ///
    /// The fit to u/ℓ within the hull of 0 and all uₖ is Π_T(u)/ℓ as soon as 0 keeps some weight, for then the cut does not bind. The duality
    /// gap of the fit is at most 1e-12, so that |u − Π_T(u)|² = 1 − |Π_T(u)|² is off by at most 1e-12·ℓ². A projection that is shorter than
    /// one that was cut off is an artefact of that gap.
    fn projected_square(&self, point: &mut SampleMoments) -> Option<f64> {
        let (mut reach, mut cut_off) = (FIRST_REACH, 0.0);
        point.cross /= reach;
        for _ in 0..=DOUBLINGS {
            let fit = self.hull.fit(point).ok()?;
            let inside = fit.weights[0] > 0.0;
            let square = (&self.corners * fit.weights * reach).norm_squared();
            if inside && square >= cut_off {
                return Some(square);
            }
            cut_off = square.max(cut_off);
            reach *= 2.0;
            point.cross /= 2.0;
        }
        None
    }
}

impl Experiment for ProjectedDirection {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "directions"
    }

    fn start(&self) -> Draw<'_> {
        let dim = self.cone.dim();
        let mut point = SampleMoments { count: 1, gram: DMatrix::identity(dim, dim), ..SampleMoments::empty(dim) };
        Draw::new(move |stream, observation| {
            point.cross.iter_mut().for_each(|x| *x = StandardNormal.sample(stream));
            point.cross.normalize_mut();
            let square = self.cone.projected_square(&mut point).ok_or(Undefined::at(0))?;
            observation[0] = self.range.observation(dim as f64 * square);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dvector;

    /// Projects a unit vector. The vector and the cone are given in the same coordinates, which span the cone.
    fn square(directions: &[DVector<f64>], unit: DVector<f64>) -> Option<f64> {
        let dim = unit.len();
        let corners = Cone::corners(directions, dim);
        let cone = Cone { hull: Hull::new(corners.clone()), corners };
        let point = SampleMoments { count: 1, gram: DMatrix::identity(dim, dim), cross: unit, label_square: 1.0 };
        cone.projected_square(&mut point.clone())
    }

    /// Exact projections by hand. The reach is 4, in the last case 1024.
    #[test]
    fn projections_by_hand() {
        let close = |found: Option<f64>, exact: f64, gap: f64| {
            assert!(found.is_some_and(|found| (found - exact).abs() < gap), "{found:?} and {exact}");
        };
        let (right, up) = (dvector![1.0, 0.0], dvector![0.0, 1.0]);
        // A half-line keeps a positive coordinate only.
        close(square(std::slice::from_ref(&right), dvector![0.6, 0.8]), 0.36, 1e-11);
        close(square(std::slice::from_ref(&right), dvector![-0.6, 0.8]), 0.0, 1e-11);
        // A quadrant, and the whole plane.
        close(square(&[right.clone(), up.clone()], dvector![0.6, -0.8]), 0.36, 1e-11);
        close(square(&[right.clone(), up.clone()], dvector![0.6, 0.8]), 1.0, 1e-11);
        let everywhere = [right.clone(), up.clone(), -right, -up];
        close(square(&everywhere, dvector![-0.6, 0.8]), 1.0, 1e-11);
        // Almost a half-plane: a vector between the two needs weights of a thousand times its length.
        let wide = [dvector![1.0, 1e-3].normalize(), dvector![-1.0, 1e-3].normalize()];
        close(square(&wide, dvector![0.0, 1.0]), 1.0, 2e-6);
    }

    #[test]
    fn what_cannot_be_projected_is_no_number() {
        assert_eq!(square(&[dvector![1.0]], dvector![f64::NAN]), None);
        // Weights of ten thousand and more are out of reach.
        for slope in [1e-4, 1e-7, 1e-9, 1e-11] {
            assert_eq!(square(&[dvector![1.0, slope], dvector![-1.0, slope]], dvector![0.0, 1.0]), None, "{slope}");
        }
    }
}
