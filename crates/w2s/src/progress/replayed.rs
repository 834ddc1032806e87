//! The time that is left, in recorded runs: what `tests/progress.py` has written, read back by the meter.

use std::time::Duration;

use serde_json::Value;
use weak_to_strong_lab::study::{BLOCK, Event, Work};

use super::meter::Meter;

/// A claim that is decided within seconds, all claims of a result with fits, and one that has a hard cell.
const RUNS: [(&str, &str); 3] = [
    ("quick", include_str!("recorded/quick.jsonl")),
    ("long", include_str!("recorded/long.jsonl")),
    ("one hard cell", include_str!("recorded/hard_cell.jsonl")),
];

/// The processors of the machine on which the runs were recorded.
const THREADS: usize = 2;

/// What the meter has heard by some time of a run.
struct Heard {
    at: Duration,
    meter: Meter,
}

/// The meter after each event of a record.
fn replayed(record: &str) -> Vec<Heard> {
    let lines: Vec<Value> = record.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    let mut ids: Vec<&str> = lines.iter().filter_map(|line| line["claim"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut meter = Meter::new(ids.len(), THREADS);
    let mut all = Vec::new();
    for line in &lines {
        let at = Duration::from_secs_f64(line["seconds"].as_f64().expect("a time"));
        for event in events(line, meter.done(), &ids) {
            meter.hear(event, at);
        }
        all.push(Heard { at, meter: meter.clone() });
    }
    all
}

/// The events of a line. Lines about progress stand for the blocks since the last one, `done` being those before.
fn events(line: &Value, done: Work, ids: &[&str]) -> Vec<Event> {
    let blocks = |value: &Value| value["replicates"].as_u64().expect("replicates") / BLOCK;
    let time = |value: &Value| Duration::from_secs_f64(value["processor_seconds"].as_f64().expect("seconds"));
    let work = |value: &Value| Work { blocks: blocks(value), time: time(value) };
    let count = |key: &str| line[key].as_u64().expect(key) as usize;
    match line["event"].as_str().expect("its name") {
        "outlook" => vec![Event::Outlook { likely: work(&line["likely"]), most: work(&line["at_most"]) }],
        "round" => vec![Event::Round { blocks: blocks(line), jobs: count("undecided") }],
        "judged" => vec![Event::Judged {
            claim: ids.iter().position(|id| line["claim"] == *id).expect("a claim"),
            cells: count("cells"),
            decided: count("decided"),
            replicates: line["replicates"].as_u64().expect("replicates"),
            likely: work(&line["likely"]),
        }],
        "progress" => {
            let new = blocks(line) - done.blocks;
            let each = (time(line) - done.time) / u32::try_from(new.max(1)).expect("few blocks");
            (0..new).map(|_| Event::BlockDone { time: each }).collect()
        }
        _ => Vec::new(),
    }
}

/// At a quarter, half and three quarters of each run the likely time left is right within a factor of two, and it is no more than the worst case.
#[test]
fn the_likely_time_left_is_right_within_a_factor_of_two() {
    for (name, record) in RUNS {
        let run = replayed(record);
        let end = run.last().expect("events").at;
        for share in [0.25, 0.5, 0.75] {
            let now = end.mul_f64(share);
            let heard = run.iter().rev().find(|heard| heard.at <= now).expect("events by then");
            let left = heard.meter.left(now).expect("blocks by then");
            let times = left.likely.as_secs_f64() / (end - now).as_secs_f64();
            assert!((0.5..=2.0).contains(&times), "{name} at {share}: {times} times the time that was left");
            assert!(left.likely <= left.most, "{name}: {left:?}");
        }
    }
}

#[test]
fn the_share_that_is_done_never_falls() {
    for (name, record) in RUNS {
        let shares: Vec<f64> = replayed(record).iter().map(|heard| heard.meter.share()).collect();
        assert!(shares.is_sorted() && shares.last().is_some_and(|last| *last > 0.9), "{name}: {shares:?}");
    }
}
