//! Formulas against values that were computed elsewhere, cases by hand, and limits.
//!
//! The long decimals come from an independent program; none was taken from this crate.

#![expect(clippy::excessive_precision, reason = "the values stand as they were computed, to 18 digits")]

use crate::formulas::value;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::theory::{RateError, refined_estimation_error};
use weak_to_strong_lab::formula::FormulaError;

/// For closed forms, minimised over one variable at most: some hundred roundings.
const CLOSED_FORM: f64 = 1e-9;
/// For averages over prompts by quadrature, whose own tolerance is 1e-11 for each example of a batch of up to 16.
const QUADRATURE: f64 = 1e-8;

const ISOTROPIC_LAWS: [PromptLaw; 4] = [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Rademacher, PromptLaw::Sphere];

#[test]
fn biases_and_their_bounds() {
    let problem = problem_g(PromptLaw::Gaussian);
    for (formula, expected) in [
        ("eps_p2", 0.875),
        ("eps_w2", 0.4),
        ("cross_bias", 0.175),
        ("segment_bound", 0.345_270_270_270_270_27),
        ("harmonic_bound", 0.274_509_803_921_568_627),
    ] {
        close(formula, &problem, &[], expected, CLOSED_FORM);
    }
}

#[test]
fn finite_sample_bounds() {
    let gaussian = problem_g(PromptLaw::Gaussian);
    let cube = problem_g(PromptLaw::Cube);
    for (problem, samples, expected) in [
        (&gaussian, 16.0, 0.666_489_361_702_127_66),
        (&gaussian, 64.0, 0.408_333_333_333_333_333),
        (&gaussian, 256.0, 0.362_581_699_346_405_229),
        (&cube, 16.0, 0.728_731_343_283_582_09),
        (&cube, 64.0, 0.498_076_923_076_923_077),
        (&cube, 256.0, 0.394_018_404_907_975_46),
    ] {
        close("finite_sample_bound", problem, &[("samples", samples)], expected, CLOSED_FORM);
    }
}

#[test]
fn ridge_risk_curves() {
    let gaussian = problem_g(PromptLaw::Gaussian);
    let cube = problem_g(PromptLaw::Cube);
    for (problem, samples, penalty, expected) in [
        (&gaussian, 256.0, 0.01, 0.429_858_928_329_526_042),
        (&gaussian, 256.0, 0.1, 0.393_062_402_377_305_038),
        (&gaussian, 256.0, 1.0, 0.428_874_300_115_734_89),
        (&gaussian, 256.0, 10.0, 0.757_548_168_483_778_654),
        (&cube, 256.0, 0.01, 0.485_559_005_967_749_995),
        (&cube, 256.0, 0.1, 0.406_570_569_953_336_665),
        (&cube, 256.0, 1.0, 0.597_854_112_774_599_935),
        (&gaussian, 16.0, 0.01, 0.875_810_005_921_612_187),
        (&gaussian, 16.0, 0.1, 0.804_571_975_963_224_027),
        (&gaussian, 16.0, 1.0, 0.691_865_530_061_468_725),
    ] {
        close("ridge_risk", problem, &[("samples", samples), ("penalty", penalty)], expected, CLOSED_FORM);
    }
}

#[test]
fn exponents_for_four_prompt_laws() {
    let expected =
        [0.205_371_082_604_504_073, 0.130_526_615_417_430_183, 0.240_918_584_712_045_779, 0.212_036_595_396_665_962];
    for (law, expected) in ISOTROPIC_LAWS.into_iter().zip(expected) {
        let problem = problem_g(law);
        close("misalignment_exponent", &problem, &[], expected, QUADRATURE);
        close("misalignment_squared_exponent", &problem, &[], expected, QUADRATURE);
    }
}

#[test]
fn chernoff_bounds_for_four_prompt_laws() {
    for (batch, expected) in [
        (1.0, [5.700_415_497_321_687_62, 6.143_431_938_459_710_93, 5.501_339_259_606_194_43, 5.662_545_656_069_323_83]),
        (4.0, [3.078_448_753_462_603_88, 4.152_886_679_071_665_56, 2.670_420_124_962_476_23, 2.997_455_516_078_560_35]),
        (
            16.0,
            [
                0.261_838_553_644_991_668,
                0.867_173_941_615_307_036,
                0.148_260_086_497_302_769,
                0.235_351_443_604_528_958,
            ],
        ),
    ] {
        for (law, expected) in ISOTROPIC_LAWS.into_iter().zip(expected) {
            close("chernoff_bound", &problem_g(law), &[("batch", batch)], expected, QUADRATURE);
        }
    }
}

#[test]
fn squared_misalignment_bounds_for_four_prompt_laws() {
    for (batch, expected) in [
        (1.0, [39.902_908_481_251_813_3, 43.004_023_569_217_976_5, 38.509_374_817_243_361, 39.637_819_592_485_266_8]),
        (16.0, [1.832_869_875_514_941_67, 6.070_217_591_307_149_25, 1.037_820_605_481_119_39, 1.647_460_105_231_702_7]),
    ] {
        for (law, expected) in ISOTROPIC_LAWS.into_iter().zip(expected) {
            close("misalignment_squared_bound", &problem_g(law), &[("batch", batch)], expected, QUADRATURE);
        }
    }
}

#[test]
fn floors_of_a_misleading_supervisor() {
    let uniform = PriorSpec::Uniform;
    let sure = PriorSpec::Probabilities(vec![0.7, 0.1, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0]);
    let unsure = PriorSpec::Probabilities(vec![0.05, 0.5, 0.25, 0.2, 0.0, 0.0, 0.0, 0.0]);
    for (off_hull, prior, batch, expected) in [
        (0.6, &uniform, 1.0, 0.024_246_030_813_487_526_8),
        (0.6, &uniform, 4.0, 0.093_513_571_659_077_055_5),
        (0.6, &uniform, 16.0, 0.324_780_112_279_752_365),
        (0.6, &uniform, 64.0, 0.792_135_224_042_961_157),
        (0.0, &uniform, 4.0, 0.118_408_018_180_758_697),
        (0.0, &uniform, 64.0, 0.866_868_107_674_225_524),
        (0.6, &sure, 4.0, 0.045_658_889_023_314_622_4),
        (0.6, &sure, 16.0, 0.283_922_625_427_275_629),
        (0.6, &unsure, 4.0, 0.168_248_910_274_143_826),
        (0.6, &unsure, 16.0, 0.374_087_506_244_800_822),
    ] {
        let weak = WeakSpec::biased(-0.4, off_hull, 0.5);
        let problem = built(&spec_g(PromptLaw::Gaussian).source_prior(prior.clone()).weak(weak));
        close("misalignment_floor", &problem, &[("batch", batch)], expected, CLOSED_FORM);
    }
}

#[test]
fn refinement_bounds_and_crossovers() {
    let problem = problem_g(PromptLaw::Gaussian);
    for (batch, expected) in [
        (8.0, 2.043_292_938_425_114_61),
        (16.0, 0.163_731_000_834_941_403),
        (32.0, 0.009_150_846_833_545_633_07),
        (64.0, 0.008_273_969_493_255_598_2),
    ] {
        close("refinement_bound", &problem, &[("batch", batch), ("labels", 1000.0)], expected, CLOSED_FORM);
    }
    for (labels, expected) in [(100.0, 19.0), (200.0, 16.0), (1000.0, 15.0), (10000.0, 14.0)] {
        assert_eq!(value("refinement_crossover", &problem, &[("labels", labels)]), Ok(expected));
    }
}

#[test]
fn two_concepts_and_an_unbiased_supervisor() {
    // The last two have their minimiser within [0, 1], where both exponents agree.
    for (weak_noise, exponent, squared_exponent, chernoff, squared_bound) in [
        (
            0.2,
            1.021_907_182_018_342_4,
            1.237_428_156_967_249_43,
            0.016_778_973_932_186_099,
            0.007_085_444_795_882_506_32,
        ),
        (
            0.3,
            0.905_781_048_262_117_357,
            0.940_156_433_284_750_034,
            0.026_699_132_812_166_260_8,
            0.023_269_175_524_274_633_7,
        ),
        (
            0.5,
            0.549_306_144_334_054_846,
            0.549_306_144_334_054_846,
            0.111_111_111_111_111_111,
            0.111_111_111_111_111_111,
        ),
        (
            0.8,
            0.288_657_682_517_411_802,
            0.288_657_682_517_411_802,
            0.315_173_899_661_434_287,
            0.315_173_899_661_434_287,
        ),
    ] {
        let problem = unbiased_pair(weak_noise);
        close("misalignment_exponent", &problem, &[], exponent, CLOSED_FORM);
        close("misalignment_squared_exponent", &problem, &[], squared_exponent, CLOSED_FORM);
        close("chernoff_bound", &problem, &[("batch", 4.0)], chernoff, CLOSED_FORM);
        close("misalignment_squared_bound", &problem, &[("batch", 4.0)], squared_bound, CLOSED_FORM);
    }
}

#[test]
fn a_source_that_favours_wrong_concepts() {
    let source_prior = PriorSpec::Probabilities(vec![0.05, 0.5, 0.25, 0.2, 0.0, 0.0, 0.0, 0.0]);
    let problem = built(&spec_g(PromptLaw::Gaussian).source_prior(source_prior));
    for (batch, expected) in [
        (0.0, 3.0),
        (1.0, 2.898_950_363_304_863_04),
        (4.0, 1.696_105_818_497_881_47),
        (16.0, 0.147_651_018_761_351_891),
    ] {
        close("chernoff_bound", &problem, &[("batch", batch)], expected, CLOSED_FORM);
    }
    // Three wrong concepts are supported, so the factor is 3, not K − 1 = 7.
    for (batch, expected) in [(0.0, 9.0), (4.0, 5.088_317_455_493_644_41), (16.0, 0.442_953_056_284_055_674)] {
        close("misalignment_squared_bound", &problem, &[("batch", batch)], expected, CLOSED_FORM);
    }
}

#[test]
fn anisotropic_prompts_measure_in_their_own_metric() {
    let problem = built(
        &ProblemSpec::new(3, ConceptSpec::Vectors(vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]]))
            .prompts(PromptLaw::Anisotropic(vec![2.0, 0.5, 1.0]))
            .weak(WeakSpec::of_vectors(vec![vec![0.8, 0.0, 0.6], vec![0.1, 0.2, 0.3]], 0.5)),
    );
    close("misalignment_exponent", &problem, &[], 0.189_786_847_087_711_394, CLOSED_FORM);
}

#[test]
fn mixed_batches_settle_on_the_nearest_concept() {
    let mixed = |target_prior: [f64; 3]| {
        let spec = ProblemSpec::new(6, ConceptSpec::Orthonormal(3))
            .source_prior(PriorSpec::Probabilities(vec![0.6, 0.1, 0.3]))
            .target_prior(PriorSpec::Probabilities(target_prior.to_vec()))
            .weak(WeakSpec::biased(0.8, 0.6, 0.5));
        built(&spec)
    };
    close("mixed_batch_limit", &mixed([0.2, 0.5, 0.3]), &[], 0.5, CLOSED_FORM);
    assert!(matches!(value("mixed_batch_limit", &mixed([0.4, 0.4, 0.2]), &[]), Err(FormulaError::Tied(_))));
}

#[test]
fn estimation_errors_of_refined_labels() {
    // τ = 1 − |ᾱ|² for concepts on coordinate axes.
    let spread = |probabilities: [f64; 3]| 1.0 - probabilities.iter().map(|p| p * p).sum::<f64>();
    let first = refined_estimation_error(3, 20, 0.1, 1.0 / 3.0, spread([0.5, 0.3, 0.2]));
    assert!((first - 0.164_147_727_272_727_273).abs() < CLOSED_FORM * first, "{first}");
    let second = refined_estimation_error(5, 12, 0.3, 2.0, spread([0.9, 0.1, 0.0]));
    assert!((second - 0.1875).abs() < CLOSED_FORM * second, "{second}");
}

// By hand.

#[test]
fn no_examples_leave_the_prior() {
    for law in ISOTROPIC_LAWS {
        let problem = problem_g(law);
        // Σₖ min(1, αₖ/αₖ*) = 7 and 7·7; nothing is known of the floor but 0, since every wrong concept has the prior of the right one.
        close("chernoff_bound", &problem, &[("batch", 0.0)], 7.0, CLOSED_FORM);
        close("misalignment_squared_bound", &problem, &[("batch", 0.0)], 49.0, CLOSED_FORM);
        assert_eq!(value("misalignment_floor", &problem, &[("batch", 0.0)]), Ok(0.0));
    }
}

/// The power φ⁰ is 1 at every θ, also where φ is infinite, so θ = 1 counts: (αₖ/αₖ*)^θ alone decides.
#[test]
fn no_examples_leave_the_odds_of_the_prior() {
    for law in ISOTROPIC_LAWS {
        let with_prior = |prior: [f64; 2]| {
            let source_prior = PriorSpec::Probabilities(prior.to_vec());
            built(&spec_g(law.clone()).concepts(ConceptSpec::Orthonormal(2)).source_prior(source_prior))
        };
        // A source that favours the wrong concept nine to one: M = 0.9, above 1 − 1/9.
        let unsure = with_prior([0.1, 0.9]);
        close("misalignment_floor", &unsure, &[("batch", 0.0)], 8.0 / 9.0, CLOSED_FORM);
        close("chernoff_bound", &unsure, &[("batch", 0.0)], 1.0, CLOSED_FORM);
        // The right one: M = 0.1, below 1/9; and M² = 0.01, below 1/81.
        let sure = with_prior([0.9, 0.1]);
        assert_eq!(value("misalignment_floor", &sure, &[("batch", 0.0)]), Ok(0.0));
        close("chernoff_bound", &sure, &[("batch", 0.0)], 1.0 / 9.0, CLOSED_FORM);
        close("misalignment_squared_bound", &sure, &[("batch", 0.0)], 1.0 / 81.0, CLOSED_FORM);
    }
}

#[test]
fn equal_noises_give_powers_of_three() {
    // σ_w = σ = ½, D = 2: φ(½) = (1 + 2)^{−1/2}, so the bound is 3^{−m/2}.
    let problem = unbiased_pair(0.5);
    for batch in [1, 2, 10, 100] {
        let expected = 3f64.powf(-0.5 * f64::from(batch));
        close("chernoff_bound", &problem, &[("batch", f64::from(batch))], expected, CLOSED_FORM);
    }
    close("misalignment_exponent", &problem, &[], 0.5 * 3f64.ln(), CLOSED_FORM);
}

/// Rademacher prompts, σ = σ_w = ½, unbiased: δᵀX is −2, 0, 0 or 2, so φ(½) = ½ + ½·exp(−4·¼/(2·¼)) = ½ + ½e^{−2}.
#[test]
fn signs_by_enumeration() {
    let problem = built(&unbiased_pair_spec(0.5).prompts(PromptLaw::Rademacher));
    let expected = 0.5 + 0.5 * (-2f64).exp();
    close("chernoff_bound", &problem, &[("batch", 1.0)], expected, CLOSED_FORM);
    close("misalignment_exponent", &problem, &[], -expected.ln(), CLOSED_FORM);
}

// Limits.

#[test]
fn huge_batches_align() {
    for law in ISOTROPIC_LAWS {
        let problem = problem_g(law);
        for formula in ["chernoff_bound", "misalignment_squared_bound"] {
            let bound = value(formula, &problem, &[("batch", 1e6)]).expect("a bound");
            assert!((0.0..1e-300).contains(&bound), "{formula}: {bound}");
        }
        assert_eq!(value("misalignment_floor", &problem, &[("batch", 1e6)]), Ok(0.0));
    }
    // What is left of the refinement bound is least squares: dσ²/((N − d − 1)v) = 32·0.25/967.
    let settings = [("batch", 1e6), ("labels", 1000.0)];
    close("refinement_bound", &problem_g(PromptLaw::Gaussian), &settings, 8.0 / 967.0, CLOSED_FORM);
}

/// e_k = 2βᵀu < 0: the posterior turns away from the target.
#[test]
fn a_misleading_supervisor_has_no_exponent_and_a_floor_of_one() {
    for law in ISOTROPIC_LAWS {
        let problem = built(&spec_g(law).weak(WeakSpec::biased(-0.4, 0.6, 0.5)));
        assert_eq!(value("misalignment_exponent", &problem, &[]), Ok(0.0));
        assert_eq!(value("misalignment_squared_exponent", &problem, &[]), Ok(0.0));
        close("chernoff_bound", &problem, &[("batch", 1000.0)], 7.0, CLOSED_FORM);
        close("misalignment_floor", &problem, &[("batch", 1e5)], 1.0, CLOSED_FORM);
        // No crossover: the bound is empty for every batch.
        let crossover = value("refinement_crossover", &problem, &[("labels", 1000.0)]);
        assert!(crossover.is_err(), "{crossover:?}");
    }
}

#[test]
fn a_weak_concept_at_equal_distance_has_no_exponent() {
    let problem = built(&spec_g(PromptLaw::Gaussian).weak(WeakSpec::biased(0.0, 0.6, 0.5)));
    assert_eq!(value("misalignment_exponent", &problem, &[]), Ok(0.0));
    assert_eq!(value("misalignment_floor", &problem, &[("batch", 1000.0)]), Ok(0.0));
}

#[test]
fn one_concept_has_no_exponent_and_no_misalignment() {
    let problem = built(&spec_g(PromptLaw::Gaussian).concepts(ConceptSpec::Orthonormal(1)));
    for formula in ["misalignment_exponent", "misalignment_squared_exponent"] {
        assert_eq!(value(formula, &problem, &[]), Err(FormulaError::Rate(RateError::NoWrongConcept)));
    }
    for formula in ["chernoff_bound", "misalignment_squared_bound", "misalignment_floor"] {
        assert_eq!(value(formula, &problem, &[("batch", 3.0)]), Ok(0.0), "{formula}");
    }
}

#[test]
fn rates_need_one_supported_target() {
    let unsupported = built(
        &spec_g(PromptLaw::Gaussian)
            .source_prior(PriorSpec::Probabilities(vec![0.0, 0.3, 0.7, 0.0, 0.0, 0.0, 0.0, 0.0])),
    );
    let spread = built(&spec_g(PromptLaw::Gaussian).target_prior(PriorSpec::Uniform));
    let settings = [("batch", 3.0), ("labels", 100.0)];
    for formula in [
        "misalignment_exponent",
        "misalignment_squared_exponent",
        "chernoff_bound",
        "misalignment_squared_bound",
        "misalignment_floor",
        "refinement_bound",
        "refinement_crossover",
    ] {
        let unnamed = value(formula, &unsupported, &settings);
        assert_eq!(unnamed, Err(FormulaError::Rate(RateError::TargetUnsupported { target: 0 })), "{formula}");
        assert_eq!(value(formula, &spread, &settings), Err(FormulaError::Rate(RateError::SeveralTargets)), "{formula}");
    }
}

#[test]
fn formulas_that_need_isotropy_say_so() {
    let variances = (1..=32).map(f64::from).collect();
    let problem = problem_g(PromptLaw::Anisotropic(variances));
    for formula in ["finite_sample_bound", "ridge_risk", "refinement_bound", "refinement_crossover"] {
        let found = value(formula, &problem, &[("samples", 64.0), ("batch", 4.0), ("labels", 100.0)]);
        let unmet = matches!(&found, Err(FormulaError::Needs { assumption, .. }) if assumption == "isotropic");
        assert!(unmet, "{formula}: {found:?}");
    }
}

#[test]
fn many_samples_tend_to_the_segment_bound() {
    let problem = problem_g(PromptLaw::Cube);
    close("finite_sample_bound", &problem, &[("samples", 1e12)], 0.345_270_270_270_270_27, 1e-9);
    // s = v/(v + η) at the best mixture of the segment, s = 0.7/0.925.
    let penalty = (1.0 / 3.0) * (0.925 / 0.7 - 1.0);
    let settings = [("samples", 1e12), ("penalty", penalty)];
    close("ridge_risk", &problem, &settings, 0.345_270_270_270_270_27, 1e-9);
    close("ridge_risk", &problem, &[("samples", 256.0), ("penalty", f64::INFINITY)], 0.875, CLOSED_FORM);
}

#[test]
fn noisier_labels_only_make_things_worse() {
    let noises = [0.1, 0.3, 0.5, 1.0, 3.0];
    for law in ISOTROPIC_LAWS {
        let at = |formula: &str, weak_noise: f64, settings: &[(&str, f64)]| {
            let weak = WeakSpec::biased(0.8, 0.6, weak_noise);
            value(formula, &built(&spec_g(law.clone()).weak(weak)), settings).expect("a value")
        };
        for pair in noises.windows(2) {
            let (quiet, loud) = (pair[0], pair[1]);
            for (formula, settings) in [
                ("finite_sample_bound", vec![("samples", 64.0)]),
                ("ridge_risk", vec![("samples", 64.0), ("penalty", 0.3)]),
                ("chernoff_bound", vec![("batch", 6.0)]),
                ("misalignment_squared_bound", vec![("batch", 6.0)]),
            ] {
                let (below, above) = (at(formula, quiet, &settings), at(formula, loud, &settings));
                assert!(below < above, "{formula} falls from {below} to {above} under {law:?}");
            }
            for formula in ["misalignment_exponent", "misalignment_squared_exponent"] {
                assert!(at(formula, quiet, &[]) > at(formula, loud, &[]), "{formula} under {law:?}");
            }
        }
    }
}

// Problems.

/// d = 32, eight orthonormal concepts, a uniform source, and a weak supervisor at cosine 0.8 and 0.6 off the hull.
fn spec_g(prompts: PromptLaw) -> ProblemSpec {
    ProblemSpec::new(32, ConceptSpec::Orthonormal(8)).prompts(prompts).weak(WeakSpec::biased(0.8, 0.6, 0.5))
}

fn problem_g(prompts: PromptLaw) -> TransferProblem {
    built(&spec_g(prompts))
}

/// Two orthonormal concepts, Gaussian prompts, σ = ½, and a weak concept that is the target's own.
fn unbiased_pair_spec(weak_noise: f64) -> ProblemSpec {
    spec_g(PromptLaw::Gaussian).concepts(ConceptSpec::Orthonormal(2)).weak(WeakSpec::biased(1.0, 0.0, weak_noise))
}

fn unbiased_pair(weak_noise: f64) -> TransferProblem {
    built(&unbiased_pair_spec(weak_noise))
}

fn built(spec: &ProblemSpec) -> TransferProblem {
    TransferProblem::new(spec).expect("a problem")
}

/// The formula has this value within a relative tolerance.
#[track_caller]
fn close(formula: &str, problem: &TransferProblem, settings: &[(&str, f64)], expected: f64, tolerance: f64) {
    let found = value(formula, problem, settings).expect("a value");
    let law = problem.prompts();
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{formula} at {settings:?} for {law:?} is {found}, not {expected}"
    );
}
