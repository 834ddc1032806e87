//! Functionals and predicates on curves whose answers are known.

mod battery;
mod by_hand;
mod exponents;
mod fits;
mod known;
