//! Events of a run as lines of JSON.

use std::time::Duration;

use serde_json::{Value, json};
use weak_to_strong_lab::study::{BLOCK, Event, Work};

use super::meter::Meter;
use crate::output::print_line;

/// Prints events as lines of JSON.
pub(super) struct EventLines {
    /// The time at which progress was last printed.
    told: Option<Duration>,
}

/// The shortest time between two lines about the progress within a round, or of a training.
pub(super) const BETWEEN_LINES: Duration = Duration::from_millis(200);

impl EventLines {
    pub(super) fn new() -> Self {
        Self { told: None }
    }

    /// Prints an event that the meter has heard. `ids` are those of the claims.
    pub(super) fn print(&mut self, event: Event, meter: &Meter, ids: &[String], at: Duration) {
        let seconds = at.as_secs_f64();
        match event {
            Event::Outlook { likely, most } => print_line(&json!({
                "event": "outlook", "seconds": seconds, "likely": in_numbers(likely), "at_most": in_numbers(most),
                "seconds_left": meter.left(at).map(|left| left.likely.as_secs_f64()),
            })),
            Event::Round { work, jobs } => {
                let (replicates, time) = (work.blocks.saturating_mul(BLOCK), work.time.as_secs_f64());
                print_line(&json!({
                    "event": "round", "seconds": seconds, "replicates": replicates, "processor_seconds": time,
                    "undecided": jobs,
                }));
            }
            Event::BlockDone { .. } => {
                if self.told.is_none_or(|told| at.saturating_sub(told) >= BETWEEN_LINES) {
                    self.told = Some(at);
                    print_progress(meter, at);
                }
            }
            Event::Judged { claim, cells, decided, replicates, likely } => {
                // Runs without assumptions are about claims that stand in no list.
                if let Some(id) = ids.get(claim) {
                    print_line(&json!({
                        "event": "judged", "seconds": seconds, "claim": id, "cells": cells, "decided": decided,
                        "replicates": replicates, "likely": in_numbers(likely),
                    }));
                }
            }
            Event::Saved { replicates } => {
                print_line(&json!({ "event": "saved", "seconds": seconds, "replicates": replicates }));
            }
        }
    }
}

/// Work as replicates and seconds of one processor.
fn in_numbers(work: Work) -> Value {
    json!({ "replicates": work.blocks.saturating_mul(BLOCK), "processor_seconds": work.time.as_secs_f64() })
}

fn print_progress(meter: &Meter, at: Duration) {
    let (left, done) = (meter.left(at), meter.done());
    let (decided, cells) = meter.cells();
    print_line(&json!({
        "event": "progress",
        "share": meter.share(),
        "cells": cells,
        "decided": decided,
        "replicates": done.work.blocks * BLOCK,
        "processor_seconds": done.work.time.as_secs_f64(),
        "expected_processor_seconds": done.expected.as_secs_f64(),
        "replicates_at_most": meter.blocks_at_most().saturating_mul(BLOCK),
        "replicates_per_second": meter.rate(at) * BLOCK as f64,
        "seconds": at.as_secs_f64(),
        "seconds_left": left.map(|left| left.likely.as_secs_f64()),
        "seconds_left_at_most": left.map(|left| left.most.as_secs_f64()),
    }));
}
