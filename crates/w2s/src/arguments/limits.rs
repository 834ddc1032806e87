//! How much files may ask for.

use clap::Args;
use weak_to_strong_lab::claim::Registry;
use weak_to_strong_lab::study::{Limit, Limits};

/// Flags that raise the limits; what asks for more is refused as a slip.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits to what files may ask for")]
pub struct LimitArguments {
    /// Cells of a sweep, and values of each of its variables
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().cells)]
    most_cells: u64,
    /// Dimensions of a problem, and concepts that it draws; a spectrum may have 16 times as many eigenvalues
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().dimensions)]
    most_dimensions: usize,
    /// Numbers that the problems of all cells of a claim hold together, of 8 bytes each
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().numbers)]
    most_numbers: u64,
    /// Bytes of a claim or problem file
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().claim_bytes)]
    most_claim_bytes: u64,
    /// Bytes of any other file
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().bytes)]
    most_bytes: u64,
}

impl LimitArguments {
    /// The library's names, within these limits.
    pub fn registry(&self) -> Registry {
        Registry::built_in().with_limits(self.given())
    }

    /// How much files may ask for.
    pub fn given(&self) -> Limits {
        let mut limits = Limits::default();
        limits.cells = self.most_cells;
        limits.dimensions = self.most_dimensions;
        limits.numbers = self.most_numbers;
        limits.claim_bytes = self.most_claim_bytes;
        limits.bytes = self.most_bytes;
        limits
    }

    /// The flags that give them, each after a space; nothing for the usual ones.
    pub fn flags(&self) -> String {
        let (given, usual) = (self.given(), Limits::default());
        [
            (Limit::Cells, given.cells, usual.cells),
            (Limit::Dimensions, given.dimensions as u64, usual.dimensions as u64),
            (Limit::Numbers, given.numbers, usual.numbers),
            (Limit::ClaimBytes, given.claim_bytes, usual.claim_bytes),
            (Limit::Bytes, given.bytes, usual.bytes),
        ]
        .into_iter()
        .filter(|(_, given, usual)| given != usual)
        .map(|(limit, given, _)| format!(" {} {given}", flag(limit)))
        .collect()
    }
}

/// The flag that raises a limit.
pub fn flag(limit: Limit) -> &'static str {
    match limit {
        Limit::Cells => "--most-cells",
        Limit::Dimensions => "--most-dimensions",
        Limit::Numbers => "--most-numbers",
        Limit::ClaimBytes => "--most-claim-bytes",
        Limit::Bytes => "--most-bytes",
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Asked {
        #[command(flatten)]
        limits: LimitArguments,
    }

    #[test]
    fn flags_give_the_limits_back_with_which_they_were_asked_for() {
        for limit in [Limit::Cells, Limit::Dimensions, Limit::Numbers, Limit::ClaimBytes, Limit::Bytes] {
            let asked = Asked::try_parse_from(["w2s", flag(limit), "77"]).expect("a flag");
            assert_eq!(asked.limits.flags(), format!(" {} 77", flag(limit)));
        }
        assert_eq!(Asked::try_parse_from(["w2s"]).expect("no flags").limits.flags(), "");
    }
}
