//! A campaign: the jobs of several claims, replicated together until every claim is decided.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::assess::{Assessment, assess};
use super::error_parts::ErrorParts;
use super::fine_curves::computed;
use super::forecast::{Expected, FIRST_LOOK, Standing};
use super::job_time::seconds_per_replicate;
use super::jobs::{Sampled, sampled};
use super::plan::PlannedCell;
use super::point::describe;
use super::replay_of::{replay_of_cell, replay_of_quantity};
use super::union_find::UnionFind;
use super::{Bundle, CheckOptions, Claim, ClaimError, ClaimFault, ClaimOutcome, Replicates};
use crate::statement::Measurement;
use crate::study::{BadObservation, Event, Holding, Job, RunError, Session, Work, run};
use weak_to_strong::numeric::JointMoments;

/// Claims with their jobs.
pub struct Campaign<'a> {
    claims: &'a [Claim],
    options: &'a CheckOptions,
    sampled: Vec<Sampled<'a>>,
    jobs: Vec<Job>,
    /// The samples to which the jobs belong.
    owners: Vec<Owner>,
    /// What each job has drawn so far.
    totals: Vec<JointMoments>,
    errors: ErrorParts,
}

/// The sample of a claim that a job draws.
struct Owner {
    claim: usize,
    sample: usize,
    /// The most replicates that it may take.
    budget: u64,
}

impl<'a> Campaign<'a> {
    /// Evaluates all expressions and makes all jobs; nothing is sampled yet.
    ///
    /// # Errors
    ///
    /// [`ClaimError::RepeatedId`], or a fault that appears only when a claim is evaluated: a formula without a value, a quantity that is not
    /// defined for the problem.
    pub fn new(claims: &'a [Claim], options: &'a CheckOptions) -> Result<Self, ClaimError> {
        reject_repeated_ids(claims)?;
        // A fault in an expression is reported before the long run, not after it.
        let sampled: Vec<(Sampled, Vec<(usize, Job)>)> =
            claims.iter().map(|claim| sampled(claim, options)).collect::<Result<_, _>>()?;
        let (mut all, mut jobs, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (claim, (sampled, of_claim)) in sampled.into_iter().enumerate() {
            for (sample, job) in of_claim {
                jobs.push(job);
                owners.push(Owner { claim, sample, budget: claims[claim].replicates() });
            }
            all.push(sampled);
        }
        let intervals: usize = all.iter().map(|sampled| sampled.plan.forms.count()).sum();
        let shares = claims.iter().filter(|claim| claim.file.claim.most.is_some()).count();
        let errors = ErrorParts::of(options.error_probability, intervals, shares);
        let totals = jobs.iter().map(Job::empty_moments).collect();
        Ok(Self { claims, options, sampled: all, jobs, owners, totals, errors })
    }

    /// Draws replicates of all jobs until the claims are decided or their budgets end, and computes the curves of their figures.
    ///
    /// # Errors
    ///
    /// As [`Campaign::decide`].
    pub fn run(&mut self, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
        let mut outcomes = self.decide(session)?;
        for (outcome, sampled) in outcomes.iter_mut().zip(&self.sampled) {
            outcome.figure.computed = computed(sampled.claim, &sampled.plan, &outcome.figure);
        }
        Ok(outcomes)
    }

    /// Draws replicates of all jobs until the claims are decided or their budgets end. The figures of the outcomes have no curves between the points of a
    /// sweep, which may take as long to compute as the replicates of a short run.
    ///
    /// # Errors
    ///
    /// A replicate that is not finite. [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session; what is known by then is in
    /// [`Campaign::outcomes`].
    pub fn decide(&mut self, session: &Session) -> Result<Vec<ClaimOutcome>, ClaimError> {
        self.totals = self.jobs.iter().map(Job::empty_moments).collect();
        let mut waiting = vec![Some(Expected::Unknown); self.jobs.len()];
        let mut look = FIRST_LOOK;
        loop {
            self.tell_outlook(&waiting, session);
            let target = |(owner, (total, waiting)): (&Owner, (&JointMoments, &Option<Expected>))| match waiting {
                Some(_) => look.min(owner.budget),
                None => total.count(),
            };
            let targets: Vec<u64> = self.owners.iter().zip(self.totals.iter().zip(&waiting)).map(target).collect();
            let ended = run(&self.jobs, &mut self.totals, &targets, self.options.seed, session);
            ended.map_err(|error| self.ended(error))?;
            let assessed = self.assess();
            waiting = self.waiting(&assessed);
            self.tell_verdicts(&assessed, &waiting, session);
            if waiting.iter().all(Option::is_none) {
                return Ok(assessed.into_iter().map(|assessment| assessment.outcome).collect());
            }
            look *= 2;
        }
    }

    /// What is expected of each job that goes on; `None` for one that is decided, or whose budget is used up.
    fn waiting(&self, assessed: &[Assessment]) -> Vec<Option<Expected>> {
        let of = |(owner, total): (&Owner, &JointMoments)| {
            let expected = assessed[owner.claim].undecided.get(&owner.sample).copied();
            expected.filter(|_| total.count() < owner.budget)
        };
        self.owners.iter().zip(&self.totals).map(of).collect()
    }

    fn tell_outlook(&self, waiting: &[Option<Expected>], session: &Session) {
        let (mut likely, mut most) = (Work::default(), Work::default());
        for (job, expected) in waiting.iter().enumerate() {
            let Some(expected) = expected else { continue };
            let standing = self.standing(job);
            likely += standing.likely(*expected);
            most += standing.most();
        }
        (session.observer)(Event::Outlook { likely, most });
    }

    fn tell_verdicts(&self, assessed: &[Assessment], waiting: &[Option<Expected>], session: &Session) {
        let mut of_claims = vec![Work::default(); self.claims.len()];
        for (job, expected) in waiting.iter().enumerate() {
            if let Some(expected) = expected {
                of_claims[self.owners[job].claim] += self.standing(job).likely(*expected);
            }
        }
        for (claim, (Assessment { outcome, decided, .. }, likely)) in assessed.iter().zip(of_claims).enumerate() {
            let (cells, decided, replicates) = (outcome.cells.len(), *decided, outcome.replicates);
            (session.observer)(Event::Judged { claim, cells, decided, replicates, likely });
        }
    }

    fn standing(&self, job: usize) -> Standing {
        let drawn = self.totals[job].count();
        Standing { drawn, budget: self.owners[job].budget, seconds: self.jobs[job].seconds() }
    }

    /// What is known of all claims now. After an interrupted run these are verdicts from what was drawn by then, and they are as sure as any: cells without
    /// enough replicates are unresolved.
    pub fn outcomes(&self) -> Vec<ClaimOutcome> {
        self.assess().into_iter().map(|assessment| assessment.outcome).collect()
    }

    /// Seconds of one processor that the replicates of each claim took, including the replicates from a store.
    pub fn seconds_by_claim(&self) -> Vec<f64> {
        let mut seconds = vec![0.0; self.claims.len()];
        for (job, owner) in self.jobs.iter().zip(&self.owners) {
            seconds[owner.claim] += job.seconds();
        }
        seconds
    }

    /// The jobs, in bundles of jobs that must be replicated together. When a bundle stops does not depend on other bundles.
    ///
    /// What one cell depends on belongs together, and so does all of a claim whose false neighbours are judged too.
    pub fn bundles(&self) -> Vec<Bundle> {
        let mut together = UnionFind::new(self.jobs.len());
        for (claim, sampled) in self.sampled.iter().enumerate() {
            let own = self.owners.iter().enumerate().filter(|(_, owner)| owner.claim == claim);
            let job_of: HashMap<usize, usize> = own.map(|(job, owner)| (owner.sample, job)).collect();
            let of_cells = sampled.samples_by_cell();
            let judged_together = if self.options.power || self.claims[claim].file.claim.most.is_some() {
                vec![of_cells.concat()]
            } else {
                of_cells
            };
            for samples in judged_together {
                together.join(samples.iter().filter_map(|sample| job_of.get(sample).copied()));
            }
        }
        together.into_sets().into_iter().map(|jobs| self.bundle(jobs)).collect()
    }

    fn bundle(&self, jobs: Vec<usize>) -> Bundle {
        let key = self.jobs[jobs[0]].record_key(self.options.seed).unwrap_or_default();
        let id = &self.claims[self.owners[jobs[0]].claim].file.id;
        Bundle { name: format!("{id} {key}"), jobs, key }
    }

    /// Seconds of one processor that each bundle takes if its cells use up their replicates. They are known from a store, or measured now.
    pub fn seconds(&self, bundles: &[Bundle], known: &[Holding]) -> Vec<f64> {
        let each = seconds_per_replicate(&self.jobs, self.options.seed, known);
        let of_job = |job: &usize| each[*job] * self.owners[*job].budget as f64;
        bundles.iter().map(|bundle| bundle.jobs.iter().map(of_job).sum()).collect()
    }

    /// The campaign of these bundles only. The intervals keep the error probability of the whole campaign.
    pub fn restricted_to(mut self, bundles: &[&Bundle]) -> Self {
        let kept: HashSet<usize> = bundles.iter().flat_map(|bundle| bundle.jobs.iter().copied()).collect();
        let all = self.jobs.into_iter().zip(self.owners).enumerate();
        (self.jobs, self.owners) = all.filter(|(job, _)| kept.contains(job)).map(|(_, owned)| owned).unzip();
        self
    }

    fn assess(&self) -> Vec<Assessment> {
        let mut measured: Vec<Vec<Option<Measurement>>> = self.sampled.iter().map(Sampled::recorded).collect();
        for ((job, moments), owner) in self.jobs.iter().zip(&self.totals).zip(&self.owners) {
            measured[owner.claim][owner.sample] = Some(Measurement { inference: &job.inference, moments });
        }
        let claims = self.sampled.par_iter().zip(measured.into_par_iter());
        claims.map(|(sampled, samples)| assess(sampled, samples, self.errors, self.options)).collect()
    }

    fn ended(&self, error: RunError) -> ClaimError {
        match error {
            RunError::BadObservation(bad) => self.bad_observation(bad),
            RunError::Interrupted => ClaimError::Interrupted,
            RunError::Store(error) => ClaimError::Store(error),
        }
    }

    fn bad_observation(&self, bad: BadObservation) -> ClaimError {
        let (owner, inference) = (&self.owners[bad.job], &self.jobs[bad.job].inference);
        let (claim, sampled) = (&self.claims[owner.claim], &self.sampled[owner.claim]);
        // What no estimate is the mean of belongs to all numbers of the sample.
        let place = inference.estimate_that_uses(bad.coordinate).unwrap_or(0);
        let atom = sampled.atom(owner.sample, place);
        let replicate = Replicates::Single(bad.replicate);
        let depends =
            |cell: &&PlannedCell| cell.atoms().iter().any(|id| sampled.plan.atoms.list()[*id].key == atom.key);
        let replay = replay_of_quantity(sampled, atom, replicate, self.options).or_else(|| {
            let cell = sampled.plan.cells.iter().find(|cell| !cell.is_out() && depends(cell))?;
            replay_of_cell(sampled, cell, replicate, self.options)
        });
        claim.invalid(ClaimFault::BadReplicate {
            fault: bad.fault,
            quantity: atom.name().into(),
            replicate: bad.replicate,
            setting: describe(&atom.point),
            seed: self.options.seed,
            replay: replay.map(Box::new),
        })
    }
}

fn reject_repeated_ids(claims: &[Claim]) -> Result<(), ClaimError> {
    let mut seen = std::collections::HashSet::new();
    // Some systems take names of files for the same that differ in capitals only.
    match claims.iter().find(|claim| !seen.insert(claim.file.id.to_ascii_lowercase())) {
        Some(claim) => Err(ClaimError::RepeatedId { file: claim.origin.clone(), id: claim.file.id.clone() }),
        None => Ok(()),
    }
}
