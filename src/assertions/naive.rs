//! Proposition 3.2, for a user's own fine-tuning.

use std::error::Error;

use nalgebra::DVector;

use super::mean_interval::{interval_of, unless_doubted};
use super::trial::{Refuted, Trial};
use crate::evidence::{Interval, Side};
use crate::model::{PromptLaw, TransferProblem};
use crate::numeric::JointMoments;
use crate::random::{ContentKey, Stream, open_stream};
use crate::sample::{Composition, ExampleSampler, Examples, LabelLaw, MomentSampler, SampleMoments};
use crate::theory::segment_bound;

/// Tests Proposition 3.2 on an estimator that shrinks the fit of weak labels towards the source.
///
/// Draws samples of n = `samples` weak labels and gives their moments to `estimator`, which returns β̂ (length d). The test is that
///
/// ```text
/// E β̂ lies on the segment between β_P and β_Q′,   and   E|β̂ − β_Q|² ≥ B_seg
/// ```
///
/// | argument    | symbol | range |
/// | ----------- | ------ | ----- |
/// | `problem`   |        | isotropic prompts |
/// | `samples`   | n      | ≥ 1; means need a finite variance, so for least squares n beyond d + 3 |
/// | `estimator` | β̂      | any spectral shrinkage f(Σ̂)(β̂_LS − β_P) + β_P with 0 ≤ f ≤ 1 |
///
/// An estimator of another class has other bounds; test them with [`check_mean`](super::check_mean).
///
/// There are d + 1 intervals. The probability that any of them misses is at most the error probability of the trial, asymptotically in the
/// number of replicates. A mean whose observations have a heavy tail refutes nothing; then the test says that it cannot tell.
///
/// # Errors
///
/// [`Refuted`]. It says what fails and by how much, or why the estimator could not be tested.
///
/// # Source
///
/// Somerstep et al. (2025), Proposition 3.2 (paper); the segment form for every spectral shrinkage: ours.
pub fn check_naive_fine_tuning<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    samples: usize,
    trial: &Trial,
    mut estimator: impl FnMut(&SampleMoments) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    let mut sampler = MomentSampler::new(problem.prompts(), LabelLaw::weak(problem));
    let mut moments = sampler.empty_moments();
    check(problem, trial, |stream| {
        sampler.draw(&mut moments, samples, Composition::OneConcept, stream);
        estimator(&moments)
    })
}

/// As [`check_naive_fine_tuning`], for an estimator that takes the examples (X, Y) themselves.
///
/// # Errors
///
/// As [`check_naive_fine_tuning`].
pub fn check_naive_fine_tuning_on_examples<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    samples: usize,
    trial: &Trial,
    mut estimator: impl FnMut(&Examples) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::weak(problem));
    check(problem, trial, |stream| estimator(&sampler.draw(samples, Composition::OneConcept, stream)))
}

/// Tests an estimate that is drawn anew for each replicate.
fn check<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    trial: &Trial,
    mut draw: impl FnMut(&mut Stream) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    trial.validate()?;
    if problem.prompts().isotropic_variance().is_none() {
        return Err(Refuted::Inapplicable(format!(
            "Proposition 3.2 needs isotropic prompts; take {}",
            isotropic_laws()
        )));
    }
    let dim = problem.dim();
    let target = problem.target_mean();
    let mut coordinates = vec![JointMoments::watching(1, &[0]); dim];
    let mut squared_error = JointMoments::watching(1, &[0]);
    let mut stream = open_stream(trial.seed, &ContentKey::of("naive fine-tuning of a user"), 0);
    for replicate in 0..trial.replicates {
        let estimate = draw(&mut stream).map_err(|error| Refuted::Failed { replicate, error: error.into() })?;
        usable(&estimate, dim).map_err(|problem| Refuted::Unusable { replicate, problem })?;
        coordinates.iter_mut().zip(&estimate).for_each(|(moments, x)| moments.push(&[*x]));
        squared_error.push(&[(estimate - &target).norm_squared()]);
    }
    let error = trial.error_probability / (dim + 1) as f64;
    let mean: Vec<Interval> = coordinates.iter().map(|moments| interval_of(moments, error)).collect();
    on_segment(problem, &coordinates, &mean)
        .map_err(|refuted| unless_doubted(refuted, &coordinates, &[Side::Lower, Side::Upper]))?;
    let (Interval { lower, upper }, bound) =
        (interval_of(&squared_error, error), segment_bound(&problem.squared_biases()));
    // Rounding of the bound, which is a sum of d products.
    if upper < bound * (1.0 - 1e-12) {
        let below = Refuted::BelowBound { lower, upper, bound };
        return Err(unless_doubted(below, &[squared_error], &[Side::Upper]));
    }
    Ok(())
}

/// The words for isotropic laws, as a choice.
fn isotropic_laws() -> String {
    let words: Vec<&str> = PromptLaw::ISOTROPIC.iter().map(PromptLaw::word).collect();
    words.split_last().map_or_else(String::new, |(last, others)| format!("{} or {last}", others.join(", ")))
}

fn usable(estimate: &DVector<f64>, dim: usize) -> Result<(), String> {
    if estimate.len() != dim {
        return Err(format!("an estimate of length {}, in place of {dim}", estimate.len()));
    }
    match estimate.iter().find(|x| !x.is_finite()) {
        Some(x) => Err(format!("an estimate with the coordinate {x}")),
        None => Ok(()),
    }
}

/// Whether the intervals of all coordinates hold one point of the segment.
///
/// Each coordinate allows an interval of shares t of the way from source to weak supervisor; they must have one in common.
fn on_segment(problem: &TransferProblem, coordinates: &[JointMoments], intervals: &[Interval]) -> Result<(), Refuted> {
    let source = problem.source_mean();
    let way = problem.weak_mean() - &source;
    let (mut least, mut most) = (0.0f64, 1.0f64);
    for (interval, (from, step)) in intervals.iter().zip(source.iter().zip(&way)) {
        if step.abs() > ROUNDING * (1.0 + from.abs()) {
            let (a, b) = ((interval.lower - from) / step, (interval.upper - from) / step);
            (least, most) = (least.max(a.min(b)), most.min(a.max(b)));
        }
    }
    let mean = DVector::from_iterator(coordinates.len(), coordinates.iter().map(|moments| moments.mean()[0]));
    let nearest =
        if way.norm_squared() > 0.0 { (way.dot(&(&mean - &source)) / way.norm_squared()).clamp(0.0, 1.0) } else { 0.0 };
    let share = if least <= most { nearest.clamp(least, most) } else { nearest };
    let point = source + way * share;
    for (coordinate, (interval, &expected)) in intervals.iter().zip(&point).enumerate() {
        let rounding = ROUNDING * (1.0 + expected.abs());
        if interval.lower > expected + rounding || interval.upper < expected - rounding {
            return Err(Refuted::OffSegment { coordinate, lower: interval.lower, upper: interval.upper, expected });
        }
    }
    Ok(())
}

/// Of means that do not vary.
const ROUNDING: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{FineTuning, FitError};
    use crate::model::{ConceptSpec, ProblemSpec, WeakSpec};

    fn problem() -> TransferProblem {
        ProblemSpec::new(4, ConceptSpec::Orthonormal(3))
            .prompts(PromptLaw::Cube)
            .weak(WeakSpec::biased(0.8, 0.6, 0.5))
            .build()
            .expect("a problem")
    }

    fn checked(estimator: impl FnMut(&SampleMoments) -> Result<DVector<f64>, FitError>) -> Result<(), Refuted> {
        check_naive_fine_tuning(&problem(), 40, &Trial::default(), estimator)
    }

    #[test]
    fn ridge_and_descent_pass() {
        let source = problem().source_mean();
        for penalty in [0.01, 0.3, 10.0] {
            checked(|moments| FineTuning::new(moments, &source)?.ridge(penalty)).expect("ridge regression");
        }
        checked(|moments| FineTuning::new(moments, &source)?.descent(0.1, 5)).expect("gradient descent");
        checked(|_| Ok(source.clone())).expect("the source itself");
    }

    /// A learner that sees the examples is tested like one that sees their moments.
    #[test]
    fn learners_of_examples_are_tested() {
        let problem = problem();
        let (source, zero) = (problem.source_mean(), 0.0 * problem.source_mean());
        let checked = |centre: &DVector<f64>| {
            check_naive_fine_tuning_on_examples(&problem, 40, &Trial::default(), |examples| {
                FineTuning::new(&examples.moments(), centre)?.ridge(0.3)
            })
        };
        checked(&source).expect("ridge regression");
        let message = checked(&zero).expect_err("the wrong centre").to_string();
        assert!(message.contains("f(Σ̂)(β̂_LS − β_P) + β_P") && message.contains("check_mean"), "{message}");
    }

    #[test]
    fn mistakes_are_found() {
        let (source, target) = (problem().source_mean(), problem().target_mean());
        let zero = 0.0 * &source;
        let wrong_centre = checked(|moments| FineTuning::new(moments, &zero)?.ridge(0.3));
        assert!(matches!(wrong_centre, Err(Refuted::OffSegment { .. })), "{wrong_centre:?}");
        // Half way to the target.
        let leak = checked(|moments| Ok(0.5 * FineTuning::new(moments, &source)?.ridge(0.3)? + 0.5 * &target));
        assert!(matches!(leak, Err(Refuted::OffSegment { .. } | Refuted::BelowBound { .. })), "{leak:?}");
        let beyond = checked(|moments| FineTuning::new(moments, &source)?.extrapolated_ridge(0.01, 0.5));
        assert!(matches!(beyond, Err(Refuted::OffSegment { .. })), "{beyond:?}");
        let short = checked(|_| Ok(DVector::zeros(1)));
        assert!(matches!(short, Err(Refuted::Unusable { replicate: 0, .. })), "{short:?}");
    }

    /// Nearly always nearer than the bound, and once in a thousand far away: the mean over 4,000 replicates says nothing.
    #[test]
    fn heavy_tails_refute_nothing() {
        let target = problem().target_mean();
        let mut count = 0;
        let outcome = checked(|_| {
            count += 1;
            Ok(if count % 1000 == 0 { 6.0 * &target } else { target.clone() })
        });
        let message = outcome.expect_err("it cannot tell").to_string();
        assert!(message.contains("heavy tail"), "{message}");
    }

    #[test]
    fn prompts_that_are_not_isotropic_are_refused() {
        let problem = ProblemSpec::new(2, ConceptSpec::Orthonormal(1)).prompts(PromptLaw::Anisotropic(vec![1.0, 2.0]));
        let problem = problem.build().expect("a problem");
        let outcome =
            check_naive_fine_tuning(&problem, 9, &Trial::default(), |_| Ok::<_, FitError>(problem.source_mean()));
        let message = outcome.expect_err("it is refused").to_string();
        assert!(message.contains("take cube, ") && message.ends_with(", rademacher or sphere"), "{message}");
    }

    #[test]
    fn a_trial_that_decides_nothing_is_refused() {
        let source = problem().source_mean();
        let trial = Trial { replicates: 10, ..Trial::default() };
        let outcome = check_naive_fine_tuning(&problem(), 40, &trial, |_| Ok::<_, FitError>(source.clone()));
        assert!(matches!(outcome, Err(Refuted::Inapplicable(_))));
    }
}
