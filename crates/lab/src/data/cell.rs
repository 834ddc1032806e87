//! The replicates of one cell.

use indexmap::IndexMap;

use crate::setting::SettingValue;
use weak_to_strong::numeric::{BLOCK, JointMoments};

/// The rows of a data file that agree in all settings: the replicates of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct DataCell {
    settings: IndexMap<String, SettingValue>,
    /// Row after row, in the order of the file.
    values: Vec<f64>,
    /// Of all whole blocks.
    merged: JointMoments,
    /// Of the block that is not merged yet.
    block: JointMoments,
    width: usize,
}

impl DataCell {
    /// A cell without rows. `empty` are the moments of no observations.
    pub(super) fn new(settings: IndexMap<String, SettingValue>, empty: &JointMoments) -> Self {
        let width = empty.mean().len();
        Self { settings, values: Vec::new(), merged: empty.clone(), block: empty.clone(), width }
    }

    /// Adds a row. Blocks are merged in their order, as in a run that draws.
    pub(super) fn push(&mut self, observation: &[f64]) {
        self.values.extend_from_slice(observation);
        self.block.push(observation);
        if self.block.count() == BLOCK {
            self.finish();
        }
    }

    /// Merges what is left.
    pub(super) fn finish(&mut self) {
        let block = std::mem::replace(&mut self.block, self.merged.emptied());
        self.merged.merge(&block);
    }

    /// The settings that all its rows share, in the order of the claim file.
    pub fn settings(&self) -> &IndexMap<String, SettingValue> {
        &self.settings
    }

    /// The number of rows.
    pub fn replicates(&self) -> u64 {
        self.moments().count()
    }

    /// The joint moments of all observations.
    pub fn moments(&self) -> &JointMoments {
        &self.merged
    }

    /// The observations of each row, in the order of the file.
    pub fn observations(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 600 rows are two blocks and a rest.
    #[test]
    fn blocks_are_merged_as_a_run_merges_them() {
        let empty = JointMoments::watching(2, &[1]);
        let mut cell = DataCell::new(IndexMap::new(), &empty);
        let rows: Vec<[f64; 2]> = (0..600).map(|i| [f64::from(i).sin(), 1.0 / f64::from(i + 1)]).collect();
        rows.iter().for_each(|row| cell.push(row));
        cell.finish();
        let mut expected = empty.clone();
        for block in rows.chunks(256) {
            let mut moments = empty.emptied();
            block.iter().for_each(|row| moments.push(row));
            expected.merge(&moments);
        }
        assert_eq!(cell.moments().to_bytes(), expected.to_bytes());
        assert_eq!((cell.replicates(), cell.observations().len()), (600, 600));
        assert_eq!(cell.observations().nth(300), Some(&rows[300][..]));
        let at_once = rows.iter().fold(empty, |mut moments, row| {
            moments.push(row);
            moments
        });
        assert_ne!(cell.moments().to_bytes(), at_once.to_bytes());
    }
}
