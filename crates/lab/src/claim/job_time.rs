//! How long a replicate of a job takes.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use weak_to_strong::random::open_stream;

use crate::quantity::ReplicatesOfBlock;
use crate::study::{Holding, Job, RecordKey};

/// Time that a replicate takes is measured for this long, or over [`MOST_TIMED`] replicates.
const TIMED: Duration = Duration::from_millis(10);
const MOST_TIMED: u32 = 512;

/// Seconds that one replicate of each job takes: from a store that has at least one block of its replicates, or measured now.
pub(super) fn seconds_per_replicate(jobs: &[Job], seed: u64, known: &[Holding]) -> Vec<f64> {
    let known: HashMap<RecordKey, f64> = known
        .iter()
        .filter(|holding| holding.replicates > 0 && holding.seconds > 0.0)
        .map(|holding| (holding.key, holding.seconds / holding.replicates as f64))
        .collect();
    let known = |job: &Job| job.record_key(seed).and_then(|key| known.get(&key).copied());
    jobs.par_iter().map(|job| known(job).unwrap_or_else(|| timed(job, seed))).collect()
}

fn timed(job: &Job, seed: u64) -> f64 {
    let mut stream = open_stream(seed, &job.key, 0);
    let mut replicates = ReplicatesOfBlock::of(&*job.experiment);
    // If an observation of a job is not finite, its run refuses it later. The first replicate is not timed.
    let _ = replicates.draw_next(&mut stream);
    let start = Instant::now();
    let mut drawn = 0;
    while drawn == 0 || drawn < MOST_TIMED && start.elapsed() < TIMED {
        let _ = replicates.draw_next(&mut stream);
        drawn += 1;
    }
    start.elapsed().as_secs_f64() / f64::from(drawn)
}
