//! A progress bar with the time left, on standard error.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use weak_to_strong::claim::FalsifyEvent;
use weak_to_strong::study::Event;

/// Listens to a run; indicatif hides the bar where standard error is not a terminal.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Self(if quiet { ProgressBar::hidden() } else { new_bar(ROUNDS) })
    }

    pub fn observe(&self, event: Event) {
        match event {
            Event::Round { blocks, jobs } => {
                // The time left is that of the round: how many further ones are needed is not known.
                self.0.reset();
                self.0.set_length(blocks);
                self.0.set_message(format!("{jobs} undecided"));
            }
            Event::BlockDone => self.0.inc(1),
            Event::Saved { .. } => {}
        }
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

const ROUNDS: &str = "{bar:40} {percent:>3} % of this round  {eta} left  {msg}";

/// Listens to a search for counterexamples.
pub struct SearchProgress {
    bar: ProgressBar,
    /// When the search began, and how long it goes on, if that is what limits it.
    time: Option<(Instant, Duration)>,
}

impl SearchProgress {
    pub fn new(quiet: bool, time: Option<Duration>) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { new_bar("{bar:40} {percent:>3} %  {eta} left  {msg}") };
        Self { bar, time: time.map(|time| (Instant::now(), time)) }
    }

    pub fn observe(&self, event: FalsifyEvent) {
        match event {
            FalsifyEvent::Search { without, problems } => {
                self.bar.reset();
                let timed = self.time.filter(|_| without.is_none());
                self.bar.set_length(timed.map_or(problems, |(_, time)| time.as_secs()));
                let where_to = without.map_or("within the assumptions".to_owned(), |a| format!("without {}", a.name()));
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
    }
}

fn new_bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
