//! Falsification: a search of a claim's domain for a problem on which it fails.

mod candidate;
mod cube;
mod descent;
mod event;
mod falsifier;
mod finding;
mod fresh;
mod measure;
mod search;
mod shrink;

pub use event::FalsifyEvent;
pub use falsifier::{FalsifyOptions, default_problems, falsify};
pub use finding::{Falsification, KnownCounterexample, Probe, SearchOutcome, SearchVerdict, UntriedCounts};
