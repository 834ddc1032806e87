//! How much a data file may ask for.

/// Limits on what a data file may ask for. A file that asks for more is refused as a mistake, before it fills the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataLimits {
    /// Bytes of the file, and of its rows as text.
    pub bytes: u64,
    /// Cells: rows that differ in a setting.
    pub cells: u64,
    /// Numbers that the moments of all cells hold together.
    pub numbers: u64,
}
