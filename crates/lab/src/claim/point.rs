//! Points of a sweep.

use indexmap::IndexMap;

use crate::setting::SettingValue;
use crate::statement::{Place, shown};

/// The values of the sweep variables at one cell, in the order of the file.
///
/// A value of the problem that is neither a number nor a word is kept as its TOML text.
pub type Point = IndexMap<String, SettingValue>;

/// A point in words: `samples = 64, penalty = 0.1`.
pub fn describe(point: &Point) -> String {
    if point.is_empty() {
        return "the only cell".to_owned();
    }
    point.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// A place in words.
pub(super) fn described(place: &Place) -> String {
    describe(&shown(place))
}
