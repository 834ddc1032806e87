//! From where fuzzing starts.

use std::path::Path;

use crate::program::{folder_with, w2s};

/// The files of `fuzz/seeds/` for a target, ordered by name.
pub(super) fn of(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(crate::root::ROOT).join("fuzz/seeds").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

/// A store as this program writes it, with the mark of a shard.
pub(super) fn store() -> Vec<u8> {
    let folder = folder_with(super::checks::CLAIM);
    let run = ["run", "mine.toml", "--shard", "1/2", "--store", "store", "--quiet"];
    let output = w2s(folder.path(), &run);
    assert!(output.status.success(), "{}", crate::program::text(&output.stderr));
    std::fs::read(folder.path().join("store/results.w2s")).expect("a store")
}
