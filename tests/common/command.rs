//! The command that starts the program.

use std::path::Path;
use std::process::Command;

/// The program in a folder, with a cache of its own there, so that no test meets the store of another or of the user, and without what the
/// user's environment says of the terminal.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_w2s"));
    for cache in ["XDG_CACHE_HOME", "LOCALAPPDATA"] {
        command.env(cache, folder.join("cache"));
    }
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "W2S_SIMD"] {
        command.env_remove(variable);
    }
    command.args(arguments).current_dir(folder);
    command
}
