//! Values as outcomes show them.

use indexmap::IndexMap;

use super::grid::Place;
use crate::setting::SettingValue;

/// The values of a place as outcomes show them.
pub fn shown(place: &Place) -> IndexMap<String, SettingValue> {
    place.iter().map(|(name, value)| (name.clone(), SettingValue::shown(value))).collect()
}
