//! The surroundings of a run: the store of its results, the interrupt that may end it, and its observer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::store::{Store, StoreError};
use super::work::Work;

/// The surroundings of a run. None of them changes its results.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// The store in which moments are kept and found again.
    pub store: Option<&'a Store>,
    /// The interrupt that may end the run early.
    pub interrupt: &'a Interrupt,
    /// The observer, which receives the events of the run.
    pub observer: &'a (dyn Fn(Event) + Sync),
}

impl<'a> Session<'a> {
    /// A session without a store, an interrupt or an observer.
    pub fn alone() -> Self {
        Self::observed_by(&|_| {})
    }

    /// A session with this observer, without a store or an interrupt.
    pub fn observed_by(observer: &'a (dyn Fn(Event) + Sync)) -> Self {
        Self { store: None, interrupt: Interrupt::never(), observer }
    }

    /// Saves all drawn replicates in the store, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`](super::StoreError::Unwritable) if the store cannot be written.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.store.map_or(Ok(()), |store| store.flush().map(|_| ()))
    }
}

/// The events that a run sends to its observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The work that is left. It is sent before a round begins.
    Outlook {
        /// The work that is likely left.
        likely: Work,
        /// The work that is left if nothing is decided before its budget ends.
        most: Work,
    },
    /// A round begins.
    Round {
        /// The blocks of the round, in which all jobs advance equally.
        work: Work,
        /// The number of jobs that take part.
        jobs: usize,
    },
    /// A block is finished.
    BlockDone {
        /// The time of one processor that it took.
        time: Duration,
        /// The time that it would have taken had its replicates taken as long as those of its job before the round; zero if there were none.
        expected: Duration,
    },
    /// A claim was judged.
    Judged {
        /// The place of the claim in the list of claims.
        claim: usize,
        /// Its cells that are judged.
        cells: usize,
        /// Those of them that need no more replicates.
        decided: usize,
        /// The replicates of its samples so far.
        replicates: u64,
        /// The work that it likely still needs.
        likely: Work,
    },
    /// Results are saved on disk.
    Saved {
        /// The number of replicates that were saved in the store since it was opened.
        replicates: u64,
    },
}

/// A request to stop, from another thread.
///
/// A run that draws samples stops at the next replicate and keeps all finished blocks. Where a replicate takes long, the process may end before:
/// [`Interrupt::ends_within`].
#[derive(Debug, Default)]
pub struct Interrupt {
    requested: AtomicBool,
    sampling: AtomicBool,
    /// Whether the run has a store that lacks finished blocks.
    unsaved: AtomicBool,
}

impl Interrupt {
    /// An interrupt on which no stop is requested.
    pub const fn new() -> Self {
        Self { requested: AtomicBool::new(false), sampling: AtomicBool::new(false), unsaved: AtomicBool::new(false) }
    }

    /// An interrupt on which nobody requests a stop.
    pub fn never() -> &'static Self {
        static NEVER: Interrupt = Interrupt::new();
        &NEVER
    }

    /// Requests a stop. Returns `true` if a run is in progress that will stop, and if no stop was requested before.
    pub fn request(&self) -> bool {
        let again = self.requested.swap(true, Ordering::SeqCst);
        !again && self.sampling.load(Ordering::SeqCst)
    }

    /// Whether a stop was requested.
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Relaxed)
    }

    /// Waits for the end of a run that was asked to stop. Returns `false` if it goes on for longer than this because a replicate takes longer. All
    /// blocks that were finished are then in its store, and nothing is lost if the process ends.
    pub fn ends_within(&self, patience: Duration) -> bool {
        let asked = Instant::now();
        while self.sampling.load(Ordering::SeqCst) {
            if asked.elapsed() > patience && !self.unsaved.load(Ordering::SeqCst) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Whether the store of the run lacks finished blocks.
    pub(super) fn set_unsaved(&self, is_unsaved: bool) {
        self.unsaved.store(is_unsaved, Ordering::SeqCst);
    }

    /// Marks that something is in progress, as long as the guard lives, that looks at the interrupt, saves and stops. It is waited for.
    pub fn saving(&self) -> Sampling<'_> {
        self.set_unsaved(true);
        self.sampling()
    }

    /// Marks that a run is in progress, as long as the guard lives.
    pub(super) fn sampling(&self) -> Sampling<'_> {
        self.sampling.store(true, Ordering::SeqCst);
        Sampling(self)
    }
}

/// Something is in progress that will stop.
pub struct Sampling<'a>(&'a Interrupt);

impl Drop for Sampling<'_> {
    fn drop(&mut self) {
        self.0.set_unsaved(false);
        self.0.sampling.store(false, Ordering::SeqCst);
    }
}
