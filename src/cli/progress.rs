//! A progress bar with the time left, on standard error.

use std::sync::OnceLock;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use weak_to_strong::study::Event;

/// Listens to a run; indicatif hides the bar where standard error is not a terminal.
pub struct Progress {
    quiet: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Self { quiet, bar: OnceLock::new() }
    }

    pub fn observe(&self, event: Event) {
        match event {
            Event::Started { blocks } if !self.quiet => {
                self.bar.get_or_init(|| new_bar(blocks));
            }
            Event::Started { .. } => {}
            Event::BlockDone => {
                if let Some(bar) = self.bar.get() {
                    bar.inc(1);
                }
            }
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn new_bar(blocks: u64) -> ProgressBar {
    let bar = ProgressBar::new(blocks);
    let template = "{bar:40} {percent:>3} %  {elapsed} gone, {eta} left";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
