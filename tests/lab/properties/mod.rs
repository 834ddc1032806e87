//! What formulas and posteriors must do under a change of names, of coordinates and of scale, and how they are ordered.
//!
//! Two ways to compute one number are equal up to [`comparisons::RELATIVE`]; inequalities between numbers have the same allowance.

mod comparisons;
mod drawn;
mod estimators;
mod invariance;
mod order;
