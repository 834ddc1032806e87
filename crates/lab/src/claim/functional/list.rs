//! The list of functionals.

use super::Functional;
use super::decay_rate::DECAY_RATE;
use super::limit::LIMIT;
use super::mean::MEAN;
use super::uniform::UNIFORM;

/// All functionals, in the order in which messages list their words.
pub(in crate::claim) static FUNCTIONALS: [&Functional; 4] = [&MEAN, &DECAY_RATE, &LIMIT, &UNIFORM];
