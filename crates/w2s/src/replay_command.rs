//! Commands that draw replicates again.

use weak_to_strong_lab::claim::{ClaimOutcome, Replay, Replicates};

use super::arguments::Common;
use super::shell::quoted;

/// Adds the command that draws a cell again to each cell for which this is possible.
pub fn with_replay_commands(mut outcomes: Vec<ClaimOutcome>, common: &Common) -> Vec<ClaimOutcome> {
    for cell in outcomes.iter_mut().flat_map(|outcome| &mut outcome.cells) {
        cell.replay_command = cell.replay.as_ref().map(|replay| replay_command(replay, common));
    }
    outcomes
}

/// Returns the command that draws replicates again. The new numbers have the same bits.
pub fn replay_command(replay: &Replay, common: &Common) -> String {
    let Replay { quantity, origin, setting, replicates, seed } = replay;
    let set = |(name, value)| format!(" --set {}", quoted(&format!("{name}={value}")));
    let set: String = setting.iter().map(set).collect();
    let which = match replicates {
        Replicates::First(count) => format!("--replicates {count}"),
        Replicates::Single(index) => format!("--replicate {index}"),
    };
    let limits = common.limits.flags();
    format!("w2s replay {quantity} --problem {}{set} {which} --seed {seed}{limits}", quoted(origin))
}
