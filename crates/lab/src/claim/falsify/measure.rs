//! Measures many candidates at once.

use rayon::prelude::*;
use toml::Value;

use super::bench::{Bench, each_once};
use super::candidate::Candidate;
use super::margin::{is_stated_at, least, margin_at};
use crate::claim::jobs::{Sampled, jobs_of};
use crate::claim::judged_grids::{Draws, Judged};
use crate::claim::plan::{Plan, PlannedCell};
use crate::claim::points::with_following;
use crate::claim::{ClaimFault, Margin};
use crate::name::Name;
use crate::statement::{Grid, Measurement, Measurements, Place, with_values};
use crate::study::{Job, RunError, Session, run};
use weak_to_strong::numeric::JointMoments;

/// Why a candidate was not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Untried {
    /// It is not a valid problem, or a setting is out of its domain, or the quantity cannot be measured on it.
    NoProblem,
    /// It meets all assumptions of the search except these.
    Unmet(Vec<Name>),
    /// The expression has no value there, or one that makes the claim trivially true.
    NothingExpected,
    /// The search has too few replicates for a fit.
    Unresolved,
}

/// A candidate that is to be measured.
pub(super) struct Asked<'a> {
    pub(super) candidate: &'a Candidate,
    /// Where it is judged, by the places of the universal points.
    pub(super) at: Vec<usize>,
}

/// What is found of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowest {
    /// The least margin.
    pub(super) margin: Margin,
    /// The universal point that has it.
    pub(super) at: usize,
}

/// What is found of several candidates, in order, and how many replicates it took.
pub(super) struct Measured {
    pub(super) found: Vec<Result<Lowest, Untried>>,
    pub(super) replicates: u64,
}

/// A candidate that can be measured.
struct Admitted<'a> {
    sampled: Sampled<'a>,
    jobs: Vec<(usize, Job)>,
    /// The universal points at which it is judged.
    at: Vec<usize>,
}

impl Bench<'_> {
    /// The least margin of each candidate over the points at which it is judged, from this many replicates per cell.
    ///
    /// Random streams belong to the problem, so the other candidates do not change the margin.
    pub(super) fn measured(&self, asked: &[Asked], replicates: u64) -> Measured {
        let admitted: Vec<Result<Admitted, Untried>> = asked.par_iter().map(|one| self.admitted(one)).collect();
        let (mut found, mut tried, mut jobs, mut owners) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for one in admitted {
            match one {
                Err(untried) => found.push(Err(untried)),
                Ok(one) => {
                    for (sample, job) in one.jobs {
                        owners.push((tried.len(), sample));
                        jobs.push(job);
                    }
                    found.push(Err(Untried::NoProblem));
                    tried.push((found.len() - 1, one.sampled, one.at));
                }
            }
        }
        let drawn = jobs.len() as u64 * replicates;
        let totals = totals_of_finite(&mut jobs, &mut owners, replicates, self.seed);
        let mut samples: Vec<Vec<Option<Measurement>>> = tried.iter().map(|(_, plan, _)| plan.recorded()).collect();
        for ((job, moments), (claim, sample)) in jobs.iter().zip(&totals).zip(&owners) {
            samples[*claim][*sample] = Some(Measurement { inference: &job.inference, moments });
        }
        let all = tried.par_iter().zip(samples.into_par_iter());
        let lowest: Vec<_> = all.map(|((_, plan, at), samples)| self.lowest(plan, at, samples)).collect();
        for ((place, ..), lowest) in tried.iter().zip(lowest) {
            found[*place] = lowest;
        }
        Measured { found, replicates: drawn }
    }

    /// The claim at a candidate. Fails if the candidate cannot be tried.
    fn admitted(&self, asked: &Asked) -> Result<Admitted<'_>, Untried> {
        let (mut grids, mut at, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for place in &asked.at {
            let Ok(grid) = self.grid(asked.candidate, &self.universal.points[*place].points) else { continue };
            let Ok(unmet) = self.measured.unmet_in(&grid) else { continue };
            let names = each_once(&unmet);
            if self.admits(&names) {
                at.push(*place);
                grids.push((grid, unmet));
            } else {
                left_out.push(names);
            }
        }
        if grids.is_empty() {
            return Err(left_out.into_iter().next().map_or(Untried::NoProblem, Untried::Unmet));
        }
        let draws = Draws { grids: vec![together(grids)], tried: 1 };
        let plan = Plan::on(&self.measured, &draws, false).map_err(|_| Untried::NothingExpected)?;
        if !plan.says_something() {
            return Err(Untried::NothingExpected);
        }
        let (sampled, jobs) = jobs_of(&self.measured, plan).map_err(|_| Untried::NoProblem)?;
        Ok(Admitted { sampled, jobs, at })
    }

    /// The universal points at which a claim with a condition may say something of a candidate; all of them if there is no condition.
    pub(super) fn applicable(&self, candidate: &Candidate) -> Vec<usize> {
        let all = 0..self.universal.points.len();
        if self.measured.stated.condition.is_none() {
            return all.collect();
        }
        let applies = |place: &usize| {
            let first = &self.universal.points[*place].points[..1];
            let grid = self.grid(candidate, first);
            grid.is_ok_and(|grid| grid.points().iter().all(|point| self.measured.may_apply_at(&grid, point)))
        };
        all.filter(applies).collect()
    }

    /// Points of the sweep with the values of a candidate.
    fn grid(&self, candidate: &Candidate, points: &[Place]) -> Result<Grid, ClaimFault> {
        let set = |point: &Place| -> Place {
            let values: Vec<(String, Value)> = candidate.set.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
            with_values(point, &values.into_iter().collect())
        };
        let mut places: Vec<Place> = Vec::new();
        for point in points.iter().map(set) {
            if !places.contains(&point) {
                places.push(point);
            }
        }
        let (claim, axes) = (&self.measured, self.universal.axes.clone());
        with_following((&claim.file.problem, &claim.file.define), &claim.registry, places, axes, &self.following)
    }

    fn lowest(&self, sampled: &Sampled, at: &[usize], samples: Vec<Option<Measurement>>) -> Result<Lowest, Untried> {
        let measured = Measurements::new(&sampled.plan.forms, samples, &sampled.places, ERROR);
        let stated: Vec<&PlannedCell> =
            sampled.plan.cells.iter().filter(|cell| !cell.is_out() && is_stated_at(cell, &measured)).collect();
        if stated.is_empty() {
            return Err(Untried::NothingExpected);
        }
        let of_cell = |cell: &&PlannedCell| {
            let margin = margin_at(&self.measured, cell, &measured)?;
            Some(Lowest { margin, at: self.universal.of_cell(at, &cell.point)? })
        };
        let all: Vec<Lowest> = stated.iter().filter_map(of_cell).collect();
        let lowest = least(all.iter().map(|one| one.margin));
        let found = lowest.and_then(|margin| all.iter().find(|one| one.margin == margin));
        found.copied().ok_or(Untried::Unresolved)
    }
}

/// Error probability of the intervals of a search. No result depends on them.
const ERROR: f64 = 0.05;

/// The points of several grids with the same variables, each with the assumptions that it does not meet.
fn together(grids: Vec<Judged>) -> Judged {
    let first = grids[0].0.clone();
    let points = grids.iter().flat_map(|(grid, _)| grid.points().iter().cloned()).collect();
    (first.with_points(points), grids.into_iter().flat_map(|(_, unmet)| unmet).collect())
}

/// The moments of all jobs. The jobs of a claim are left out if one of its replicates is not finite.
fn totals_of_finite(
    jobs: &mut Vec<Job>,
    owners: &mut Vec<(usize, usize)>,
    replicates: u64,
    seed: u64,
) -> Vec<JointMoments> {
    loop {
        let mut totals: Vec<JointMoments> = jobs.iter().map(Job::empty_moments).collect();
        let ended = run(jobs, &mut totals, &vec![replicates; jobs.len()], seed, &Session::alone());
        let Err(RunError::BadObservation(bad)) = ended else { return totals };
        let out = owners[bad.job].0;
        let mut finite = owners.iter().map(|(claim, _)| *claim != out).collect::<Vec<_>>().into_iter();
        jobs.retain(|_| finite.next().unwrap_or(true));
        owners.retain(|(claim, _)| *claim != out);
    }
}
