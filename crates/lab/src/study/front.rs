//! The progress of a job. Blocks are merged in their order, even if they are finished in another order.

use std::collections::BTreeMap;

use super::store::{Record, RecordKey};
use weak_to_strong::numeric::{BLOCK, JointMoments};

/// The moments of a job's replicates without gap from the first, and finished blocks that must wait because an earlier block is missing.
pub(super) struct Front {
    pub(super) total: JointMoments,
    /// The moments of all whole blocks, once the job has ended within one.
    whole: Option<JointMoments>,
    early: BTreeMap<u64, JointMoments>,
    /// Seconds that all its blocks took.
    pub(super) seconds: f64,
    /// Number of replicates that the store has received.
    kept: u64,
}

impl Front {
    /// Continues from these moments, which took this long.
    pub(super) fn new(total: JointMoments, seconds: f64) -> Self {
        let kept = total.count();
        Self { total, whole: None, early: BTreeMap::new(), seconds, kept }
    }

    /// Takes in the block of this index.
    pub(super) fn take(&mut self, block: u64, moments: JointMoments, seconds: f64) {
        self.seconds += seconds;
        self.early.insert(block, moments);
        while let Some(next) = self.early.remove(&(self.total.count() / BLOCK)) {
            if next.count() < BLOCK {
                self.whole = Some(self.total.clone());
            }
            self.total.merge(&next);
        }
    }

    /// The records that the store has not received yet. A record at `target` is kept permanently. A record before `target` is replaced by later
    /// ones. A job that ends within a block can continue only from its last whole block, so the record of that block is kept too.
    pub(super) fn news(&mut self, key: RecordKey, target: u64) -> Vec<Record> {
        let count = self.total.count();
        if count == self.kept {
            return Vec::new();
        }
        let drawn = count - self.kept;
        let record = |moments: &JointMoments, passing, drawn| Record {
            key,
            moments: moments.clone(),
            seconds: self.seconds,
            passing,
            drawn,
        };
        let whole = self.whole.iter().map(|whole| record(whole, true, 0));
        let records = whole.chain([record(&self.total, count != target, drawn)]).collect();
        self.kept = count;
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(values: &[f64]) -> JointMoments {
        let mut moments = JointMoments::new(1);
        values.iter().for_each(|x| moments.push(&[*x]));
        moments
    }

    #[test]
    fn blocks_wait_for_those_before_them() {
        let blocks = [block(&[0.5; 256]), block(&[1.5; 256]), block(&[7.0; 3])];
        let mut in_order = JointMoments::new(1);
        blocks.iter().for_each(|block| in_order.merge(block));
        let mut front = Front::new(JointMoments::new(1), 0.0);
        let key = RecordKey::of("job");
        front.take(2, blocks[2].clone(), 1.0);
        front.take(1, blocks[1].clone(), 1.0);
        assert!(front.total.count() == 0 && front.news(key, 515).is_empty(), "nothing without the first");
        front.take(0, blocks[0].clone(), 1.0);
        assert_eq!((&front.total, front.seconds), (&in_order, 3.0));
        let news: Vec<_> = front.news(key, 515).iter().map(|r| (r.moments.count(), r.passing, r.drawn)).collect();
        assert_eq!(news, [(512, true, 0), (515, false, 515)]);
        assert!(front.news(key, 515).is_empty());
    }
}
