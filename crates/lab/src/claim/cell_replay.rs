//! What a sentence measures at one cell, drawn again replicate by replicate.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::jobs::{Sampled, jobs_of};
use super::measured_number::{MeasuredNumber, numbers_of};
use super::point::describe;
use super::{Claim, ClaimError, ClaimFault, Point};
use crate::statement::{AtomId, LawAtom, Source, joint_sample, sample_job};
use crate::study::{BadObservation, Job, RunError, Session, observations, replay, run};
use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::{Estimate, JointMoments};

/// All that a sentence measures at one of its cells, which can be drawn again to the same bits.
pub struct CellReplay<'c> {
    claim: &'c Claim,
    sampled: Sampled<'c>,
    /// The jobs of the samples on which the cell depends, as a check runs them.
    jobs: HashMap<usize, Job>,
    cell: usize,
    seed: u64,
    numbers: Vec<MeasuredNumber>,
}

/// What replicates gave, one after the other.
type Rows = Vec<Vec<f64>>;

/// A column of replicates: what each of them gave.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicateColumn {
    /// What it is.
    pub name: String,
    /// The replicates from the first on.
    pub values: Vec<f64>,
}

impl Claim {
    /// The settings of the cells at which it is judged, in the order of a check and of its tables. `power` and `seed` are those of the check.
    ///
    /// # Errors
    ///
    /// A fault that appears only when a claim is evaluated.
    pub fn cells(&self, power: bool, seed: u64) -> Result<Vec<Point>, ClaimError> {
        let plan = self.plan(power, seed)?;
        Ok(plan.cells.iter().filter(|cell| !cell.is_out()).map(|cell| cell.point.clone()).collect())
    }

    /// The replicates at one of its [`cells`](Self::cells), as a check with this seed draws them. Those of a check that also judges false sentences may be
    /// others, if these measure more of the same samples.
    ///
    /// # Errors
    ///
    /// As [`Claim::cells`].
    ///
    /// # Panics
    ///
    /// If there is no such cell.
    pub fn replay(&self, cell: usize, power: bool, seed: u64) -> Result<CellReplay<'_>, ClaimError> {
        let plan = self.plan(power, seed)?;
        let judged = plan.cells.iter().enumerate().filter(|(_, cell)| !cell.is_out());
        let cell = judged.map(|(place, _)| place).nth(cell).expect("one of the cells of the claim");
        let (sampled, jobs) = jobs_of(self, plan)?;
        let numbers = numbers_of(&sampled.plan, &sampled.plan.cells[cell]);
        let needed: Vec<usize> = numbers.iter().map(|number| sampled.places[number.atom].0).collect();
        let jobs = jobs.into_iter().filter(|(sample, _)| needed.contains(sample)).collect();
        Ok(CellReplay { claim: self, sampled, jobs, cell, seed, numbers })
    }
}

impl CellReplay<'_> {
    /// The values of the cell.
    pub fn setting(&self) -> &Point {
        &self.sampled.plan.cells[self.cell].point
    }

    /// The numbers that are measured there, in the order in which the sentence names them.
    pub fn numbers(&self) -> &[MeasuredNumber] {
        &self.numbers
    }

    /// The sampler of each number; `None` for rows of a data file.
    pub fn samplers(&self) -> Vec<Option<&'static str>> {
        let of = |number: &MeasuredNumber| self.jobs.get(&self.place(number.atom).0);
        self.numbers.iter().map(|number| of(number).map(|job| job.experiment.sampler())).collect()
    }

    /// The estimate of each number from the first replicates, and its interval, which misses with probability at most `error`. Rows of a data file are all
    /// taken.
    ///
    /// # Errors
    ///
    /// A replicate that is not finite; [`ClaimError::Interrupted`] or [`ClaimError::Store`] from the session.
    pub fn measured(
        &self,
        replicates: u64,
        error: f64,
        session: &Session,
    ) -> Result<Vec<(Estimate, Enclosure)>, ClaimError> {
        let mut drawn: HashMap<usize, JointMoments> = HashMap::new();
        for (sample, job) in &self.jobs {
            let mut totals = [job.empty_moments()];
            let ended = run(std::slice::from_ref(job), &mut totals, &[replicates], self.seed, session);
            ended.map_err(|error| self.ended(*sample, error))?;
            let [total] = totals;
            drawn.insert(*sample, total);
        }
        let recorded = self.sampled.recorded();
        let none = (Estimate { mean: f64::NAN, standard_error: f64::NAN, replicates: 0 }, Enclosure::exact(f64::NAN));
        let of = |number: &MeasuredNumber| {
            let (sample, place) = self.place(number.atom);
            let found = match (self.jobs.get(&sample), drawn.get(&sample)) {
                (Some(job), Some(total)) => Some((&job.inference, total)),
                (Some(_) | None, _) => recorded[sample].map(|one| (one.inference, one.moments)),
            };
            found.map_or(none, |(inference, moments)| {
                (inference.estimates(moments)[place], inference.enclosures(moments, error)[place])
            })
        };
        Ok(self.numbers.iter().map(of).collect())
    }

    /// How many numbers the first replicates of all columns are.
    pub fn numbers_in(&self, replicates: u64) -> u64 {
        let widths = self.jobs.values().map(|job| job.experiment.width() as u64);
        widths.sum::<u64>().max(1).saturating_mul(replicates)
    }

    /// The first replicates: for each number its columns, see [`MeasuredNumber::columns`]. Rows of a data file end with the file.
    ///
    /// # Errors
    ///
    /// A replicate that is not finite.
    pub fn columns(&self, replicates: u64) -> Result<Vec<ReplicateColumn>, ClaimError> {
        let drawn = |sample: usize, job: &Job| {
            observations(job, self.seed, replicates)
                .map_err(|bad| self.bad_observation(sample, job.inference.estimate_that_uses(bad.coordinate), bad))
        };
        self.columns_of(&drawn, replicates as usize)
    }

    /// The replicate with this index, as [`CellReplay::columns`]. What cannot be observed is NaN.
    ///
    /// # Errors
    ///
    /// As [`Claim::cells`].
    pub fn replicate(&self, index: u64) -> Result<Vec<ReplicateColumn>, ClaimError> {
        let drawn = |_: usize, job: &Job| Ok(vec![replay(job, self.seed, index)]);
        self.columns_of(&drawn, 1)
    }

    fn columns_of(
        &self,
        drawn: &dyn Fn(usize, &Job) -> Result<Rows, ClaimError>,
        most: usize,
    ) -> Result<Vec<ReplicateColumn>, ClaimError> {
        let mut columns: Vec<ReplicateColumn> = Vec::new();
        let mut of_samples: HashMap<usize, Rows> = HashMap::new();
        for number in &self.numbers {
            let (sample, place) = self.place(number.atom);
            let atom = &self.sampled.plan.atoms.list()[number.atom];
            if let Entry::Vacant(vacant) = of_samples.entry(sample) {
                let rows = match (&atom.source, self.jobs.get(&sample)) {
                    (Source::Quantity(..), Some(job)) => drawn(sample, job)?,
                    (Source::Law(_), _) => drawn(sample, &self.raw(sample)?)?,
                    (Source::Recorded(recorded), _) => {
                        let rows = recorded.data.cell(&recorded.settings);
                        rows.iter().flat_map(|cell| cell.observations()).map(<[f64]>::to_vec).take(most).collect()
                    }
                    (Source::Quantity(..), None) => Vec::new(),
                };
                vacant.insert(rows);
            }
            let values = |row: &Vec<f64>| -> Vec<f64> {
                match (&atom.source, self.jobs.get(&sample)) {
                    (Source::Quantity(..), Some(job)) => job.inference.of_observation(place, row),
                    (Source::Quantity(..), None) => Vec::new(),
                    (Source::Law(_), _) => of_law(&joint_sample(&self.laws(sample)).1[place], row),
                    (Source::Recorded(recorded), _) => of_law(&recorded.law, row),
                }
            };
            let rows: Vec<Vec<f64>> = of_samples[&sample].iter().map(values).collect();
            let width = rows.first().map_or(0, Vec::len);
            for (column, name) in number.column_names(width).into_iter().enumerate() {
                let values: Vec<f64> = rows.iter().map(|row| row[column]).collect();
                if columns.iter().all(|known| known.name != name) {
                    columns.push(ReplicateColumn { name, values });
                }
            }
        }
        Ok(columns)
    }

    fn place(&self, atom: AtomId) -> (usize, usize) {
        self.sampled.places[atom]
    }

    /// The laws of a sample, in the order of its estimates.
    fn laws(&self, sample: usize) -> Vec<Arc<LawAtom>> {
        let atoms = self.sampled.plan.atoms.list().iter().zip(&self.sampled.places);
        let mut laws: Vec<(usize, Arc<LawAtom>)> = atoms
            .filter(|(_, (known, _))| *known == sample)
            .filter_map(|(atom, (_, place))| match &atom.source {
                Source::Law(law) => Some((*place, law.clone())),
                Source::Quantity(..) | Source::Recorded(_) => None,
            })
            .collect();
        laws.sort_by_key(|(place, _)| *place);
        laws.into_iter().map(|(_, law)| law).collect()
    }

    /// The job that draws what is observed of a sample, and not only what its laws take of it.
    fn raw(&self, sample: usize) -> Result<Job, ClaimError> {
        let made = sample_job(self.sampled.atom(sample, 0), &self.laws(sample));
        made.map_err(|error| self.claim.invalid(ClaimFault::Law(error)))
    }

    fn ended(&self, sample: usize, error: RunError) -> ClaimError {
        match error {
            RunError::BadObservation(bad) => {
                let place = self.jobs.get(&sample).and_then(|job| job.inference.estimate_that_uses(bad.coordinate));
                self.bad_observation(sample, place, bad)
            }
            RunError::Interrupted => ClaimError::Interrupted,
            RunError::Store(error) => ClaimError::Store(error),
        }
    }

    fn bad_observation(&self, sample: usize, place: Option<usize>, bad: BadObservation) -> ClaimError {
        self.claim.invalid(ClaimFault::BadReplicate {
            fault: bad.fault,
            quantity: self.sampled.atom(sample, place.unwrap_or(0)).name().into(),
            replicate: bad.replicate,
            setting: describe(self.setting()),
            seed: self.seed,
            replay: None,
        })
    }
}

/// The random numbers of a law in one sample, and for a probability whether the sample counts, as 1 or 0.
fn of_law(law: &crate::law::Law, sample: &[f64]) -> Vec<f64> {
    let counts = law.counts(sample).map(|counts| f64::from(u8::from(counts)));
    let is_probability = matches!(law, crate::law::Law::Probability { .. });
    let counts = is_probability.then(|| counts.unwrap_or(f64::NAN));
    law.numbers().into_iter().map(|number| number.value(sample)).chain(counts).collect()
}
