//! The marks of the shards whose results a store holds.

use redb::{ReadableDatabase, ReadableTable};
use serde::{Deserialize, Serialize};

use super::tables::SHARDS;
use super::{Store, StoreError};

/// The mark of one shard of a study, which is started or complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardMark {
    /// Digest of the study's content.
    pub study: String,
    /// Digest of the plan that says which cells go to which shard.
    pub dealing: String,
    /// The study in words.
    pub described: String,
    /// The number of the shard, counted from 1.
    pub number: u32,
    /// The number of shards of the study.
    pub count: u32,
    /// Whether each of its cells is decided or has used up its replicates.
    pub complete: bool,
}

impl ShardMark {
    /// Whether both are shards of the same study and the same plan.
    pub fn belongs_with(&self, other: &Self) -> bool {
        (&self.study, &self.dealing, self.count) == (&other.study, &other.dealing, other.count)
    }

    /// Whether both are the same shard, complete or not.
    pub fn is_same_shard(&self, other: &Self) -> bool {
        self.belongs_with(other) && self.number == other.number
    }

    fn key(&self) -> String {
        format!("{} {} {:010}", self.study, self.dealing, self.number)
    }
}

impl Store {
    /// Saves the mark of a shard. A shard that is complete stays complete.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`] if the store cannot be written.
    pub fn mark(&self, mark: &ShardMark) -> Result<(), StoreError> {
        self.write_mark(mark).map_err(|error| StoreError::on_writing(&self.folder, error))
    }

    fn write_mark(&self, mark: &ShardMark) -> Result<(), redb::Error> {
        let known = self.read_marks()?;
        if known.iter().any(|known| known.is_same_shard(mark) && (known.complete || !mark.complete)) {
            return Ok(());
        }
        let transaction = self.database.begin_write()?;
        let text = serde_json::json!(mark).to_string();
        transaction.open_table(SHARDS)?.insert(mark.key().as_str(), text.as_str())?;
        Ok(transaction.commit()?)
    }

    /// All shards that the store holds, ordered by study and number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the store cannot be read.
    pub fn marks(&self) -> Result<Vec<ShardMark>, StoreError> {
        self.read_marks().map_err(|error| StoreError::on_reading(&self.folder, error))
    }

    fn read_marks(&self) -> Result<Vec<ShardMark>, redb::Error> {
        let transaction = self.database.begin_read()?;
        let mut marks = Vec::new();
        for entry in transaction.open_table(SHARDS)?.iter()? {
            let text = entry?.1;
            marks.extend(serde_json::from_str::<ShardMark>(text.value()));
        }
        Ok(marks)
    }
}
