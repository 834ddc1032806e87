//! Refinement with what is known integrated out, against plain observations.

use crate::quantities::{drawn, given, settings};
use crate::statistics::{Family, Measured};
use proptest::prelude::*;
use weak_to_strong::evidence::Interval;
use weak_to_strong::learn::in_context_posterior;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};
use weak_to_strong_lab::quantity;
use weak_to_strong_lab::study::{Job, Session, run};
use weak_to_strong_proptest::problem_specs;

/// |z| < 5.0, so that the probability of any false alarm is 1e-4.
const FAMILY: Family = Family::new(1e-4, 150);

/// Seed of all draws, fixed before any result was seen.
const SEED: u64 = 31;

/// Three concepts that are not orthogonal, unequal priors, and a target on all of them or on one.
fn problem(prompts: PromptLaw, single_target: bool) -> TransferProblem {
    let concepts = vec![vec![1.0, 0.2, 0.0, 0.3], vec![-0.4, 0.9, 0.1, 0.0], vec![0.5, 0.5, -0.8, 0.2]];
    let weak = vec![vec![0.8, 0.1, 0.0, 0.0], vec![-0.2, 0.7, 0.3, 0.0], vec![0.4, 0.4, -0.5, 0.6]];
    let weak = WeakSpec::of_vectors(weak, 0.6);
    let spec = ProblemSpec::new(4, ConceptSpec::Vectors(concepts))
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(vec![0.2, 0.5, 0.3]))
        .noise(0.7)
        .weak(weak);
    let spec = if single_target { spec } else { spec.target_prior(PriorSpec::Probabilities(vec![0.6, 0.1, 0.3])) };
    spec.build().expect("a problem")
}

/// The estimate and its interval at error 1e-4.
fn measured(
    name: &str,
    problem: &TransferProblem,
    numbers: &[(&str, f64)],
    words: &[(&str, &str)],
    replicates: u64,
) -> (Measured, Interval) {
    let quantity = quantity::by_name(name).expect("known");
    let settings = settings(quantity, &given(numbers, words));
    let made = quantity.experiment(problem, std::slice::from_ref(&settings)).expect("an experiment");
    let (inference, moments) = drawn(made, ContentKey::of(&format!("{name} {settings:?}")), SEED, replicates);
    let estimate = inference.estimates(&moments)[0];
    let interval = inference.enclosures(&moments, 1e-4)[0].interval();
    (Measured { mean: estimate.mean, standard_error: estimate.standard_error }, interval)
}

/// Personas with a weak supervisor of the right style, and the target on one of them or on two.
fn personas(prompts: PromptLaw, single_target: bool) -> TransferProblem {
    let spec = ProblemSpec::new(5, ConceptSpec::Persona { count: 3, content: 1.0, style: 0.7 })
        .prompts(prompts)
        .source_prior(PriorSpec::Probabilities(vec![0.5, 0.2, 0.3]))
        .noise(0.4)
        .weak(WeakSpec::persona(0.4, 0.6, 0.5, 0.8));
    let spec = if single_target { spec } else { spec.target_prior(PriorSpec::Probabilities(vec![0.6, 0.4, 0.0])) };
    spec.build().expect("a problem")
}

/// All learners: what is observed given the prompts has the mean of the plain score.
#[test]
fn learners_in_expectation_agree_with_plain_ones() {
    let family = Family::new(1e-4, 200);
    let limit = family.z_limit();
    let mut tests = 0;
    for (prompts, single_target) in [
        (PromptLaw::Gaussian, true),
        (PromptLaw::Gaussian, false),
        (PromptLaw::Cube, true),
        (PromptLaw::Anisotropic(vec![2.0, 1.0, 0.5, 1.0, 1.5]), false),
    ] {
        let problem = personas(prompts, single_target);
        let names = ["learned.content", "learned.style", "learned.mse"];
        for name in names.into_iter().filter(|name| single_target || *name != "learned.style") {
            for learner in ["naive", "refined", "bootstrapped", "auxiliary"] {
                for (count, penalty) in [(14.0, 0.0), (14.0, 0.4), (3.0, 0.2)] {
                    let counts = [("samples", count), ("labels", count), ("batch", 3.0), ("penalty", penalty)];
                    let more = [("weight", 0.3), ("stages", 3.0)];
                    let numbers: Vec<(&str, f64)> = counts.into_iter().chain(more).collect();
                    let of = |sampler: &str| {
                        let words = [("learner", learner), ("predictions", "hardened"), ("sampler", sampler)];
                        measured(name, &problem, &numbers, &words, 8_000)
                    };
                    let ((integrated, interval), (plain, _)) = (of("automatic"), of("plain"));
                    let z = integrated.z_against(plain);
                    tests += 1;
                    assert!(z.abs() < limit, "{name} {learner} {count} {penalty}: {z} {integrated:?} {plain:?}");
                    let off = (interval.lower - plain.mean).max(plain.mean - interval.upper);
                    assert!(off < limit * plain.standard_error, "{name} {learner}: {interval:?} {plain:?}");
                }
            }
        }
    }
    assert!(tests <= family.tests(), "{tests}");
}

/// Integrated, direct and plain observations have one mean: isotropic Gaussian prompts by the five constants, others by noise alone; fresh and shared
/// batches; more and fewer labels than dimensions; with and without a penalty.
#[test]
fn integrated_and_plain_observations_agree_in_the_mean() {
    let limit = FAMILY.z_limit();
    let mut tests = 0;
    for (prompts, single_target) in [
        (PromptLaw::Gaussian, true),
        (PromptLaw::Gaussian, false),
        (PromptLaw::Anisotropic(vec![2.0; 4]), false),
        (PromptLaw::Anisotropic(vec![2.0, 1.0, 0.5, 1.0]), true),
        (PromptLaw::Cube, false),
        (PromptLaw::Sphere, true),
        (PromptLaw::Laplace, true),
        (PromptLaw::Rademacher, false),
    ] {
        let problem = problem(prompts, single_target);
        for (labels, penalty) in [(20.0, 0.0), (20.0, 0.3), (4.0, 0.5), (3.0, 2.0)] {
            for batches in ["fresh", "shared"] {
                let numbers = [("batch", 2.0), ("labels", labels), ("penalty", penalty)];
                let of = |sampler: &str| {
                    measured("refined.mse", &problem, &numbers, &[("batches", batches), ("sampler", sampler)], 20_000)
                };
                let (integrated, interval) = of("automatic");
                for sampler in ["plain", "direct"] {
                    let (other, _) = of(sampler);
                    let z = integrated.z_against(other);
                    tests += 1;
                    assert!(z.abs() < limit, "{labels} {penalty} {batches} {sampler}: {z} {integrated:?} {other:?}");
                    // The interval contains the true number, from which the other estimate is off by its standard error.
                    let off = (interval.lower - other.mean).max(other.mean - interval.upper);
                    assert!(off < limit * other.standard_error, "{interval:?} {other:?}");
                }
                assert!(interval.lower >= 0.0 && interval.lower <= integrated.mean, "{interval:?} {integrated:?}");
            }
        }
    }
    assert!(tests <= FAMILY.tests());
}

/// Σ⁻¹X(E[Ŷ | X, Y′] − β_QᵀX), drawn in all d coordinates and averaged, against the quantity, which draws as few coordinates as it needs and cuts off rare
/// products. Three concepts, several targets; no formula covers them.
#[test]
fn asking_to_improve_is_the_mean_of_its_answers() {
    const QUERIES: usize = 200_000;
    for prompts in [
        PromptLaw::Gaussian,
        PromptLaw::Anisotropic(vec![2.0, 1.0, 0.5, 1.0]),
        PromptLaw::Cube,
        PromptLaw::Sphere,
        PromptLaw::Laplace,
    ] {
        for single_target in [true, false] {
            let problem = problem(prompts.clone(), single_target);
            let variances = prompts.variances(4);
            let mut sampler = MomentSampler::new(&prompts, LabelLaw::weak(&problem)).direct();
            let mut stream = open_stream(SEED, &ContentKey::of("queries"), 0);
            let mut errors = JointMoments::new(4);
            for _ in 0..QUERIES {
                let mut query = sampler.empty_moments();
                sampler.draw(&mut query, 1, Composition::OneConcept, &mut stream);
                let own = in_context_posterior(&problem, &query, problem.concepts()).probabilities();
                let error = &query.gram * (problem.concepts() * own - problem.target_mean());
                errors.push(error.component_div(&variances).as_slice());
            }
            let square: f64 = errors.mean().iter().map(|x| x * x).sum();
            let along: Vec<f64> = errors.mean().iter().map(|x| 2.0 * x).collect();
            let plain = Measured { mean: square, standard_error: errors.standard_error_along(&along) };
            let words = [("strategy", "ask_to_improve")];
            let (found, interval) = measured("strategy.mse", &problem, &[("batch", 0.0)], &words, QUERIES as u64);
            // The upward bias of the square is its variance over QUERIES, 1e-5, far below a standard error.
            let z = found.z_against(plain);
            assert!(z.abs() < Family::new(1e-4, 10).z_limit(), "{prompts:?}: {z} {found:?} {plain:?}");
            assert!(interval.lower > 0.0 && interval.upper < 3.0 * square, "{interval:?} {square}");
            assert!(interval.lower < square && square < interval.upper, "{prompts:?} {interval:?} {square}");
        }
    }
}

/// Problems with noises from 1e-6 to 1e6, tails down to ν = 2.05, unequal priors, one dimension or concept.
fn extreme_problems() -> impl Strategy<Value = ProblemSpec> {
    let exponent = || -6.0..6.0f64;
    let tails = prop_oneof![Just(None), Just(Some(2.05)), Just(Some(3.0))];
    (problem_specs(5), exponent(), exponent(), tails).prop_map(|(spec, noise, weak_noise, tails)| {
        let weak = WeakSpec { noise: 10f64.powf(weak_noise), degrees_of_freedom: tails, ..spec.weak.clone() };
        spec.noise(10f64.powf(noise)).weak(weak)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No observation lies outside the range that is declared for it: the run says so with an error.
    #[test]
    fn no_observation_is_outside_its_range(
        spec in extreme_problems(),
        labels in 1..12usize,
        batch in 0..6usize,
        penalty in prop_oneof![Just(0.0), Just(f64::INFINITY), (-9.0..9.0f64).prop_map(|x| 10f64.powf(x))],
        weight in 0.0..=1.0f64,
        stages in 1..4usize,
        words in prop::array::uniform5(any::<prop::sample::Index>()),
        seed in any::<u32>(),
    ) {
        let Ok(problem) = spec.build() else { return Ok(()) };
        let name = [
            "refined.mse",
            "refined.prior_distance",
            "refined.deconvolved_distance",
            "refined.excess_over_naive",
            "learned.mse",
            "learned.content",
            "learned.style",
            "strategy.mse",
            "strategy.excess_risk",
        ];
        let name = name[words[0].index(name.len())];
        let quantity = quantity::by_name(name).expect("known");
        let numbers = [
            ("labels", labels as f64),
            ("samples", labels as f64),
            ("batch", batch as f64),
            ("penalty", penalty),
            ("weight", weight),
            ("stages", stages as f64),
        ];
        let pick = |which: usize, of: &[&'static str]| of[words[which].index(of.len())];
        let words = [
            ("learner", pick(1, &["naive", "refined", "bootstrapped", "auxiliary", "source", "weak"])),
            ("batches", pick(2, &["fresh", "shared"])),
            ("predictions", pick(3, &["soft", "hardened"])),
            ("strategy", pick(4, &["refine", "infer_and_respond", "ask_to_improve"])),
        ];
        let settings = settings(quantity, &given(&numbers, &words));
        let Ok(made) = quantity.experiment(&problem, std::slice::from_ref(&settings)) else { return Ok(()) };
        let mut totals = [made.inference.empty_moments(made.experiment.width())];
        let jobs = [Job::new(made, ContentKey::of(name))];
        let ended = run(&jobs, &mut totals, &[256], u64::from(seed), &Session::alone());
        prop_assert!(ended.is_ok(), "{ended:?}");
        let found = jobs[0].inference.enclosures(&totals[0], 0.01)[0];
        // Scores may be negative, squared errors may not.
        let is_score = ["learned.content", "learned.style", "refined.excess_over_naive"].contains(&name);
        prop_assert!(found.lower.at <= found.upper.at && (is_score || found.lower.at >= 0.0), "{found:?}");
    }
}
