//! The lists of functionals and predicates.

use super::argmax::ARGMAX;
use super::argmin::ARGMIN;
use super::concave::CONCAVE;
use super::convex::CONVEX;
use super::crossing::CROSSING;
use super::decay_rate::DECAY_RATE;
use super::decreasing::DECREASING;
use super::descriptor::{Functional, Predicate};
use super::exponent::EXPONENT;
use super::increasing::INCREASING;
use super::limit::LIMIT;
use super::maximum::MAXIMUM;
use super::minimum::MINIMUM;
use super::peak::PEAK;
use super::valley::VALLEY;

/// All functionals along a variable, in the order in which messages list them.
pub static FUNCTIONALS: [&Functional; 8] =
    [&MINIMUM, &MAXIMUM, &ARGMIN, &ARGMAX, &CROSSING, &LIMIT, &DECAY_RATE, &EXPONENT];

/// All predicates along a variable, in the order in which messages list them.
pub static PREDICATES: [&Predicate; 6] = [&INCREASING, &DECREASING, &CONVEX, &CONCAVE, &VALLEY, &PEAK];
