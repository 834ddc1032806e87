//! The progress of a run on a terminal, or in a log.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use weak_to_strong_lab::claim::Claim;
use weak_to_strong_lab::study::Event;

use super::events::EventLines;
use super::line::{in_words, line, plain_line};
use super::meter::Meter;
use super::plain::PlainLines;
use crate::arguments::Common;
use crate::terminal::{shows_progress, width_of_errors};

/// Listens to a run, and shows how far it is.
pub struct Progress {
    bar: ProgressBar,
    state: Arc<Mutex<State>>,
    start: Instant,
    lines: Option<Mutex<EventLines>>,
    plain: Mutex<Option<PlainLines>>,
}

struct State {
    meter: Meter,
    ids: Vec<String>,
    /// Whether runs without assumptions are on, of which nothing is forecast.
    is_ablating: bool,
}

/// The bar that is on the terminal now.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

impl Progress {
    pub fn new(common: &Common) -> Self {
        Self::of_claims(&[], common)
    }

    /// Listens to a run of these claims.
    pub fn of_claims(claims: &[Claim], common: &Common) -> Self {
        Self::of_ids(claims.iter().map(|claim| claim.file.id.clone()).collect(), common)
    }

    fn of_ids(ids: Vec<String>, common: &Common) -> Self {
        let meter = Meter::new(ids.len(), rayon::current_num_threads());
        let (state, start) = (Arc::new(Mutex::new(State { meter, ids, is_ablating: false })), Instant::now());
        let bar = if common.quiet || common.json_lines || !shows_progress() {
            ProgressBar::hidden()
        } else {
            shown(state.clone(), start)
        };
        let lines = common.json_lines.then(|| Mutex::new(EventLines::new()));
        let plain = PlainLines::of(common, plain_lines(state.clone(), start));
        Self { bar, state, start, lines, plain: Mutex::new(plain) }
    }

    pub fn observe(&self, event: Event) {
        let at = self.start.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.meter.hear(event, at);
        if let Some(lines) = &self.lines {
            let State { meter, ids, .. } = &*state;
            lines.lock().unwrap_or_else(PoisonError::into_inner).print(event, meter, ids, at);
        }
    }

    /// Runs without assumptions follow, each of one claim; how many there are is not known.
    pub fn begin_ablations(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State { meter: Meter::new(0, rayon::current_num_threads()), ids: Vec::new(), is_ablating: true };
        self.bar.set_style(style_of("{spinner} judging claims without their assumptions, {elapsed} so far"));
    }

    /// Takes the line off the terminal. No more lines follow in a log.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        drop(self.plain.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Drop for Progress {
    /// An early end leaves nothing on the terminal, either.
    fn drop(&mut self) {
        self.finish();
    }
}

/// Takes the line of any run off the terminal, before the program ends at once.
pub fn clear() {
    if let Some(bar) = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        bar.finish_and_clear();
    }
}

/// A line that is made anew each time that it is drawn, so that it counts down and fits a terminal whose width changes.
fn shown(state: Arc<Mutex<State>>, start: Instant) -> ProgressBar {
    let draw = move |_: &ProgressState, text: &mut dyn Write| {
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = text.write_str(&line(&state.meter, &state.ids, start.elapsed(), width_of_errors()));
    };
    new_bar(style_of("{line}").with_key("line", draw))
}

/// The line of a log.
fn plain_lines(state: Arc<Mutex<State>>, start: Instant) -> impl Fn() -> String + Send + 'static {
    move || {
        let (state, at) = (state.lock().unwrap_or_else(PoisonError::into_inner), start.elapsed());
        if state.is_ablating {
            return format!("judging claims without their assumptions, {} so far", in_words(at));
        }
        plain_line(&state.meter, &state.ids, at)
    }
}

/// A bar on the terminal that is drawn four times a second.
pub(super) fn new_bar(style: ProgressStyle) -> ProgressBar {
    let bar = ProgressBar::new(0);
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
    bar
}

pub(super) fn style_of(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
