//! Commands that draw replicates again.

use std::collections::{HashMap, HashSet};
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
    for outcome in &mut outcomes {
        let replays = || outcome.cells.iter().filter_map(|cell| cell.replay.as_ref());
        let brief = BriefValues::of(replays());
        for cell in &mut outcome.cells {
            cell.replay_command =
                cell.replay.as_ref().map(|replay| replay_command(&brief.in_place_of(replay), sentences, common));
        }
    }
    outcomes
}

/// The values of a claim's cells by their names and brief forms.
struct BriefValues(HashMap<(String, String), HashSet<String>>);

impl BriefValues {
    fn of<'r>(replays: impl Iterator<Item = &'r Replay>) -> Self {
        let mut known: HashMap<_, HashSet<String>> = HashMap::new();
        for (name, value) in replays.flat_map(|replay| &replay.setting) {
            known.entry((name.clone(), value.brief().to_string())).or_default().insert(value.to_string());
        }
        Self(known)
    }

    /// The replay of a cell with brief values, where each stands for one value only.
    fn in_place_of(&self, replay: &Replay) -> Replay {
        let mut brief = replay.clone();
        if matches!(replay.of, Replayed::Cell { .. }) {
            for (name, value) in &mut brief.setting {
                let short = value.brief();
                if self.0.get(&(name.clone(), short.to_string())).is_some_and(|values| values.len() == 1) {
                    *value = short;
                }
            }
        }
        brief
    }
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
