//! A student whose prompts have other variances than 1 in some directions.

use nalgebra::{DMatrix, DVector};

use super::geometry::{Geometry, times};
use super::integrated::{Cell, Observed};
use super::shares::RidgeShares;
use crate::inference::{Dominating, Estimator, Inference, Mean, Range};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use weak_to_strong::model::RegressionProblem;
use weak_to_strong::sample::RegressionSampler;

/// Observes errors averaged over all but the student's prompts, for a teacher whose means are known.
pub(super) struct Stretched {
    sampler: RegressionSampler,
    variances: DVector<f64>,
    teacher: TaughtMean,
    observed: Observed,
    penalties: Vec<f64>,
    ends: Vec<Ends>,
    labels: f64,
    width: usize,
}

/// The mean and the second moment of what the student sees of the teacher, z = E Ot and E Ot(Ot)ᵀ − zzᵀ, and what it does not see.
#[derive(Clone)]
struct TaughtMean {
    truth: DVector<f64>,
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
    unseen: f64,
    /// E|t − β*|².
    error: f64,
    missed_by_student: f64,
}

/// What is proved of the student's error at one penalty.
#[derive(Clone)]
struct Ends {
    greatest: f64,
    near: Option<Near>,
}

/// A bound on the student's error that is close to it where the penalty lies between the variances of the prompts.
///
/// Let K be the coordinates with a variance above the penalty, and z_K the part of z in them. With A = S̃(S̃ + λ)⁻¹, Az − z_K = Az_⊥ − (I − A)z_K, and
/// |Az_⊥|² ≤ z_⊥ᵀS̃z_⊥/λ, |(I − A)z_K|² ≤ λz_KᵀS̃⁻¹z_K. So for every ε
///
/// ```text
/// |Az − β_s|² ≤ (1 + ε)|z_K − β_s|² + (1 + 1/ε)·2(z_⊥ᵀS̃z_⊥/λ + λz_KᵀS̃⁻¹z_K)
/// ```
///
/// The means of S̃ and of its inverse are known.
#[derive(Clone)]
struct Near {
    /// The place of the dominating variable, the last bracket.
    at: usize,
    mean: f64,
    factor: f64,
    plus: f64,
    kept: DVector<f64>,
    shrunk: DVector<f64>,
}

impl Stretched {
    /// `teacher` says what the teacher keeps on average; its means are known.
    pub(super) fn new(
        problem: &RegressionProblem,
        teacher: &RidgeShares,
        observed: Observed,
        cells: &[Cell],
        direct: bool,
    ) -> Self {
        let variances = problem.student_variances();
        let (labels, taught) = (cells[0].student.labels, TaughtMean::new(problem, teacher));
        let sampler = RegressionSampler::new(variances, labels);
        let mut width = cells.len();
        let ends = |cell: &Cell| Ends::new(&taught, variances, labels, cell.student.penalty, &mut width);
        Self {
            sampler: if direct { sampler.direct() } else { sampler },
            observed,
            penalties: cells.iter().map(|cell| cell.student.penalty).collect(),
            ends: cells.iter().map(ends).collect(),
            variances: variances.clone(),
            teacher: taught,
            labels,
            width,
        }
    }

    pub(super) fn made(self) -> Made {
        let inference = Inference::of((0..self.ends.len()).map(|at| self.estimator(at)));
        Made::new(self, inference)
    }

    /// What is proved of the student's error at one penalty in an observation: a bound, and one by the dominating variable.
    #[cfg(test)]
    pub(super) fn bounds(&self, at: usize, observation: &[f64]) -> [f64; 2] {
        let Ends { greatest, near } = &self.ends[at];
        [*greatest, near.as_ref().map_or(*greatest, |near| near.plus + near.factor * observation[near.at])]
    }

    fn estimator(&self, at: usize) -> Estimator {
        if self.labels.is_infinite() {
            let gram = DMatrix::from_diagonal(&self.variances);
            return Estimator::Exact(self.value(&Fitted::new(&gram, f64::INFINITY), at));
        }
        let (ends, mean) = (&self.ends[at], Mean::of(at));
        let least = self.teacher.missed_by_student;
        let mean = match self.observed {
            Observed::TeacherError | Observed::StudentError => mean.ranging(Range::between(least, ends.greatest)),
            Observed::Gain => {
                mean.ranging(Range::between(self.teacher.error - ends.greatest, self.teacher.error - least))
            }
            Observed::RidgeSlope => mean,
        };
        let few = (self.labels - self.teacher.truth.len() as f64).abs() <= 7.0;
        Estimator::Mean(match (self.observed, &ends.near) {
            (Observed::StudentError, Some(near)) => {
                let &Near { at, mean: known, factor, plus, .. } = near;
                mean.dominated_by(Dominating { at, factor, mean: known, plus })
            }
            (Observed::RidgeSlope, _) if few => mean.without_variance(),
            (Observed::TeacherError | Observed::StudentError | Observed::Gain | Observed::RidgeSlope, _) => mean,
        })
    }

    fn value(&self, fit: &Fitted, at: usize) -> f64 {
        match self.observed {
            Observed::TeacherError => self.teacher.error,
            Observed::StudentError => self.error(fit, at),
            Observed::Gain => self.teacher.error - self.error(fit, at),
            Observed::RidgeSlope => fit.slope(&self.teacher),
        }
    }

    fn error(&self, fit: &Fitted, at: usize) -> f64 {
        let (error, greatest) = (fit.error(&self.teacher, self.penalties[at]), self.ends[at].greatest);
        // What exceeds the bound by rounding only.
        if error > greatest && error <= greatest * (1.0 + 1e-12) { greatest } else { error }
    }
}

impl TaughtMean {
    fn new(problem: &RegressionProblem, teacher: &RidgeShares) -> Self {
        let geometry = Geometry::new(problem);
        let (overlap, truth) = (problem.overlap(), problem.truth_for_teacher());
        let mean = overlap * truth * teacher.kept();
        let second = geometry.seen_moment(teacher, overlap, truth);
        Self {
            truth: problem.truth_for_student().clone(),
            covariance: second - &mean * mean.transpose(),
            mean,
            unseen: geometry.unseen_teacher(teacher),
            error: geometry.teacher_error(teacher),
            missed_by_student: geometry.missed_by_student,
        }
    }
}

impl Ends {
    fn new(taught: &TaughtMean, variances: &DVector<f64>, labels: f64, penalty: f64, width: &mut usize) -> Self {
        // The student's part As of a vector lies in the ball whose diameter goes from 0 to the vector.
        let half = 0.5 * &taught.mean;
        let farthest = (&half - &taught.truth).norm() + half.norm();
        let rank = labels.min(variances.len() as f64);
        let variance = if labels.is_infinite() { 0.0 } else { rank / (4.0 * penalty * labels) };
        let spread = taught.covariance.trace().max(0.0) + times(variance, taught.unseen);
        let greatest = taught.missed_by_student + farthest * farthest + spread;
        let near = Near::new(taught, variances, labels, penalty, spread, *width);
        let near = near.filter(|near| near.plus + near.factor * near.mean < greatest);
        *width += usize::from(near.is_some());
        Self { greatest, near }
    }
}

impl Near {
    fn new(
        taught: &TaughtMean,
        variances: &DVector<f64>,
        labels: f64,
        penalty: f64,
        spread: f64,
        at: usize,
    ) -> Option<Self> {
        let degrees = labels - variances.len() as f64 - 1.0;
        if labels.is_infinite() || degrees <= 0.0 || penalty <= 0.0 || penalty.is_infinite() {
            return None;
        }
        let inverses = variances.map(|variance| penalty * labels / (degrees * variance));
        let shares = variances.map(|variance| variance / penalty);
        let kept = DVector::from_fn(variances.len(), |i, _| if inverses[i] < shares[i] { taught.mean[i] } else { 0.0 });
        let shrunk = &taught.mean - &kept;
        let squares = |vector: &DVector<f64>, weights: &DVector<f64>| vector.map(|x| x * x).dot(weights);
        let mean = squares(&kept, &inverses) + squares(&shrunk, &shares);
        let gap = (&kept - &taught.truth).norm_squared();
        // The best ε is the ratio of the two lengths.
        let ratio = (2.0 * mean / gap).sqrt();
        let fixed = taught.missed_by_student + spread;
        if ratio.is_finite() && ratio > 0.0 {
            let (factor, plus) = (2.0 * (1.0 + 1.0 / ratio), fixed + (1.0 + ratio) * gap);
            Some(Self { at, mean, factor, plus, kept, shrunk })
        } else {
            (gap == 0.0).then_some(Self { at, mean, factor: 2.0, plus: fixed, kept, shrunk })
        }
    }

    fn value(&self, fit: &Fitted, penalty: f64) -> f64 {
        let (mut sum, kept, shrunk) = (0.0, fit.directions.tr_mul(&self.kept), fit.directions.tr_mul(&self.shrunk));
        for ((eigenvalue, kept), shrunk) in fit.eigenvalues.iter().zip(&kept).zip(&shrunk) {
            sum += kept * kept * (penalty / eigenvalue) + shrunk * shrunk * (eigenvalue / penalty);
        }
        sum
    }
}

/// The eigenvalues of S̃ that are not 0 by necessity, with their directions.
struct Fitted {
    labels: f64,
    eigenvalues: Vec<f64>,
    directions: DMatrix<f64>,
}

impl Fitted {
    fn new(gram: &DMatrix<f64>, labels: f64) -> Self {
        let spectrum = gram.clone().symmetric_eigen();
        let rank = labels.min(gram.nrows() as f64) as usize;
        let mut order: Vec<usize> = (0..gram.nrows()).collect();
        order.sort_by(|a, b| spectrum.eigenvalues[*b].total_cmp(&spectrum.eigenvalues[*a]));
        order.truncate(rank);
        Self {
            labels,
            eigenvalues: order.iter().map(|i| at_least_0(spectrum.eigenvalues[*i])).collect(),
            directions: spectrum.eigenvectors.select_columns(&order),
        }
    }

    /// missed + |Az − β_s|² + tr A·Cov·A + variance·unseen.
    fn error(&self, taught: &TaughtMean, penalty: f64) -> f64 {
        let kept: Vec<f64> = self.eigenvalues.iter().map(|eigenvalue| kept_share(*eigenvalue, penalty)).collect();
        let mean = self.directions.tr_mul(&taught.mean);
        let fitted = &self.directions * DVector::from_fn(kept.len(), |i, _| kept[i] * mean[i]);
        let spread = self.directions.tr_mul(&taught.covariance) * &self.directions;
        let spread: f64 = kept.iter().enumerate().map(|(i, kept)| kept * kept * at_least_0(spread[(i, i)])).sum();
        let variance: f64 =
            self.eigenvalues.iter().zip(&kept).map(|(eigenvalue, kept)| kept / (eigenvalue + penalty)).sum();
        taught.missed_by_student
            + (fitted - &taught.truth).norm_squared()
            + spread
            + times(taught.unseen, variance / self.labels)
    }

    /// The derivative of the error in the penalty at 0.
    fn slope(&self, taught: &TaughtMean) -> f64 {
        let mean = self.directions.tr_mul(&taught.mean);
        let truth = self.directions.tr_mul(&taught.truth);
        let spread = self.directions.tr_mul(&taught.covariance) * &self.directions;
        let mut slope = 0.0;
        for (i, eigenvalue) in self.eigenvalues.iter().enumerate() {
            slope -= 2.0 * (mean[i] * (mean[i] - truth[i]) + spread[(i, i)]) / eigenvalue;
            slope -= times(taught.unseen, 2.0 / (eigenvalue * eigenvalue * self.labels));
        }
        slope
    }
}

/// Returns 0 for what is rounded below it, and leaves NaN.
fn at_least_0(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

fn kept_share(eigenvalue: f64, penalty: f64) -> f64 {
    // Least squares keeps every direction that it sees.
    if penalty == 0.0 { 1.0 } else { eigenvalue / (eigenvalue + penalty) }
}

impl Experiment for Stretched {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let nothing = DVector::zeros(self.teacher.truth.len());
        Draw::new(move |stream, observation| {
            if self.labels.is_infinite() {
                observation.fill(0.0);
                return Ok(());
            }
            let moments = sampler.draw(&nothing, 0.0, stream);
            let fit = Fitted::new(&(moments.gram / self.labels), self.labels);
            for (at, ends) in self.ends.iter().enumerate() {
                observation[at] = self.value(&fit, at);
                if let Some(near) = &ends.near {
                    observation[near.at] = near.value(&fit, self.penalties[at]);
                    if !observation[near.at].is_finite() {
                        return Err(Undefined::at(near.at));
                    }
                }
            }
            Ok(())
        })
    }
}
