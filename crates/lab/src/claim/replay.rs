//! Commands that draw replicates again.

use indexmap::IndexMap;

use super::Claim;
use crate::quantity::QUANTITIES;
use crate::setting::SettingValue;

impl Claim {
    /// A command that draws replicates of one point again; none for a user's own quantity, which the program does not know.
    pub(super) fn replay(
        &self,
        point: &IndexMap<String, SettingValue>,
        replicates: Replicates,
        seed: u64,
    ) -> Option<String> {
        let limits = self.registry.limits().flags();
        let command = || replay_command(&self.quantity.name, &self.origin, point, replicates, seed) + &limits;
        QUANTITIES.has(&self.quantity.name).then(command)
    }
}

/// A command that draws the replicates of one point again, to the same bits: as many as a run had, or a single one.
pub fn replay_command(
    quantity: &str,
    origin: &str,
    point: &IndexMap<String, SettingValue>,
    replicates: Replicates,
    seed: u64,
) -> String {
    let mut command = format!("w2s replay {quantity} --problem {}", quoted(origin));
    for (name, value) in point {
        command += &format!(" --set {}", quoted(&format!("{name}={value}")));
    }
    let which = match replicates {
        Replicates::First(count) => format!("--replicates {count}"),
        Replicates::Single(index) => format!("--replicate {index}"),
    };
    format!("{command} {which} --seed {seed}")
}

/// Which replicates of a cell are drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicates {
    /// As many as this, from the first on.
    First(u64),
    /// The one with this index, counted from 0.
    Single(u64),
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
