//! Theorem 4.3, for a user's own in-context posterior.

use std::error::Error;

use nalgebra::DVector;

use super::trial::{Refuted, Trial, target_of};
use crate::evidence::unit_interval_sequence;
use crate::model::TransferProblem;
use crate::numeric::{BLOCK, JointMoments};
use crate::random::{ContentKey, Stream, open_stream};
use crate::sample::{Composition, ExampleSampler, Examples, LabelLaw, MomentSampler, SampleMoments};
use crate::theory::AlignmentRate;

/// Tests Theorem 4.3 on a posterior over concepts.
///
/// Draws batches of m = `batch` weak-labelled examples and gives their moments to `posterior`, which returns the probabilities of the K
/// concepts. M is the sum of the probabilities of the wrong concepts. The test is that its mean satisfies the bounds on the source's own
/// posterior:
///
/// ```text
/// floor(m) ≤ E M ≤ Σₖ min over θ in [0, 1] of (αₖ/αₖ*)^θ φₖ(θ)^m
/// ```
///
/// The interval of E M holds for every number of replicates, not only asymptotically. If the bound is smaller than the interval is wide, no
/// violation could be seen. Then the check is refused.
///
/// The bounds leave room, so a posterior that misjudges the noise a little may pass, such as one with σ in place of σ². For two concepts and
/// Gaussian prompts the mean is known exactly: hold E M against [`MeanMisalignment`](crate::theory::MeanMisalignment) with
/// [`check_mean_within`](super::check_mean_within).
///
/// # Errors
///
/// [`Refuted`]. It says what fails and by how much, or why the posterior could not be tested.
///
/// # Source
///
/// Somerstep et al. (2025), Theorem 4.3 (exponential decay: paper); the bound and the floor: ours.
pub fn check_refinement<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    batch: usize,
    trial: &Trial,
    mut posterior: impl FnMut(&SampleMoments) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    let mut sampler = MomentSampler::new(problem.prompts(), LabelLaw::weak(problem));
    let mut moments = sampler.empty_moments();
    check(problem, batch, trial, |stream| {
        sampler.draw(&mut moments, batch, Composition::OneConcept, stream);
        posterior(&moments)
    })
}

/// As [`check_refinement`], for a posterior that takes the examples (X, Y) themselves.
///
/// # Errors
///
/// As [`check_refinement`].
pub fn check_refinement_on_examples<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    batch: usize,
    trial: &Trial,
    mut posterior: impl FnMut(&Examples) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::weak(problem));
    check(problem, batch, trial, |stream| posterior(&sampler.draw(batch, Composition::OneConcept, stream)))
}

/// Tests a posterior that is drawn anew for each replicate.
fn check<E: Into<Box<dyn Error + Send + Sync>>>(
    problem: &TransferProblem,
    batch: usize,
    trial: &Trial,
    mut draw: impl FnMut(&mut Stream) -> Result<DVector<f64>, E>,
) -> Result<(), Refuted> {
    trial.validate()?;
    let target = target_of(problem)?;
    let rate = AlignmentRate::new(problem)?;
    let (bound, floor) = (rate.chernoff_bound(batch)?, rate.misalignment_floor(batch)?);
    resolvable(bound, trial)?;
    let mut stream = open_stream(trial.seed, &ContentKey::of("refinement of a user"), 0);
    let mut misalignment = JointMoments::new(1);
    let mut block = JointMoments::new(1);
    for replicate in 0..trial.replicates {
        let probabilities = draw(&mut stream).map_err(|error| Refuted::Failed { replicate, error: error.into() })?;
        usable(&probabilities, problem.concept_count()).map_err(|problem| Refuted::Unusable { replicate, problem })?;
        block.push(&[(1.0 - probabilities[target]).clamp(0.0, 1.0)]);
        // A sequence predicts each block by those before.
        if block.count() == BLOCK || replicate + 1 == trial.replicates {
            misalignment.merge(&block);
            block = JointMoments::new(1);
        }
    }
    let interval = unit_interval_sequence(&misalignment, 0, trial.error_probability);
    let (lower, upper) = (interval.lower, interval.upper);
    if lower > bound * (1.0 + ROUNDING) {
        Err(Refuted::AboveBound { lower, upper, bound })
    } else if upper < floor * (1.0 - ROUNDING) {
        Err(Refuted::BelowFloor { lower, upper, floor })
    } else {
        Ok(())
    }
}

/// Refuses a bound below the upper limit that is left when nothing goes wrong.
fn resolvable(bound: f64, trial: &Trial) -> Result<(), Refuted> {
    let mut nothing = JointMoments::new(1);
    for first in (0..trial.replicates).step_by(BLOCK as usize) {
        let mut block = JointMoments::new(1);
        (first..trial.replicates.min(first + BLOCK)).for_each(|_| block.push(&[0.0]));
        nothing.merge(&block);
    }
    let resolution = unit_interval_sequence(&nothing, 0, trial.error_probability).upper;
    if bound < resolution {
        Err(Refuted::Unresolvable { bound, resolution, replicates: trial.replicates })
    } else {
        Ok(())
    }
}

/// Of the bounds, which come from quadrature and a search.
const ROUNDING: f64 = 1e-9;

fn usable(probabilities: &DVector<f64>, concept_count: usize) -> Result<(), String> {
    if probabilities.len() != concept_count {
        return Err(format!("{} probabilities for {concept_count} concepts", probabilities.len()));
    }
    if let Some(probability) = probabilities.iter().find(|p| !(0.0..=1.0 + ROUNDING).contains(*p)) {
        return Err(format!("{probability} is no probability"));
    }
    let sum = probabilities.sum();
    if (sum - 1.0).abs() > ROUNDING { Err(format!("the probabilities sum to {sum}")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    use crate::learn::in_context_posterior;
    use crate::model::example::problem_with_prior;

    fn problem() -> TransferProblem {
        problem_with_prior(vec![0.25; 4])
    }

    fn checked(batch: usize, posterior: impl Fn(&SampleMoments) -> DVector<f64>) -> Result<(), Refuted> {
        check_refinement(&problem(), batch, &Trial::default(), |moments| Ok::<_, Infallible>(posterior(moments)))
    }

    #[test]
    fn the_posterior_passes() {
        let problem = problem();
        for batch in [0, 1, 4, 8] {
            checked(batch, |moments| in_context_posterior(&problem, moments, problem.concepts()).probabilities())
                .expect("the source's posterior");
        }
    }

    /// A posterior that sees the examples is tested like one that sees their moments.
    #[test]
    fn posteriors_of_examples_are_tested() {
        let problem = problem();
        let checked = |batch, right: bool| {
            check_refinement_on_examples(&problem, batch, &Trial::default(), |examples| {
                let posterior = in_context_posterior(&problem, &examples.moments(), problem.concepts());
                Ok::<_, Infallible>(if right { posterior.probabilities() } else { DVector::from_element(4, 0.25) })
            })
        };
        checked(8, true).expect("the source's posterior");
        assert!(matches!(checked(8, false), Err(Refuted::AboveBound { .. })));
    }

    #[test]
    fn mistakes_are_found() {
        let problem = problem();
        let stubborn = checked(8, |_| DVector::from_element(4, 0.25));
        assert!(matches!(stubborn, Err(Refuted::AboveBound { .. })), "{stubborn:?}");
        // Without examples the posterior is the prior, which gives the target a tenth.
        let peeking = check_refinement(&problem_with_prior(vec![0.1, 0.3, 0.3, 0.3]), 0, &Trial::default(), |_| {
            Ok::<_, Infallible>(DVector::from_vec(vec![1.0, 0.0, 0.0, 0.0]))
        });
        assert!(matches!(peeking, Err(Refuted::BelowFloor { .. })), "{peeking:?}");
        // Nobody sees misalignment below 1e-6 in 4,000 samples.
        let hidden = checked(60, |_| DVector::from_element(4, 0.25));
        assert!(matches!(hidden, Err(Refuted::Unresolvable { .. })), "{hidden:?}");
        let unnormalised =
            checked(8, |moments| 0.5 * in_context_posterior(&problem, moments, problem.concepts()).probabilities());
        assert!(matches!(unnormalised, Err(Refuted::Unusable { replicate: 0, .. })), "{unnormalised:?}");
    }
}
