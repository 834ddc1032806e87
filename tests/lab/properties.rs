//! What formulas and posteriors must do under a change of names, of coordinates and of scale, and how they are ordered.
//!
//! Two ways to compute one number are equal up to [`RELATIVE`]; inequalities between numbers have the same allowance.

use crate::formulas::value;
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::{
    ConceptPosterior, ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec,
};
use weak_to_strong::sample::SampleMoments;

/// d and K of the random problems.
const DIM: usize = 4;
const COUNT: usize = 3;

/// Two roundings of one formula.
///
/// Vectors have entries below 1.5 and noises are above 0.4, so that log φ at θ ≤ 2 loses at most a few hundred ε = 2e-16, and
/// the search for its minimum stops where log φ is flat to 1e-15. A batch of up to 12 multiplies that; quadrature adds 1e-11 per
/// example for the cube and the sphere. Near the end of the interval where φ is finite its condition number reaches 1e3.
const RELATIVE: f64 = 1e-8;

/// Formulas of a problem with one target concept, and settings for each.
fn settings_of(formula: &str, setting: &Given) -> Vec<(&'static str, f64)> {
    match formula {
        "finite_sample_bound" => vec![("samples", setting.samples)],
        "ridge_risk" => vec![("samples", setting.samples), ("penalty", setting.penalty)],
        "chernoff_bound" | "misalignment_squared_bound" | "misalignment_floor" => vec![("batch", setting.batch)],
        _ => vec![],
    }
}

/// Defined for every isotropic law.
const ISOTROPIC_FORMULAS: [&str; 12] = [
    "eps_p2",
    "eps_w2",
    "cross_bias",
    "segment_bound",
    "harmonic_bound",
    "finite_sample_bound",
    "ridge_risk",
    "chernoff_bound",
    "misalignment_exponent",
    "misalignment_squared_bound",
    "misalignment_squared_exponent",
    "misalignment_floor",
];

// Names and coordinates.

proptest! {
    /// Concepts have no order: a permutation of them, with their priors and weak versions, changes nothing.
    #[test]
    fn the_order_of_concepts_is_immaterial(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
        given in given(),
    ) {
        let renamed = Drawn {
            concepts: order.iter().map(|&k| drawn.concepts[k].clone()).collect(),
            weak: order.iter().map(|&k| drawn.weak[k].clone()).collect(),
            source_prior: order.iter().map(|&k| drawn.source_prior[k]).collect(),
            target: order.iter().position(|&k| k == drawn.target).expect("a permutation"),
            ..drawn.clone()
        };
        assert_same_formulas(&drawn.problem(&law), &renamed.problem(&law), &given)?;
    }

    /// Gaussian and sphere prompts have no axes: a rotation of all vectors changes nothing.
    #[test]
    fn rotations_change_nothing_for_round_laws(
        drawn in drawn_problem(),
        law in prop_oneof![Just(PromptLaw::Gaussian), Just(PromptLaw::Sphere)],
        rotation in rotation(),
        given in given(),
    ) {
        let rotated = drawn.map_vectors(|vector| &rotation * vector);
        assert_same_formulas(&drawn.problem(&law), &rotated.problem(&law), &given)?;
    }

    /// Prompts on the cube and signs are invariant under signed permutations of the coordinates.
    #[test]
    fn signed_permutations_change_nothing(
        drawn in sparse_problem(),
        law in prop_oneof![Just(PromptLaw::Cube), Just(PromptLaw::Rademacher)],
        order in Just((0..DIM).collect::<Vec<_>>()).prop_shuffle(),
        signs in prop::collection::vec(prop::bool::ANY, DIM),
        given in given(),
    ) {
        let moved = drawn.map_vectors(|vector| {
            DVector::from_fn(DIM, |i, _| if signs[i] { vector[order[i]] } else { -vector[order[i]] })
        });
        assert_same_formulas(&drawn.problem(&law), &moved.problem(&law), &given)?;
    }

    /// A concept that the source gives no probability, and that is not the target, is not there.
    #[test]
    fn a_concept_outside_both_priors_is_not_there(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        concept in vector(),
        weak in vector(),
        given in given(),
    ) {
        let mut longer = drawn.clone();
        longer.concepts.push(concept);
        longer.weak.push(weak);
        longer.source_prior.push(0.0);
        assert_same_formulas(&drawn.problem(&law), &longer.problem(&law), &given)?;
    }

    /// Anisotropic prompts with equal variances v are Gaussian prompts with concepts and noises in other units: lengths scaled by √v.
    #[test]
    fn equal_variances_are_a_change_of_units(drawn in drawn_problem(), variance in 0.3..3.0f64, given in given()) {
        let anisotropic = drawn.problem(&PromptLaw::Anisotropic(vec![variance; DIM]));
        let scaled = drawn.map_vectors(|vector| vector * variance.sqrt()).problem(&PromptLaw::Gaussian);
        for formula in [
            "chernoff_bound",
            "misalignment_exponent",
            "misalignment_squared_bound",
            "misalignment_squared_exponent",
            "misalignment_floor",
        ] {
            let settings = settings_of(formula, &given);
            assert_close(formula, value(formula, &anisotropic, &settings), value(formula, &scaled, &settings))?;
        }
    }

    /// Vectors and noises in another unit: squared errors scale by its square, probabilities and rates stay.
    #[test]
    fn errors_scale_and_rates_do_not(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        unit in 0.5..2.0f64,
        given in given(),
    ) {
        let mut scaled = drawn.map_vectors(|vector| vector * unit);
        scaled.noise *= unit;
        scaled.weak_noise *= unit;
        let (one, other) = (drawn.problem(&law), scaled.problem(&law));
        for formula in ISOTROPIC_FORMULAS {
            let is_error = !formula.starts_with("misalignment") && formula != "chernoff_bound";
            let factor = if is_error { unit * unit } else { 1.0 };
            let settings = settings_of(formula, &given);
            let expected = value(formula, &one, &settings).map(|x| factor * x);
            assert_close(formula, value(formula, &other, &settings), expected)?;
        }
    }

    /// Mixed batches: the limit does not depend on the order of concepts either.
    #[test]
    fn the_mixed_limit_ignores_the_order(
        drawn in drawn_problem(),
        weights in prop::collection::vec(0.1..1.0f64, COUNT),
        order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let limit = |concepts: Vec<DVector<f64>>, weak: Vec<DVector<f64>>, prior: Vec<f64>, target_prior: Vec<f64>| {
            let spec = Drawn { concepts, weak, source_prior: prior, ..drawn.clone() }.spec(&PromptLaw::Gaussian);
            let spec = spec.target_prior(PriorSpec::Probabilities(normalised(&target_prior)));
            value("mixed_batch_limit", &built(&spec), &[])
        };
        let pick = |vectors: &[DVector<f64>]| order.iter().map(|&k| vectors[k].clone()).collect();
        let pick_numbers = |numbers: &[f64]| order.iter().map(|&k| numbers[k]).collect();
        let plain =
            limit(drawn.concepts.clone(), drawn.weak.clone(), drawn.source_prior.clone(), weights.clone());
        let renamed =
            limit(pick(&drawn.concepts), pick(&drawn.weak), pick_numbers(&drawn.source_prior), pick_numbers(&weights));
        assert_close("mixed_batch_limit", renamed, plain.clone())?;
        prop_assert!((0.0..=1.0).contains(&plain.expect("no ties among random vectors")));
    }
}

// Order.

proptest! {
    /// Proposition 3.2 in the limit of many dimensions: the risk of every penalty is at least the finite-sample bound (the average
    /// over eigenvalues of a convex function with the same mean), which is at least the segment bound.
    #[test]
    fn no_penalty_beats_the_bounds((drawn, law) in (drawn_problem(), coordinate_free_law()), given in given()) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &settings_of(formula, &given)).expect("a value");
        let (risk, finite, segment) = (at("ridge_risk"), at("finite_sample_bound"), at("segment_bound"));
        prop_assert!(not_above(finite, risk), "risk {risk} below {finite}");
        prop_assert!(not_above(segment, finite), "finite-sample bound {finite} below {segment}");
        // The source itself is in the class.
        prop_assert!(not_above(finite, at("eps_p2")));
    }

    /// More labels, or less noise, never raise the finite-sample bound.
    #[test]
    fn the_finite_sample_bound_falls_with_labels_and_rises_with_noise(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        samples in 1..40u32,
        quieter in 0.3..1.0f64,
    ) {
        let bound = |drawn: &Drawn, samples: u32| {
            value("finite_sample_bound", &drawn.problem(&law), &[("samples", f64::from(samples))]).expect("a bound")
        };
        let here = bound(&drawn, samples);
        prop_assert!(not_above(bound(&drawn, samples + 1), here));
        let quiet = Drawn { weak_noise: quieter * drawn.weak_noise, ..drawn.clone() };
        prop_assert!(not_above(bound(&quiet, samples), here));
    }

    /// Theorem 4.3 and its converse bound one and the same number: floor ≤ E M ≤ Chernoff bound, and (E M)² ≤ E M² ≤ squared bound.
    /// Each minimum over [0, 2] is at most the one over [0, 1], so the squared bound is at most K − 1 Chernoff bounds.
    #[test]
    fn bounds_of_misalignment_are_ordered(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        given in given(),
    ) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &settings_of(formula, &given)).expect("a bound");
        let (floor, bound, squared) =
            (at("misalignment_floor"), at("chernoff_bound"), at("misalignment_squared_bound"));
        prop_assert!((0.0..=1.0).contains(&floor) && bound >= 0.0 && squared >= 0.0);
        prop_assert!(not_above(floor, bound), "floor {floor} above {bound}");
        prop_assert!(not_above(floor * floor, squared), "floor {floor} squared above {squared}");
        let wrong = (COUNT - 1) as f64;
        prop_assert!(not_above(squared, wrong * bound));
        // θ = 0 gives 1 for each wrong concept.
        prop_assert!(not_above(bound, wrong));
    }

    /// Before any example misalignment is known, 1 − αₖ*, and both bounds must respect it.
    #[test]
    fn bounds_hold_before_any_example((drawn, law) in (drawn_problem(), coordinate_free_law())) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &[("batch", 0.0)]).expect("a bound");
        let misalignment = 1.0 - problem.source_prior().probabilities()[drawn.target];
        prop_assert!(not_above(at("misalignment_floor"), misalignment));
        prop_assert!(not_above(misalignment, at("chernoff_bound")));
        prop_assert!(not_above(misalignment * misalignment, at("misalignment_squared_bound")));
        // Σₖ min(1, αₖ/αₖ*).
        assert_close("chernoff_bound", value("chernoff_bound", &problem, &[("batch", 0.0)]), Ok(drawn.odds_sum()))?;
    }

    /// ρ ≤ ρ₂ ≤ 2ρ: the second because log φ is convex and 0 at θ = 0.
    #[test]
    fn squaring_at_most_doubles_the_exponent((drawn, law) in (drawn_problem(), coordinate_free_law())) {
        let problem = drawn.problem(&law);
        let once = value("misalignment_exponent", &problem, &[]).expect("an exponent");
        let squared = value("misalignment_squared_exponent", &problem, &[]).expect("an exponent");
        prop_assert!(once >= 0.0 && not_above(once, squared) && not_above(squared, 2.0 * once), "{once} {squared}");
    }

    /// With a uniform source each term of the Chernoff bound is exp(−m·ρₖ), so the bound lies between exp(−m·ρ) and K − 1 times that,
    /// and never rises.
    #[test]
    fn the_exponent_is_the_rate_of_the_bound(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        batch in 1..40u32,
    ) {
        let problem = Drawn { source_prior: vec![1.0 / 3.0; COUNT], ..drawn }.problem(&law);
        let exponent = value("misalignment_exponent", &problem, &[]).expect("an exponent");
        let bound = |batch: u32| value("chernoff_bound", &problem, &[("batch", f64::from(batch))]).expect("a bound");
        let slowest = (-exponent * f64::from(batch)).exp();
        // A relative error of the exponent counts 40 times at most.
        let allowance = 40.0 * RELATIVE;
        prop_assert!(bound(batch) >= slowest * (1.0 - allowance));
        prop_assert!(bound(batch) <= (COUNT - 1) as f64 * slowest * (1.0 + allowance));
        prop_assert!(not_above(bound(batch + 1), bound(batch)));
    }

    /// φ grows with σ_w at every θ, so noise slows alignment, and weakens the floor.
    #[test]
    fn weak_noise_only_slows_alignment(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        quieter in 0.3..1.0f64,
        given in given(),
    ) {
        let quiet = Drawn { weak_noise: quieter * drawn.weak_noise, ..drawn.clone() };
        let (loud, quiet) = (drawn.problem(&law), quiet.problem(&law));
        for (formula, sign) in [
            ("chernoff_bound", 1.0),
            ("misalignment_squared_bound", 1.0),
            ("misalignment_exponent", -1.0),
            ("misalignment_squared_exponent", -1.0),
            ("misalignment_floor", -1.0),
        ] {
            let at = |problem| value(formula, problem, &settings_of(formula, &given)).expect("a value");
            let (low, high) = if sign > 0.0 { (at(&quiet), at(&loud)) } else { (at(&loud), at(&quiet)) };
            prop_assert!(not_above(low, high), "{formula}: {low} above {high}");
        }
    }
}

// Posteriors and estimators.

proptest! {
    /// Posterior probabilities sum to one, misalignment is what is left of the target's, and a constant added to all residual
    /// squares, which is the part of the labels that no concept explains, changes nothing.
    #[test]
    fn posteriors_are_probabilities(
        drawn in drawn_problem(),
        residuals in prop::collection::vec(0.0..50.0f64, COUNT),
        unexplained in 0.0..1000.0f64,
    ) {
        let problem = drawn.problem(&PromptLaw::Gaussian);
        let posterior = ConceptPosterior::new(&problem, &residuals);
        let probabilities = posterior.probabilities();
        // Rounding of logarithms up to 50/(2·0.4²) ≈ 160, times ε, for three terms.
        prop_assert!((probabilities.sum() - 1.0).abs() < 1e-12);
        prop_assert!(probabilities.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)));
        prop_assert!((posterior.misalignment(drawn.target) - (1.0 - probabilities[drawn.target])).abs() < 1e-12);
        for k in 0..COUNT {
            prop_assert_eq!(probabilities[k] == 0.0, drawn.source_prior[k] == 0.0);
        }
        let shifted: Vec<f64> = residuals.iter().map(|residual| residual + unexplained).collect();
        let same = ConceptPosterior::new(&problem, &shifted).probabilities();
        // Logarithms up to 1050/(2·0.4²) ≈ 3300, times ε.
        prop_assert!((same - probabilities).amax() < 1e-11);
    }

    /// A smaller residual under the target never raises misalignment; a sample read twice squares the odds.
    #[test]
    fn posteriors_follow_the_evidence(
        drawn in drawn_problem(),
        residuals in prop::collection::vec(0.0..20.0f64, COUNT),
        gain in 0.0..1.0f64,
    ) {
        let problem = drawn.problem(&PromptLaw::Gaussian);
        let target = drawn.target;
        let misalignment = |residuals: &[f64]| ConceptPosterior::new(&problem, residuals).misalignment(target);
        let mut better = residuals.clone();
        better[target] *= gain;
        prop_assert!(misalignment(&better) <= misalignment(&residuals) + 1e-14);

        let log_odds = |residuals: &[f64]| {
            let probabilities = ConceptPosterior::new(&problem, residuals).probabilities();
            let prior = problem.source_prior().probabilities();
            let wrong = (0..COUNT).find(|k| *k != target && prior[*k] > 0.0).expect("one is supported");
            (probabilities[target] / probabilities[wrong]).ln() - (prior[target] / prior[wrong]).ln()
        };
        let twice: Vec<f64> = residuals.iter().map(|residual| 2.0 * residual).collect();
        // Logarithms up to 40/(2·0.4²) ≈ 125, times ε, a few times.
        prop_assert!((log_odds(&twice) - 2.0 * log_odds(&residuals)).abs() < 1e-11);
    }

    /// Spectral shrinkage estimators have no axes: a rotated sample gives the rotated estimate. Along the ridge path the loss falls
    /// as the distance to the source grows.
    #[test]
    fn estimators_rotate_with_the_sample(
        prompts in prop::collection::vec(-2.0..2.0f64, 6 * DIM),
        labels in prop::collection::vec(-2.0..2.0f64, 6),
        source in vector(),
        rotation in rotation(),
        penalty in 0.01..5.0f64,
        steps in 0..20usize,
    ) {
        let prompts = DMatrix::from_vec(6, DIM, prompts);
        let labels = DVector::from_vec(labels);
        let fit = FineTuning::new(&SampleMoments::of(&prompts, &labels), &source).expect("a sample");
        let rotated_moments = SampleMoments::of(&(&prompts * rotation.transpose()), &labels);
        let rotated = FineTuning::new(&rotated_moments, &(&rotation * &source)).expect("a sample");
        let ridge = fit.ridge(penalty).expect("η > 0");
        // Condition number below 4·6/0.01 = 2400 in numbers below 10.
        prop_assert!((&rotation * &ridge - rotated.ridge(penalty).expect("η > 0")).amax() < 1e-10);
        let descent = fit.descent(0.05, steps).expect("τ > 0");
        prop_assert!((&rotation * descent - rotated.descent(0.05, steps).expect("τ > 0")).amax() < 1e-10);

        let loss = |estimate: &DVector<f64>| (&labels - &prompts * estimate).norm_squared();
        let further = fit.ridge(0.5 * penalty).expect("η > 0");
        prop_assert!(loss(&further) <= loss(&ridge) + 1e-10);
        prop_assert!(loss(&ridge) <= loss(&source) + 1e-10);
        prop_assert!((&ridge - &source).norm() <= (&further - &source).norm() + 1e-10);
    }
}

// Random problems.

/// A problem with one target, in lists that can be permuted and rotated.
#[derive(Clone, Debug)]
struct Drawn {
    concepts: Vec<DVector<f64>>,
    weak: Vec<DVector<f64>>,
    /// Weights, not all one; not yet divided by their sum.
    source_prior: Vec<f64>,
    target: usize,
    noise: f64,
    weak_noise: f64,
}

#[derive(Clone, Copy, Debug)]
struct Given {
    samples: f64,
    penalty: f64,
    batch: f64,
}

impl Drawn {
    fn spec(&self, law: &PromptLaw) -> ProblemSpec {
        let lists = |vectors: &[DVector<f64>]| -> Vec<Vec<f64>> {
            vectors.iter().map(|vector| vector.iter().copied().collect()).collect()
        };
        ProblemSpec::new(DIM, ConceptSpec::Vectors(lists(&self.concepts)))
            .prompts(law.clone())
            .source_prior(PriorSpec::Probabilities(normalised(&self.source_prior)))
            .target(self.target)
            .noise(self.noise)
            .weak(WeakSpec::of_vectors(lists(&self.weak), self.weak_noise))
    }

    fn problem(&self, law: &PromptLaw) -> TransferProblem {
        built(&self.spec(law))
    }

    fn map_vectors(&self, map: impl Fn(&DVector<f64>) -> DVector<f64>) -> Self {
        Self {
            concepts: self.concepts.iter().map(&map).collect(),
            weak: self.weak.iter().map(&map).collect(),
            ..self.clone()
        }
    }

    /// Σₖ min(1, αₖ/αₖ*), the Chernoff bound of no examples.
    fn odds_sum(&self) -> f64 {
        let odds = |k: usize| (self.source_prior[k] / self.source_prior[self.target]).min(1.0);
        (0..self.source_prior.len()).filter(|&k| k != self.target).map(odds).sum()
    }
}

fn built(spec: &ProblemSpec) -> TransferProblem {
    TransferProblem::new(spec).expect("a problem")
}

fn normalised(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

fn vector() -> impl Strategy<Value = DVector<f64>> {
    prop::collection::vec(-1.5..1.5f64, DIM).prop_map(DVector::from_vec)
}

fn drawn_problem() -> impl Strategy<Value = Drawn> {
    problem_of(vector().boxed())
}

/// Vectors with entries in two coordinates at most, so that quadrature over all is quick.
fn sparse_problem() -> impl Strategy<Value = Drawn> {
    let sparse = (-1.5..1.5f64, -1.5..1.5f64).prop_map(|(x, y)| DVector::from_vec(vec![x, 0.0, y, 0.0]));
    problem_of(sparse.boxed())
}

/// About one source in four leaves out a concept that is not the target.
fn problem_of(vector: BoxedStrategy<DVector<f64>>) -> impl Strategy<Value = Drawn> {
    let vectors = || prop::collection::vec(vector.clone(), COUNT);
    let numbers = (prop::collection::vec(0.05..1.0f64, COUNT), 0..COUNT, 0.4..1.5f64, 0.4..1.5f64, 0..4u8);
    (vectors(), vectors(), numbers).prop_map(
        |(concepts, weak, (mut source_prior, target, noise, weak_noise, left_out))| {
            if left_out == 0 {
                source_prior[(target + 1) % COUNT] = 0.0;
            }
            Drawn { concepts, weak, source_prior, target, noise, weak_noise }
        },
    )
}

/// Laws for which general vectors cost no more than sparse ones.
fn coordinate_free_law() -> impl Strategy<Value = PromptLaw> {
    prop_oneof![Just(PromptLaw::Gaussian), Just(PromptLaw::Rademacher), Just(PromptLaw::Sphere)]
}

fn given() -> impl Strategy<Value = Given> {
    (1..40u32, 0.01..5.0f64, 0..12u32).prop_map(|(samples, penalty, batch)| Given {
        samples: f64::from(samples),
        penalty,
        batch: f64::from(batch),
    })
}

/// The orthogonal factor of a random matrix.
fn rotation() -> impl Strategy<Value = DMatrix<f64>> {
    prop::collection::vec(-1.0..1.0f64, DIM * DIM).prop_map(|entries| DMatrix::from_vec(DIM, DIM, entries).qr().q())
}

// Comparisons.

fn assert_same_formulas(one: &TransferProblem, other: &TransferProblem, given: &Given) -> Result<(), TestCaseError> {
    for formula in ISOTROPIC_FORMULAS {
        let settings = settings_of(formula, given);
        assert_close(formula, value(formula, other, &settings), value(formula, one, &settings))?;
    }
    Ok(())
}

fn assert_close<E: std::fmt::Debug>(
    formula: &str,
    found: Result<f64, E>,
    expected: Result<f64, E>,
) -> Result<(), TestCaseError> {
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            // A small value may be a difference of numbers of size one: 1e-11 is left for their rounding.
            let allowance = RELATIVE * expected.abs().max(1e-3);
            prop_assert!((found - expected).abs() <= allowance, "{formula}: {found}, not {expected}");
        }
        (found, expected) => prop_assert!(false, "{formula}: {found:?}, not {expected:?}"),
    }
    Ok(())
}

/// Whether the first is at most the second, up to [`RELATIVE`].
fn not_above(low: f64, high: f64) -> bool {
    low <= high + RELATIVE * high.abs().max(1e-3)
}
