//! `w2s explain`.

mod claim;
mod command;
mod explanation;
mod file;
mod kinds;
mod words;

pub use command::explain;
