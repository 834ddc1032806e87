//! A signal ends every command soon, whatever it is doing.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::command;
use crate::naive_claim::CLAIM;
use crate::program::folder_with;

/// How long a command may go on.
const SOON: Duration = Duration::from_millis(300);

/// After this a command is taken to heed no signal.
const LONGEST: Duration = Duration::from_secs(60);

/// When signals are sent. A machine that is busy with other things delays a signal too; a command that heeds none is late each time.
const AFTER: [u64; 5] = [1500, 900, 2000, 700, 1100];

/// How long the command goes on after a signal, and its exit status; `None` if it was at its end before.
fn late(folder: &Path, arguments: &[&str], begun: Duration) -> Option<(Duration, Option<i32>)> {
    let mut child =
        command(folder, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    std::thread::sleep(begun);
    if child.try_wait().expect("a child").is_some() {
        return None;
    }
    let sent = Instant::now();
    // Not the signal of Ctrl-C, which a shell has its background jobs ignore.
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    while sent.elapsed() < LONGEST {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some((sent.elapsed(), status.code()));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("a child that does not end");
    panic!("{arguments:?} goes on for {LONGEST:?}");
}

/// A claim on a problem of a thousand dimensions, that takes minutes.
fn long_claim() -> String {
    let mut claim = CLAIM.to_owned() + "\n[domain]\nnoise = [0.1, 2.0]\n";
    for (from, to) in [
        ("title = \"My claim\"", "assumes = [\"isotropic\"]"),
        ("dim = 8", "dim = 1000"),
        ("replicates = 4000", "replicates = 100000000"),
        ("resolution = 0.001", "resolution = 1e-12"),
        // One of its cells is never decided.
        ("naive.mse >= segment_bound", "naive.mse >= naive.mse[penalty = 0.10000000001]"),
    ] {
        assert!(claim.contains(from), "{from}");
        claim = claim.replacen(from, to, 1);
    }
    claim
}

#[test]
fn every_command_ends_soon_after_a_signal() {
    let folder = folder_with(&long_claim());
    // A replicate of 20,000 prompts on a cube takes seconds.
    let slow = long_claim().replace("gaussian", "cube").replace("[16, 4096]", "[16, 20000]");
    std::fs::write(folder.path().join("slow.toml"), slow).expect("a file");
    let set = ["--problem", "mine.toml", "--set", "samples=2000", "--set", "penalty=0.1", "--replicates", "100000000"];
    for arguments in [
        &[&["measure", "naive.mse"][..], &set].concat()[..],
        &[&["measure", "naive.mse", "--sampler", "plain"][..], &set].concat(),
        &["replay", "mine.toml", "--set", "samples=4096", "--set", "penalty=0.1", "--replicates", "100000000"],
        &["check", "mine.toml", "--store", "store"],
        &["check", "mine.toml", "--no-store", "--ablate"],
        &["run", "mine.toml", "--store", "store"],
        &["run", "slow.toml", "--store", "slow"],
        &["check", "slow.toml", "--no-store"],
        &["export", "latex", "mine.toml", "--no-store"],
        &["falsify", "mine.toml", "--problems", "100000"],
    ] {
        let mut least = Duration::MAX;
        for milliseconds in AFTER {
            let found = late(folder.path(), arguments, Duration::from_millis(milliseconds));
            let (time, status) = found.unwrap_or_else(|| panic!("{arguments:?} ends by itself"));
            assert!(matches!(status, None | Some(130)), "{arguments:?}: {status:?}");
            least = least.min(time);
            if least <= SOON {
                break;
            }
        }
        assert!(least <= SOON, "{arguments:?} goes on for {least:?}");
    }
}
