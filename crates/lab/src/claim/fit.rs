//! Fits of curves along a variable of the sweep. A form that does not fit gives no verdict.

use nalgebra::DMatrix;

use super::functional::{CurveForm, FitAlong, FitPoint};
use super::{Doubt, FitQuality};
use weak_to_strong::evidence::{
    Coefficient, Interval, LEAST_REPLICATES, LeastSquaresError, asymptotic_sequence, generalised_regression,
};
use weak_to_strong::numeric::Estimate;

/// Above this relative standard error the logarithm of a mean is not nearly normal, and a rare event may not have been seen at
/// all.
const LARGEST_RELATIVE_ERROR: f64 = 0.1;

/// Below this probability of the residuals a form is rejected.
const LEAST_PROBABILITY: f64 = 0.01;

/// Measurements along a variable.
pub(super) struct Curve {
    /// The measurements, in any order.
    pub(super) points: Vec<FitPoint>,
    /// Covariances of the fitted numbers (the points' estimates or their logarithms). Points that share replicates are correlated.
    pub(super) covariances: DMatrix<f64>,
    /// The power p of the factor m^(−p).
    pub(super) log_power: f64,
}

/// A number from a fit, with its interval.
pub(super) struct CurveFit {
    /// The number by the first form.
    pub(super) found: Coefficient,
    /// The union of the intervals by both forms, and what is between them. It holds if one of the forms is right from some size on.
    pub(super) interval: Interval,
    /// Why the number is not reliable; `None` if it is reliable.
    pub(super) doubt: Option<Doubt>,
    /// The form and the sizes that were used; `None` if nothing was fitted.
    pub(super) quality: Option<FitQuality>,
}

impl CurveFit {
    fn doubtful(doubt: Doubt, quality: Option<FitQuality>) -> Self {
        let unknown = f64::NAN;
        Self {
            found: Coefficient { value: unknown, standard_error: unknown },
            interval: Interval { lower: unknown, upper: unknown },
            doubt: Some(doubt),
            quality,
        }
    }
}

/// Fits the number of a functional along a variable.
///
/// The smallest sizes are left out until both forms of the curve describe the rest (p ≥ 0.01 in a χ² test). There must be at least one size more than
/// the second form has coefficients. Otherwise the curve does not follow the form, and the fit is doubtful. It is also doubtful if the two forms give
/// numbers that differ by more than `resolution`.
///
/// The interval of each form at each choice of sizes has an equal part of `error`. So it does not matter that the sizes are chosen after a look at the
/// measurements.
///
/// # Errors
///
/// [`LeastSquaresError`] if there are too few sizes to test the form, or if they do not determine the coefficients.
pub(super) fn fitted(
    fit: &FitAlong,
    curve: &Curve,
    resolution: f64,
    error: f64,
) -> Result<CurveFit, LeastSquaresError> {
    let (measurements, needed) = (curve.points.len(), fit.forms[1].terms.len() + 1);
    if measurements < needed {
        return Err(LeastSquaresError::Untested { measurements, needed });
    }
    if let Some(doubt) = doubt(fit, &curve.points) {
        return Ok(CurveFit::doubtful(doubt, None));
    }
    let choices = measurements - needed + 1;
    let share = error / (fit.forms.len() * choices) as f64;
    let mut rejected = None;
    for left_out in 0..choices {
        let tail = curve.without_smallest(left_out);
        let (first, next) = (tail.by_form(fit, &fit.forms[0])?, tail.by_form(fit, &fit.forms[1])?);
        let quality = quality(fit, &tail, measurements, (&first, &next));
        if quality.lack_of_fit < LEAST_PROBABILITY || quality.next_lack_of_fit < LEAST_PROBABILITY {
            rejected = Some(FitQuality { by_next_form: None, ..quality });
            continue;
        }
        let intervals = [&first, &next].map(|fit| tail.interval(fit.number, share));
        let apart = (first.number.value - next.number.value).abs();
        return Ok(CurveFit {
            found: first.number,
            interval: Interval {
                lower: intervals[0].lower.min(intervals[1].lower),
                upper: intervals[0].upper.max(intervals[1].upper),
            },
            doubt: (apart > resolution).then_some(Doubt::FormsDisagree),
            quality: Some(quality),
        });
    }
    Ok(CurveFit::doubtful(Doubt::FormRejected, rejected))
}

/// Why the points cannot be fitted; `None` if they can.
fn doubt(fit: &FitAlong, points: &[FitPoint]) -> Option<Doubt> {
    let estimates = || points.iter().map(|point| point.estimate);
    let is_rough = |e: Estimate| !(e.mean > 0.0 && e.standard_error <= LARGEST_RELATIVE_ERROR * e.mean);
    if estimates().any(|estimate| estimate.replicates < LEAST_REPLICATES) {
        Some(Doubt::FewReplicates)
    } else if fit.of_logarithms && estimates().any(is_rough) {
        Some(Doubt::RoughMeans)
    } else {
        estimates().any(|estimate| estimate.standard_error == 0.0).then_some(Doubt::NoVariation)
    }
}

fn quality(fit: &FitAlong, tail: &Curve, of_sizes: usize, (first, next): (&FormFit, &FormFit)) -> FitQuality {
    let sizes = tail.points.iter().map(|point| point.at);
    FitQuality {
        form: fit.forms[0].words,
        next_form: fit.forms[1].words,
        sizes: tail.points.len(),
        of_sizes,
        from: sizes.clone().fold(f64::INFINITY, f64::min),
        to: sizes.fold(f64::NEG_INFINITY, f64::max),
        lack_of_fit: first.probability,
        next_lack_of_fit: next.probability,
        by_next_form: Some(next.number),
    }
}

/// The number by one form, and the probability of residuals at least as large as those found.
struct FormFit {
    number: Coefficient,
    probability: f64,
}

impl Curve {
    /// The curve without some of its smallest sizes.
    fn without_smallest(&self, left_out: usize) -> Self {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|a, b| self.points[*a].at.total_cmp(&self.points[*b].at));
        let kept = &order[left_out..];
        Self {
            points: kept.iter().map(|index| self.points[*index]).collect(),
            covariances: self.covariances.select_rows(kept).select_columns(kept),
            log_power: self.log_power,
        }
    }

    fn by_form(&self, fit: &FitAlong, form: &CurveForm) -> Result<FormFit, LeastSquaresError> {
        let design = DMatrix::from_fn(self.points.len(), form.terms.len(), |i, j| form.terms[j](self.points[i].at));
        let response = |point: &FitPoint| match fit.of_logarithms {
            true => point.estimate.mean.ln() + self.log_power * point.at.ln(),
            false => point.estimate.mean,
        };
        let responses: Vec<f64> = self.points.iter().map(response).collect();
        let regression = generalised_regression(&design, &responses, &self.covariances)?;
        Ok(FormFit {
            number: regression.coefficients[fit.wanted],
            // Without a residual degree of freedom nothing was tested, so that nothing is accepted.
            probability: regression.lack_of_fit.unwrap_or(0.0),
        })
    }

    /// The interval of a number that is asymptotically a mean over the replicates of all points.
    fn interval(&self, number: Coefficient, error: f64) -> Interval {
        let replicates = self.points.iter().map(|point| point.estimate.replicates).min().unwrap_or(0);
        let estimate = Estimate { mean: number.value, standard_error: number.standard_error, replicates };
        asymptotic_sequence(&estimate, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DVector;
    use rand_distr::{Distribution, StandardNormal};

    use crate::claim::judge::{Evidence, verdict};
    use crate::claim::{Relation, Verdict};
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

    fn fit_of(word: &str) -> FitAlong {
        *Relation::by_word(word).and_then(|relation| relation.functional().fit()).expect("a fit")
    }

    /// The curve through independent points.
    fn independent(fit: &FitAlong, points: Vec<FitPoint>, log_power: f64) -> Curve {
        let scale = |p: &FitPoint| if fit.of_logarithms { p.estimate.mean } else { 1.0 };
        let variances = points.iter().map(|p| (p.estimate.standard_error / scale(p)).powi(2));
        let covariances = DMatrix::from_diagonal(&DVector::from_iterator(points.len(), variances));
        Curve { points, covariances, log_power }
    }

    /// The fit of points at 8, 16, 24, 32, 48 and 64 that are known to 1 %.
    fn found(word: &str, log_power: f64, mean: impl Fn(f64) -> f64) -> CurveFit {
        found_at_precision(0.01, word, log_power, mean)
    }

    fn found_at_precision(relative: f64, word: &str, log_power: f64, mean: impl Fn(f64) -> f64) -> CurveFit {
        let fit = fit_of(word);
        let curve = independent(&fit, points(&[8.0, 16.0, 24.0, 32.0, 48.0, 64.0], relative, mean), log_power);
        fitted(&fit, &curve, 0.05, ERROR).expect("a fit")
    }

    #[test]
    fn exact_decay_is_recovered() {
        let fit = found("decays_at", 0.5, |m| 3.0 * (-0.1 * m + 0.4 / m).exp() / m.sqrt());
        let quality = fit.quality.expect("a fit");
        assert!((fit.found.value - 0.1).abs() < 1e-12);
        assert!(quality.lack_of_fit > 0.999 && (quality.sizes, quality.of_sizes, fit.doubt) == (6, 6, None));
        assert!(quality.by_next_form.is_some_and(|next| (next.value - 0.1).abs() < 1e-11), "{quality:?}");
        // Leaving the factor m^(−½) out shifts the exponent visibly.
        assert!(found("decays_at", 0.0, |m| 3.0 * (-0.1 * m).exp() / m.sqrt()).found.value > 0.105);
    }

    /// The square of a mean near 1e-200 is below the smallest number. 1e150·mean has the same exponent, to rounding of logarithms near 460.
    #[test]
    fn a_decay_far_below_the_root_of_the_smallest_number_is_fitted() {
        let fitted = |height: f64| found("decays_at", 0.5, |m| height * (-0.1 * m).exp() / m.sqrt()).found;
        let (tiny, scaled) = (fitted(1e-200), fitted(1e-50));
        assert!((tiny.value - 0.1).abs() < 1e-11 && (tiny.value - scaled.value).abs() < 1e-11, "{tiny:?} {scaled:?}");
        assert!((tiny.standard_error / scaled.standard_error - 1.0).abs() < 1e-12, "{tiny:?} {scaled:?}");
    }

    #[test]
    fn exact_limit_is_recovered() {
        assert!((found("tends_to", 0.5, |n| 0.3 + 2.0 / n).found.value - 0.3).abs() < 1e-12);
    }

    /// The union of the intervals by both forms, each with a sixth of the error probability: of six sizes, six, five or four can be used, by two
    /// forms each.
    #[test]
    fn the_interval_is_the_union_of_those_by_both_forms() {
        let fit = found("tends_to", 0.0, |n| 0.3 + 2.0 / n);
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
        let fit = found_at_precision(1e-3, "decays_at", 0.5, |m| (-m.sqrt()).exp());
        assert_eq!(fit.doubt, Some(Doubt::FormRejected));
        assert!(fit.found.value.is_nan() && fit.interval.lower.is_nan() && fit.interval.upper.is_nan());
        let quality = fit.quality.expect("what was tried");
        assert!(quality.lack_of_fit < 1e-6 && quality.by_next_form.is_none(), "{quality:?}");
        assert_eq!((quality.sizes, quality.of_sizes, quality.from, quality.to), (5, 6, 16.0, 64.0));
    }

    /// L + 2/n from n = 24 on, and 20 standard errors above that before.
    #[test]
    fn the_smallest_sizes_are_left_out_until_the_form_fits() {
        let fit = found("tends_to", 0.0, |n| (0.3 + 2.0 / n) * if n < 24.0 { 1.2 } else { 1.0 });
        let quality = fit.quality.expect("a fit");
        assert_eq!((quality.sizes, quality.of_sizes, quality.from, fit.doubt), (4, 6, 24.0, None));
        assert!((fit.found.value - 0.3).abs() < 1e-12);
    }

    /// Known to 1 %, the two forms of 0.3 + 2/n + 12/n² differ by more than 0.01, and neither is rejected.
    #[test]
    fn forms_that_disagree_are_a_doubt() {
        let fit = fit_of("tends_to");
        let sizes = [16.0, 24.0, 32.0, 48.0, 64.0];
        let curve = independent(&fit, points(&sizes, 0.01, |n| 0.3 + 2.0 / n + 12.0 / (n * n)), 0.0);
        let at_resolution = |resolution: f64| fitted(&fit, &curve, resolution, ERROR).expect("a fit");
        let (fine, coarse) = (at_resolution(0.003), at_resolution(0.1));
        assert_eq!((fine.doubt, coarse.doubt), (Some(Doubt::FormsDisagree), None));
        assert_eq!(fine.interval, coarse.interval);
    }

    #[test]
    fn too_few_sizes_cannot_show_the_form() {
        let fit = fit_of("decays_at");
        let curve = independent(&fit, points(&[8.0, 16.0, 24.0, 32.0], 0.01, |m| (-0.1 * m).exp()), 0.0);
        let refused = fitted(&fit, &curve, 0.05, ERROR).err();
        assert_eq!(refused, Some(LeastSquaresError::Untested { measurements: 4, needed: 5 }));
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
        let (limit, fit, relation) = (0.04, fit_of("tends_to"), Relation::by_word("tends_to").expect("known"));
        let mut stream = open_stream(18, &ContentKey::of("least squares"), 0);
        let (mut false_verdicts, mut false_by_first, mut decided) = (0, 0, 0);
        let sweeps = [[40.0, 48.0, 64.0, 80.0, 96.0, 128.0], [512.0, 1024.0, 2048.0, 4096.0, 8192.0, 16384.0]];
        for (sizes, noise, power) in combinations(&sweeps) {
            let curve = |n: f64| limit + 32.0 * noise / (n - 33.0);
            let truth = points(sizes, 10f64.powf(-0.5 * f64::from(power)), curve);
            for _ in 0..40 {
                let curve = independent(&fit, noisy(&truth, &mut stream), 0.0);
                for (factor, false_one) in [(1.0, Verdict::Violated), (1.06, Verdict::Holds), (0.94, Verdict::Holds)] {
                    let (expected, resolution) = (factor * limit, 0.01 * factor * limit);
                    let found = fitted(&fit, &curve, resolution, ERROR).expect("a fit");
                    let of = |mean: f64, interval: Interval| {
                        verdict(&relation, &Evidence { mean, interval, replicates: 100_000 }, expected, resolution)
                    };
                    if found.doubt.is_none() {
                        let given = of(found.found.value, found.interval);
                        false_verdicts += usize::from(given == false_one);
                        decided += usize::from(given != Verdict::Unresolved);
                    }
                    let first = curve.by_form(&fit, &fit.forms[0]).expect("a fit").number;
                    false_by_first += usize::from(of(first.value, curve.interval(first, ERROR)) == false_one);
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
        let (decay, mut stream) = (fit_of("decays_at"), open_stream(8, &ContentKey::of("correlated points"), 0));
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
                let curve = Curve { points: noisy.clone(), covariances, log_power: 0.5 };
                let found = curve.by_form(&decay, &decay.forms[0]).expect("a fit").number;
                usize::from((found.value - 0.1).abs() <= 2.0 * found.standard_error)
            };
            covered += covers(&joint);
            covered_ignoring += covers(&ignored);
        }
        assert!((1863..=1955).contains(&covered), "{covered}");
        assert!(!(1863..=1955).contains(&covered_ignoring), "{covered_ignoring}");
    }
}
