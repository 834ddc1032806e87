//! A bound of a user's own on the mean of a user's own number.

use std::error::Error;

use super::mean_interval::{interval_of, unless_doubted};
use super::trial::{Refuted, Trial};
use crate::evidence::{Interval, Side, unit_interval_sequence};
use crate::numeric::{BLOCK, JointMoments};
use crate::random::{ContentKey, Stream, open_stream};

/// How a mean is stated to compare with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The mean is at least the bound.
    AtLeast,
    /// The mean is at most the bound.
    AtMost,
}

/// Tests a bound on the mean of any number, such as the squared error of an estimator for which no proposition here is stated.
///
/// `draw` returns one independent observation from a stream of random numbers; raw examples are drawn by
/// [`ExampleSampler`](crate::sample::ExampleSampler), and moments by [`MomentSampler`](crate::sample::MomentSampler). A true bound is refuted with at
/// most the error probability of the trial, asymptotically in the number of replicates; where a range is known, [`check_mean_within`] holds for any
/// number. A mean whose observations have a heavy tail, or are all the same, refutes nothing; then the test says that it cannot tell.
///
/// ```
/// use std::convert::Infallible;
/// use weak_to_strong::assertions::{Relation, Trial, check_mean};
/// use weak_to_strong::model::{ConceptSpec, ProblemSpec};
/// use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};
///
/// // The mean of one label times its prompt has an error of at least the weak bias, which is 0 here, and is far noisier than that.
/// let problem = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).build()?;
/// let (sampler, target) = (ExampleSampler::new(problem.prompts(), LabelLaw::weak(&problem)), problem.target_mean());
/// let squared_error = |stream: &mut _| {
///     let examples = sampler.draw(16, Composition::OneConcept, stream);
///     let correlation = examples.prompts.tr_mul(&examples.labels) / 16.0;
///     Ok::<_, Infallible>((correlation - &target).norm_squared())
/// };
/// check_mean(&Trial::default(), squared_error, Relation::AtLeast, 0.3)?;
/// assert!(check_mean(&Trial::default(), squared_error, Relation::AtMost, 0.3).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Refuted::MeanBeyond`] if the bound does not hold; any other [`Refuted`] says why the mean could not be tested.
pub fn check_mean<E: Into<Box<dyn Error + Send + Sync>>>(
    trial: &Trial,
    draw: impl FnMut(&mut Stream) -> Result<f64, E>,
    relation: Relation,
    bound: f64,
) -> Result<(), Refuted> {
    let moments = drawn(trial, draw, JointMoments::watching(1, &[0]), |number| match number.is_finite() {
        true => Ok(number),
        false => Err(format!("an observation of {number}")),
    })?;
    let side = match relation {
        Relation::AtLeast => Side::Upper,
        Relation::AtMost => Side::Lower,
    };
    let judged = judged(interval_of(&moments, trial.error_probability), relation, bound);
    if judged.is_err() && moments.covariance(0, 0) == 0.0 {
        return Err(Refuted::Inapplicable(
            "the observations are all the same, so nothing is known of rarer ones; give their range (check_mean_within)"
                .to_owned(),
        ));
    }
    judged.map_err(|refuted| unless_doubted(refuted, &[moments], &[side]))
}

/// As [`check_mean`], for observations that lie in a known range. A true bound is refuted with at most the error probability, at any number of
/// replicates.
///
/// # Errors
///
/// As [`check_mean`]; also [`Refuted::Unusable`] if an observation is outside the range.
pub fn check_mean_within<E: Into<Box<dyn Error + Send + Sync>>>(
    range: Interval,
    trial: &Trial,
    draw: impl FnMut(&mut Stream) -> Result<f64, E>,
    relation: Relation,
    bound: f64,
) -> Result<(), Refuted> {
    let Interval { lower, upper } = range;
    let width = upper - lower;
    if !(width > 0.0 && width.is_finite()) {
        return Err(Refuted::Inapplicable(format!(
            "[{lower}, {upper}] is no range; give a lower and a greater number"
        )));
    }
    let moments = drawn(trial, draw, JointMoments::new(1), |number| match (lower..=upper).contains(&number) {
        true => Ok((number - lower) / width),
        false => Err(format!("an observation of {number}, outside of [{lower}, {upper}]")),
    })?;
    let unit = unit_interval_sequence(&moments, 0, trial.error_probability);
    let interval = Interval { lower: lower + width * unit.lower, upper: lower + width * unit.upper };
    judged(interval, relation, bound)
}

/// The moments of all observations, each passed through `usable`. They are merged by blocks, as a sequence predicts each block by those before.
fn drawn<E: Into<Box<dyn Error + Send + Sync>>>(
    trial: &Trial,
    mut draw: impl FnMut(&mut Stream) -> Result<f64, E>,
    empty: JointMoments,
    usable: impl Fn(f64) -> Result<f64, String>,
) -> Result<JointMoments, Refuted> {
    trial.validate()?;
    let mut stream = open_stream(trial.seed, &ContentKey::of("a mean of a user"), 0);
    let (mut all, mut block) = (empty.clone(), empty.clone());
    for replicate in 0..trial.replicates {
        let number = draw(&mut stream).map_err(|error| Refuted::Failed { replicate, error: error.into() })?;
        let number = usable(number).map_err(|problem| Refuted::Unusable { replicate, problem })?;
        block.push(&[number]);
        if block.count() == BLOCK || replicate + 1 == trial.replicates {
            all.merge(&std::mem::replace(&mut block, empty.clone()));
        }
    }
    Ok(all)
}

fn judged(Interval { lower, upper }: Interval, relation: Relation, bound: f64) -> Result<(), Refuted> {
    let (stated, refuted) = match relation {
        Relation::AtLeast => ("at least", upper < bound),
        Relation::AtMost => ("at most", lower > bound),
    };
    if refuted { Err(Refuted::MeanBeyond { lower, upper, stated, bound }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;
    use std::convert::Infallible;

    const UNIT: Interval = Interval { lower: -1.0, upper: 3.0 };

    /// A uniform number between −1 and 3, whose mean is 1.
    fn uniform(stream: &mut Stream) -> Result<f64, Infallible> {
        Ok(-1.0 + 4.0 * stream.random::<f64>())
    }

    /// With 4,000 replicates the standard error is 1.15/63 = 0.018. Fixed seed; a true bound is refuted with probability 1e-6.
    #[test]
    fn bounds_on_a_known_mean() {
        let trial = Trial::default();
        for (relation, holds, fails) in [(Relation::AtLeast, 1.0, 1.2), (Relation::AtMost, 1.0, 0.8)] {
            check_mean(&trial, uniform, relation, holds).expect("a true bound");
            check_mean_within(UNIT, &trial, uniform, relation, holds).expect("a true bound");
            let beyond = check_mean(&trial, uniform, relation, fails).expect_err("a false bound");
            assert!(matches!(beyond, Refuted::MeanBeyond { .. }), "{beyond}");
            let beyond = check_mean_within(UNIT, &trial, uniform, relation, fails).expect_err("a false bound");
            assert!(matches!(beyond, Refuted::MeanBeyond { .. }), "{beyond}");
        }
    }

    #[test]
    fn what_cannot_be_tested_is_said() {
        let trial = Trial::default();
        let outside = check_mean_within(Interval { upper: 1.0, ..UNIT }, &trial, uniform, Relation::AtMost, 1.0);
        assert!(matches!(outside, Err(Refuted::Unusable { .. })), "{outside:?}");
        let empty = check_mean_within(Interval { upper: -1.0, ..UNIT }, &trial, uniform, Relation::AtMost, 1.0);
        assert!(matches!(empty, Err(Refuted::Inapplicable(_))), "{empty:?}");
        let missing = check_mean(&trial, |_| Ok::<_, Infallible>(f64::NAN), Relation::AtMost, 1.0);
        assert!(matches!(missing, Err(Refuted::Unusable { replicate: 0, .. })), "{missing:?}");
        // A rare event that was not drawn: its probability is not 0.
        let rare = |_: &mut Stream| Ok::<_, Infallible>(0.0);
        let unseen = check_mean(&trial, rare, Relation::AtLeast, 5e-5).expect_err("no variance").to_string();
        assert!(unseen.contains("all the same") && unseen.contains("check_mean_within"), "{unseen}");
        check_mean(&trial, |_| Ok::<_, Infallible>(0.1), Relation::AtLeast, 0.1)
            .map_or_else(|refuted| assert!(matches!(refuted, Refuted::Inapplicable(_)), "{refuted}"), |()| {});
        let heavy = |stream: &mut Stream| Ok::<_, Infallible>(-stream.random::<f64>().powf(-0.7));
        let doubted = check_mean(&trial, heavy, Relation::AtLeast, -0.5).expect_err("an infinite variance").to_string();
        assert!(doubted.contains("heavy tail"), "{doubted}");
    }
}
