//! The progress of a run: a bar on standard error for people, lines of JSON on standard output for programs.

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::json;
use weak_to_strong_lab::claim::{Claim, FalsifyEvent};
use weak_to_strong_lab::study::{BLOCK, Event};

use super::arguments::Common;

/// Listens to a run and shows a bar. The library indicatif hides the bar if standard error is not a terminal.
pub struct Progress {
    bar: ProgressBar,
    lines: Option<Mutex<Lines>>,
}

impl Progress {
    pub fn new(common: &Common) -> Self {
        Self::of_claims(&[], common)
    }

    /// Listens to a run of these claims.
    pub fn of_claims(claims: &[Claim], common: &Common) -> Self {
        let ids = claims.iter().map(|claim| claim.file.id.clone()).collect();
        Self {
            bar: if common.quiet || common.json_lines { ProgressBar::hidden() } else { new_bar(PREPARING) },
            lines: common.json_lines.then(|| Mutex::new(Lines::new(ids))),
        }
    }

    pub fn observe(&self, event: Event) {
        match event {
            // The number of rounds is not known in advance, so the time left is an upper limit.
            Event::Outlook { blocks } => {
                if self.bar.length() == Some(0) {
                    self.bar.set_style(style(RUN));
                    self.bar.reset();
                }
                self.bar.set_length(self.bar.position() + blocks);
            }
            Event::Round { blocks, jobs } => {
                self.bar.set_length(self.bar.length().unwrap_or(0).max(self.bar.position() + blocks));
                self.bar.set_message(format!("{jobs} undecided"));
            }
            Event::BlockDone => self.bar.inc(1),
            Event::Judged { .. } | Event::Saved { .. } => {}
        }
        if let Some(lines) = &self.lines {
            lines.lock().unwrap_or_else(PoisonError::into_inner).observe(event);
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The expressions of all claims are computed before the first round. This takes some time if they contain integrals.
const PREPARING: &str = "{spinner} computing the bounds, {elapsed} so far";
const RUN: &str = "{bar:30} {percent:>3} %  at most {eta} left  {replicates_per_second} replicates/s  {msg}";

/// Prints events as lines of JSON.
struct Lines {
    /// The ids of the claims.
    ids: Vec<String>,
    start: Instant,
    /// The time at which progress was last printed.
    told: Option<Instant>,
    done: u64,
    most: u64,
}

/// The shortest time between two lines about the progress within a round.
const BETWEEN_LINES: Duration = Duration::from_millis(200);

impl Lines {
    fn new(ids: Vec<String>) -> Self {
        Self { ids, start: Instant::now(), told: None, done: 0, most: 0 }
    }

    fn observe(&mut self, event: Event) {
        match event {
            Event::Outlook { blocks } => self.most = self.done + blocks,
            Event::Round { blocks, jobs } => {
                self.most = self.most.max(self.done + blocks);
                print_line(&json!({ "event": "round", "replicates": blocks * BLOCK, "undecided": jobs }));
            }
            Event::BlockDone => {
                self.done += 1;
                if self.told.is_none_or(|told| told.elapsed() >= BETWEEN_LINES) {
                    self.told = Some(Instant::now());
                    self.print_progress();
                }
            }
            Event::Judged { claim, cells, decided, replicates } => print_line(&json!({
                "event": "judged", "claim": self.ids.get(claim), "cells": cells, "decided": decided, "replicates": replicates,
            })),
            Event::Saved { replicates } => print_line(&json!({ "event": "saved", "replicates": replicates })),
        }
    }

    fn print_progress(&self) {
        let seconds = self.start.elapsed().as_secs_f64();
        let rate = self.done as f64 / seconds;
        print_line(&json!({
            "event": "progress",
            "replicates": self.done * BLOCK,
            "replicates_at_most": self.most * BLOCK,
            "replicates_per_second": rate * BLOCK as f64,
            "seconds": seconds,
            "seconds_left_at_most": self.most.saturating_sub(self.done) as f64 / rate,
        }));
    }
}

/// If the reader has closed the pipe, nothing more is printed and the run continues.
fn print_line(event: &serde_json::Value) {
    let _ = super::output::print(&format!("{event}\n"));
}

/// Listens to a search for counterexamples.
pub struct SearchProgress {
    bar: ProgressBar,
    /// The start of the search and its time limit; `None` if the search has no time limit.
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
    }
}

fn new_bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    bar.set_style(style(template));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

fn style(template: &str) -> ProgressStyle {
    let replicates_per_second = |state: &ProgressState, text: &mut dyn Write| {
        let _ = write!(text, "{:.0}", state.per_sec() * BLOCK as f64);
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("replicates_per_second", replicates_per_second)
}
