//! The progress of a training.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState};
use serde_json::{Value, json};
use weak_to_strong_report::{grouped, significant};
use weak_to_strong_transformer::Progress;

use super::bar::{new_bar, style_of};
use super::events::BETWEEN_LINES;
use super::line::{cut, in_words};
use super::plain::PlainLines;
use crate::arguments::Common;
use crate::output::print_line;
use crate::terminal::{shows_progress, width_of_errors};

/// Listens to a training.
pub struct TrainingProgress {
    bar: ProgressBar,
    course: Arc<Mutex<Course>>,
    start: Instant,
    prints_lines: bool,
    plain: Mutex<Option<PlainLines>>,
}

impl TrainingProgress {
    /// Listens to a training of so many steps.
    pub fn new(steps: u64, common: &Common) -> Self {
        let (course, start) = (Arc::new(Mutex::new(Course::new(steps))), Instant::now());
        let bar = if common.quiet || common.json_lines || !shows_progress() {
            ProgressBar::hidden()
        } else {
            shown(course.clone(), start)
        };
        let plain = PlainLines::of(common, {
            let course = course.clone();
            move || {
                let course = course.lock().unwrap_or_else(PoisonError::into_inner);
                course.line(start.elapsed()).trim_start().to_owned()
            }
        });
        Self { bar, course, start, prints_lines: common.json_lines, plain: Mutex::new(plain) }
    }

    pub fn observe(&self, news: Progress) {
        let at = self.start.elapsed();
        let mut course = self.course.lock().unwrap_or_else(PoisonError::into_inner);
        course.hear(news);
        if self.prints_lines && course.told.is_none_or(|told| at.saturating_sub(told) >= BETWEEN_LINES) {
            course.told = Some(at);
            print_line(&course.event(&news, at));
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
        drop(self.plain.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Drop for TrainingProgress {
    /// An early end leaves nothing on the terminal, either.
    fn drop(&mut self) {
        self.finish();
    }
}

fn shown(course: Arc<Mutex<Course>>, start: Instant) -> ProgressBar {
    let draw = move |_: &ProgressState, text: &mut dyn Write| {
        let course = course.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = text.write_str(&cut(&course.line(start.elapsed()), width_of_errors()));
    };
    new_bar(style_of("{line}").with_key("line", draw))
}

/// How far a training is.
struct Course {
    steps: u64,
    /// Steps that earlier commands have done. They say nothing of the speed of this one.
    earlier: u64,
    news: Option<Progress>,
    /// The time at which a line was last printed.
    told: Option<Duration>,
}

impl Course {
    fn new(steps: u64) -> Self {
        Self { steps, earlier: 0, news: None, told: None }
    }

    /// Hears of a step.
    fn hear(&mut self, news: Progress) {
        if self.news.is_none() {
            self.earlier = news.steps_done.saturating_sub(1);
        }
        self.news = Some(news);
    }

    fn line(&self, at: Duration) -> String {
        let steps = grouped(self.steps);
        let Some(news) = self.news else {
            return format!("preparing a training of {steps} steps, {} so far", in_words(at));
        };
        let (done, left) = (grouped(news.steps_done), in_words(self.left(&news, at)));
        let (loss, distance) = (significant(news.loss, 3), significant(news.distance, 2));
        format!(
            "{:>3} %  about {left} left  step {done} of {steps}, loss {loss}, {distance} from the posterior mean",
            100 * news.steps_done / self.steps
        )
    }

    fn event(&self, news: &Progress, at: Duration) -> Value {
        json!({
            "event": "progress",
            "share": news.steps_done as f64 / self.steps as f64,
            "steps_done": news.steps_done,
            "steps": self.steps,
            "loss": news.loss,
            "distance": news.distance,
            "seconds": at.as_secs_f64(),
            "seconds_left": self.left(news, at).as_secs_f64(),
        })
    }

    /// The time left, if later steps take as long as those of this command so far.
    fn left(&self, news: &Progress, at: Duration) -> Duration {
        let done = news.steps_done - self.earlier;
        at.mul_f64((self.steps - news.steps_done) as f64 / done as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A training of 2,000 steps that an earlier command has left after 999, and one step of which takes two seconds.
    fn course() -> (Course, Progress) {
        let mut course = Course::new(2000);
        let news = |steps_done| Progress { steps_done, steps: 2000, loss: 0.25, distance: 0.13 };
        course.hear(news(1000));
        course.hear(news(1001));
        (course, news(1001))
    }

    #[test]
    fn the_line_says_what_is_left_from_the_first_step_on() {
        let at = Duration::from_secs(4);
        assert_eq!(Course::new(2000).line(at), "preparing a training of 2,000 steps, 4.0 s so far");
        let expected = " 50 %  about 33 min 18 s left  step 1,001 of 2,000, loss 0.250, 0.13 from the posterior mean";
        assert_eq!(course().0.line(at), expected);
    }

    #[test]
    fn an_event_has_numbers() {
        let (course, news) = course();
        let event = course.event(&news, Duration::from_secs(4));
        assert_eq!(
            (&event["event"], &event["steps_done"], &event["steps"]),
            (&"progress".into(), &1001.into(), &2000.into())
        );
        assert_eq!((&event["share"], &event["seconds_left"]), (&0.5005.into(), &1998.0.into()));
    }
}
