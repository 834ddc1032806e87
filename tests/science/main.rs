//! What the science promises, tested through its public items.

#[path = "../common/statistics.rs"]
mod statistics;
#[path = "../common/two_samples.rs"]
mod two_samples;

mod calibration;
mod posterior_samplers_agree;
mod prompt_laws;
mod residual_samplers_agree;
mod samplers_agree;
