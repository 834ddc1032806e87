//! The samples of a claim, and the jobs that draw them.

use std::sync::Arc;

use super::plan::Plan;
use super::{CheckOptions, Claim, ClaimError, ClaimFault};
use crate::quantity::Quantity;
use crate::setting::Settings;
use crate::statement::{Atom, AtomId, LawAtom, Source, law_job};
use crate::study::Job;

/// A claim with its plan and its samples.
pub(super) struct Sampled<'a> {
    pub(super) claim: &'a Claim,
    pub(super) plan: Plan,
    /// How many samples there are.
    pub(super) sample_count: usize,
    /// The sample of each atom, and its place among the estimates of that sample.
    pub(super) places: Vec<(usize, usize)>,
}

impl Sampled<'_> {
    /// How many parts of the error probability the claim takes: one for each interval.
    pub(super) fn interval_count(&self) -> usize {
        self.plan.forms.count().max(usize::from(self.claim.file.claim.most.is_some()))
    }

    /// The atom that is this estimate of a sample.
    pub(super) fn atom(&self, sample: usize, place: usize) -> &Atom {
        let found = self.places.iter().position(|known| *known == (sample, place));
        &self.plan.atoms.list()[found.unwrap_or(0)]
    }

    /// The samples on which each cell depends.
    pub(super) fn samples_by_cell(&self) -> Vec<Vec<usize>> {
        self.plan.samples_by_cell(&|atom| self.places[atom].0)
    }
}

/// The plan of a claim, and one job for each of its samples. Nothing is sampled yet.
///
/// # Errors
///
/// A fault that appears only when a claim is evaluated: a formula without a value, a quantity that is not defined for the problem.
pub(super) fn sampled<'a>(claim: &'a Claim, options: &CheckOptions) -> Result<(Sampled<'a>, Vec<Job>), ClaimError> {
    let plan = claim.plan(options.power, options.seed)?;
    let groups = plan.atoms.by_sample();
    let mut places = vec![(0, 0); plan.atoms.list().len()];
    let mut jobs = Vec::new();
    for (sample, group) in groups.iter().enumerate() {
        for (place, atom) in group.iter().enumerate() {
            places[*atom] = (sample, place);
        }
        jobs.push(job(&plan, group).map_err(|error| claim.invalid(error))?);
    }
    let sample_count = groups.len();
    Ok((Sampled { claim, plan, sample_count, places }, jobs))
}

/// The job that draws one sample for all these atoms.
fn job(plan: &Plan, group: &[AtomId]) -> Result<Job, ClaimFault> {
    let atoms: Vec<&Atom> = group.iter().map(|atom| &plan.atoms.list()[*atom]).collect();
    let mut laws: Vec<Arc<LawAtom>> = Vec::new();
    let mut path: Vec<Settings> = Vec::new();
    let mut measured: Option<Arc<Quantity>> = None;
    for atom in &atoms {
        match &atom.source {
            Source::Quantity(quantity, settings) => {
                measured = Some(quantity.clone());
                path.push(settings.clone());
            }
            Source::Law(law) => laws.push(law.clone()),
        }
    }
    match measured {
        Some(quantity) => Job::of_cells(&quantity, &atoms[0].cell, path).map_err(ClaimFault::Quantity),
        None => law_job(atoms[0], &laws).map_err(ClaimFault::Law),
    }
}
