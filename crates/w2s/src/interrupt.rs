//! Ctrl-C: the current run saves what is finished, then the program ends.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use weak_to_strong_lab::claim::ClaimOutcome;
use weak_to_strong_lab::study::{Interrupt, Store};
use weak_to_strong_report::remove_unfinished;

use super::error::CliError;
use super::outcomes::tally;
use super::output::tell;

/// The exit status after Ctrl-C that shells expect.
pub const INTERRUPTED: u8 = 130;

static INTERRUPT: Interrupt = Interrupt::new();

/// Handles Ctrl-C from now on, and also the signals by which schedulers end a job. The program ends at once if nothing is being sampled, or if Ctrl-C
/// is pressed again. Results that are already saved are not lost, and no line of progress and no half of a file stays.
pub fn heed() -> Result<&'static Interrupt, CliError> {
    static HEEDED: Mutex<bool> = Mutex::new(false);
    let mut heeded = HEEDED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*heeded {
        ctrlc::set_handler(requested).map_err(CliError::Signals)?;
        *heeded = true;
    }
    Ok(&INTERRUPT)
}

/// So long a run may take to end by itself. A replicate of a large problem takes longer, and then the program ends without it.
const PATIENCE: Duration = Duration::from_millis(150);

fn requested() {
    if !INTERRUPT.request() {
        end("interrupted\n");
    }
    if !INTERRUPT.ends_within(PATIENCE) {
        end(
            "interrupted within a replicate; all that was finished is saved if there is a store: the same command goes on from there\n",
        );
    }
}

fn end(message: &str) -> ! {
    super::progress::clear();
    remove_unfinished();
    tell(message);
    std::process::exit(i32::from(INTERRUPTED))
}

/// Prints which verdicts are known, what is saved and how to continue. Returns the exit status.
pub fn farewell(store: Option<&Store>, outcomes: &[ClaimOutcome]) -> u8 {
    let known = if outcomes.is_empty() { String::new() } else { format!(" (so far {})", tally(outcomes)) };
    match store {
        Some(store) => tell(&format!(
            "interrupted; {} replicates of this run are saved in {}: the same command goes on from there{known}\n",
            store.tally().saved,
            store.folder().display()
        )),
        None => tell(&format!("interrupted; nothing is saved (--no-store){known}\n")),
    }
    INTERRUPTED
}
