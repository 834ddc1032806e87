//! How much a file may ask for.

use weak_to_strong::model::MOST_DIMENSIONS;

/// Limits on what a file may ask for. A file that asks for more is refused as a mistake, before it fills the memory.
///
/// ```
/// use weak_to_strong_lab::study::Limits;
///
/// let mut limits = Limits::default();
/// limits.cells = 2_000_000;
/// assert_eq!(limits.bytes, 64 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Cells of a sweep, and values of each of its variables; by default 1,000,000.
    pub cells: u64,
    /// Dimensions of a problem, and concepts that it draws; by default [`MOST_DIMENSIONS`].
    pub dimensions: usize,
    /// Numbers that the problems of all cells of a claim hold together; by default 250,000,000, which take 2 GB.
    pub numbers: u64,
    /// Bytes of a file; by default 64 MiB, which is a thousand times a large claim file, and enough for the report of a million cells.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cells: 1_000_000, dimensions: MOST_DIMENSIONS, numbers: 250_000_000, bytes: 64 << 20 }
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
    /// [`Limits::bytes`].
    Bytes,
}
