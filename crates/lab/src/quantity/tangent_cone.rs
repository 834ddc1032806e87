//! The statistical dimension of the tangent cone of any hull at the target, measured by projection.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};
use rand_distr::{Distribution, StandardNormal};

use super::{Draw, Experiment, Made, MakeExperiment, Quantity, Undefined};
use crate::inference::{Inference, Mean};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{Cone, span_basis};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "hull.statistical_dimension".into(),
        version: 2,
        symbol: "E‖Π_T(g)‖²".into(),
        meaning: "statistical dimension of the tangent cone of the hull at the target, for any concepts".into(),
        unit: Unit::Number,
        settings: Vec::new(),
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, _| Ok(TangentCone::at_target(problem).made())),
    }]
});

/// The cone T of all βₖ − β_Q.
///
/// The differences of the concepts that have weight in the target add up to 0 with these weights, all positive. So they span a subspace L of T, and T is
/// the sum of L and the cone T′ of what the other differences have orthogonal to L. Hence δ(T) = dim L + δ(T′).
struct TangentCone {
    /// dim L.
    lineality: usize,
    /// T′, in a basis of its span.
    rest: Cone,
    /// The dimension of that span.
    rest_dim: usize,
}

/// A difference of concepts below this share of the largest is a rounding error: the target is that concept.
const ROUNDING: f64 = 1e-12;

impl TangentCone {
    fn at_target(problem: &TransferProblem) -> Self {
        let target = problem.target_mean();
        let weights = problem.target_prior().probabilities();
        let (mut mixed, mut others): (Vec<DVector<f64>>, Vec<DVector<f64>>) = (Vec::new(), Vec::new());
        for (concept, weight) in problem.concepts().column_iter().zip(weights) {
            if *weight > 0.0 { &mut mixed } else { &mut others }.push(concept - &target);
        }
        let greatest = mixed.iter().chain(&others).map(|difference| difference.norm()).fold(0.0, f64::max);
        let apart = |differences: Vec<DVector<f64>>| columns(problem.dim(), &differences, ROUNDING * greatest);
        let lineality = span_basis(&apart(mixed));
        let across = others.into_iter().map(|difference| &difference - &lineality * lineality.tr_mul(&difference));
        let rest = apart(across.collect());
        let basis = span_basis(&rest);
        Self { lineality: lineality.ncols(), rest: Cone::new(basis.tr_mul(&rest)), rest_dim: basis.ncols() }
    }

    /// If T is a subspace by its weights, its statistical dimension is its dimension, and nothing is drawn.
    fn made(self) -> Made {
        if self.rest_dim == 0 {
            return Made::exact(self.lineality as f64);
        }
        let (lineality, scale) = (self.lineality as f64, self.rest_dim as f64);
        let mean = Mean::of(0).in_unit_interval().shifted(lineality / scale).scaled(scale);
        Made::new(self, Inference::of([mean]))
    }
}

/// The vectors that are longer than `least`, as columns.
fn columns(dim: usize, vectors: &[DVector<f64>], least: f64) -> DMatrix<f64> {
    let long: Vec<&DVector<f64>> = vectors.iter().filter(|vector| vector.norm() > least).collect();
    DMatrix::from_fn(dim, long.len(), |i, k| long[k][i])
}

/// Observes |Π_T′(u)|², where the direction u is uniform in the span of T′, which has q dimensions.
///
/// A standard normal vector g is a uniform direction times an independent length, whose square has mean q within the span. So q times this has the mean
/// δ(T′) = E|Π_T′(g)|². Its variance is smaller than that of |Π_T′(g)|², and it is at most 1.
impl Experiment for TangentCone {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "directions"
    }

    fn start(&self) -> Draw<'_> {
        let mut point = DVector::zeros(self.rest_dim);
        Draw::new(move |stream, observation| {
            point.iter_mut().for_each(|x| *x = StandardNormal.sample(stream));
            point.normalize_mut();
            let square = self.rest.projected_square(&point).ok_or(Undefined::at(0))?;
            // The direction has length 1 up to rounding.
            observation[0] = if square > 1.0 { 1.0 } else { square };
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::ReplicatesOfBlock;
    use proptest::prelude::*;
    use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};
    use weak_to_strong::random::{ContentKey, open_stream};

    fn problem(vectors: Vec<Vec<f64>>, target: Vec<f64>) -> TransferProblem {
        let weak = WeakSpec::of_vectors(vectors.clone(), 1.0);
        ProblemSpec::new(vectors[0].len(), ConceptSpec::Vectors(vectors))
            .target_prior(PriorSpec::Probabilities(target))
            .noise(1.0)
            .weak(weak)
            .build()
            .expect("a problem")
    }

    /// A square in the plane, with the target at its centre by all four corners or by two, at a corner, and in the middle of a side.
    #[test]
    fn a_square_by_hand() {
        let square = vec![vec![0.0, 0.0, 1.0], vec![1.0, 0.0, 1.0], vec![1.0, 1.0, 1.0], vec![0.0, 1.0, 1.0]];
        let dims = |target: Vec<f64>| {
            let cone = TangentCone::at_target(&problem(square.clone(), target));
            (cone.lineality, cone.rest_dim)
        };
        assert_eq!(dims(vec![0.25; 4]), (2, 0));
        assert_eq!(dims(vec![0.5, 0.0, 0.5, 0.0]), (1, 1));
        assert_eq!(dims(vec![0.5, 0.5, 0.0, 0.0]), (1, 1));
        assert_eq!(dims(vec![1.0, 0.0, 0.0, 0.0]), (0, 2));
        let known = TangentCone::at_target(&problem(square, vec![0.25; 4])).made();
        let moments = known.inference.empty_moments(1);
        assert_eq!(known.inference.estimates(&moments)[0].mean, 2.0);
    }

    proptest! {
        /// Hulls of many concepts in few dimensions, at targets with any number of weights: every direction has a projection, and an observation
        /// that is a share. With more weights than dimensions the cone is almost surely the whole space.
        #[test]
        fn no_hull_is_refused(
            dim in 1..6usize,
            count in 1..20usize,
            mixed in 1..20usize,
            numbers in prop::collection::vec(-1.0..1.0f64, 120),
            seed in 0..1000u64,
        ) {
            let mixed = mixed.min(count);
            let vectors = (0..count).map(|k| numbers[6 * k..][..dim].to_vec()).collect();
            let target = (0..count).map(|k| if k < mixed { 1.0 / mixed as f64 } else { 0.0 }).collect();
            let cone = TangentCone::at_target(&problem(vectors, target));
            // Numbers that are simplified to 0 make hulls of fewer dimensions.
            prop_assert!(cone.lineality <= dim.min(mixed - 1), "{}", cone.lineality);
            let mut stream = open_stream(seed, &ContentKey::of("hulls"), 0);
            let mut replicates = ReplicatesOfBlock::of(&cone);
            for _ in 0..if cone.rest_dim == 0 { 0 } else { 20 } {
                let observed = replicates.draw_next(&mut stream).map(|observation| observation[0]);
                prop_assert!(observed.is_ok_and(|share| (0.0..=1.0).contains(&share)), "{observed:?}");
            }
        }
    }
}
