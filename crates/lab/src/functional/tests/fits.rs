//! Fits of limits and decay rates.

use nalgebra::{DMatrix, DVector};
use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::evidence::{Coefficient, Interval, LeastSquaresError, asymptotic_sequence};
use weak_to_strong::numeric::Estimate;

use crate::functional::{Curve, CurveFit, FUNCTIONALS, FitAlong, FitDoubt, FitPoint, fitted};
use crate::verdict::Verdict;
use weak_to_strong::random::{ContentKey, Stream, open_stream};

/// The error probability of an interval in these tests.
const ERROR: f64 = 1e-3;

fn points(sizes: &[f64], relative_error: f64, mean: impl Fn(f64) -> f64) -> Vec<FitPoint> {
    let point = |&at: &f64| {
        let (mean, standard_error) = (mean(at), relative_error * mean(at));
        FitPoint { at, estimate: Estimate { mean, standard_error, replicates: 100_000 } }
    };
    sizes.iter().map(point).collect()
}

fn fit_of(name: &str) -> FitAlong {
    *FUNCTIONALS
        .iter()
        .find(|functional| functional.name == name)
        .and_then(|functional| functional.fit())
        .expect("a fit")
}

/// The curve through independent points.
fn independent(fit: &FitAlong, points: Vec<FitPoint>, parameters: &[Option<f64>]) -> Curve {
    let scale = |p: &FitPoint| if fit.of_logarithms { p.estimate.mean } else { 1.0 };
    let variances = points.iter().map(|p| (p.estimate.standard_error / scale(p)).powi(2));
    let covariances = DMatrix::from_diagonal(&DVector::from_iterator(points.len(), variances));
    Curve { points, covariances, parameters: parameters.to_vec() }
}

/// The fit of points at 8, 16, 24, 32, 48 and 64 that are known to 1 %.
fn found(word: &str, parameters: &[Option<f64>], mean: impl Fn(f64) -> f64) -> CurveFit {
    found_at_precision(0.01, word, parameters, mean)
}

fn found_at_precision(relative: f64, word: &str, parameters: &[Option<f64>], mean: impl Fn(f64) -> f64) -> CurveFit {
    let fit = fit_of(word);
    let curve = independent(&fit, points(&[8.0, 16.0, 24.0, 32.0, 48.0, 64.0], relative, mean), parameters);
    fitted(&fit, &curve, |_| 0.05, ERROR).expect("a fit")
}

#[test]
fn exact_decay_is_recovered() {
    let fit = found("decay_rate", &[Some(0.5)], |m| 3.0 * (-0.1 * m + 0.4 / m).exp() / m.sqrt());
    let quality = fit.quality.expect("a fit");
    assert!((fit.found.value - 0.1).abs() < 1e-12);
    assert!(quality.lack_of_fit > 0.999 && (quality.sizes, quality.of_sizes, fit.doubt) == (6, 6, None));
    assert!(quality.by_next_form.is_some_and(|next| (next.value - 0.1).abs() < 1e-11), "{quality:?}");
    // Leaving the factor m^(−½) out shifts the exponent visibly.
    assert!(found("decay_rate", &[Some(0.0)], |m| 3.0 * (-0.1 * m).exp() / m.sqrt()).found.value > 0.105);
}

/// The square of a mean near 1e-200 is below the smallest number. 1e150·mean has the same exponent, to rounding of logarithms near 460.
#[test]
fn a_decay_far_below_the_root_of_the_smallest_number_is_fitted() {
    let fitted = |height: f64| found("decay_rate", &[Some(0.5)], |m| height * (-0.1 * m).exp() / m.sqrt()).found;
    let (tiny, scaled) = (fitted(1e-200), fitted(1e-50));
    assert!((tiny.value - 0.1).abs() < 1e-11 && (tiny.value - scaled.value).abs() < 1e-11, "{tiny:?} {scaled:?}");
    assert!((tiny.standard_error / scaled.standard_error - 1.0).abs() < 1e-12, "{tiny:?} {scaled:?}");
}

#[test]
fn exact_limit_is_recovered() {
    assert!((found("limit", &[], |n| 0.3 + 2.0 / n).found.value - 0.3).abs() < 1e-12);
}

/// The union of the intervals by both forms, each with a sixth of the error probability: of six sizes, six, five or four can be used, by two
/// forms each.
#[test]
fn the_interval_is_the_union_of_those_by_both_forms() {
    let fit = found("limit", &[], |n| 0.3 + 2.0 / n);
    let quality = fit.quality.expect("a fit");
    let interval = |number: Coefficient| {
        let Coefficient { value: mean, standard_error } = number;
        asymptotic_sequence(&Estimate { mean, standard_error, replicates: 100_000 }, ERROR / 6.0)
    };
    let (first, next) = (interval(fit.found), interval(quality.by_next_form.expect("accepted")));
    assert!(next.lower < first.lower && next.upper > first.upper);
    assert_eq!(fit.interval, Interval { lower: next.lower, upper: next.upper });
}

#[test]
fn a_curve_of_another_shape_is_rejected() {
    let fit = found_at_precision(1e-3, "decay_rate", &[Some(0.5)], |m| (-m.sqrt()).exp());
    assert_eq!(fit.doubt, Some(FitDoubt::FormRejected));
    assert!(fit.found.value.is_nan() && fit.interval.lower.is_nan() && fit.interval.upper.is_nan());
    let quality = fit.quality.expect("what was tried");
    assert!(quality.lack_of_fit < 1e-6 && quality.by_next_form.is_none(), "{quality:?}");
    assert_eq!((quality.sizes, quality.of_sizes, quality.from, quality.to), (5, 6, 16.0, 64.0));
}

/// L + 2/n from n = 24 on, and 20 standard errors above that before.
#[test]
fn the_smallest_sizes_are_left_out_until_the_form_fits() {
    let fit = found("limit", &[], |n| (0.3 + 2.0 / n) * if n < 24.0 { 1.2 } else { 1.0 });
    let quality = fit.quality.expect("a fit");
    assert_eq!((quality.sizes, quality.of_sizes, quality.from, fit.doubt), (4, 6, 24.0, None));
    assert!((fit.found.value - 0.3).abs() < 1e-12);
}

/// Known to 1 %, the two forms of 0.3 + 2/n + 12/n² differ by more than 0.01, and neither is rejected.
#[test]
fn forms_that_disagree_are_a_doubt() {
    let fit = fit_of("limit");
    let sizes = [16.0, 24.0, 32.0, 48.0, 64.0];
    let curve = independent(&fit, points(&sizes, 0.01, |n| 0.3 + 2.0 / n + 12.0 / (n * n)), &[]);
    let at_resolution = |resolution: f64| fitted(&fit, &curve, |_| resolution, ERROR).expect("a fit");
    let (fine, coarse) = (at_resolution(0.003), at_resolution(0.1));
    assert_eq!((fine.doubt, coarse.doubt), (Some(FitDoubt::FormsDisagree), None));
    assert_eq!(fine.interval, coarse.interval);
}

#[test]
fn too_few_sizes_cannot_show_the_form() {
    let fit = fit_of("decay_rate");
    let curve = independent(&fit, points(&[8.0, 16.0, 24.0, 32.0], 0.01, |m| (-0.1 * m).exp()), &[Some(0.0)]);
    let refused = fitted(&fit, &curve, |_| 0.05, ERROR).err();
    assert_eq!(refused, Some(LeastSquaresError::Untested { measurements: 4, needed: 5 }));
}

/// The verdict on a number that is in an interval, and equal to the expected number up to the resolution.
fn equality(found: Interval, expected: f64, resolution: f64) -> Verdict {
    if (found.lower - expected).abs().max((found.upper - expected).abs()) <= resolution {
        Verdict::Holds
    } else if found.lower > expected + resolution || found.upper < expected - resolution {
        Verdict::Violated
    } else {
        Verdict::Unresolved
    }
}

fn noisy(points: &[FitPoint], stream: &mut Stream) -> Vec<FitPoint> {
    let mut noisy = points.to_vec();
    for FitPoint { estimate, .. } in &mut noisy {
        let normal: f64 = StandardNormal.sample(stream);
        estimate.mean += estimate.standard_error * normal;
    }
    noisy
}

/// The error of least squares on n labels is known: ε² + dσ²/(n − d − 1), here with d = 32 and ε² = 0.04. It is no polynomial in 1/n, so both forms
/// are wrong. At all sizes and at all precisions from 3 % to 3·10⁻⁶ its true limit is not violated, and limits that are off by 6 % do not hold. A
/// check by the first form alone gives over a thousand false verdicts. Fixed seed.
#[test]
fn no_verdict_on_the_known_curve_of_least_squares_is_false() {
    let (limit, fit) = (0.04, fit_of("limit"));
    let mut stream = open_stream(18, &ContentKey::of("least squares"), 0);
    let (mut false_verdicts, mut false_by_first, mut decided) = (0, 0, 0);
    let sweeps = [[40.0, 48.0, 64.0, 80.0, 96.0, 128.0], [512.0, 1024.0, 2048.0, 4096.0, 8192.0, 16384.0]];
    for (sizes, noise, power) in combinations(&sweeps) {
        let curve = |n: f64| limit + 32.0 * noise / (n - 33.0);
        let truth = points(sizes, 10f64.powf(-0.5 * f64::from(power)), curve);
        for _ in 0..40 {
            let curve = independent(&fit, noisy(&truth, &mut stream), &[]);
            for (factor, false_one) in [(1.0, Verdict::Violated), (1.06, Verdict::Holds), (0.94, Verdict::Holds)] {
                let (expected, resolution) = (factor * limit, 0.01 * factor * limit);
                let found = fitted(&fit, &curve, |_| resolution, ERROR).expect("a fit");
                if found.doubt.is_none() {
                    let given = equality(found.interval, expected, resolution);
                    false_verdicts += usize::from(given == false_one);
                    decided += usize::from(given != Verdict::Unresolved);
                }
                let first = curve.by_form(&fit, &(fit.forms)(&[])[0]).expect("a fit").number;
                false_by_first +=
                    usize::from(equality(curve.interval(first, ERROR), expected, resolution) == false_one);
            }
        }
    }
    assert_eq!(false_verdicts, 0);
    assert!(false_by_first > 1000 && decided > 1000, "{false_by_first} {decided}");
}

/// Sizes, noise and precision, in all combinations.
fn combinations(sweeps: &[[f64; 6]; 2]) -> Vec<(&[f64], f64, i32)> {
    let noises = [0.01, 0.1, 1.0];
    let all = sweeps.iter().flat_map(|sizes| noises.map(|noise| (sizes, noise)));
    all.flat_map(|(sizes, noise)| (3..=11).map(move |power| (&sizes[..], noise, power))).collect()
}

/// Fixed seed. Points whose errors are sums of independent steps, as those of nested batches. Of 2,000 intervals of two standard errors
/// 95.4 % cover; fewer than 1,863 or more than 1,955 do with probability below 1e-6 (five standard deviations of 9.3). With the
/// correlation ignored the exponent seems less certain or more than it is.
#[test]
fn the_exponent_of_correlated_points_is_covered() {
    let truth = points(&[8.0, 16.0, 24.0, 32.0, 48.0], 0.01, |m| 3.0 * (-0.1 * m).exp() / m.sqrt());
    let scale: Vec<f64> = truth.iter().map(|p| p.estimate.standard_error).collect();
    let joint = DMatrix::from_fn(5, 5, |i, j| scale[i] * scale[j] * (1 + i.min(j)) as f64);
    let ignored = DMatrix::from_diagonal(&joint.diagonal());
    let (decay, mut stream) = (fit_of("decay_rate"), open_stream(8, &ContentKey::of("correlated points"), 0));
    let (mut covered, mut covered_ignoring) = (0, 0);
    for _ in 0..2000 {
        let mut walk = 0.0;
        let mut noisy = truth.clone();
        for (point, scale) in noisy.iter_mut().zip(&scale) {
            let step: f64 = StandardNormal.sample(&mut stream);
            walk += step;
            point.estimate.mean += scale * walk;
        }
        let covers = |covariances: &DMatrix<f64>| {
            let mean = |i: usize| noisy[i].estimate.mean;
            let covariances = covariances.map_with_location(|i, j, covariance| covariance / (mean(i) * mean(j)));
            let curve = Curve { points: noisy.clone(), covariances, parameters: vec![Some(0.5)] };
            let found = curve.by_form(&decay, &(decay.forms)(&[Some(0.5)])[0]).expect("a fit").number;
            usize::from((found.value - 0.1).abs() <= 2.0 * found.standard_error)
        };
        covered += covers(&joint);
        covered_ignoring += covers(&ignored);
    }
    assert!((1863..=1955).contains(&covered), "{covered}");
    assert!(!(1863..=1955).contains(&covered_ignoring), "{covered_ignoring}");
}
