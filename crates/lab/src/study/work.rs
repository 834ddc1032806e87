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

/// The time of one processor that the missing replicates take, if each takes as long as those of its job so far.
pub(super) fn expected_time(jobs: &[Job], totals: &[JointMoments], targets: &[u64]) -> Duration {
    let of = |((job, total), target): ((&Job, &JointMoments), &u64)| match total.count() {
        0 => 0.0,
        count => job.seconds() / count as f64 * target.saturating_sub(count) as f64,
    };
    let seconds = jobs.iter().zip(totals).zip(targets).map(of).sum();
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
