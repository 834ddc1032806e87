//! Sweeps: which points a study visits.
//!
//! ```toml
//! [sweep]                                       # the product of its entries
//! samples = [16, 64, 256]                       # a list
//! penalty = { log = [1e-3, 1e2, 10] }           # 10 numbers, evenly spaced on a logarithmic scale; or { linear = … }
//! dim = { integers = [2, 32, 10] }              # 2, 12, 22, 32; without the step every whole number
//! batch = { log_integers = [1, 1024, 11] }      # up to 11 whole numbers, each once
//! zip = [{ labels = [50, 100], steps = [1, 2] }] # groups that vary together
//! pseudo_labels = "round(dim ^ 1.25)"           # a variable that follows from others
//! ```
//!
//! A design spreads a number of points over several variables at once:
//!
//! ```toml
//! latin_hypercube = { points = 100, seed = 1, noise = { log = [0.1, 2] }, weak.cosine = { linear = [0, 1] } }
//! sobol = { points = 128, dim = { integers = [2, 32] }, prompts = ["cube", "gaussian"] }
//! ```

mod axis;
mod design;
mod error;
mod grid;
mod range;

pub use error::SweepError;
pub use grid::{SweepGrid, sweep_grid, sweep_points};
