//! Sweeps over problems and settings, and the parallel run of replicates. Sends events, never prints.

mod cell;
mod run;
mod sweep;

pub use cell::{Cell, CellError, is_problem_key, problem_from_table, set_problem_key};
pub use run::{BLOCK, Event, Job, NotFinite, replay, run};
pub use sweep::{SweepError, sweep_points};
