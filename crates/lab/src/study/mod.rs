//! Sweeps over problems and settings, and the parallel run of replicates. This module sends events and never prints.

mod bad_observation;
mod cell;
mod front;
mod job;
mod limits;
mod lock;
mod measure;
mod memory;
mod observations;
mod replay;
mod run;
mod run_version;
mod schedule;
mod session;
mod store;
mod sweep;
mod text_file;
mod work;

pub use bad_observation::{BadObservation, ObservationFault};
pub use cell::{Cell, CellError, problem_from_table, set_problem_key};
pub use job::Job;
pub use limits::{Limit, Limits};
pub use measure::{Effort, MeasureError, Measured, measure};
pub use observations::observations;
pub use replay::replay;
pub use run::{RunError, run};
pub use session::{Event, Interrupt, Session};
pub use store::{
    Admitted, Contents, Damage, Holding, JobDescription, MOST_SHARDS, Merged, RecordKey, ShardMark, Store, StoreError,
    Tally,
};
pub use sweep::{SweepError, SweepGrid, sweep_grid, sweep_points};
pub use text_file::{TextError, file_fault, read_claim_text, read_claim_text_from, read_text};
pub use weak_to_strong::numeric::BLOCK;
pub use work::Work;
