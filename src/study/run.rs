//! The parallel run of replicates.
//!
//! Replicates come in blocks of fixed size, each with its own stream, and the moments of blocks are merged in their order. So
//! the result does not depend on threads, and a short run is a prefix of a longer one.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::numeric::JointMoments;
use crate::quantity::Experiment;
use crate::random::{ContentKey, open_stream};

/// Replicates per block.
pub const BLOCK: u64 = 256;

/// An experiment to be replicated.
pub struct Job {
    /// What one replicate does.
    pub experiment: Box<dyn Experiment>,
    /// The key of its random streams.
    pub key: ContentKey,
}

/// What a run tells its observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A round begins.
    Round {
        /// How many blocks it has.
        blocks: u64,
        /// How many jobs take part.
        jobs: usize,
    },
    /// A block is done.
    BlockDone,
}

/// An observation was infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotFinite {
    /// Index of the job.
    pub job: usize,
    /// Index of the replicate within the job.
    pub replicate: u64,
    /// The coordinate of its observation.
    pub coordinate: usize,
}

/// Replicates jobs further, on the current thread pool.
///
/// `totals[j]` holds the moments of job j so far, and is brought to `targets[j]` replicates. A target that is no multiple of
/// [`BLOCK`] can only be the last.
///
/// # Errors
///
/// [`NotFinite`] when an observation is not a finite number; the run then ends early.
///
/// # Panics
///
/// If a job that ended within a block is to go on.
pub fn run(
    jobs: &[Job],
    totals: &mut [JointMoments],
    targets: &[u64],
    seed: u64,
    observer: &(dyn Fn(Event) + Sync),
) -> Result<(), NotFinite> {
    let schedule = interleaved(totals, targets);
    let taking_part = totals.iter().zip(targets).filter(|(total, target)| total.count() < **target).count();
    observer(Event::Round { blocks: schedule.len() as u64, jobs: taking_part });
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let per_thread = rayon::broadcast(|_| {
        let mut done = Vec::new();
        while let Some(&(job, block)) = schedule.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = run_block(&jobs[job], seed, block, targets[job]);
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            done.push((job, block, result.map_err(|(replicate, coordinate)| NotFinite { job, replicate, coordinate })));
            observer(Event::BlockDone);
            if failed.load(Ordering::Relaxed) {
                break;
            }
        }
        done
    });
    let mut done: Vec<_> = per_thread.into_iter().flatten().collect();
    done.sort_by_key(|(job, block, _)| (*job, *block));
    for (job, _, result) in done {
        totals[job].merge(&result?);
    }
    Ok(())
}

/// The missing blocks of all jobs, spread so that every job is as far advanced as every other: the time left is then
/// foreseeable.
fn interleaved(totals: &[JointMoments], targets: &[u64]) -> Vec<(usize, u64)> {
    let mut schedule: Vec<(f64, usize, u64)> = Vec::new();
    for (job, (total, target)) in totals.iter().zip(targets).enumerate() {
        if total.count() >= *target {
            continue;
        }
        assert_eq!(total.count() % BLOCK, 0, "a job that ended within a block cannot go on");
        let (first, last) = (total.count() / BLOCK, target.div_ceil(BLOCK));
        schedule.extend((first..last).map(|b| ((b - first) as f64 / (last - first) as f64, job, b)));
    }
    schedule.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    schedule.into_iter().map(|(_, job, block)| (job, block)).collect()
}

/// The observation of one replicate, as every run draws it.
pub fn replay(job: &Job, seed: u64, replicate: u64) -> Vec<f64> {
    let block = replicate / BLOCK;
    let mut stream = open_stream(seed, &job.key, block);
    let mut draw = job.experiment.replicate();
    let mut observation = vec![0.0; job.experiment.width()];
    for _ in block * BLOCK..=replicate {
        draw(&mut stream, &mut observation);
    }
    observation
}

/// The moments of one block, or the index of the first replicate that is not finite and the coordinate where it is not.
fn run_block(job: &Job, seed: u64, block: u64, target: u64) -> Result<JointMoments, (u64, usize)> {
    let first = block * BLOCK;
    let last = target.min(first + BLOCK);
    let mut stream = open_stream(seed, &job.key, block);
    let mut replicate = job.experiment.replicate();
    let mut observation = vec![0.0; job.experiment.width()];
    let mut moments = JointMoments::new(observation.len());
    for index in first..last {
        replicate(&mut stream, &mut observation);
        if let Some(coordinate) = observation.iter().position(|x| !x.is_finite()) {
            return Err((index, coordinate));
        }
        moments.push(&observation);
    }
    Ok(moments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Replicate;
    use rand::RngExt;

    struct Uniform;
    impl Experiment for Uniform {
        fn width(&self) -> usize {
            1
        }
        fn replicate(&self) -> Replicate<'_> {
            Box::new(|stream, observation| observation[0] = stream.random())
        }
    }

    struct BreaksAfter(u64);
    impl Experiment for BreaksAfter {
        fn width(&self) -> usize {
            1
        }
        fn replicate(&self) -> Replicate<'_> {
            let mut count = 0;
            Box::new(move |_, observation| {
                observation[0] = if count == self.0 { f64::NAN } else { 1.0 };
                count += 1;
            })
        }
    }

    fn job() -> Job {
        Job { experiment: Box::new(Uniform), key: ContentKey::of("uniform") }
    }

    fn on_threads(threads: usize, jobs: &[Job], rounds: &[&[u64]]) -> Vec<JointMoments> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let mut totals = vec![JointMoments::new(1); jobs.len()];
        for targets in rounds {
            pool.install(|| run(jobs, &mut totals, targets, 1, &|_| {})).expect("finite");
        }
        totals
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
        let in_rounds = on_threads(2, &[job()], &[&[256], &[768], &[768], &[1000]]);
        assert_eq!(at_once, in_rounds);
    }

    #[test]
    fn a_short_run_is_a_prefix_of_a_longer_one() {
        assert_eq!(run_block(&job(), 1, 0, 300), run_block(&job(), 1, 0, 3000));
        assert_eq!(run_block(&job(), 1, 1, 300).expect("finite").count(), 44);
    }

    #[test]
    fn a_replayed_replicate_is_the_one_of_the_run() {
        let before = on_threads(1, &[job()], &[&[300]]);
        let after = on_threads(1, &[job()], &[&[301]]);
        let mut with_one_more = JointMoments::new(1);
        with_one_more.merge(&run_block(&job(), 1, 0, 300).expect("finite"));
        let mut second = run_block(&job(), 1, 1, 300).expect("finite");
        second.push(&replay(&job(), 1, 300));
        with_one_more.merge(&second);
        assert_eq!(after[0], with_one_more);
        assert_eq!(before[0].count() + 1, after[0].count());
    }

    #[test]
    fn observations_that_are_not_finite_are_named() {
        let broken = Job { experiment: Box::new(BreaksAfter(3)), key: ContentKey::of("broken") };
        let mut totals = vec![JointMoments::new(1); 2];
        let fault = run(&[job(), broken], &mut totals, &[10, 10], 1, &|_| {});
        assert_eq!(fault, Err(NotFinite { job: 1, replicate: 3, coordinate: 0 }));
    }
}
