//! Locks that outlive a panic of another thread: what they guard is never left half-changed.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits for the lock.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
