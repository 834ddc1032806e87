//! Functionals and predicates on curves whose answers are known.

mod fits;
