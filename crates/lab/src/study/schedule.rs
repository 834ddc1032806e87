//! The order in which the missing blocks of all jobs are begun.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Mutex;

use super::lock::locked;
use weak_to_strong::numeric::{BLOCK, JointMoments};

/// The missing blocks of all jobs, in an order in which all jobs advance equally, so that the remaining time can be estimated. It takes memory for each job, and
/// none for each block.
pub(super) struct Schedule {
    waiting: Mutex<Waiting>,
    /// The number of blocks.
    pub(super) blocks: u64,
}

struct Waiting {
    /// The next block of each job.
    next: BinaryHeap<Reverse<Next>>,
    begun: u64,
}

/// A block that is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begun {
    /// Its place in the order.
    pub(super) place: u64,
    pub(super) job: usize,
    pub(super) block: u64,
}

/// The next block of a job.
#[derive(Clone, Copy, Debug)]
struct Next {
    job: usize,
    block: u64,
    first: u64,
    /// The block behind the last.
    end: u64,
}

impl Schedule {
    /// The blocks that bring jobs from these moments to these numbers of replicates.
    pub(super) fn new(totals: &[JointMoments], targets: &[u64]) -> Self {
        let of_job = |(job, (total, target)): (usize, (&JointMoments, &u64))| {
            let first = total.count() / BLOCK;
            (total.count() < *target).then(|| Next { job, block: first, first, end: target.div_ceil(BLOCK) })
        };
        let next: Vec<Next> = totals.iter().zip(targets).enumerate().filter_map(of_job).collect();
        let blocks = next.iter().fold(0u64, |sum, next| sum.saturating_add(next.end - next.first));
        let next = next.into_iter().map(Reverse).collect();
        Self { waiting: Mutex::new(Waiting { next, begun: 0 }), blocks }
    }

    /// The next block; `None` if all are begun.
    pub(super) fn begin_next(&self) -> Option<Begun> {
        let mut waiting = locked(&self.waiting);
        let Reverse(next) = waiting.next.pop()?;
        let begun = Begun { place: waiting.begun, job: next.job, block: next.block };
        waiting.begun += 1;
        if next.block + 1 < next.end {
            waiting.next.push(Reverse(Next { block: next.block + 1, ..next }));
        }
        Some(begun)
    }

    /// Whether all blocks are begun.
    pub(super) fn is_begun(&self) -> bool {
        locked(&self.waiting).next.is_empty()
    }
}

impl Next {
    /// The share of the job's blocks that are before it.
    fn share(&self) -> f64 {
        (self.block - self.first) as f64 / (self.end - self.first) as f64
    }
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        self.share().total_cmp(&other.share()).then(self.job.cmp(&other.job))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Next {}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(count: u64) -> JointMoments {
        let mut moments = JointMoments::new(1);
        (0..count).for_each(|i| moments.push(&[i as f64]));
        moments
    }

    fn order(schedule: &Schedule) -> Vec<(usize, u64)> {
        std::iter::from_fn(|| schedule.begin_next().map(|begun| (begun.job, begun.block))).collect()
    }

    #[test]
    fn jobs_advance_equally() {
        let totals = [moments(0), moments(BLOCK), moments(10), moments(300)];
        let schedule = Schedule::new(&totals, &[4 * BLOCK, 3 * BLOCK, 10, 301]);
        assert_eq!(schedule.blocks, 4 + 2 + 1);
        let expected = [(0, 0), (1, 1), (3, 1), (0, 1), (0, 2), (1, 2), (0, 3)];
        assert_eq!(order(&schedule), expected);
        assert!(schedule.is_begun());
    }

    /// No memory is taken for blocks: these are more than any machine could list.
    #[test]
    fn any_number_of_replicates_is_planned() {
        let totals = vec![moments(0); 1000];
        let schedule = Schedule::new(&totals, &[u64::MAX; 1000]);
        assert!(schedule.blocks > 1 << 60);
        let first: Vec<(usize, u64)> =
            (0..1001).filter_map(|_| schedule.begin_next()).map(|b| (b.job, b.block)).collect();
        assert_eq!((first[0], first[999], first[1000]), ((0, 0), (999, 0), (0, 1)));
        assert!(!schedule.is_begun());
    }
}
