//! Squared errors of teacher and student in teacher–student regression.
//!
//! The prompts of the teacher, and those of most students, are isotropic and normal. Then the errors averaged over label noise and over the directions
//! of the prompts depend on the eigenvalues of two Gram matrices alone, which are independent. That is what is observed; proofs are in `docs/theory.md`,
//! *Averaged errors and their bounds*.
//!
//! `spectrum` draws eigenvalues, `shares` says what ridge regression keeps of each, `geometry` makes errors of that, and `bounds` says how large they
//! can be. `integrated` joins these to an experiment. `stretched` is for students with prompts that are not isotropic, `surplus` for the teacher's
//! surplus, `plain` observes errors as they are, and `observed` those of several learners on one sample.

mod bounds;
mod geometry;
mod integrated;
mod observed;
mod plain;
mod quantities;
mod shares;
mod spectrum;
mod stretched;
mod surplus;
#[cfg(test)]
mod tests;

pub(super) use observed::{Learner, TeacherAndStudent};
pub(super) use quantities::QUANTITIES;
