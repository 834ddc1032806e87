//! Ctrl-C: the current run saves what is finished, then the program ends.

use weak_to_strong_lab::claim::ClaimOutcome;
use weak_to_strong_lab::study::{Interrupt, Store};

use super::error::CliError;
use super::outcomes::tally;

/// The exit status after Ctrl-C that shells expect.
pub const INTERRUPTED: u8 = 130;

static INTERRUPT: Interrupt = Interrupt::new();

/// Handles Ctrl-C from now on, and also the signals by which schedulers end a job. The program ends at once if nothing is being sampled, or if Ctrl-C
/// is pressed again. Results that are already saved are not lost.
pub fn heed() -> Result<&'static Interrupt, CliError> {
    let handler = || {
        if !INTERRUPT.request() {
            eprintln!("interrupted");
            std::process::exit(i32::from(INTERRUPTED));
        }
    };
    ctrlc::set_handler(handler).map_err(CliError::Signals)?;
    Ok(&INTERRUPT)
}

/// Prints which verdicts are known, what is saved and how to continue. Returns the exit status.
pub fn farewell(store: Option<&Store>, outcomes: &[ClaimOutcome]) -> u8 {
    let known = if outcomes.is_empty() { String::new() } else { format!(" (so far {})", tally(outcomes)) };
    match store {
        Some(store) => eprintln!(
            "interrupted; {} replicates of this run are saved in {}: the same command goes on from there{known}",
            store.tally().saved,
            store.folder().display()
        ),
        None => eprintln!("interrupted; nothing is saved (--no-store){known}"),
    }
    INTERRUPTED
}
