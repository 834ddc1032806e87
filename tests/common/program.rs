//! The program, as a test runs it.

use std::path::Path;
use std::process::{Command, Output};

/// The program in a folder, with a cache of its own there, so that no test meets the store of another or of the user.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_w2s"));
    for cache in ["XDG_CACHE_HOME", "LOCALAPPDATA"] {
        command.env(cache, folder.join("cache"));
    }
    command.args(arguments).current_dir(folder);
    command
}

/// Runs the program to its end.
pub fn w2s(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("w2s starts")
}
