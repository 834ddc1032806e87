//! The MSE of least squares within the convex hull of the source's concepts.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::error_range::{ErrorRange, GaussianFit};
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, QuantityError, Undefined};
use crate::assumption::{Assumption, GAUSSIAN_NOISE, ISOTROPIC, SINGLE_TARGET};
use crate::setting::{DESIGN, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{Hull, HullError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::span_basis;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler, OrthogonalSampler, SampleMoments};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "hull.mse".into(),
            version: 2,
            symbol: "E‖β̂_C − β_Q‖²".into(),
            meaning: "MSE of least squares within the hull of the concepts, on weak labels; of several minimisers, where labels are fewer \
                than the hull's dimensions, the one that the active-set search ends at"
                .into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, DESIGN],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| match settings[0].word(&DESIGN) {
                "orthogonal" => Ok(orthogonal(problem, &settings[0])?.made()),
                _ => Ok(independent(problem, &settings[0]).made()),
            }),
        },
        Quantity {
            name: "hull.limit".into(),
            version: 1,
            symbol: "‖Π_C(β_Q′) − β_Q‖²".into(),
            meaning: "squared bias of least squares within the hull as the number of weak labels grows; exact".into(),
            unit: Unit::MeanSquaredError,
            settings: Vec::new(),
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, _| {
                Ok(Made::exact(limit(problem)?.norm_squared()))
            }),
        },
    ]
});

/// Π_C(β_Q′) − β_Q, the projection in the metric of the prompt's covariance.
fn limit(problem: &TransferProblem) -> Result<DVector<f64>, HullError> {
    let variances = problem.prompts().variances(problem.dim());
    let population = SampleMoments {
        count: 1,
        cross: variances.component_mul(&problem.weak_mean()),
        gram: DMatrix::from_diagonal(&variances),
        label_square: 0.0,
    };
    let fit = Hull::new(problem.concepts().clone()).fit(&population)?;
    Ok(target_differences(problem) * fit.weights)
}

/// Returns βₖ − β_Q as columns.
pub(super) fn target_differences(problem: &TransferProblem) -> DMatrix<f64> {
    let target = problem.target_mean();
    let mut differences = problem.concepts().clone();
    differences.column_iter_mut().for_each(|mut column| column -= &target);
    differences
}

/// Makes an experiment that observes |β̂_C − β_Q|² as it is, in each of `width` equal coordinates.
pub(super) fn plain_hull_error(
    problem: &TransferProblem,
    settings: &Settings,
    width: usize,
) -> Result<Box<dyn Experiment>, QuantityError> {
    let fits = match settings.word(&DESIGN) {
        "orthogonal" => orthogonal(problem, settings)?,
        _ => independent(problem, settings),
    };
    Ok(Box::new(PlainHullError { fits, width }))
}

/// The greatest squared error within the hull.
pub(super) fn greatest_error(problem: &TransferProblem) -> f64 {
    greatest(&target_differences(problem))
}

struct PlainHullError {
    fits: HullFitError,
    width: usize,
}

/// Observes |β̂_C − β_Q|² for one sample, in as few coordinates as the concepts and the labels need.
struct HullFitError {
    sampler: HullSampler,
    hull: Hull,
    /// β̂_C − β_Q = Σ wₖ(βₖ − β_Q), as the weights add up to 1.
    target_differences: DMatrix<f64>,
    range: ErrorRange,
}

impl HullFitError {
    fn made(self) -> Made {
        let inference = self.range.inference();
        Made::new(self, inference)
    }
}

#[derive(Clone)]
enum HullSampler {
    Independent(Box<MomentSampler>, usize),
    Orthogonal(OrthogonalSampler),
}

/// Prompts drawn independently.
///
/// The squared error is at most that of the farthest concept. At small noise it is a thousand times smaller, and an interval that allows errors of any
/// size up to that would need about that many times more replicates. For Gaussian prompts a smaller cut is proved, see [`ErrorRange::of_gaussian_fit`].
/// Other prompts may leave a direction of the hull unseen now and then. Biased supervisors may have an error of 0 but for rare samples.
fn independent(problem: &TransferProblem, settings: &Settings) -> HullFitError {
    let labels = LabelLaw::weak(problem);
    let (sampler, concepts) = MomentSampler::of_forms(problem.prompts(), labels, problem.concepts());
    let target_differences = target_differences(problem);
    let greatest = greatest(&target_differences);
    let range = match gaussian_fit(problem, &target_differences, settings) {
        Some(fit) => ErrorRange::of_gaussian_fit(&fit, greatest),
        None => ErrorRange::within(greatest),
    };
    HullFitError {
        sampler: HullSampler::Independent(Box::new(sampler), settings.count(&SAMPLES)),
        hull: Hull::new(concepts),
        range,
        target_differences,
    }
}

/// Returns what the cut for Gaussian prompts depends on, or `None` if it is not proved. The labels are those of one weak concept u, with normal noise.
/// What is left of u − β_Q must be uncorrelated with the prompt's coordinates along the hull; then it acts as noise.
fn gaussian_fit(
    problem: &TransferProblem,
    target_differences: &DMatrix<f64>,
    settings: &Settings,
) -> Option<GaussianFit> {
    let target = problem.target_concept()?;
    if !problem.prompts().is_gaussian() || !GAUSSIAN_NOISE.holds(problem, settings) {
        return None;
    }
    let covariance = DMatrix::from_diagonal(&problem.prompts().variances(problem.dim()));
    let weak_bias = problem.weak_concepts().column(target) - problem.concepts().column(target);
    let spread = &covariance * &weak_bias;
    let basis = span_basis(target_differences);
    if basis.tr_mul(&spread).norm() > ROUNDING * spread.norm() {
        return None;
    }
    let along = basis.tr_mul(&covariance) * &basis;
    Some(GaussianFit {
        samples: settings.count(&SAMPLES),
        dimension: basis.ncols(),
        noise_variance: problem.weak_noise().powi(2) + weak_bias.dot(&spread),
        prompt_variance: if basis.is_empty() { 1.0 } else { along.symmetric_eigenvalues().min() },
    })
}

/// Shares below this are rounding.
const ROUNDING: f64 = 1e-12;

/// Prompts with XᵀX = n·v·I.
///
/// # Errors
///
/// If the law of the labels would depend on more of the design than XᵀX, or if there are too few prompts for such a design.
fn orthogonal(problem: &TransferProblem, settings: &Settings) -> Result<HullFitError, QuantityError> {
    let unmet = |assumption: &Assumption| QuantityError::OrthogonalDesignNeeds {
        assumption: assumption.name.clone(),
        meaning: assumption.meaning.clone(),
    };
    if !GAUSSIAN_NOISE.holds(problem, settings) {
        return Err(unmet(&GAUSSIAN_NOISE));
    }
    let variance = problem.prompts().isotropic_variance().ok_or_else(|| unmet(&ISOTROPIC))?;
    let target = problem.target_concept().ok_or_else(|| unmet(&SINGLE_TARGET))?;
    let (samples, dim) = (settings.count(&SAMPLES), problem.dim());
    if samples < dim {
        return Err(QuantityError::TooFewToBeOrthogonal { samples, dim });
    }
    let basis = span_basis(&with_column(problem.concepts(), &problem.weak_concepts().column(target).into_owned()));
    let weak = basis.tr_mul(&problem.weak_concepts().column(target));
    let target_differences = target_differences(problem);
    let bias = limit(problem)?.norm();
    let deviation = problem.weak_noise() / (samples as f64 * variance).sqrt();
    let rank = span_basis(&target_differences).ncols();
    Ok(HullFitError {
        sampler: HullSampler::Orthogonal(OrthogonalSampler::new(samples, variance, weak, problem.weak_noise())),
        hull: Hull::new(basis.tr_mul(problem.concepts())),
        range: ErrorRange::of_projection(bias, deviation, rank, greatest(&target_differences)),
        target_differences,
    })
}

/// Returns the greatest squared error within the hull. It is attained at a concept, because the squared error is a convex function.
fn greatest(target_differences: &DMatrix<f64>) -> f64 {
    target_differences.column_iter().map(|difference| difference.norm_squared()).fold(0.0, f64::max)
}

fn with_column(matrix: &DMatrix<f64>, column: &DVector<f64>) -> DMatrix<f64> {
    let mut wider = matrix.clone().insert_column(matrix.ncols(), 0.0);
    wider.set_column(matrix.ncols(), column);
    wider
}

impl HullSampler {
    fn empty_moments(&self) -> SampleMoments {
        match self {
            Self::Independent(sampler, _) => sampler.empty_moments(),
            Self::Orthogonal(sampler) => sampler.empty_moments(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Independent(sampler, _) => sampler.name(),
            Self::Orthogonal(_) => "orthogonal",
        }
    }

    fn draw(&mut self, moments: &mut SampleMoments, stream: &mut Stream) {
        match self {
            Self::Independent(sampler, count) => sampler.draw(moments, *count, Composition::Mixed, stream),
            Self::Orthogonal(sampler) => sampler.draw(moments, stream),
        }
    }
}

impl HullFitError {
    /// Draws a sample and returns |β̂_C − β_Q|².
    fn draw(
        &self,
        sampler: &mut HullSampler,
        moments: &mut SampleMoments,
        stream: &mut Stream,
    ) -> Result<f64, Undefined> {
        sampler.draw(moments, stream);
        let fit = self.hull.fit(moments).map_err(|_| Undefined::at(0))?;
        Ok((&self.target_differences * fit.weights).norm_squared())
    }
}

impl Experiment for PlainHullError {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        self.fits.sampler()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.fits.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            observation.fill(self.fits.draw(&mut sampler, &mut moments, stream)?);
            Ok(())
        })
    }
}

impl Experiment for HullFitError {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            observation[0] = self.range.observation(self.draw(&mut sampler, &mut moments, stream)?);
            Ok(())
        })
    }
}
