//! Risks of linear teachers and students on prompts with any spectrum.
//!
//! Prompts are drawn in coordinates along the eigenvectors of their covariance. Given them, the noise of labels is averaged out exactly; proofs are in
//! `docs/theory.md`, *Linear teachers and students*.
//!
//! `cell` reads settings, `prompts` draws, `learner` fits, `world` holds truth and covariance, `plan` joins it with the settings, `labels` says what a student is fitted to, `risk` what a fit costs, and
//! `ranges` how much that can be. `experiment` joins these. In `joint` teacher and student see different features, `sight`, of the same prompts. 0-1 errors, and the risks of one sample, are no functions of moments: `labelled` draws
//! labels, too, `pair` fits both learners to them, `signs` has the means of 0-1 errors, and `samples` observes all of these.

mod cell;
mod experiment;
mod joint;
mod labelled;
mod labels;
mod learner;
mod pair;
mod plan;
mod prompts;
mod quantities;
mod ranges;
mod risk;
mod samples;
mod sight;
mod signs;
#[cfg(test)]
mod tests;
mod thresholds;
mod world;

pub(super) use quantities::{QUANTITIES, student_path, teacher_path, teacher_zero_one_path, zero_one_path};
pub(super) use samples::{Number, Samples};
