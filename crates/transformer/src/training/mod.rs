//! Training on prompts of a problem's source.

mod adam;
