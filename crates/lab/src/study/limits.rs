//! How much a file may ask for.

use weak_to_strong::model::MOST_DIMENSIONS;

/// Limits on what a file may ask for. A file that asks for more is refused as a mistake, before it fills the memory.
///
/// ```
/// use weak_to_strong_lab::study::Limits;
///
/// let mut limits = Limits::default();
/// limits.cells = 200_000;
/// assert_eq!(limits.bytes, 64 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Cells of a sweep, and values of each of its variables; by default 50,000, which take about a GB to check.
    pub cells: u64,
    /// Dimensions of a problem, and concepts that it draws; by default [`MOST_DIMENSIONS`].
    pub dimensions: usize,
    /// Numbers that the problems of all cells of a claim hold together; by default 60,000,000, which take half a GB.
    pub numbers: u64,
    /// Bytes of a claim or problem file; by default 4 MiB, which is hundreds of times a large one. Reading takes up to 150 times as much memory.
    pub claim_bytes: u64,
    /// Bytes of any other file; by default 64 MiB, which is enough for the report of seventy thousand cells.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cells: 50_000, dimensions: MOST_DIMENSIONS, numbers: 60_000_000, claim_bytes: 4 << 20, bytes: 64 << 20 }
    }
}

/// One of the limits. An error names the limit that was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::cells`].
    Cells,
    /// [`Limits::dimensions`].
    Dimensions,
    /// [`Limits::numbers`].
    Numbers,
    /// [`Limits::claim_bytes`].
    ClaimBytes,
    /// [`Limits::bytes`].
    Bytes,
}
