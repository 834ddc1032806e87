//! Quantities that are measured on one sample.

use super::Quantity;
use super::naive::OF_WEAK_LABELS;
use crate::setting::Settings;

/// The words for the sample that a quantity is measured on, if other quantities can be measured on the same draws. Their experiments are one and take the
/// settings of all of them in one path.
pub fn shared_sample(quantity: &Quantity) -> Option<&'static str> {
    OF_WEAK_LABELS.contains(&&*quantity.name).then_some("weak labels")
}

/// The settings of the sample: those that the draws depend on.
pub fn settings_of_sample(quantity: &Quantity, settings: &Settings) -> Vec<(String, String)> {
    let is_drawn = |name: &str| quantity.path.iter().all(|setting| setting.name != name);
    let drawn = settings.iter().filter(|(name, _)| is_drawn(name));
    drawn.map(|(name, value)| (name.to_owned(), value.to_string())).collect()
}
