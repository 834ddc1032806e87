//! Falsification: a search of a claim's domain for a problem on which it fails.

mod bench;
mod candidate;
mod cube;
mod descent;
mod effort;
mod event;
mod falsifier;
mod finding;
mod fresh;
mod margin;
mod measure;
mod search;
mod shrink;
mod universal;

pub use event::FalsifyEvent;
pub use falsifier::{FalsifyOptions, brief_replicates, default_problems, falsify};
pub use finding::{Falsification, KnownCounterexample, Probe, SearchOutcome, SearchVerdict, UntriedCounts};
