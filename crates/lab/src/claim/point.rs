//! Points of a sweep, and the groups in which they are judged.

use indexmap::IndexMap;

use crate::setting::SettingValue;

/// The values of the sweep variables at one cell, in the order of the file.
///
/// A value of the problem that is neither a number nor a word is kept as its TOML text.
pub type Point = IndexMap<String, SettingValue>;

/// A point in words: `samples = 64, penalty = 0.1`.
pub(super) fn describe(point: &Point) -> String {
    if point.is_empty() {
        return "the only cell".to_owned();
    }
    point.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Indices of points that differ in these variables only.
pub(super) fn group_without<'p>(points: impl Iterator<Item = &'p Point>, variables: &[&str]) -> Vec<Vec<usize>> {
    let mut groups: IndexMap<String, Vec<usize>> = IndexMap::new();
    for (index, point) in points.enumerate() {
        groups.entry(describe(&without(point, variables))).or_default().push(index);
    }
    groups.into_values().collect()
}

/// A point without these variables.
pub(super) fn without(point: &Point, variables: &[&str]) -> Point {
    let kept = point.iter().filter(|(name, _)| !variables.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
