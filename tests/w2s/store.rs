//! The store from outside: nothing that was saved is lost, nothing that is known is drawn again, nothing stale is met.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::command;
use crate::program::{folder_with, text, w2s};
use indexmap::IndexMap;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimOutcome, check};
use weak_to_strong_lab::quantity::{self, Quantity};
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_lab::study::{Cell, Event, Interrupt, Job, Session, Store, run};

/// A claim that is decided by no number of replicates, so that every cell takes all of them.
const CLAIM: &str = r#"
id = "mine"
[problem]
dim = 16
prompts = "cube"
concepts = { orthonormal = 4 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
[sweep]
samples = [64, 256]
penalty = { log = [1e-2, 10, 8] }
[claim]
states = "naive.mse == ridge_risk"
resolution = 1e-9
replicates = 5000
"#;

/// A folder with the claim, at this many replicates a cell.
fn folder_at(replicates: u64) -> tempfile::TempDir {
    folder_with(&CLAIM.replace("5000", &replicates.to_string()))
}

fn write_claim(folder: &Path, text: &str) {
    std::fs::write(folder.join("mine.toml"), text).expect("a file");
}

/// What is drawn and what is found on the way to these outcomes.
fn checked(folder: &Path, store: Option<&Store>) -> Vec<ClaimOutcome> {
    let claim = Claim::read(&folder.join("mine.toml")).expect("a claim");
    let interrupt = Interrupt::new();
    let session = Session { store, interrupt: &interrupt, observer: &|_| {} };
    let outcomes = check(&[claim], &CheckOptions::default(), &session).expect("a check");
    session.flush().expect("a store that can be written");
    outcomes
}

/// Outcomes, replicates that were found, and replicates that were drawn, with a store that is opened for the occasion.
fn checked_with_store(folder: &Path) -> (Vec<ClaimOutcome>, u64, u64) {
    let store = Store::open(&folder.join("store")).expect("a store");
    let outcomes = checked(folder, Some(&store));
    (outcomes, store.tally().found, store.tally().saved)
}

/// Replicates of the longest records of all jobs.
fn held(folder: &Path) -> u64 {
    let store = Store::open(&folder.join("store")).expect("a store");
    store.contents().holdings().expect("a sound store").iter().map(|holding| holding.replicates).sum()
}

/// The variable by which a test starts itself again as the process that is killed.
const KILLED: &str = "W2S_TEST_FOLDER";

/// The process that is killed: runs the claim of a folder and says what is saved.
#[test]
fn child_that_is_killed() {
    let Some(folder) = std::env::var_os(KILLED) else { return };
    let folder = Path::new(&folder);
    let claim = Claim::read(&folder.join("mine.toml")).expect("a claim");
    let store = Store::open(&folder.join("store")).expect("a store");
    let observer = |event| {
        if let Event::Saved { replicates } = event {
            println!("\nsaved {replicates}");
        }
    };
    let interrupt = Interrupt::new();
    check(
        &[claim],
        &CheckOptions::default(),
        &Session { store: Some(&store), interrupt: &interrupt, observer: &observer },
    )
    .expect("a check");
    println!("\nsaved {}\nended", store.flush().expect("a store that can be written"));
}

/// Starts the run, kills it after a while, and returns how many replicates it had said to be saved and whether it had ended.
fn start_and_kill(folder: &Path, after: Duration) -> (u64, bool) {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "store::child_that_is_killed", "--nocapture", "--test-threads", "1"])
        .env(KILLED, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let output = child.stdout.take().expect("its output");
    std::thread::sleep(after);
    child.kill().expect("a process to kill");
    child.wait().expect("its end");
    let lines: Vec<String> = BufReader::new(output).lines().map_while(Result::ok).collect();
    let saved =
        lines.iter().rev().find_map(|line| line.strip_prefix("saved ")).map_or(0, |n| n.parse().expect("a number"));
    (saved, lines.iter().any(|line| line == "ended"))
}

/// A run of about 6 seconds on one processor, longer than most of the times between twenty kills at random moments together.
#[test]
fn a_killed_run_goes_on_and_loses_nothing_that_was_saved() {
    const REPLICATES: u64 = 800_000;
    let folder = folder_at(REPLICATES);
    let uninterrupted = checked(folder.path(), None);
    let mut moments = ChaCha8Rng::seed_from_u64(1);
    let mut resumed = 0;
    for _ in 0..20 {
        let before = if folder.path().join("store").exists() { held(folder.path()) } else { 0 };
        let (saved, ended) = start_and_kill(folder.path(), Duration::from_millis(moments.random_range(5..500)));
        let after = held(folder.path());
        assert!(after >= before + saved, "{after} replicates are there; there were {before}, and {saved} were saved");
        resumed += usize::from(before > 0);
        if ended {
            assert_eq!(checked_with_store(folder.path()), (uninterrupted.clone(), 2 * REPLICATES, 0));
            std::fs::remove_dir_all(folder.path().join("store")).expect("a folder");
        }
    }
    assert!(resumed > 5, "{resumed} of the runs went on from an earlier one");
    let (outcomes, found, drawn) = checked_with_store(folder.path());
    assert_eq!((outcomes, found + drawn), (uninterrupted, 2 * REPLICATES));
}

#[test]
fn a_second_run_draws_nothing() {
    let folder = folder_at(5000);
    let alone = checked(folder.path(), None);
    assert_eq!(checked_with_store(folder.path()), (alone.clone(), 0, 10_000));
    assert_eq!(checked_with_store(folder.path()), (alone, 10_000, 0));
}

/// 5,000 and 9,000 replicates end within a block: what was drawn within it is drawn again, and nothing else.
#[test]
fn more_replicates_top_up() {
    let folder = folder_at(5000);
    checked_with_store(folder.path());
    write_claim(folder.path(), &CLAIM.replace("5000", "9000"));
    let alone = checked(folder.path(), None);
    let whole = 5000 / 256 * 256;
    assert_eq!(checked_with_store(folder.path()), (alone, 2 * whole, 2 * (9000 - whole)));
    // Fewer replicates go on from the last look before them.
    write_claim(folder.path(), &CLAIM.replace("5000", "5001"));
    let (outcomes, found, drawn) = checked_with_store(folder.path());
    assert_eq!((outcomes, found, drawn), (checked(folder.path(), None), 2 * 4096, 2 * (5001 - 4096)));
}

#[test]
fn other_cells_leave_what_is_known() {
    let folder = folder_at(5000);
    checked_with_store(folder.path());
    write_claim(folder.path(), &CLAIM.replace("[64, 256]", "[32, 64, 128, 256]"));
    let (outcomes, found, drawn) = checked_with_store(folder.path());
    assert_eq!((outcomes, found, drawn), (checked(folder.path(), None), 10_000, 10_000));
}

/// Each of these is another question, to which the store has no answer.
#[test]
fn what_is_changed_never_meets_old_numbers() {
    let folder = folder_at(5000);
    checked_with_store(folder.path());
    for (from, to) in [
        ("cosine = 0.8", "cosine = 0.7"),
        ("noise = 0.5\nweak", "noise = 0.4\nweak"),
        ("1e-2, 10, 8", "1e-2, 10, 9"),
        ("samples = [64, 256]", "samples = [65, 257]"),
        ("\"cube\"", "\"gaussian\""),
    ] {
        write_claim(folder.path(), &CLAIM.replace(from, to));
        let (outcomes, found, drawn) = checked_with_store(folder.path());
        assert_eq!((outcomes, found, drawn), (checked(folder.path(), None), 0, 10_000), "{to}");
    }
}

/// The job of the claim's first cell, of a quantity.
fn job(quantity: &Quantity) -> Job {
    let table: toml::Table = CLAIM.parse().expect("TOML");
    let point: IndexMap<String, toml::Value> =
        [("samples".to_owned(), 64.into()), ("penalty".to_owned(), 0.1.into())].into_iter().collect();
    let cell =
        Cell::new(table["problem"].as_table().expect("a table"), &point, &["samples", "penalty"]).expect("a cell");
    let given: IndexMap<String, SettingValue> =
        [("samples", 64.0), ("penalty", 0.1)].map(|(name, x)| (name.to_owned(), SettingValue::Number(x))).into();
    let settings = Settings::select(&quantity.settings, &given).expect("settings");
    Job::of_cells(quantity, &cell, vec![settings]).expect("a job")
}

#[test]
fn another_version_or_seed_never_meets_old_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let current = quantity::by_name("naive.mse").expect("known");
    let raised = &Quantity { version: current.version + 1, ..current.clone() };
    let found_of = |quantity: &Quantity, seed: u64| {
        let (interrupt, before) = (Interrupt::new(), store.tally().found);
        let session = Session { store: Some(&store), interrupt: &interrupt, observer: &|_| {} };
        run(&[job(quantity)], &mut [JointMoments::new(1)], &[512], seed, &session).expect("finite");
        session.flush().expect("a store that can be written");
        store.tally().found - before
    };
    assert_eq!([found_of(current, 1), found_of(current, 1)], [0, 512]);
    assert_eq!([found_of(raised, 1), found_of(raised, 1)], [0, 512]);
    assert_eq!([found_of(current, 2), found_of(current, 1)], [0, 512]);
    // Of the three jobs that of the other version is outdated.
    let faults: Vec<String> =
        store.contents().holdings().expect("sound").iter().filter_map(|holding| holding.fault()).collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("naive.mse has version"), "{faults:?}");
}

/// A second writer waits until the first has ended; readers do not wait.
#[test]
fn a_store_is_written_by_one_process_at_a_time() {
    let folder = folder_at(5000);
    let store = Store::open(&folder.path().join("store")).expect("a store");
    assert_eq!(w2s(folder.path(), &["store", "verify", "--store", "store"]).status.code(), Some(0));
    let start = Instant::now();
    let mut second = command(folder.path(), &["run", "mine.toml", "--store", "store"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("w2s starts");
    let mut messages = BufReader::new(second.stderr.take().expect("messages"));
    let mut message = String::new();
    messages.read_line(&mut message).expect("text");
    assert!(message.contains("waiting for the store store") && message.contains("--no-store"), "{message}");
    let told = Instant::now();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(second.try_wait().expect("a process"), None);
    let waited = told.elapsed();
    drop(store);
    let output = second.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(3));
    // The time of the run does not contain that of the other process.
    let printed = text(&output.stdout);
    let seconds = printed.rsplit_once(" replicates in ").and_then(|(_, end)| end.split_once(" s")).expect("a time").0;
    let seconds = Duration::from_secs_f64(seconds.parse().expect("a number"));
    assert!(seconds <= (start.elapsed() - waited) + Duration::from_millis(200), "{seconds:?}: {printed}");
}

/// A process that is being started holds copies of all open files, the lock of a store among them, until its program begins.
#[cfg(unix)]
#[test]
fn a_store_is_free_when_it_is_dropped_though_processes_are_being_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let is_over = Interrupt::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.is_requested() {
                Command::new("true").status().expect("true starts");
            }
        });
        let refused = (0..1000).find_map(|_| Store::open(folder.path()).err());
        is_over.request();
        assert!(refused.is_none(), "{refused:?}");
    });
}

/// A folder in which nothing can be made is no hindrance to those who only read.
#[cfg(unix)]
#[test]
fn stores_are_read_where_nothing_can_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_at(5000);
    checked_with_store(folder.path());
    let store = folder.path().join("store");
    std::fs::remove_file(store.join("lock")).expect("a file");
    let allow = |mode: u32, path: &Path| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    allow(0o444, &store.join("results.w2s"));
    allow(0o555, &store);
    for command in [
        &["store", "list", "--store", "store"][..],
        &["store", "verify", "--store", "store"],
        &["merge", "store", "--into", "all"],
    ] {
        let output = w2s(folder.path(), command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", text(&output.stderr));
    }
    assert!(!store.join("lock").exists(), "a reader makes no file");
    allow(0o755, &store);
}

#[test]
fn the_program_says_what_came_from_the_store() {
    let folder = folder_at(5000);
    let last_line = |arguments: &[&str]| {
        let output = w2s(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        text(&output.stdout).lines().last().expect("a line").to_owned()
    };
    // The store in the user's cache, which tests keep in their own folder.
    assert!(last_line(&["check", "mine.toml", "--out", "out"]).ends_with("0 from the store, 10000 drawn"));
    assert!(last_line(&["check", "mine.toml", "--out", "out"]).ends_with("10000 from the store, 0 drawn"));
    assert!(last_line(&["run", "mine.toml"]).ends_with("10000 from the store, 0 drawn"));
    assert!(!last_line(&["run", "mine.toml", "--no-store"]).contains("store"));
}

/// The file system has no room for the store: a limit on the size of files stands for it.
#[cfg(unix)]
#[test]
fn a_store_without_room_is_named_with_the_remedy() {
    let folder = folder_at(5000);
    let program = env!("CARGO_BIN_EXE_w2s");
    let start = |limit: &str| {
        let line = format!("trap '' XFSZ; {limit} exec {program} run mine.toml --store store");
        Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().expect("sh starts")
    };
    let output = start("ulimit -f 16;");
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(["store", "--no-store"].iter().all(|word| message.contains(word)), "{message}");
    assert_eq!(start("").status.code(), Some(3), "with room again the same command works");
}

/// Long runs, of short replicates and of one that would take many seconds for a block.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_within_a_second() {
    for claim in [
        CLAIM.replace("5000", "1000000000"),
        CLAIM.replace("5000", "1000000000").replace("dim = 16", "dim = 400").replace("[64, 256]", "[4096, 8192]"),
    ] {
        let folder = folder_with(&claim);
        let mut child = command(folder.path(), &["run", "mine.toml", "--store", "store"])
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("w2s starts");
        std::thread::sleep(Duration::from_millis(1200));
        let pressed = Instant::now();
        interrupt(&child);
        let status = child.wait().expect("an end");
        assert!(pressed.elapsed() < Duration::from_secs(1), "{:?}", pressed.elapsed());
        let message = std::io::read_to_string(child.stderr.take().expect("messages")).expect("text");
        assert_eq!(status.code(), Some(130), "{message}");
        if claim.contains("dim = 400") && message.starts_with("interrupted within a replicate") {
            // A busy machine takes longer for one than the program waits. What was finished before is whole.
            let verified = w2s(folder.path(), &["store", "verify", "--store", "store"]);
            assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stderr));
            continue;
        }
        assert!(message.contains("saved in store: the same command goes on from there"), "{message}");
        assert!(message.trim_end().contains("(so far 1 "), "{message}");
        let said: u64 = message.split(' ').find_map(|word| word.parse().ok()).expect("a number");
        assert_eq!(held(folder.path()), said);
    }
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill starts").success());
}
