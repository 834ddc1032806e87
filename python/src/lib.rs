//! The extension `w2s._core`: what the Python package `w2s` takes from the laboratory.
//!
//! Texts, numbers and bytes go over the border, and no mathematics stands on this side of it.

mod check;
mod falsify;
mod fork;
mod formula;
mod measure;
mod own;
mod problem;
mod program;
mod registry;
mod sample;
mod shards;
mod simd;
mod testing;
mod value;
mod watch;

use pyo3::prelude::*;

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::check::{check, claims, title_of_sentence};
    #[pymodule_export]
    use super::falsify::falsify;
    #[pymodule_export]
    use super::formula::formula;
    #[pymodule_export]
    use super::measure::measure;
    #[pymodule_export]
    use super::own::{OwnFormula, OwnQuantity};
    #[pymodule_export]
    use super::problem::Problem;
    #[pymodule_export]
    use super::program::run_program;
    #[pymodule_export]
    use super::sample::{moments, sample};
    #[pymodule_export]
    use super::shards::{merge, run_shard};
    #[pymodule_export]
    use super::testing::{check_mean, check_naive_fine_tuning, check_refinement};
    #[pymodule_export]
    use super::watch::Interrupted;

    #[pymodule_init]
    fn init(module: &super::Bound<'_, super::PyModule>) -> super::PyResult<()> {
        use super::PyModuleMethods;
        super::simd::heed();
        super::fork::watch_forks(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
