//! The samples of a claim, and the jobs that draw them.

use std::sync::Arc;

use super::default_figure::figure_of;
use super::plan::Plan;
use super::{CheckOptions, Claim, ClaimError, ClaimFault, FigureKind};
use crate::inference::Inference;
use crate::law::{Law, LawError, laws_of_rows};
use crate::quantity::observable::Values;
use crate::quantity::{NetworkUsed, Quantity};
use crate::setting::Settings;
use crate::statement::{Atom, AtomId, LawAtom, Measurement, RecordedAtom, Source, law_job};
use crate::study::Job;
use weak_to_strong::numeric::JointMoments;

/// A claim with its plan and its samples.
pub(super) struct Sampled<'a> {
    pub(super) claim: &'a Claim,
    pub(super) plan: Plan,
    /// The rows of the data file that are a sample, with how estimates follow from them; `None` for a sample that is drawn.
    rows: Vec<Option<(JointMoments, Inference)>>,
    /// The sample of each atom, and its place among the estimates of that sample.
    pub(super) places: Vec<(usize, usize)>,
    /// The networks that answer, each once.
    pub(super) networks: Vec<NetworkUsed>,
}

impl Sampled<'_> {
    /// The measurements that are known before anything is drawn, in the order of the samples.
    pub(super) fn recorded(&self) -> Vec<Option<Measurement<'_>>> {
        let of = |(moments, inference)| Measurement { inference, moments };
        self.rows.iter().map(|rows| rows.as_ref().map(|(moments, inference)| of((moments, inference)))).collect()
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
pub(super) fn sampled<'a>(
    claim: &'a Claim,
    options: &CheckOptions,
) -> Result<(Sampled<'a>, Vec<(usize, Job)>), ClaimError> {
    jobs_of(claim, claim.plan(options.power, options.seed)?)
}

/// One job for each sample of a plan. Nothing is sampled yet.
///
/// # Errors
///
/// As [`sampled`].
pub(super) fn jobs_of(claim: &Claim, plan: Plan) -> Result<(Sampled<'_>, Vec<(usize, Job)>), ClaimError> {
    let figure = figure_of(claim, &plan);
    // A distribution is counted only where it is shown.
    let counting = figure.is_some_and(|figure| figure.kind == FigureKind::Distribution);
    let groups = plan.atoms.by_sample();
    let mut places = vec![(0, 0); plan.atoms.list().len()];
    let (mut jobs, mut rows) = (Vec::new(), Vec::new());
    for (sample, group) in groups.iter().enumerate() {
        for (place, atom) in group.iter().enumerate() {
            places[*atom] = (sample, place);
        }
        match rows_of(&plan, group, counting) {
            Some(found) => rows.push(Some(found.map_err(|error| claim.invalid(ClaimFault::Law(error)))?)),
            None => {
                rows.push(None);
                jobs.push((sample, job(&plan, group, counting).map_err(|error| claim.invalid(error))?));
            }
        }
    }
    let networks = networks_of(&jobs);
    Ok((Sampled { claim, plan, rows, places, networks }, jobs))
}

fn networks_of(jobs: &[(usize, Job)]) -> Vec<NetworkUsed> {
    let mut all: Vec<NetworkUsed> = Vec::new();
    for network in jobs.iter().flat_map(|(_, job)| job.experiment.networks()) {
        if !all.contains(network) {
            all.push(network.clone());
        }
    }
    all
}

/// What the rows of the data file give for these atoms; `None` if they are drawn.
fn rows_of(plan: &Plan, group: &[AtomId], counting: bool) -> Option<Result<(JointMoments, Inference), LawError>> {
    let recorded = |atom: &AtomId| match &plan.atoms.list()[*atom].source {
        Source::Recorded(recorded) => Some(recorded.clone()),
        Source::Quantity(..) | Source::Law(_) => None,
    };
    let atoms: Vec<Arc<RecordedAtom>> = group.iter().filter_map(recorded).collect();
    let first = atoms.first()?;
    let law = |atom: &Arc<RecordedAtom>| if counting { atom.law.clone().counting() } else { atom.law.clone() };
    let laws: Vec<Law> = atoms.iter().map(law).collect();
    let values: Vec<Values> = first.data.ranges().into_iter().map(Values::ranging).collect();
    let cell = first.data.cell(&first.settings)?;
    Some(laws_of_rows(&values, &laws, cell.observations()))
}

/// The job that draws one sample for all these atoms.
fn job(plan: &Plan, group: &[AtomId], counting: bool) -> Result<Job, ClaimFault> {
    let atoms: Vec<&Atom> = group.iter().map(|atom| &plan.atoms.list()[*atom]).collect();
    let mut laws: Vec<Arc<LawAtom>> = Vec::new();
    let mut measured: Vec<(Arc<Quantity>, Settings)> = Vec::new();
    for atom in &atoms {
        match &atom.source {
            Source::Quantity(quantity, settings) => measured.push((quantity.clone(), settings.clone())),
            Source::Law(law) => laws.push(law.clone()),
            Source::Recorded(_) => {}
        }
    }
    let Some((first, _)) = measured.first() else { return law_job(atoms[0], &laws, counting).map_err(ClaimFault::Law) };
    let Some(cell) = &atoms[0].cell else { return Err(ClaimFault::Law(LawError::NothingObserved)) };
    let job = if measured.iter().all(|(quantity, _)| quantity.name == first.name) {
        Job::of_cells(&first.clone(), cell, measured.into_iter().map(|(_, settings)| settings).collect())
    } else {
        Job::of_sample(&measured, cell, atoms[0].key)
    };
    job.map_err(ClaimFault::Quantity)
}
