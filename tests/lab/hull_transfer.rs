//! Transfer within the hull: what is measured against what is computed, and against cases that can be worked out by hand.
//!
//! Learner and formulas share no code: the one solves a quadratic program from a sample's moments, the others rest on projections onto the
//! simplex and on solid angles. Seeds were fixed before any result was seen.

use crate::problems::{built, orthonormal};
use crate::quantities::{drawn, given, settings};
use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};
use weak_to_strong::numeric::Estimate;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::quantity::{self, MadeExperiment};
use weak_to_strong_lab::setting::SettingValue;

const SEED: u64 = 340;

/// |z| beyond this has probability 5.7e-7; the tests below look at 20 of them.
const Z_LIMIT: f64 = 5.0;

fn of_design(samples: usize, design: &str) -> IndexMap<String, SettingValue> {
    given(&[("samples", samples as f64)], &[("design", design), ("sampler", "plain")])
}

fn made(name: &str, spec: &ProblemSpec, samples: usize, design: &str) -> MadeExperiment {
    let quantity = quantity::by_name(name)?;
    quantity.experiment(&built(spec), &[settings(quantity, &of_design(samples, design))])
}

fn measured(name: &str, spec: &ProblemSpec, samples: usize, design: &str, replicates: u64) -> Estimate {
    let made = made(name, spec, samples, design).expect("an experiment");
    let key = ContentKey::of(&format!("{name} {samples} {design} {spec:?}"));
    let (inference, moments) = drawn(made, key, SEED, replicates);
    inference.estimates(&moments)[0]
}

fn computed(name: &str, spec: &ProblemSpec, samples: usize, design: &str) -> f64 {
    let formula = formula::by_name(name).expect("a known formula");
    formula.value(&built(spec), &of_design(samples, design)).expect("a value")
}

fn z(estimate: Estimate, expected: f64) -> f64 {
    (estimate.mean - expected) / estimate.standard_error
}

/// d = 1, concepts 0 and 1, target 0. With Rademacher prompts XᵀX = n in any case, so both designs give Π_C(τξ), τξ clipped to [0, 1], with
/// second moment τ²(Φ(1/τ) − ½ − φ(1/τ)/τ) + P(τξ > 1). Here τ = ½. Power: without the upper end it would be τ²/2, off by more than 5 standard
/// errors.
#[test]
fn two_concepts_on_a_line() {
    let unit = Normal::new(0.0, 1.0).expect("the standard normal law");
    let clipped = 0.25 * (unit.cdf(2.0) - 0.5 - 2.0 * unit.pdf(2.0)) + unit.sf(2.0);
    let mut spec =
        orthonormal(1, 1, PromptLaw::Rademacher, WeakSpec { cosine: None, ..WeakSpec::biased(0.0, 0.0, 1.0) });
    spec.concepts = ConceptSpec::Vectors(vec![vec![0.0], vec![1.0]]);
    spec.weak.off_hull = None;
    spec.weak.vectors = Some(vec![vec![0.0], vec![1.0]]);
    for design in ["iid", "orthogonal"] {
        let estimate = measured("hull.mse", &spec, 4, design, 100_000);
        assert!(z(estimate, clipped).abs() < Z_LIMIT, "{design}: {estimate:?}, expected {clipped}");
        assert!(z(estimate, 0.125).abs() > Z_LIMIT, "{design}: {estimate:?}");
    }
}

#[test]
fn a_single_concept_is_recovered_exactly() {
    let spec = orthonormal(3, 1, PromptLaw::Gaussian, WeakSpec::biased(0.3, 2.0, 5.0));
    for (samples, design) in [(1, "iid"), (3, "orthogonal")] {
        assert_eq!(measured("hull.mse", &spec, samples, design, 1000).mean, 0.0);
    }
    assert_eq!(computed("hull_limit_bias", &spec, 3, "orthogonal"), 0.0);
}

/// An orthogonal design at τ = 0.05 meets the bound, Gaussian prompts the small-noise value, and neither meets the other's: they differ by
/// a fifth and more, which is above 10 standard errors. At small noise the error exceeds the reach of the tangent cone with probability below
/// 1e-20 in an orthogonal design, and below 1e-7 with Gaussian prompts, n = 12.
#[test]
fn each_design_has_its_own_small_noise_value() {
    for concepts in [2, 3, 4] {
        let spec = orthonormal(8, concepts, PromptLaw::Gaussian, WeakSpec::biased(1.0, 0.0, 0.05 * 12f64.sqrt()));
        let bound = computed("hull_bound", &spec, 12, "orthogonal");
        let orthogonal = measured("hull.mse", &spec, 12, "orthogonal", 200_000);
        assert!(z(orthogonal, bound).abs() < Z_LIMIT, "{concepts}: {orthogonal:?}, expected {bound}");
        let spec = spec.weak(WeakSpec::biased(1.0, 0.0, 0.05));
        let small_noise = computed("hull_small_noise", &spec, 12, "iid");
        let independent = measured("hull.mse", &spec, 12, "iid", 200_000);
        assert!(z(independent, small_noise).abs() < Z_LIMIT, "{concepts}: {independent:?}, expected {small_noise}");
        assert!(z(independent, bound / 12.0) > Z_LIMIT, "{concepts}: {independent:?}");
    }
}

fn list_spec(concepts: Vec<Vec<f64>>, target_prior: &[f64], noise: f64) -> ProblemSpec {
    let weak = WeakSpec::of_vectors(concepts.clone(), noise);
    orthonormal(3, 1, PromptLaw::Gaussian, weak)
        .concepts(ConceptSpec::Vectors(concepts))
        .target_prior(PriorSpec::Probabilities(target_prior.to_vec()))
}

/// Tangent cones of triangles and tetrahedra of any shape, known from their angles. A corner of angle ω has v₁ = ½ and v₂ = ω/2π; an edge is
/// a half-plane; inside it is the plane; a concept that lies inside too has no corner. A tetrahedron with a right corner is an orthant there,
/// of dimension 3/2. Where the projection is the same for every direction it is exact; 10 degrees of ω would be noticed.
#[test]
fn tangent_cones_of_any_shape() {
    let angle = 100f64.to_radians();
    let triangle = vec![vec![0.0, 0.0, 1.0], vec![0.5, 0.0, 1.0], vec![3.0 * angle.cos(), 3.0 * angle.sin(), 1.0]];
    let with_inner = [triangle.clone(), vec![vec![0.01, 0.02, 1.0]]].concat();
    let orthant = vec![vec![0.0; 3], vec![1.0, 0.0, 0.0], vec![0.0, 0.1, 0.0], vec![0.0, 0.0, 7.0]];
    let dimension = |concepts: &[Vec<f64>], prior: &[f64]| {
        measured("hull.statistical_dimension", &list_spec(concepts.to_vec(), prior, 0.5), 1, "iid", 40_000)
    };
    let wedge = |angle: f64| 0.5 + angle / std::f64::consts::PI;
    let corner = dimension(&triangle, &[1.0, 0.0, 0.0]);
    assert!(z(corner, wedge(angle)).abs() < Z_LIMIT, "{corner:?}");
    assert!(z(corner, wedge(angle + 10f64.to_radians())).abs() > Z_LIMIT, "{corner:?}");
    let edge = dimension(&triangle, &[0.2, 0.8, 0.0]);
    assert!(z(edge, 1.5).abs() < Z_LIMIT, "{edge:?}");
    let right = dimension(&orthant, &[1.0, 0.0, 0.0, 0.0]);
    assert!(z(right, 1.5).abs() < Z_LIMIT, "{right:?}");
    for inside in [dimension(&triangle, &[0.2, 0.3, 0.5]), dimension(&with_inner, &[0.0, 0.0, 0.0, 1.0])] {
        assert!((inside.mean - 2.0).abs() < 1e-9, "{inside:?}");
    }
    assert_eq!(dimension(&triangle[..1], &[1.0]).mean, 0.0);
}

/// On faces of the hull of orthonormal concepts the projection has the dimension that follows from solid angles.
#[test]
fn faces_have_the_dimension_of_their_intrinsic_volumes() {
    for prior in [[0.5, 0.5, 0.0, 0.0], [0.2, 0.3, 0.5, 0.0]] {
        let spec = orthonormal(6, 4, PromptLaw::Cube, WeakSpec::biased(1.0, 0.0, 0.5))
            .target_prior(PriorSpec::Probabilities(prior.to_vec()));
        let (estimate, exact) = (
            measured("hull.statistical_dimension", &spec, 1, "iid", 40_000),
            computed("statistical_dimension", &spec, 1, "iid"),
        );
        assert!(z(estimate, exact).abs() < Z_LIMIT, "{estimate:?}, expected {exact}");
        assert!(z(estimate, 1.05 * exact).abs() > Z_LIMIT, "{estimate:?}");
    }
}

/// For concepts of any shape the noisy bound of Proposition 3.4 holds with the dimension that is measured, and is attained at small noise: at
/// τ = 1e-3 the fit leaves the tangent cone with probability below 1e-20, at τ = 1 the hull's sides cut it off.
#[test]
fn the_noisy_bound_is_about_any_hull() {
    let concepts = vec![vec![0.0, 0.3, 0.0], vec![1.0, 0.0, 0.2], vec![0.4, 1.5, 0.0], vec![0.3, 0.4, 1.1]];
    let vertex = [1.0, 0.0, 0.0, 0.0];
    let spec = |deviation: f64| list_spec(concepts.clone(), &vertex, 4.0 * deviation);
    let dimension = measured("hull.statistical_dimension", &spec(1.0), 1, "iid", 200_000);
    let share = |deviation: f64| {
        let Estimate { mean, standard_error, replicates } =
            measured("hull.mse", &spec(deviation), 16, "orthogonal", 200_000);
        let variance = deviation * deviation;
        Estimate { mean: mean / variance, standard_error: standard_error / variance, replicates }
    };
    let difference = |a: Estimate| (a.mean - dimension.mean) / a.standard_error.hypot(dimension.standard_error);
    assert!(difference(share(1e-3)).abs() < Z_LIMIT, "{:?} {dimension:?}", share(1e-3));
    assert!(difference(share(1.0)) < -Z_LIMIT, "{:?} {dimension:?}", share(1.0));
}

/// Least squares without the hull, for comparison: `naive.mse` with no penalty.
#[test]
fn least_squares_is_what_naive_fine_tuning_without_penalty_does() {
    let spec = orthonormal(8, 3, PromptLaw::Gaussian, WeakSpec::biased(0.7, 0.4, 0.5));
    let estimate = measured("naive.mse", &spec, 24, "iid", 50_000);
    let expected = computed("least_squares_mse", &spec, 24, "iid");
    assert!(z(estimate, expected).abs() < Z_LIMIT, "{estimate:?}, expected {expected}");
    let by_design = computed("least_squares_mse", &spec, 24, "orthogonal");
    assert!(z(estimate, by_design).abs() > Z_LIMIT);
}

/// Orthonormal concepts and arbitrary weak ones in five dimensions, rotated together.
fn rotated_problem() -> impl Strategy<Value = ProblemSpec> {
    let numbers = |len: usize| prop::collection::vec(-1.5..1.5f64, len);
    let law = prop_oneof![Just(PromptLaw::Cube), Just(PromptLaw::Gaussian)];
    (1..=4usize, numbers(25), numbers(20), prop::collection::vec(0.0..1.0f64, 4), law).prop_map(
        |(count, square, weak, weights, prompts)| {
            let rotation = DMatrix::from_vec(5, 5, square).qr().q();
            let lists = |matrix: DMatrix<f64>| -> Vec<Vec<f64>> {
                matrix.column_iter().map(|column| column.iter().copied().collect()).collect()
            };
            let total: f64 = weights[..count].iter().sum::<f64>() + 1e-9;
            let prior: Vec<f64> = weights[..count].iter().map(|w| (w + 1e-9 / count as f64) / total).collect();
            let weak_concepts = &rotation * DMatrix::from_vec(5, 4, weak).columns(0, count);
            let mut weak = WeakSpec::biased(0.0, 0.0, 0.5);
            (weak.cosine, weak.off_hull, weak.vectors) = (None, None, Some(lists(weak_concepts)));
            orthonormal(5, 1, prompts, weak)
                .concepts(ConceptSpec::Vectors(lists(rotation.columns(0, count).into_owned())))
                .target_prior(PriorSpec::Probabilities(prior))
        },
    )
}

proptest! {
    /// The learner on the population's moments finds the projection. Where its gap is 1e-12 of numbers below 50, it is off by up to 1e-5.
    #[test]
    fn the_learner_tends_to_the_projection(spec in rotated_problem()) {
        let limit = measured("hull.limit", &spec, 1, "iid", 2).mean;
        let expected = computed("hull_limit_bias", &spec, 1, "iid");
        prop_assert!((limit - expected).abs() < 1e-5, "{limit} and {expected}");
        // Gain ≥ misfit, with the learner's own limit.
        let weak = computed("eps_w2", &spec, 1, "iid");
        prop_assert!(weak - limit >= computed("hull_misfit", &spec, 1, "iid") - 1e-5);
    }

    /// The hull is shifted and turned with the problem: personas differ from orthonormal concepts of the same style by a translation, which
    /// changes no limit within the hull.
    #[test]
    fn content_in_common_changes_nothing(cosine in -1.0..2.0f64, content in 0.0..100.0f64) {
        let lists = |vectors: [DVector<f64>; 2]| vectors.map(|v| v.iter().copied().collect()).to_vec();
        let [common, first, second] = [0, 1, 2].map(|i| DVector::from_fn(4, |row, _| f64::from(u8::from(row == i))));
        let shifted = |content: f64| {
            let shift = &common * content;
            let mut weak = WeakSpec::biased(0.0, 0.0, 0.5);
            let vectors = lists([&first * cosine + &shift, &second * cosine + &shift]);
            (weak.cosine, weak.off_hull, weak.vectors) = (None, None, Some(vectors));
            let concepts = ConceptSpec::Vectors(lists([&first + &shift, &second + &shift]));
            orthonormal(4, 1, PromptLaw::Cube, weak).concepts(concepts)
        };
        let limit = |content: f64| measured("hull.limit", &shifted(content), 1, "iid", 2).mean;
        prop_assert!((limit(content) - limit(0.0)).abs() < 1e-5);
    }
}

#[test]
fn designs_that_do_not_exist_are_refused() {
    let noisy = WeakSpec::biased(1.0, 0.0, 0.5);
    let refusal = |spec: &ProblemSpec, samples: usize| {
        made("hull.mse", spec, samples, "orthogonal").err().expect("a refusal").to_string()
    };
    let few = refusal(&orthonormal(4, 2, PromptLaw::Cube, noisy.clone()), 3);
    assert!(few.contains("samples = 3") && few.contains("dim = 4") && few.contains("design = iid"), "{few}");
    let anisotropic = orthonormal(2, 2, PromptLaw::Anisotropic(vec![1.0, 2.0]), noisy.clone());
    assert!(refusal(&anisotropic, 8).contains("isotropic"));
    let mixed = orthonormal(4, 2, PromptLaw::Cube, noisy).target_prior(PriorSpec::Uniform);
    assert!(refusal(&mixed, 8).contains("single_target"));
    // The bound is about orthogonal designs alone.
    let formula = formula::by_name("hull_bound").expect("a known formula");
    let error = formula.value(&built(&anisotropic), &of_design(8, "iid")).expect_err("iid");
    assert!(error.to_string().contains("orthogonal_design"), "{error}");
}
