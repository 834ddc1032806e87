//! What surrounds a run: where its results are kept, what may interrupt it, and who listens.

use std::sync::atomic::{AtomicBool, Ordering};

use super::store::{Store, StoreError};

/// The surroundings of a run. None of them changes its results.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// Where moments are kept, and found again.
    pub store: Option<&'a Store>,
    /// What may end the run early.
    pub interrupt: &'a Interrupt,
    /// Who is told how it goes.
    pub observer: &'a (dyn Fn(Event) + Sync),
}

impl<'a> Session<'a> {
    /// Keeps nothing, is never interrupted and tells nobody.
    pub fn alone() -> Self {
        Self::observed_by(&|_| {})
    }

    /// Keeps nothing and is never interrupted.
    pub fn observed_by(observer: &'a (dyn Fn(Event) + Sync)) -> Self {
        static NEVER: Interrupt = Interrupt::new();
        Self { store: None, interrupt: &NEVER, observer }
    }

    /// Sees to it that all that was drawn is safe in the store, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`](super::StoreError::Unwritable).
    pub fn flush(&self) -> Result<(), StoreError> {
        self.store.map_or(Ok(()), |store| store.flush().map(|_| ()))
    }
}

/// What a run tells its observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// What may still come, before a round begins.
    Outlook {
        /// The blocks that are left if nothing is decided before its budget ends.
        blocks: u64,
    },
    /// A round begins.
    Round {
        /// How many blocks it has.
        blocks: u64,
        /// How many jobs take part.
        jobs: usize,
    },
    /// A block is done.
    BlockDone,
    /// Results are safe on disk.
    Saved {
        /// How many replicates the store took in since it was opened.
        replicates: u64,
    },
}

/// A wish to stop, from another thread.
///
/// A run that samples stops at the next replicate and keeps what is finished.
#[derive(Debug, Default)]
pub struct Interrupt {
    requested: AtomicBool,
    sampling: AtomicBool,
}

impl Interrupt {
    /// Nobody wishes to stop.
    pub const fn new() -> Self {
        Self { requested: AtomicBool::new(false), sampling: AtomicBool::new(false) }
    }

    /// Asks to stop. Returns whether a run is under way that will heed it, and that was not asked before.
    pub fn request(&self) -> bool {
        let again = self.requested.swap(true, Ordering::SeqCst);
        !again && self.sampling.load(Ordering::SeqCst)
    }

    /// Whether somebody wishes to stop.
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }

    /// Marks that a run is under way, for as long as the guard lives.
    pub(super) fn sampling(&self) -> Sampling<'_> {
        self.sampling.store(true, Ordering::SeqCst);
        Sampling(self)
    }
}

pub(super) struct Sampling<'a>(&'a Interrupt);

impl Drop for Sampling<'_> {
    fn drop(&mut self) {
        self.0.sampling.store(false, Ordering::SeqCst);
    }
}
