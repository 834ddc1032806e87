//! A laboratory for propositions about weak-to-strong generalization, in the latent-concept model of arXiv 2405.16236.

pub mod claim;
pub mod evidence;
pub mod formula;
pub mod learn;
pub mod model;
pub mod numeric;
pub mod quantity;
pub mod random;
pub mod sample;
pub mod study;
pub mod theory;
