//! How much files may ask for.

use clap::Args;
use weak_to_strong_lab::claim::Registry;
use weak_to_strong_lab::study::Limits;

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
        limits.bytes = self.most_bytes;
        limits
    }
}
