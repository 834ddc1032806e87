//! Processes that are forked during a call: the threads of the call are not in them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

/// Calls that have threads of their own and have not ended.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Whether this process was forked while such a call ran.
static FORKED: AtomicBool = AtomicBool::new(false);

/// A call with threads of its own, for as long as it lives.
pub struct Running;

impl Running {
    pub fn begin() -> Self {
        RUNNING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Has Python tell each forked process whether a call was running.
pub fn watch_forks(py: Python<'_>) -> PyResult<()> {
    let Ok(register) = py.import("os")?.getattr("register_at_fork") else {
        return Ok(());
    };
    let in_child = PyCFunction::new_closure(py, None, None, |_, _| {
        if RUNNING.load(Ordering::SeqCst) > 0 {
            FORKED.store(true, Ordering::SeqCst);
        }
    })?;
    let keywords = PyDict::new(py);
    keywords.set_item("after_in_child", in_child)?;
    register.call((), Some(&keywords)).map(|_| ())
}

/// Refuses a call in a process that was forked while another call ran, whose locks may never be opened here.
pub fn refuse_forked() -> PyResult<()> {
    if FORKED.load(Ordering::SeqCst) {
        let message = "this process was forked while a call of w2s ran, whose threads it does not have; fork it before the call or after it, or use the \
                       start method \"spawn\"";
        return Err(PyRuntimeError::new_err(message));
    }
    Ok(())
}

/// Ends a process that was forked inside of a callable and comes back from it: the call that it would go on with is its parent's.
pub fn leave_if_forked(py: Python<'_>) -> PyResult<()> {
    if FORKED.load(Ordering::SeqCst) {
        eprintln!(
            "w2s: this process was forked inside of a quantity, a formula or an estimator, and cannot go on with its parent's call; end it there with \
             os._exit, or fork it before the call"
        );
        py.import("os")?.call_method1("_exit", (1,))?;
    }
    Ok(())
}
