//! `w2s explain`.

mod claim;
mod command;
mod explanation;
mod file;
mod kinds;
mod verdict;
mod words;

pub use command::explain;
