//! Files that cannot grow.

/// A file that would grow beyond what the user may write is an error of the write, like one on a full disk. By default a system ends the program at
/// once, in the middle of a file.
#[cfg(unix)]
pub fn is_an_error() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    // Nobody asks the flag: that the signal is heeded is enough. If it cannot be, the system does as before.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// Other systems report it as an error anyway.
#[cfg(not(unix))]
pub fn is_an_error() {}
