//! Bregman misfit: students of a weak supervisor under a Kullback–Leibler divergence, on the population.

mod divergence;
mod line;
mod loss;
mod segment;
mod student;

pub use divergence::kl_divergence;
pub use student::{cross_entropy_student, reverse_student};
