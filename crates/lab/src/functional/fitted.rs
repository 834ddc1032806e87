//! Fits of curves along a variable of the sweep. A form that does not fit gives no verdict.

use nalgebra::DMatrix;

use super::fit_along::{CurveForm, FitAlong};
use super::fit_quality::{FitDoubt, FitQuality};
use weak_to_strong::evidence::{
    Coefficient, Interval, LEAST_REPLICATES, LeastSquaresError, asymptotic_sequence, generalised_regression,
};
use weak_to_strong::numeric::Estimate;

/// Above this relative standard error the logarithm of a mean is not nearly normal, and a rare event may not have been seen at
/// all.
const LARGEST_RELATIVE_ERROR: f64 = 0.1;

/// Below this probability of the residuals a form is rejected.
const LEAST_PROBABILITY: f64 = 0.01;

/// A measurement at one value of the variable of the fit.
#[derive(Clone, Copy, Debug)]
pub struct FitPoint {
    /// The value of the variable.
    pub at: f64,
    /// The measurement there.
    pub estimate: Estimate,
}

/// Measurements along a variable.
#[derive(Clone, Debug)]
pub struct Curve {
    /// The measurements, in any order.
    pub points: Vec<FitPoint>,
    /// Covariances of the fitted numbers (the points' estimates or their logarithms). Points that share replicates are correlated.
    pub covariances: DMatrix<f64>,
    /// The parameters of the functional, in its order; `None` for one that the fit finds.
    pub parameters: Vec<Option<f64>>,
}

/// A number from a fit, with its interval.
#[derive(Clone, Debug)]
pub struct CurveFit {
    /// The number by the first form.
    pub found: Coefficient,
    /// The union of the intervals by both forms, and what is between them. It holds if one of the forms is right from some size on.
    pub interval: Interval,
    /// Why the number is not reliable; `None` if it is reliable.
    pub doubt: Option<FitDoubt>,
    /// The form and the sizes that were used; `None` if nothing was fitted.
    pub quality: Option<FitQuality>,
}

impl CurveFit {
    fn doubtful(doubt: FitDoubt, quality: Option<FitQuality>) -> Self {
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
/// numbers that differ by more than `resolution`, a function of the first number.
///
/// The interval of each form at each choice of sizes has an equal part of `error`. So it does not matter that the sizes are chosen after a look at the
/// measurements.
///
/// # Errors
///
/// [`LeastSquaresError`] if there are too few sizes to test the form, or if they do not determine the coefficients.
pub fn fitted(
    fit: &FitAlong,
    curve: &Curve,
    resolution: impl Fn(f64) -> f64,
    error: f64,
) -> Result<CurveFit, LeastSquaresError> {
    let forms = (fit.forms)(&curve.parameters);
    let (measurements, needed) = (curve.points.len(), fit.least_sizes(&curve.parameters));
    if measurements < needed {
        return Err(LeastSquaresError::Untested { measurements, needed });
    }
    if let Some(doubt) = doubt(fit, &curve.points) {
        return Ok(CurveFit::doubtful(doubt, None));
    }
    let choices = measurements - needed + 1;
    let share = error / (forms.len() * choices) as f64;
    let mut rejected = None;
    for left_out in 0..choices {
        let tail = curve.without_smallest(left_out);
        let (first, next) = (tail.by_form(fit, &forms[0])?, tail.by_form(fit, &forms[1])?);
        let quality = quality(&forms, &tail, measurements, (&first, &next));
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
            doubt: (apart > resolution(first.number.value)).then_some(FitDoubt::FormsDisagree),
            quality: Some(quality),
        });
    }
    Ok(CurveFit::doubtful(FitDoubt::FormRejected, rejected))
}

/// Why the points cannot be fitted; `None` if they can.
fn doubt(fit: &FitAlong, points: &[FitPoint]) -> Option<FitDoubt> {
    let estimates = || points.iter().map(|point| point.estimate);
    let is_rough = |e: Estimate| !(e.mean > 0.0 && e.standard_error <= LARGEST_RELATIVE_ERROR * e.mean);
    if estimates().any(|estimate| estimate.replicates < LEAST_REPLICATES) {
        Some(FitDoubt::FewReplicates)
    } else if fit.of_logarithms && estimates().any(is_rough) {
        Some(FitDoubt::RoughMeans)
    } else {
        estimates().any(|estimate| estimate.standard_error == 0.0).then_some(FitDoubt::NoVariation)
    }
}

fn quality(forms: &[CurveForm; 2], tail: &Curve, of_sizes: usize, (first, next): (&FormFit, &FormFit)) -> FitQuality {
    let sizes = tail.points.iter().map(|point| point.at);
    FitQuality {
        form: forms[0].words.into(),
        next_form: forms[1].words.into(),
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
pub(super) struct FormFit {
    pub(super) number: Coefficient,
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
            parameters: self.parameters.clone(),
        }
    }

    pub(super) fn by_form(&self, fit: &FitAlong, form: &CurveForm) -> Result<FormFit, LeastSquaresError> {
        let design = DMatrix::from_fn(self.points.len(), form.terms.len(), |i, j| form.terms[j](self.points[i].at));
        let fitted = |mean: f64| if fit.of_logarithms { mean.ln() } else { mean };
        let response = |point: &FitPoint| fitted(point.estimate.mean) - (fit.known)(&self.parameters, point.at);
        let responses: Vec<f64> = self.points.iter().map(response).collect();
        let regression = generalised_regression(&design, &responses, &self.covariances)?;
        Ok(FormFit {
            number: regression.coefficients[fit.wanted],
            // Without a residual degree of freedom nothing was tested, so that nothing is accepted.
            probability: regression.lack_of_fit.unwrap_or(0.0),
        })
    }

    /// The interval of a number that is asymptotically a mean over the replicates of all points.
    pub(super) fn interval(&self, number: Coefficient, error: f64) -> Interval {
        let replicates = self.points.iter().map(|point| point.estimate.replicates).min().unwrap_or(0);
        let estimate = Estimate { mean: number.value, standard_error: number.standard_error, replicates };
        asymptotic_sequence(&estimate, error)
    }
}
