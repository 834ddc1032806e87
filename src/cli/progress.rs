//! A progress bar with the time left, on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use weak_to_strong::study::Event;

/// Listens to a run; indicatif hides the bar where standard error is not a terminal.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Self(if quiet { ProgressBar::hidden() } else { new_bar() })
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
        }
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn new_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = "{bar:40} {percent:>3} % of this round  {eta} left  {msg}";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
