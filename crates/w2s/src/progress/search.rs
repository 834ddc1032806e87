//! The progress of a search for counterexamples.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use weak_to_strong_lab::claim::FalsifyEvent;

use super::bar::{new_bar, style_of};
use super::line::in_words;
use super::plain::PlainLines;
use crate::terminal::shows_progress;

/// Listens to a search for counterexamples.
pub struct SearchProgress {
    bar: ProgressBar,
    /// The start of the search and its time limit; `None` if the search has no time limit.
    time: Option<(Instant, Duration)>,
    plain: Mutex<Option<PlainLines>>,
}

impl SearchProgress {
    pub fn new(quiet: bool, time: Option<Duration>) -> Self {
        let bar = if quiet || !shows_progress() {
            ProgressBar::hidden()
        } else {
            new_bar(style_of("{percent:>3} %  {eta} left  {wide_msg}"))
        };
        let plain = PlainLines::wanted(quiet, false, {
            let bar = bar.clone();
            move || plain_line(&bar)
        });
        Self { bar, time: time.map(|time| (Instant::now(), time)), plain: Mutex::new(plain) }
    }

    pub fn observe(&self, event: FalsifyEvent) {
        match event {
            FalsifyEvent::Search { without, problems } => {
                self.bar.reset();
                let timed = self.time.filter(|_| without.is_none());
                self.bar.set_length(timed.map_or(problems, |(_, time)| time.as_secs()));
                let where_to = without.map_or("within the assumptions".to_owned(), |a| format!("without {a}"));
                self.bar.set_message(format!("searching {where_to}"));
            }
            FalsifyEvent::Measured { problems } => match self.time {
                Some((start, time)) if start.elapsed() <= time => self.bar.set_position(start.elapsed().as_secs()),
                _ => self.bar.inc(problems),
            },
            FalsifyEvent::Shrinking => self.bar.set_message("shrinking the counterexample"),
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
        drop(self.plain.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// The line of a log: `searching within the assumptions, 40 % done, about 12 s left`.
fn plain_line(bar: &ProgressBar) -> String {
    let (done, all) = (bar.position(), bar.length().unwrap_or(0));
    if done == 0 || done >= all {
        return bar.message();
    }
    let left = bar.elapsed().mul_f64((all - done) as f64 / done as f64);
    format!("{}, {} % done, about {} left", bar.message(), 100 * done / all, in_words(left))
}

impl Drop for SearchProgress {
    /// An early end leaves nothing on the terminal, either.
    fn drop(&mut self) {
        self.finish();
    }
}
