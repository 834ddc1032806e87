//! Runs of the laboratory that Python watches: Ctrl-C ends them, progress is told, and exceptions of callables come through.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;
use weak_to_strong_lab::claim::FalsifyEvent;
use weak_to_strong_lab::study::{BLOCK, Event, Interrupt, Session};

use super::{fork, simd};

pyo3::create_exception!(
    w2s,
    Interrupted,
    PyKeyboardInterrupt,
    "A run was interrupted. What was known by then is its attribute `partial`, or None."
);

/// The time between two looks at signals and progress.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The first exception that a callable raised.
#[derive(Clone, Default)]
pub struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    /// Keeps an exception, unless there was one before.
    pub fn keep(&self, error: PyErr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// The exception, which is then forgotten.
    pub fn take(&self) -> Option<PyErr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

thread_local! {
    /// Whether this thread is inside of a callable of the user.
    static IN_CALLABLE: Cell<bool> = const { Cell::new(false) };
}

/// Calls Python from a worker. A call back into the laboratory is refused meanwhile.
pub fn in_callable<T>(work: impl FnOnce(Python<'_>) -> PyResult<T>) -> PyResult<T> {
    let before = IN_CALLABLE.replace(true);
    let found = Python::attach(|py| {
        let found = work(py);
        fork::leave_if_forked(py)?;
        found
    });
    IN_CALLABLE.set(before);
    found
}

/// Refuses a call of the laboratory from inside of a callable, whose worker would wait for itself, in a process that was forked during a call, and with
/// vector instructions that cannot be had.
pub fn refuse_untimely() -> PyResult<()> {
    fork::refuse_forked()?;
    simd::refuse_unheeded()?;
    if IN_CALLABLE.get() {
        let message = "w2s cannot be called from inside of a quantity, a formula or an estimator; call it before, and use the result";
        return Err(PyRuntimeError::new_err(message));
    }
    Ok(())
}

/// What a run tells from time to time.
#[derive(Default)]
pub struct Told {
    blocks: AtomicU64,
    most: AtomicU64,
    /// Problems that a search has tried, and how many it may try; 0 if that is not known.
    tried: AtomicU64,
    to_try: AtomicU64,
    /// Cells and decided cells of each claim.
    cells: Mutex<Vec<(usize, usize)>>,
}

impl Told {
    fn hear(&self, event: Event) {
        match event {
            Event::BlockDone { .. } => {
                self.blocks.fetch_add(1, Ordering::Relaxed);
            }
            Event::Outlook { most, .. } => {
                self.most.store(self.blocks.load(Ordering::Relaxed) + most.blocks, Ordering::Relaxed)
            }
            Event::Judged { claim, cells, decided, .. } => {
                let mut all = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
                if all.len() <= claim {
                    all.resize(claim + 1, (0, 0));
                }
                all[claim] = (cells, decided);
            }
            Event::Round { .. } | Event::Saved { .. } => {}
        }
    }

    /// Hears a search for counterexamples, which ends by the clock if it is `timed`.
    pub fn hear_search(&self, event: FalsifyEvent, timed: bool) {
        match event {
            FalsifyEvent::Search { problems, .. } => {
                let tried = self.tried.load(Ordering::Relaxed);
                self.to_try.store(if timed { 0 } else { tried + problems }, Ordering::Relaxed);
            }
            FalsifyEvent::Measured { problems } => {
                self.tried.fetch_add(problems, Ordering::Relaxed);
            }
            FalsifyEvent::Shrinking => {}
        }
    }

    /// What is done, of how much, in which unit, and the replicates so far. The total is 0 if it is not known.
    fn now(&self) -> (u64, u64, &'static str, u64) {
        let of = |number: &AtomicU64| number.load(Ordering::Relaxed);
        let all = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = |of: fn(&(usize, usize)) -> usize| all.iter().map(of).sum::<usize>() as u64;
        let (cells, replicates) = (sum(|(cells, _)| *cells), of(&self.blocks) * BLOCK);
        if of(&self.tried) > 0 {
            // A search may try some more than it said.
            let (tried, to_try) = (of(&self.tried), of(&self.to_try));
            (tried, if to_try == 0 { 0 } else { to_try.max(tried) }, "problem", replicates)
        } else if cells > 0 {
            (sum(|(_, decided)| *decided), cells, "cell", replicates)
        } else {
            (replicates, of(&self.most) * BLOCK, "replicate", replicates)
        }
    }
}

/// What a watched run ended with.
pub struct Ended<T> {
    /// Its result.
    pub found: T,
    /// The exception that ended it early, such as a KeyboardInterrupt.
    pub stopped: Option<PyErr>,
}

/// Runs `work` on threads of its own, with the interpreter free for others. `progress` is called with what is done, of how much, in which unit, and the
/// replicates so far.
///
/// # Errors
///
/// The exception that a callable raised, or that threads cannot be started.
pub fn watched<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    progress: Option<&Py<PyAny>>,
    raised: &[Raised],
    work: impl FnOnce(&Session, &Told) -> T + Send,
) -> PyResult<Ended<T>> {
    refuse_untimely()?;
    let _running = fork::Running::begin();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("cannot start threads: {error}")))?;
    let (interrupt, told) = (Interrupt::new(), Told::default());
    let (sender, ended) = channel::<()>();
    let (pool, interrupt, heard) = (&pool, &interrupt, &told);
    let (found, stopped) = py.detach(move || {
        std::thread::scope(|scope| {
            let worker = scope.spawn(move || {
                let _until_the_end = sender;
                let observer = |event| heard.hear(event);
                pool.install(|| work(&Session { store: None, interrupt, observer: &observer }, heard))
            });
            let mut stopped = None;
            while ended.recv_timeout(BETWEEN_LOOKS) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = Python::attach(|py| look(py, progress, heard))
                    && stopped.is_none()
                {
                    stopped = Some(error);
                    interrupt.request();
                }
            }
            (worker.join(), stopped)
        })
    });
    raised.iter().find_map(Raised::take).map_or(Ok(()), Err)?;
    if let Some(progress) = progress.filter(|_| stopped.is_none()) {
        progress.call1(py, told.now())?;
    }
    let found =
        found.map_err(|_| PyRuntimeError::new_err("the run ended by a fault of the program; please report it"))?;
    Ok(Ended { found, stopped })
}

fn look(py: Python<'_>, progress: Option<&Py<PyAny>>, told: &Told) -> PyResult<()> {
    py.check_signals()?;
    progress.map_or(Ok(()), |progress| progress.call1(py, told.now()).map(|_| ()))
}
