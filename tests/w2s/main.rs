//! The program from end to end, and the house it stands in.

#[path = "../common/command.rs"]
mod command;
#[path = "../common/naive_claim.rs"]
mod naive_claim;
#[path = "../common/program.rs"]
mod program;
#[path = "../common/root.rs"]
mod root;
#[path = "../common/statistics.rs"]
mod statistics;

mod ablation;
mod architecture;
mod commands;
mod dependencies;
mod falsification;
mod falsification_forms;
mod file_limits;
mod fuzz;
mod hostile;
mod in_context;
mod json_lines;
mod latex_export;
mod logs;
mod manual;
mod memory;
mod pipes;
mod replays;
mod shards;
mod signals;
mod simd;
mod store;
mod terminal;
mod train;
