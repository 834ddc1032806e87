//! Risks of linear teachers and students on prompts with any spectrum.
//!
//! Prompts are drawn in coordinates along the eigenvectors of their covariance. Given them, the noise of labels is averaged out exactly; proofs are in
//! `docs/theory.md`, *Linear teachers and students*.
//!
//! `cell` reads settings, `prompts` draws, `learner` fits, `world` holds truth and covariance, `plan` joins it with the settings, `labels` says what a student is fitted to, `risk` what a fit costs, and
//! `ranges` how much that can be. `experiment` joins these. 0-1 errors are no functions of moments: `labelled` draws labels, too, and `signs` observes errors.

mod cell;
mod experiment;
mod labelled;
mod labels;
mod learner;
mod plan;
mod prompts;
mod quantities;
mod ranges;
mod risk;
mod signs;
#[cfg(test)]
mod tests;
mod thresholds;
mod world;

pub(super) use quantities::QUANTITIES;
