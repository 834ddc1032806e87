//! Work of a run, in blocks and in time.

use std::time::Duration;

use super::Job;
use weak_to_strong::numeric::JointMoments;

/// Replicates that are to be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Their number of blocks.
    pub blocks: u64,
    /// The time of one processor that they take. It is zero as long as no block of their jobs is timed.
    pub time: Duration,
}

impl std::ops::AddAssign for Work {
    fn add_assign(&mut self, other: Self) {
        self.blocks = self.blocks.saturating_add(other.blocks);
        self.time = self.time.saturating_add(other.time);
    }
}

/// Seconds of one processor that a replicate of a job took on average; 0 if there is none.
pub(super) fn seconds_each(job: &Job, total: &JointMoments) -> f64 {
    if total.count() == 0 { 0.0 } else { job.seconds() / total.count() as f64 }
}

/// The time of one processor that the missing replicates take, if each of a job takes so many seconds.
pub(super) fn expected_time(seconds_each: &[f64], totals: &[JointMoments], targets: &[u64]) -> Duration {
    let missing = totals.iter().zip(targets).map(|(total, target)| target.saturating_sub(total.count()) as f64);
    seconds(seconds_each.iter().zip(missing).map(|(each, missing)| each * missing).sum())
}

/// A time, of which what is beyond all counts is the longest there is.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
