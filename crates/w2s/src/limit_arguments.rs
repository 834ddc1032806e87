//! How much files may ask for.

use clap::Args;
use weak_to_strong_lab::claim::Registry;
use weak_to_strong_lab::study::Limits;

use super::arguments::Common;

/// Flags that raise the limits; what asks for more is refused as a slip.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits to what files may ask for")]
pub struct LimitArguments {
    /// Cells of a sweep, and values of each of its variables
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().cells)]
    most_cells: u64,
    /// Dimensions of a problem, and concepts that it draws
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().dimensions)]
    most_dimensions: usize,
    /// Numbers that the problems of all cells of a claim hold together, of 8 bytes each
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().numbers)]
    most_numbers: u64,
    /// Bytes of a file
    #[arg(long, global = true, hide_short_help = true, value_name = "COUNT", default_value_t = Limits::default().bytes)]
    most_bytes: u64,
}

impl Common {
    /// The library's names, within these limits.
    pub fn registry(&self) -> Registry {
        Registry::built_in().with_limits(self.limits())
    }

    /// How much files may ask for.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.cells = self.limits.most_cells;
        limits.dimensions = self.limits.most_dimensions;
        limits.numbers = self.limits.most_numbers;
        limits.bytes = self.limits.most_bytes;
        limits
    }
}
