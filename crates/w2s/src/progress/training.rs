//! The progress of a training.

use indicatif::ProgressBar;
use weak_to_strong_report::significant;
use weak_to_strong_transformer::Progress;

use super::bar::{new_bar, style_of};
use crate::terminal::shows_progress;

/// Listens to a training.
pub struct TrainingProgress {
    bar: ProgressBar,
}

impl TrainingProgress {
    pub fn new(quiet: bool) -> Self {
        let shown = || new_bar(style_of("{percent:>3} %  {eta} left  step {pos} of {len}, {wide_msg}"));
        Self { bar: if quiet || !shows_progress() { ProgressBar::hidden() } else { shown() } }
    }

    pub fn observe(&self, news: Progress) {
        if self.bar.length() != Some(news.steps) {
            self.bar.set_length(news.steps);
            self.bar.set_position(news.steps_done);
            // What an earlier command has done says nothing of the speed of this one.
            self.bar.reset_eta();
        }
        self.bar.set_position(news.steps_done);
        let (loss, distance) = (significant(news.loss, 3), significant(news.distance, 2));
        self.bar.set_message(format!("loss {loss}, {distance} from the posterior mean"));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for TrainingProgress {
    /// An early end leaves nothing on the terminal, either.
    fn drop(&mut self) {
        self.finish();
    }
}
