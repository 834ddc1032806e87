//! Tells the program which commit it is built from.

use std::path::Path;
use std::process::Command;

/// The repository's top folder, from this package.
const ROOT: &str = "../..";

/// What the program is built from.
const SOURCES: [&str; 6] = ["src", "crates", "sims", "models", "Cargo.toml", "Cargo.lock"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for sources in SOURCES {
        println!("cargo::rerun-if-changed={ROOT}/{sources}");
    }
    // Outside its own repository, as in a package, the program says that it does not know.
    let Some(commit) = commit() else { return };
    if let Some(log) = git(&["rev-parse", "--path-format=absolute", "--git-path", "logs/HEAD"])
        && Path::new(&log).exists()
    {
        println!("cargo::rerun-if-changed={log}");
    }
    println!("cargo::rustc-env=W2S_COMMIT={commit}");
}

/// The commit, with a remark if the sources differ from it.
fn commit() -> Option<String> {
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != Path::new(ROOT).canonicalize().ok()? {
        return None;
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let changed = git(&[&["-C", ROOT, "status", "--porcelain", "--"], &SOURCES[..]].concat())?;
    Some(if changed.is_empty() { commit } else { format!("{commit} with changes") })
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
