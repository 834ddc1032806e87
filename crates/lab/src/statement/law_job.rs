//! The job that draws one sample for several laws.

use std::sync::Arc;

use super::atom::{Atom, LawAtom};
use crate::law::{Law, LawError, OfSample, law_experiment, law_key, sample_experiment};
use crate::quantity::observable::Observed;
use crate::study::Job;

/// The job that draws one sample for all these laws. `atom` is one of them; with `counting`, the random numbers of probabilities are counted too.
///
/// # Errors
///
/// [`LawError`] if an observable is not defined on the problem.
pub fn law_job(atom: &Atom, laws: &[Arc<LawAtom>], counting: bool) -> Result<Job, LawError> {
    let (observed, joint) = joint_sample(laws);
    let joint: Vec<Law> = joint.into_iter().map(|law| if counting { law.counting() } else { law }).collect();
    let asked = law_key(&observed, &joint);
    let cell = atom.cell.as_ref().ok_or(LawError::NothingObserved)?;
    let made = law_experiment(&observed, &cell.problem, &joint)?;
    Ok(Job::of_laws(made, cell, atom.key, asked))
}

/// The sample of all these laws: what is observed of it, and the laws of that.
pub fn joint_sample(laws: &[Arc<LawAtom>]) -> (Vec<Observed>, Vec<Law>) {
    let (mut observed, mut joint) = (Vec::new(), Vec::new());
    for atom in laws {
        let places: Vec<usize> = atom.observed.iter().map(|one| place_of(&mut observed, one)).collect();
        joint.push(moved_law(&atom.law, &places));
    }
    (observed, joint)
}

/// The job that draws the sample of all these laws and observes what they are about. `atom` is one of them. It draws the very samples of [`law_job`], and no
/// store keeps them.
///
/// # Errors
///
/// As [`law_job`].
pub fn sample_job(atom: &Atom, laws: &[Arc<LawAtom>]) -> Result<Job, LawError> {
    let cell = atom.cell.as_ref().ok_or(LawError::NothingObserved)?;
    Ok(Job::new(sample_experiment(&joint_sample(laws).0, &cell.problem)?, atom.key))
}

fn place_of(observed: &mut Vec<Observed>, one: &Observed) -> usize {
    let is_same = |known: &Observed| known.observable.name == one.observable.name && known.settings == one.settings;
    observed.iter().position(is_same).unwrap_or_else(|| {
        observed.push(one.clone());
        observed.len() - 1
    })
}

fn moved_law(law: &Law, places: &[usize]) -> Law {
    match law {
        Law::Probability { relation, left, right, counted } => Law::Probability {
            relation: *relation,
            left: moved(left, places),
            right: moved(right, places),
            counted: *counted,
        },
        Law::Mean(of) => Law::Mean(moved(of, places)),
        Law::Variance(of) => Law::Variance(moved(of, places)),
        Law::Quantile(of, level) => Law::Quantile(moved(of, places), *level),
        Law::DistanceFromUniform(of) => Law::DistanceFromUniform(moved(of, places)),
    }
}

fn moved(of: &OfSample, places: &[usize]) -> OfSample {
    match of {
        OfSample::Number(number) => OfSample::Number(*number),
        OfSample::At(place) => OfSample::At(places[*place]),
        OfSample::Apply(operation, parts) => {
            OfSample::Apply(*operation, parts.iter().map(|part| moved(part, places)).collect())
        }
    }
}
