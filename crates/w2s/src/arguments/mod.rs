//! The command line, as it is typed.

mod claims;
mod command;
mod limits;
mod names;
mod numbers;
mod print;
mod stores;
mod values;
mod without_effect;

pub use claims::{CheckArguments, ExportArguments, ExportCommand, FalsifyArguments, RunArguments, options};
pub use command::{Arguments, Command, Common};
pub use limits::flag;
pub use names::{ExplainArguments, ListArguments, Listed, NewArguments, TrainArguments};
pub use numbers::{FormulaArguments, MeasureArguments, ProblemArguments, ReplayArguments};
pub use stores::{MergeArguments, PlanArguments, SlurmArguments, StoreAction, StoreArguments, StoreCommandArguments};
