//! Commands that draw replicates again.

use std::path::Path;

use indexmap::IndexMap;
use weak_to_strong_lab::claim::{ClaimOutcome, Replay, Replayed, Replicates};
use weak_to_strong_report::{quoted, quoted_path, quoted_setting};

use super::arguments::Common;
use super::sentences::ORIGIN;

/// Where a sentence comes from that stands in no file.
#[derive(Clone, Copy)]
pub struct SentenceSource<'a> {
    /// What `--problem` names.
    pub problem: &'a str,
    /// What the flags `--set` give.
    pub set: &'a [String],
}

/// Adds the command that draws a cell again to each cell for which this is possible. `sentences` says where claims come from that stand in no file.
pub fn with_replay_commands(
    mut outcomes: Vec<ClaimOutcome>,
    sentences: Option<SentenceSource>,
    common: &Common,
) -> Vec<ClaimOutcome> {
    for cell in outcomes.iter_mut().flat_map(|outcome| &mut outcome.cells) {
        cell.replay_command = cell.replay.as_ref().map(|replay| replay_command(replay, sentences, common));
    }
    outcomes
}

/// Returns the command that draws replicates again. The new numbers have the same bits.
pub fn replay_command(replay: &Replay, sentences: Option<SentenceSource>, common: &Common) -> String {
    let Replay { of, origin, setting, replicates, seed } = replay;
    let sentence = sentences.filter(|_| origin == ORIGIN);
    let mut set: IndexMap<&str, String> = IndexMap::new();
    // What a sentence takes several values of stays as it was given.
    for flag in sentence.iter().flat_map(|sentence| sentence.set) {
        if let (Some((name, _)), Replayed::Cell { .. }) = (flag.split_once('='), of) {
            set.insert(name.trim(), flag.clone());
        }
    }
    for (name, value) in setting {
        set.insert(name, format!("{name}={value}"));
    }
    let problem = |origin: &str| format!(" --problem {}", quoted_path(Path::new(origin)));
    let what = match (of, sentence) {
        (Replayed::Quantity(quantity), None) => format!("{quantity}{}", problem(origin)),
        (Replayed::Quantity(quantity), Some(sentence)) => format!("{quantity}{}", problem(sentence.problem)),
        (Replayed::Cell { .. }, None) => quoted_path(Path::new(origin)),
        (Replayed::Cell { states, .. }, Some(sentence)) => format!("{}{}", quoted(states), problem(sentence.problem)),
    };
    let set: String = set.values().map(|flag| format!(" --set {}", quoted_setting(flag))).collect();
    let which = match replicates {
        Replicates::First(count) => format!("--replicates {count}"),
        Replicates::Single(index) => format!("--replicate {index}"),
    };
    let power = if matches!(of, Replayed::Cell { power: true, .. }) { " --power" } else { "" };
    format!("w2s replay {what}{set} {which} --seed {seed}{power}{}", common.limits.flags())
}
