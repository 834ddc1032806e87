//! The parallel run of replicates.
//!
//! Replicates come in blocks of fixed size, each with its own stream, and the moments of blocks are merged in their order. So
//! the result does not depend on threads, and a short run is a prefix of a longer one.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::numeric::JointMoments;
use crate::quantity::Experiment;
use crate::random::{ContentKey, open_stream};

/// Replicates per block.
const BLOCK: u64 = 256;

/// An experiment to be replicated.
pub struct Job {
    /// What one replicate does.
    pub experiment: Box<dyn Experiment>,
    /// The key of its random streams.
    pub key: ContentKey,
    /// How many replicates.
    pub replicates: u64,
}

/// What a run tells its observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The run begins.
    Started {
        /// How many blocks it has.
        blocks: u64,
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
}

/// Runs all jobs on the current thread pool and returns the moments of each.
///
/// # Errors
///
/// [`NotFinite`] when an observation is not a finite number; the run then ends early.
pub fn run(jobs: &[Job], seed: u64, observer: &(dyn Fn(Event) + Sync)) -> Result<Vec<JointMoments>, NotFinite> {
    let schedule = interleaved(jobs);
    observer(Event::Started { blocks: schedule.len() as u64 });
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let per_thread = rayon::broadcast(|_| {
        let mut done = Vec::new();
        while let Some(&(job, block)) = schedule.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = run_block(&jobs[job], seed, block).map_err(|replicate| NotFinite { job, replicate });
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            done.push((job, block, result));
            observer(Event::BlockDone);
            if failed.load(Ordering::Relaxed) {
                break;
            }
        }
        done
    });
    let mut done: Vec<_> = per_thread.into_iter().flatten().collect();
    done.sort_by_key(|(job, block, _)| (*job, *block));
    let mut totals: Vec<JointMoments> = jobs.iter().map(|job| JointMoments::new(job.experiment.width())).collect();
    for (job, _, result) in done {
        totals[job].merge(&result?);
    }
    Ok(totals)
}

/// Blocks of all jobs, spread so that every job is as far advanced as every other: the time left is then foreseeable.
fn interleaved(jobs: &[Job]) -> Vec<(usize, u64)> {
    let mut schedule: Vec<(f64, usize, u64)> = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let blocks = job.replicates.div_ceil(BLOCK);
        schedule.extend((0..blocks).map(|block| (block as f64 / blocks as f64, index, block)));
    }
    schedule.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    schedule.into_iter().map(|(_, job, block)| (job, block)).collect()
}

/// The moments of one block, or the index of the first replicate that is not finite.
fn run_block(job: &Job, seed: u64, block: u64) -> Result<JointMoments, u64> {
    let first = block * BLOCK;
    let last = job.replicates.min(first + BLOCK);
    let mut stream = open_stream(seed, &job.key, block);
    let mut replicate = job.experiment.replicate();
    let mut observation = vec![0.0; job.experiment.width()];
    let mut moments = JointMoments::new(observation.len());
    for index in first..last {
        replicate(&mut stream, &mut observation);
        if observation.iter().any(|x| !x.is_finite()) {
            return Err(index);
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

    fn job(replicates: u64) -> Job {
        Job { experiment: Box::new(Uniform), key: ContentKey::of("uniform"), replicates }
    }

    fn on_threads(threads: usize, jobs: &[Job]) -> Vec<JointMoments> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| run(jobs, 1, &|_| {})).expect("finite")
    }

    #[test]
    fn threads_and_other_jobs_change_nothing() {
        let alone = on_threads(1, &[job(1000)]);
        let among_others = on_threads(7, &[job(5000), job(1000)]);
        assert_eq!(alone[0], among_others[1]);
    }

    #[test]
    fn a_short_run_is_a_prefix_of_a_longer_one() {
        let short = run_block(&job(300), 1, 0).expect("finite");
        let long = run_block(&job(3000), 1, 0).expect("finite");
        assert_eq!(short, long);
        let partial = run_block(&job(300), 1, 1).expect("finite");
        assert_eq!(partial.count(), 44);
    }

    #[test]
    fn observations_that_are_not_finite_are_named() {
        let broken = Job { experiment: Box::new(BreaksAfter(3)), key: ContentKey::of("broken"), replicates: 10 };
        assert_eq!(run(&[job(10), broken], 1, &|_| {}), Err(NotFinite { job: 1, replicate: 3 }));
    }
}
