//! Long decimals that an independent program computed.

use super::{CLOSED_FORM, LIGHT_TAILS, QUADRATURE, close, unbiased_pair};
use crate::formulas::value;
use crate::problems::{built, orthonormal, standard_problem, standard_spec};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};
use weak_to_strong::theory::refined_estimation_error;
use weak_to_strong_lab::formula::FormulaError;

#[test]
fn biases_and_their_bounds() {
    let problem = standard_problem(PromptLaw::Gaussian);
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
    let gaussian = standard_problem(PromptLaw::Gaussian);
    let cube = standard_problem(PromptLaw::Cube);
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
    let gaussian = standard_problem(PromptLaw::Gaussian);
    let cube = standard_problem(PromptLaw::Cube);
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
    for (law, expected) in LIGHT_TAILS.into_iter().zip(expected) {
        let problem = standard_problem(law);
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
        for (law, expected) in LIGHT_TAILS.into_iter().zip(expected) {
            close("chernoff_bound", &standard_problem(law), &[("batch", batch)], expected, QUADRATURE);
        }
    }
}

#[test]
fn squared_misalignment_bounds_for_four_prompt_laws() {
    for (batch, expected) in [
        (1.0, [39.902_908_481_251_813_3, 43.004_023_569_217_976_5, 38.509_374_817_243_361, 39.637_819_592_485_266_8]),
        (16.0, [1.832_869_875_514_941_67, 6.070_217_591_307_149_25, 1.037_820_605_481_119_39, 1.647_460_105_231_702_7]),
    ] {
        for (law, expected) in LIGHT_TAILS.into_iter().zip(expected) {
            close("misalignment_squared_bound", &standard_problem(law), &[("batch", batch)], expected, QUADRATURE);
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
        let problem = built(&standard_spec(PromptLaw::Gaussian).source_prior(prior.clone()).weak(weak));
        close("misalignment_floor", &problem, &[("batch", batch)], expected, CLOSED_FORM);
    }
}

#[test]
fn refinement_bounds_and_crossovers() {
    let problem = standard_problem(PromptLaw::Gaussian);
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
    let problem = built(&standard_spec(PromptLaw::Gaussian).source_prior(source_prior));
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
        let spec = orthonormal(6, 3, PromptLaw::Gaussian, WeakSpec::biased(0.8, 0.6, 0.5))
            .source_prior(PriorSpec::Probabilities(vec![0.6, 0.1, 0.3]))
            .target_prior(PriorSpec::Probabilities(target_prior.to_vec()));
        built(&spec)
    };
    close("mixed_batch_limit", &mixed([0.2, 0.5, 0.3]), &[], 0.5, CLOSED_FORM);
    assert!(matches!(value("mixed_batch_limit", &mixed([0.4, 0.4, 0.2]), &[]), Err(FormulaError::Tied(_))));
}

#[test]
fn estimation_errors_of_refined_labels() {
    // τ = 1 − |ᾱ|² for concepts on coordinate axes.
    let spread = |probabilities: [f64; 3]| 1.0 - probabilities.iter().map(|p| p * p).sum::<f64>();
    let first = refined_estimation_error(3, 20.0, 0.1, 1.0 / 3.0, spread([0.5, 0.3, 0.2]));
    assert!((first - 0.164_147_727_272_727_273).abs() < CLOSED_FORM * first, "{first}");
    let second = refined_estimation_error(5, 12.0, 0.3, 2.0, spread([0.9, 0.1, 0.0]));
    assert!((second - 0.1875).abs() < CLOSED_FORM * second, "{second}");
}
