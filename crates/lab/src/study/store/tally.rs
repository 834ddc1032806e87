//! Counts the replicates that a store returns and receives.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the store was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Replicates that were found in the store.
    pub found: u64,
    /// Replicates that were drawn and are saved in the store.
    pub saved: u64,
    /// Records that were damaged and drawn again.
    pub damaged: u64,
}

/// A tally that threads add to.
#[derive(Default)]
pub(super) struct Counters {
    found: AtomicU64,
    saved: AtomicU64,
    damaged: AtomicU64,
}

impl Counters {
    pub(super) fn found(&self, replicates: u64) {
        self.found.fetch_add(replicates, Ordering::Relaxed);
    }

    pub(super) fn saved(&self, replicates: u64) {
        self.saved.fetch_add(replicates, Ordering::Relaxed);
    }

    pub(super) fn damaged(&self) {
        self.damaged.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn tally(&self) -> Tally {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Tally { found: read(&self.found), saved: read(&self.saved), damaged: read(&self.damaged) }
    }
}
