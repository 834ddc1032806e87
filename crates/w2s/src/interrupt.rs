//! Ctrl-C: the run under way keeps what is finished, and the program ends.

use weak_to_strong_lab::study::{Interrupt, Store};

use super::error::CliError;

/// Exit status after Ctrl-C, as shells expect it.
pub const INTERRUPTED: u8 = 130;

static INTERRUPT: Interrupt = Interrupt::new();

/// Heeds Ctrl-C from now on, and the signals by which schedulers end a job. While nothing is sampled, or when it is pressed again, the
/// program ends at once: what is saved is safe.
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

/// Says what is saved and how to go on; returns the exit status.
pub fn farewell(store: Option<&Store>) -> u8 {
    match store {
        Some(store) => eprintln!(
            "interrupted; {} replicates of this run are saved in {}: the same command goes on from there",
            store.tally().saved,
            store.folder().display()
        ),
        None => eprintln!("interrupted; nothing is saved (--no-store)"),
    }
    INTERRUPTED
}
