//! Which store a command uses.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use etcetera::BaseStrategy;
use weak_to_strong_lab::study::{Contents, Store, StoreError, Tally};
use weak_to_strong_report::quoted_path;

use super::arguments::{StoreArguments, StoreCommandArguments};
use super::error::CliError;
use super::output::tell;

/// The path of the default store within the user's cache folder.
const FOLDER: [&str; 2] = ["weak-to-strong", "store"];

impl StoreArguments {
    /// Opens the store that the arguments name. Returns `None` if they ask for no store, and how long another process had it open.
    pub fn open(&self) -> Result<(Option<Store>, Duration), CliError> {
        if self.no_store {
            return Ok((None, Duration::ZERO));
        }
        let open = if self.mix_simd { Store::open_mixed } else { Store::open };
        let (store, waited) = when_free(&self.folder()?, open)?;
        warn_of_damage(store.contents());
        Ok((Some(store), waited))
    }

    /// The folder that was given, or the one in the user's cache.
    fn folder(&self) -> Result<PathBuf, CliError> {
        self.store.clone().map_or_else(folder_in_cache, Ok)
    }
}

impl StoreCommandArguments {
    /// The folder that was given, or the one in the user's cache.
    pub fn folder(&self) -> Result<PathBuf, CliError> {
        self.store.clone().map_or_else(folder_in_cache, Ok)
    }
}

/// Opens a store when no other process writes to it, and returns how long it waited for that.
pub fn when_free(folder: &Path, open: fn(&Path) -> Result<Store, StoreError>) -> Result<(Store, Duration), CliError> {
    let mut since: Option<Instant> = None;
    loop {
        match open(folder) {
            Err(StoreError::InUse { folder }) => {
                if since.is_none() {
                    tell(&format!(
                        "waiting for the store {}, to which another process writes (--no-store goes on without it)\n",
                        folder.display()
                    ));
                    since = Some(Instant::now());
                }
                std::thread::sleep(BETWEEN_LOOKS);
            }
            opened => {
                let store = opened?;
                return Ok((store, since.map_or(Duration::ZERO, |since| since.elapsed())));
            }
        }
    }
}

/// The time between two looks at a store that is in use.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Says what is damaged in a store. What is whole is used nevertheless.
pub fn warn_of_damage(store: &Contents) {
    for damage in store.damages() {
        tell(&format!("warning: the store {}: {damage}\n", store.folder().display()));
    }
    if !store.damages().is_empty() {
        let command = format!("w2s store prune --store {}", quoted_path(store.folder()));
        tell(&format!("what is whole is used; {command} removes the damage\n"));
    }
}

fn folder_in_cache() -> Result<PathBuf, CliError> {
    let places = etcetera::choose_base_strategy().map_err(|_| CliError::NoCacheFolder)?;
    Ok(FOLDER.iter().fold(places.cache_dir(), |folder, name| folder.join(name)))
}

/// Where replicates came from: `; 1.2 million from the store, 3400 drawn`.
pub fn origin_of_replicates(store: &Store) -> String {
    let Tally { found, saved, damaged } = store.tally();
    let mut text = format!("; {} from the store, {} drawn", in_words(found), in_words(saved));
    if damaged > 0 {
        let records = if damaged == 1 { "record" } else { "records" };
        text += &format!(", {damaged} damaged {records} passed over (w2s store verify names them)");
    }
    text
}

/// Returns a number of replicates in words. It is rounded if it is large.
pub fn in_words(replicates: u64) -> String {
    if replicates < 1_000_000 { replicates.to_string() } else { format!("{:.1} million", replicates as f64 / 1e6) }
}
