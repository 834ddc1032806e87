//! Linear forms of estimates: values by hand, how much is gained, and how often intervals miss.

use proptest::prelude::*;
use rand::RngExt;
use rand_distr::{Distribution, Exp1, StandardNormal};
use weak_to_strong::evidence::{Enclosure, Interval, TailDoubt, Warrant};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, Stream, open_stream};

use super::{Dominating, Estimator, Inference, Mean, OfMeans, Range, Weighted};

/// The error probability of the intervals whose misses are counted.
const ERROR: f64 = 0.05;
const SEEDS: u64 = 300;

/// More than this many of 300 intervals at error 5 % miss with probability below 3e-5 (binomial law).
const MOST_MISSED: usize = 32;

fn moments_of(
    name: &str,
    seed: u64,
    replicates: usize,
    width: usize,
    draw: fn(&mut Stream) -> Vec<f64>,
) -> JointMoments {
    let mut stream = open_stream(seed, &ContentKey::of(name), 0);
    let mut moments = JointMoments::watching(width, &(0..width).collect::<Vec<_>>());
    (0..replicates).for_each(|_| moments.push(&draw(&mut stream)));
    moments
}

/// Two numbers in [0, 1] whose difference is at most 0.01.
fn pair(stream: &mut Stream) -> Vec<f64> {
    let (common, own): (f64, f64) = (stream.random(), stream.random());
    vec![0.99 * common + 0.01 * own, 0.99 * common]
}

/// How many of 300 intervals do not hold the truth, looked at after 200 and after 2,000 replicates.
fn missed(
    inference: &Inference,
    weights: &[(usize, f64)],
    truth: f64,
    name: &str,
    draw: fn(&mut Stream) -> Vec<f64>,
) -> usize {
    let misses = |seed: &u64| {
        [200, 2000].into_iter().any(|replicates| {
            let moments = moments_of(name, *seed, replicates, 2, draw);
            let found = inference.linear_enclosure(&moments, weights, ERROR).expect("a value").interval();
            found.lower > truth || found.upper < truth
        })
    };
    (0..SEEDS).filter(misses).count()
}

fn is_proved(found: Enclosure) -> bool {
    found.warrant() <= Warrant::FiniteSample
}

#[test]
fn forms_by_hand() {
    let mut moments = JointMoments::new(2);
    [[0.0, 1.0], [2.0, 5.0]].iter().for_each(|observation| moments.push(observation));
    // The means 1 and 3 have covariances (1, 2; 2, 4).
    let inference =
        Inference::of([Mean::of(0).scaled(10.0).into(), Mean::of(1).shifted(1.0).into(), Estimator::Exact(7.0)]);
    let estimate = inference.linear_estimate(&moments, &[(0, 1.0), (1, -2.0), (2, 1.0)]);
    // 10 − 2·4 + 7, and 100·1 − 2·2·10·2 + 4·4.
    assert_eq!((estimate.mean, estimate.standard_error), (9.0, 6.0));
    assert_eq!(inference.linear_covariance(&moments, &[(0, 1.0)], &[(1, 3.0), (2, 1.0)]), 60.0);
    assert_eq!(inference.linear_estimate(&moments, &[(0, -1.0)]).standard_error, 10.0);
}

#[test]
fn several_forms_have_the_intervals_of_each() {
    let (moments, inference) = (moments_of("pair", 1, 2000, 2, pair), Inference::means(2));
    let forms = vec![vec![(0, 1.0), (1, -1.0)], vec![(1, 2.0)], vec![(0, 1.0), (1, 1.0)]];
    let each: Vec<_> = forms.iter().map(|form| inference.linear_enclosure(&moments, form, 1e-3)).collect();
    assert_eq!(inference.linear_enclosures(&moments, &forms, 1e-3), each);
}

#[test]
fn the_difference_of_a_pair_is_much_narrower_than_the_box() {
    let moments = moments_of("pair", 1, 20_000, 2, pair);
    for range in [Range::UNIT, Range::UNKNOWN, Range::UNKNOWN.with_variance(0.25)] {
        let inference = Inference::means_ranging(2, range);
        let joint = inference.linear_enclosure(&moments, &[(0, 1.0), (1, -1.0)], 1e-3).expect("a value");
        let single = inference.enclosures(&moments, 5e-4);
        let apart = single[0].minus(&single[1]).expect("a value").interval();
        let width = |found: Interval| found.upper - found.lower;
        assert!(joint.interval().holds(0.005), "{joint:?}");
        // A bounded variance says nothing about the correlation.
        let gain = if range.variance.is_finite() { 1.0 } else { 10.0 };
        assert!(width(apart) > gain * width(joint.interval()), "{apart:?} {joint:?}");
        assert_eq!(is_proved(joint), range != Range::UNKNOWN);
    }
}

/// x and ½x, both in [0, 1] at most: the form x − ½x lies in [0, ½], which no box knows.
#[test]
fn a_coordinate_that_stands_twice_is_one() {
    let moments = moments_of("coin", 1, 4000, 1, |s| vec![f64::from(u8::from(s.random::<bool>()))]);
    let mean = || Mean::of(0).in_unit_interval();
    let inference = Inference::of([mean(), mean().scaled(0.5)]);
    let half = inference.linear_enclosure(&moments, &[(0, 1.0), (1, -1.0)], 1e-3).expect("a value").interval();
    let own = inference.enclosures(&moments, 1e-3)[1].interval();
    assert!((half.lower - own.lower).abs() < 1e-9 && (half.upper - own.upper).abs() < 1e-9, "{half:?} {own:?}");
    let nothing = inference.linear_enclosure(&moments, &[(0, 1.0), (1, -2.0)], 1e-3).expect("a value");
    assert_eq!((nothing.interval(), nothing.warrant()), (Interval { lower: 0.0, upper: 0.0 }, Warrant::Exact));
}

/// Fixed seeds.
#[test]
fn differences_are_covered() {
    let weights = [(0, 1.0), (1, -1.0)];
    let unit = Inference::unit_means(2);
    assert!(missed(&unit, &weights, 0.005, "pair", pair) <= MOST_MISSED);
    // Rare and skewed: x is 1 with probability 1 %, and y = 0.
    let rare = |s: &mut Stream| vec![f64::from(u8::from(s.random::<f64>() < 0.01)), 0.0];
    assert!(missed(&unit, &weights, 0.01, "rare", rare) <= MOST_MISSED);
    let normal = |s: &mut Stream| {
        let (x, y): (f64, f64) = (StandardNormal.sample(s), StandardNormal.sample(s));
        vec![x + y, x - y]
    };
    for range in [Range::UNKNOWN, Range::UNKNOWN.with_variance(2.0)] {
        assert!(missed(&Inference::means_ranging(2, range), &weights, 0.0, "normal", normal) <= MOST_MISSED);
    }
}

/// What the test above can see: ranges a third as wide as the true ones.
#[test]
fn wrong_ranges_are_seen() {
    let wrong = Inference::of([Mean::of(0).ranging(Range::between(0.6, 1.0)), Mean::of(1).in_unit_interval()]);
    let independent = |s: &mut Stream| vec![s.random(), s.random()];
    assert!(missed(&wrong, &[(0, 1.0), (1, -0.1)], 0.45, "wrong", independent) > 5 * MOST_MISSED);
}

/// x = min(z, 1) with z exponential, so that E x = 1 − 1/e. Its only upper bound is z.
fn dominated(stream: &mut Stream) -> Vec<f64> {
    let z: f64 = Exp1.sample(stream);
    vec![z.min(1.0), z]
}

#[test]
fn dominated_coordinates_have_proved_ends_on_both_sides() {
    let dominating = Dominating { at: 1, factor: 1.0, mean: 1.0, plus: 0.0 };
    let x = || Mean::of(0).ranging(Range::at_least(0.0)).dominated_by(dominating);
    let z = Mean::of(1).ranging(Range::at_least(0.0));
    let truth = 1.0 - (-1f64).exp();
    // Two estimates of one coordinate, and z − x, whose upper end rests on nothing but the known mean of z.
    let inference = Inference::of([x(), x().scaled(2.0), z]);
    for (weights, truth) in [([(0, 1.0), (1, -1.0)], -truth), ([(0, 1.0), (1, 1.0)], 3.0 * truth)] {
        let moments = moments_of("dominated", 0, 4000, 2, dominated);
        let found = inference.linear_enclosure(&moments, &weights, ERROR).expect("a value");
        assert!(is_proved(found) && found.upper.at - found.lower.at < 0.2 * truth.abs(), "{found:?}");
        assert!(missed(&inference, &weights, truth, "dominated", dominated) <= MOST_MISSED);
    }
    assert!(missed(&inference, &[(2, 1.0), (0, -1.0)], 1.0 - truth, "dominated", dominated) <= MOST_MISSED);
    let below =
        inference.linear_enclosure(&moments_of("dominated", 0, 4000, 2, dominated), &[(2, 1.0), (0, -1.0)], ERROR);
    assert_eq!(
        below.map(|found| (found.lower.warrant, found.upper.warrant)),
        Some((Warrant::FiniteSample, Warrant::Asymptotic))
    );
    // With a wrong mean of z the ends are wrong.
    let wrong = Dominating { mean: 0.8, ..dominating };
    let wrong = Inference::of([x().dominated_by(wrong), Mean::of(1).ranging(Range::between(0.0, 100.0))]);
    assert!(missed(&wrong, &[(0, 2.0), (1, 1e-9)], 2.0 * truth, "dominated", dominated) > 5 * MOST_MISSED);
}

/// u and min(v, ¾) of uniform numbers: what is cut off of v is worth ¹⁄₃₂ on average.
#[test]
fn what_is_cut_off_moves_the_end_that_it_can_reach() {
    let draw = |s: &mut Stream| vec![s.random(), s.random::<f64>().min(0.75)];
    let cut = || Mean::of(1).ranging(Range::between(0.0, 0.75));
    let inference = Inference::of([Mean::of(0).in_unit_interval(), cut().cut_off(1.0 / 32.0, 1.0), cut()]);
    let (minus, plus) = ([(0, 1.0), (1, -2.0)], [(0, 1.0), (1, 2.0)]);
    let moments = moments_of("cut", 0, 4000, 2, draw);
    for (weights, place) in [(minus, -2.0), (plus, 2.0)] {
        let of = |weights| inference.linear_enclosure(&moments, weights, ERROR).expect("a value").interval();
        let (found, whole) = (of(&weights), of(&[(0, 1.0), (2, place)]));
        let (lower, upper) = if place < 0.0 { (-1.0 / 16.0, 0.0) } else { (0.0, 1.0 / 16.0) };
        assert!((found.lower - whole.lower - lower).abs() < 1e-12 && (found.upper - whole.upper - upper).abs() < 1e-12);
    }
    assert!(missed(&inference, &minus, -0.5, "cut", draw) <= MOST_MISSED);
    assert!(missed(&inference, &plus, 1.5, "cut", draw) <= MOST_MISSED);
    // The greatest value is kept: u + 2·0.1 is at most 1.2.
    let small = Inference::of([Mean::of(0).in_unit_interval(), cut().cut_off(1.0 / 32.0, 0.1)]);
    assert!(small.linear_enclosure(&JointMoments::new(2), &plus, ERROR).expect("a value").upper.at <= 1.2);
}

#[test]
fn what_is_infinite_has_a_value_or_none() {
    let infinite = || Estimator::Exact(f64::INFINITY);
    let inference = Inference::of([infinite(), infinite(), Mean::of(0).in_unit_interval().into()]);
    let moments = moments_of("coin", 1, 100, 1, |s| vec![s.random()]);
    let of = |weights: &[(usize, f64)]| inference.linear_enclosure(&moments, weights, ERROR);
    assert_eq!((of(&[(0, 1.0), (1, -1.0)]), of(&[(0, 0.0)]), of(&[(0, 1.0), (0, -1.0)])), (None, None, None));
    assert_eq!(of(&[(2, 5.0), (0, -1.0)]).map(|found| found.upper.at), Some(f64::NEG_INFINITY));
}

#[test]
fn an_asymptotic_end_of_a_form_is_doubted_for_each_of_its_coordinates() {
    let heavy = |s: &mut Stream| vec![s.random::<f64>().powf(-0.9), s.random()];
    let moments = moments_of("heavy", 1, 4000, 2, heavy);
    let of = |heavy: Mean| {
        let inference = Inference::of([heavy, Mean::of(1)]);
        let found = inference.linear_enclosure(&moments, &[(0, 1.0), (1, 1.0)], ERROR).expect("a value");
        (found.upper.warrant, found.upper.doubt)
    };
    assert!(of(Mean::of(0)).1.is_some());
    assert_eq!(of(Mean::of(0).without_variance()), (Warrant::Asymptotic, Some(TailDoubt::NoVariance)));
}

/// The difference x̄ − ȳ² of numbers in [0, 1].
struct MinusSquare;

impl super::FunctionOfMeans for MinusSquare {
    fn value(&self, moments: &JointMoments, at: std::ops::Range<usize>) -> f64 {
        moments.mean()[at.start] - moments.mean()[at.start + 1].powi(2)
    }
    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        vec![1.0, -2.0 * means[1]]
    }
    fn over_box(&self, means: &[Interval]) -> Interval {
        Interval { lower: means[0].lower - means[1].upper.powi(2), upper: means[0].upper - means[1].lower.powi(2) }
    }
}

/// With proved ranges a function of means is a part with half of the error; without them the whole form is asymptotic. Fixed seeds.
#[test]
fn functions_of_means_are_covered() {
    let independent = |s: &mut Stream| vec![s.random(), s.random()];
    let moments = moments_of("function", 0, 4000, 2, independent);
    for function in [OfMeans::new(0..2, MinusSquare).in_unit_interval(), OfMeans::new(0..2, MinusSquare)] {
        let is_asymptotic = function.is_asymptotic();
        let inference = Inference::of([function.into(), Estimator::from(Mean::of(0).in_unit_interval())]);
        let found = inference.linear_enclosure(&moments, &[(0, 2.0), (1, 1.0)], ERROR).expect("a value");
        assert_eq!(is_proved(found), !is_asymptotic);
        assert!(missed(&inference, &[(0, 2.0), (1, 1.0)], 1.0, "function", independent) <= MOST_MISSED);
    }
}

fn estimator() -> impl Strategy<Value = Estimator> {
    let range = prop_oneof![
        Just(Range::UNIT),
        Just(Range::UNKNOWN),
        Just(Range::at_least(0.0)),
        Just(Range::UNKNOWN.with_variance(0.5)),
    ];
    let mean = (0..2usize, range, -1.0..1.0f64, 0.1..9.0f64, 0.0..0.1f64, any::<bool>());
    let mean = mean.prop_map(|(at, range, shift, scale, beyond, is_dominated)| {
        let mean = Mean::of(at).ranging(range).shifted(shift).scaled(scale).cut_off(beyond, 5.0);
        let dominating = Dominating { at: 1 - at, factor: 0.5, mean: 0.5, plus: 1.0 };
        Estimator::from(if is_dominated { mean.dominated_by(dominating) } else { mean })
    });
    let function = any::<bool>().prop_map(|is_proved| {
        let function = OfMeans::new(0..2, MinusSquare);
        Estimator::from(if is_proved { function.in_unit_interval() } else { function })
    });
    prop_oneof![
        mean,
        function,
        (0.1..0.9f64).prop_map(|bound| Weighted::new(0, bound).into()),
        (-3.0..3.0f64).prop_map(Estimator::Exact)
    ]
}

proptest! {
    /// A form of one estimate has that estimate's interval times its coefficient, to the bit.
    #[test]
    fn one_estimate_keeps_its_interval(estimator in estimator(), factor in -4.0..4.0f64, seed in 0..4u64) {
        let moments = moments_of("one", seed, 1500, 2, pair);
        let inference = Inference::of([Estimator::Exact(2.0), estimator]);
        let own = inference.enclosures(&moments, 1e-3)[1].scaled(factor);
        prop_assert_eq!(inference.linear_enclosure(&moments, &[(1, factor)], 1e-3), own);
        prop_assert_eq!(inference.linear_enclosure(&moments, &[(1, 0.5 * factor), (1, 0.5 * factor)], 1e-3), own);
    }

    /// Swapping the sign of a form swaps its ends.
    #[test]
    fn signs_swap_ends(estimators in prop::collection::vec(estimator(), 3), weights in prop::collection::vec(-2.0..2.0f64, 3)) {
        let moments = moments_of("one", 0, 1500, 2, pair);
        let inference = Inference::of(estimators);
        let of = |sign: f64| {
            let weights: Vec<(usize, f64)> = weights.iter().map(|weight| sign * weight).enumerate().collect();
            inference.linear_enclosure(&moments, &weights, 1e-3).expect("finite numbers")
        };
        let (found, other) = (of(1.0), of(-1.0).negated());
        prop_assert!((found.lower.at - other.lower.at).abs() < 1e-9 || found.lower.at == other.lower.at);
        prop_assert!(found.lower.at <= found.upper.at);
        prop_assert_eq!((found.lower.warrant, found.upper.warrant), (other.lower.warrant, other.upper.warrant));
    }
}
