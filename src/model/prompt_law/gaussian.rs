//! Standard normal prompts.

use super::Shape;
use super::law::Law;

pub(super) const GAUSSIAN: Law =
    Law { word: "gaussian", meaning: "independent standard normal coordinates", shape: Shape::Normal(None) };
