//! Plain lines of progress on a standard error that is no terminal, such as the log of a server.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::arguments::Common;
use crate::output::tell;
use crate::terminal::shows_progress;

/// The time between two lines, over all parts of a command.
const BETWEEN: Duration = Duration::from_secs(10);

/// Tells a line from time to time, until it is dropped.
pub(super) struct PlainLines {
    ended: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl PlainLines {
    /// Tells lines if they are wanted: not with `--quiet`, not beside lines of JSON, and not on a terminal, which shows a line that moves.
    pub(super) fn wanted(quiet: bool, json_lines: bool, line: impl Fn() -> String + Send + 'static) -> Option<Self> {
        let is_wanted = !quiet && !json_lines && !shows_progress();
        is_wanted.then(|| Self::start(BETWEEN, move || tell(&format!("{}\n", line()))))
    }

    /// As [`PlainLines::wanted`], by the flags of a command.
    pub(super) fn of(common: &Common, line: impl Fn() -> String + Send + 'static) -> Option<Self> {
        Self::wanted(common.quiet, common.json_lines, line)
    }

    fn start(between: Duration, tell: impl Fn() + Send + 'static) -> Self {
        let (ended, end) = channel();
        let thread = std::thread::spawn(move || tell_until(&end, between, &tell));
        Self { ended: Some(ended), thread: Some(thread) }
    }
}

impl Drop for PlainLines {
    /// No line comes after this.
    fn drop(&mut self) {
        drop(self.ended.take());
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// When the last line was told, by this part of the command or an earlier one.
static TOLD: Mutex<Option<Instant>> = Mutex::new(None);

fn tell_until(end: &Receiver<()>, between: Duration, tell: &impl Fn()) {
    loop {
        let since = *TOLD.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
        if end.recv_timeout(between.saturating_sub(since.elapsed())) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        tell();
        *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn lines_come_until_the_end_and_not_after_it() {
        let count = Arc::new(AtomicU32::new(0));
        let lines = PlainLines::start(Duration::from_millis(5), {
            let count = count.clone();
            move || {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        while count.load(Ordering::SeqCst) < 3 {
            std::thread::sleep(Duration::from_millis(1));
        }
        drop(lines);
        let told = count.load(Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(30));
        assert_eq!(count.load(Ordering::SeqCst), told);
    }
}
