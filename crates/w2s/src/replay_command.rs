//! Commands that draw replicates again.

use std::path::Path;

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
    let Replay { of, origin, replicates, seed } = replay;
    let which = match replicates {
        Replicates::First(count) => format!("--replicates {count}"),
        Replicates::Single(index) => format!("--replicate {index}"),
    };
    let problem = |problem: &str| format!(" --problem {}", quoted_path(Path::new(problem)));
    let sentence = sentences.filter(|_| origin == ORIGIN);
    let what = match of {
        Replayed::Quantity { name, setting } => {
            let problem = problem(sentence.map_or(origin.as_str(), |sentence| sentence.problem));
            let values = setting.iter().map(|(name, value)| set(&format!("{name}={value}"))).collect::<String>();
            format!("{name}{problem}{values} {which}")
        }
        Replayed::Cell { states, number, power } => {
            let of = match sentence {
                Some(source) => {
                    let values = source.set.iter().map(|flag| set(flag)).collect::<String>();
                    format!("{}{}{values}", quoted(states), problem(source.problem))
                }
                None => quoted_path(Path::new(origin)),
            };
            let power = if *power { " --power" } else { "" };
            format!("{of} --cell {number} {which}{power}")
        }
    };
    format!("w2s replay {what} --seed {seed}{}", common.limits.flags())
}

fn set(flag: &str) -> String {
    format!(" --set {}", quoted_setting(flag))
}
