//! The parallel run of replicates.
//!
//! Replicates come in blocks of fixed size, each with its own stream, and the moments of blocks are merged in their order. So
//! the result does not depend on threads, and a short run is a prefix of a longer one. The result does not depend on interruptions either: the
//! rest of a run needs only the moments of the first replicates, and a store keeps them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::bad_observation::{BadObservation, Fault, usable};
use super::front::Front;
use super::lock::locked;
use super::memory::keep_memory;
use super::schedule::{Begun, Schedule};
use super::store::{Store, StoreError};
use super::work::{expected_time, seconds, seconds_each};
use super::{Event, Interrupt, Job, Session, Work};
use crate::quantity::ReplicatesOfBlock;
use weak_to_strong::numeric::{BLOCK, JointMoments};
use weak_to_strong::random::open_stream;

/// Why a run ended early.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// An observation cannot be used.
    #[error("job {} {} in replicate {}", .0.job, .0.fault, .0.replicate)]
    BadObservation(BadObservation),
    /// A stop was requested.
    #[error("interrupted")]
    Interrupted,
    /// The results cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Draws further replicates of jobs, on the current thread pool.
///
/// `totals[j]` holds the moments of job j so far. The run brings it to `targets[j]` replicates: it takes replicates from the store as far as
/// possible, draws the rest, and saves the drawn ones in the store. A job that ended within a block of [`BLOCK`] replicates can go on, but starts again
/// from what the store has.
///
/// # Errors
///
/// [`RunError::BadObservation`] if an observation is not a finite number or outside its declared range (the first one in the order of the schedule, on any number of threads),
/// [`RunError::Interrupted`], or [`RunError::Store`]. Blocks that were finished by then are in `totals`. They are also in the store, except if
/// the store failed.
pub fn run(
    jobs: &[Job],
    totals: &mut [JointMoments],
    targets: &[u64],
    seed: u64,
    session: &Session,
) -> Result<(), RunError> {
    let _sampling = session.interrupt.sampling();
    keep_memory();
    for ((job, total), target) in jobs.iter().zip(totals.iter_mut()).zip(targets) {
        if total.count() < *target && !total.count().is_multiple_of(BLOCK) {
            *total = job.empty_moments();
        }
    }
    resume(jobs, totals, targets, seed, session.store)?;
    let schedule = Schedule::new(totals, targets);
    let taking_part: Vec<usize> = (0..jobs.len()).filter(|job| totals[*job].count() < targets[*job]).collect();
    let seconds_each: Vec<f64> = jobs.iter().zip(totals.iter()).map(|(job, total)| seconds_each(job, total)).collect();
    let work = Work { blocks: schedule.blocks, time: expected_time(&seconds_each, totals, targets) };
    (session.observer)(Event::Round { work, jobs: taking_part.len() });
    let front = |(job, total): (&Job, &mut JointMoments)| {
        Mutex::new(Front::new(std::mem::replace(total, JointMoments::new(0)), job.seconds()))
    };
    let fronts = jobs.iter().zip(totals.iter_mut()).map(front).collect();
    let round = Round {
        jobs,
        targets,
        seconds_each,
        seed,
        session,
        schedule,
        taking_part,
        fronts,
        stopped: AtomicBool::new(false),
        fault: Mutex::new(None),
        failure: Mutex::new(None),
    };
    round.draw_and_save();
    round.finish(totals)
}

/// Brings jobs as near to their targets as the store can.
fn resume(
    jobs: &[Job],
    totals: &mut [JointMoments],
    targets: &[u64],
    seed: u64,
    store: Option<&Store>,
) -> Result<(), StoreError> {
    let Some(store) = store else { return Ok(()) };
    let shelf = store.shelf();
    for ((job, total), target) in jobs.iter().zip(totals).zip(targets) {
        let Some(key) = job.record_key(seed) else { continue };
        if let Some(found) = shelf.furthest(key, total.count(), *target, &job.empty_moments())? {
            job.set_seconds(found.seconds);
            *total = found.moments;
        }
    }
    Ok(())
}

/// How soon what is finished is saved after an interrupt, while replicates are still drawn.
const GLANCE: Duration = Duration::from_millis(50);

/// A run in progress.
struct Round<'a> {
    jobs: &'a [Job],
    targets: &'a [u64],
    /// Seconds that a replicate of each job is expected to take.
    seconds_each: Vec<f64>,
    seed: u64,
    session: &'a Session<'a>,
    schedule: Schedule,
    taking_part: Vec<usize>,
    fronts: Vec<Mutex<Front>>,
    stopped: AtomicBool,
    /// The first fault, with its place in the schedule. All blocks before it are started, and therefore finished.
    fault: Mutex<Option<(u64, BadObservation)>>,
    failure: Mutex<Option<StoreError>>,
}

impl Round<'_> {
    /// Draws on all threads of the pool; if there is a store, one more thread hands it the results from time to time.
    fn draw_and_save(&self) {
        let Some(store) = self.session.store else { return self.draw() };
        self.session.interrupt.set_unsaved(true);
        std::thread::scope(|scope| {
            let (drawing, ended) = channel();
            scope.spawn(move || self.save_regularly(store, &ended));
            self.draw();
            drop(drawing);
        });
    }

    fn draw(&self) {
        rayon::broadcast(|_| {
            while !self.stopped.load(Ordering::Relaxed) && !self.session.interrupt.is_requested() {
                let Some(begun) = self.schedule.begin_next() else { return };
                self.draw_block(begun);
            }
        });
    }

    fn draw_block(&self, Begun { place, job, block }: Begun) {
        let start = Instant::now();
        match run_block(&self.jobs[job], self.seed, block, self.targets[job], self.session.interrupt) {
            Ok(Some(moments)) => {
                let time = start.elapsed();
                let expected = seconds(self.seconds_each[job] * moments.count() as f64);
                locked(&self.fronts[job]).take(block, moments, time.as_secs_f64());
                (self.session.observer)(Event::BlockDone { time, expected });
            }
            Ok(None) => {}
            Err((replicate, (coordinate, found))) => {
                let mut fault = locked(&self.fault);
                if fault.is_none_or(|(first, _)| place < first) {
                    *fault = Some((place, BadObservation { job, replicate, coordinate, fault: found }));
                }
                self.stopped.store(true, Ordering::Relaxed);
            }
        }
    }

    fn save_regularly(&self, store: &Store, drawing: &Receiver<()>) {
        let interrupt = self.session.interrupt;
        while drawing.recv_timeout(store.time_to_next_commit().min(GLANCE)) == Err(RecvTimeoutError::Timeout) {
            let is_last = interrupt.is_requested();
            if !is_last && !store.is_commit_due() {
                continue;
            }
            match self.hand_over(store).and_then(|()| store.flush()) {
                Ok(replicates) => (self.session.observer)(Event::Saved { replicates }),
                Err(error) => {
                    *locked(&self.failure) = Some(error);
                    self.stopped.store(true, Ordering::Relaxed);
                    return interrupt.set_unsaved(false);
                }
            }
            if is_last {
                return interrupt.set_unsaved(false);
            }
        }
    }

    /// Gives the store the results that it does not have yet.
    fn hand_over(&self, store: &Store) -> Result<(), StoreError> {
        for &job in &self.taking_part {
            let Some(key) = self.jobs[job].record_key(self.seed) else { continue };
            let news = locked(&self.fronts[job]).news(key, self.targets[job]);
            if !news.is_empty() {
                store.keep(news, || self.jobs[job].description(), self.seed)?;
            }
        }
        Ok(())
    }

    fn finish(self, totals: &mut [JointMoments]) -> Result<(), RunError> {
        let complete = self.schedule.is_begun() && locked(&self.fault).is_none();
        let failure = locked(&self.failure).take();
        let saved = match (self.session.store, failure) {
            (_, Some(error)) => Err(error),
            (None, None) => Ok(()),
            (Some(store), None) => self
                .hand_over(store)
                .and_then(|()| if complete && !store.is_commit_due() { Ok(()) } else { store.flush().map(|_| ()) }),
        };
        let mut all_there = true;
        for (index, front) in self.fronts.into_iter().enumerate() {
            let front = front.into_inner().unwrap_or_else(PoisonError::into_inner);
            self.jobs[index].set_seconds(front.seconds);
            all_there &= front.total.count() >= self.targets[index];
            totals[index] = front.total;
        }
        saved?;
        match self.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some((_, fault)) => Err(RunError::BadObservation(fault)),
            None if all_there => Ok(()),
            None => Err(RunError::Interrupted),
        }
    }
}

/// The moments of one block, or the index of the first replicate that cannot be used, the coordinate and what is wrong with it. Returns `None` if the
/// run was interrupted.
fn run_block(
    job: &Job,
    seed: u64,
    block: u64,
    target: u64,
    interrupt: &Interrupt,
) -> Result<Option<JointMoments>, (u64, Fault)> {
    let first = block * BLOCK;
    let last = target.min(first + BLOCK);
    let mut stream = open_stream(seed, &job.key, block);
    let mut replicates = ReplicatesOfBlock::of(&*job.experiment);
    let mut moments = job.empty_moments();
    for index in first..last {
        if interrupt.is_requested() {
            return Ok(None);
        }
        let observation = usable(replicates.draw_next(&mut stream), job.ranges()).map_err(|fault| (index, fault))?;
        moments.push(observation);
    }
    Ok(Some(moments))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::{Inference, Range};
    use crate::quantity::{Draw, Experiment, Made, Undefined};
    use crate::study::{ObservationFault, observations, replay};
    use rand::RngExt;
    use weak_to_strong::random::ContentKey;

    struct Uniform;
    impl Experiment for Uniform {
        fn width(&self) -> usize {
            1
        }
        fn start(&self) -> Draw<'_> {
            Draw::new(|stream, observation| {
                observation[0] = stream.random();
                Ok(())
            })
        }
    }

    struct BreaksAfter(u64);
    impl Experiment for BreaksAfter {
        fn width(&self) -> usize {
            1
        }
        fn start(&self) -> Draw<'_> {
            let mut count = 0;
            Draw::new(move |_, observation| {
                observation[0] = if count == self.0 { f64::NAN } else { 1.0 };
                count += 1;
                Ok(())
            })
        }
    }

    /// One in groups of four, until a learner refuses.
    struct RefusesAfter(usize);
    impl Experiment for RefusesAfter {
        fn width(&self) -> usize {
            2
        }
        fn start(&self) -> Draw<'_> {
            Draw::in_groups(4, |_, observations| {
                observations.fill(1.0);
                Err(Undefined { replicate: self.0, coordinate: 1 })
            })
        }
    }

    fn job() -> Job {
        Job::new(Made::of_means(Uniform), ContentKey::of("uniform"))
    }

    fn on_threads(threads: usize, jobs: &[Job], rounds: &[&[u64]]) -> Vec<JointMoments> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let mut totals = vec![JointMoments::new(1); jobs.len()];
        for targets in rounds {
            pool.install(|| run(jobs, &mut totals, targets, 1, &Session::alone())).expect("finite");
        }
        totals
    }

    fn block(index: u64, target: u64) -> JointMoments {
        run_block(&job(), 1, index, target, &Interrupt::new()).expect("finite").expect("not interrupted")
    }

    /// A quantity that declares the range [0, ½] of uniform numbers is caught at the first that is larger, on any number of threads.
    #[test]
    fn observations_outside_their_declared_range_are_named() {
        let range = Range::between(0.0, 0.5);
        let made = || Made::new(Uniform, Inference::means_ranging(1, range));
        let first = observations(&job(), 1, 100).expect("finite").iter().position(|x| x[0] > 0.5).expect("a large one");
        for threads in [1, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let declared = Job::new(made(), ContentKey::of("uniform"));
            let ended = pool.install(|| run(&[declared], &mut [JointMoments::new(1)], &[5000], 1, &Session::alone()));
            let Err(RunError::BadObservation(bad)) = ended else { panic!("{ended:?}") };
            assert_eq!((bad.replicate, bad.coordinate), (first as u64, 0));
            assert!(matches!(bad.fault, ObservationFault::OutOfRange { value, .. } if value > 0.5));
        }
    }

    #[test]
    fn threads_and_other_jobs_change_nothing() {
        let alone = on_threads(1, &[job()], &[&[1000]]);
        let among_others = on_threads(7, &[job(), job()], &[&[5000, 1000]]);
        assert_eq!(alone[0], among_others[1]);
    }

    #[test]
    fn rounds_change_nothing() {
        let at_once = on_threads(2, &[job()], &[&[1000]]);
        let in_rounds = on_threads(2, &[job()], &[&[256], &[768], &[768], &[900], &[1000]]);
        assert_eq!(at_once, in_rounds);
    }

    #[test]
    fn a_short_run_is_a_prefix_of_a_longer_one() {
        assert_eq!(block(0, 300), block(0, 3000));
        assert_eq!(block(1, 300).count(), 44);
    }

    #[test]
    fn a_replayed_replicate_is_the_one_of_the_run() {
        let before = on_threads(1, &[job()], &[&[300]]);
        let after = on_threads(1, &[job()], &[&[301]]);
        let mut with_one_more = JointMoments::new(1);
        with_one_more.merge(&block(0, 300));
        let mut second = block(1, 300);
        second.push(&replay(&job(), 1, 300));
        with_one_more.merge(&second);
        assert_eq!(after[0], with_one_more);
        assert_eq!(before[0].count() + 1, after[0].count());
    }

    #[test]
    fn observations_that_are_not_finite_are_named() {
        let broken = Job::new(Made::of_means(BreaksAfter(3)), ContentKey::of("broken"));
        let mut totals = vec![JointMoments::new(1); 2];
        let fault = run(&[job(), broken], &mut totals, &[10, 10], 1, &Session::alone());
        let expected = BadObservation { job: 1, replicate: 3, coordinate: 0, fault: ObservationFault::NotFinite };
        assert_eq!(fault, Err(RunError::BadObservation(expected)));
    }

    /// A run that ends before a refusal, within its group, does not meet it.
    #[test]
    fn refusals_are_named_where_they_are_met() {
        let job = || Job::new(Made::of_means(RefusesAfter(2)), ContentKey::of("refuses"));
        let replicated = |replicates| {
            let mut totals = [JointMoments::new(2)];
            run(&[job()], &mut totals, &[replicates], 1, &Session::alone()).map(|()| totals[0].count())
        };
        assert_eq!(replicated(2), Ok(2));
        let expected = BadObservation { job: 0, replicate: 2, coordinate: 1, fault: ObservationFault::NotFinite };
        assert_eq!(replicated(3), Err(RunError::BadObservation(expected)));
        assert_eq!(replay(&job(), 1, 1), [1.0, 1.0]);
        assert!(replay(&job(), 1, 2).iter().all(|x| x.is_nan()));
    }
}
