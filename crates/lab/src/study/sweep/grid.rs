//! The grid of a sweep: the product of its variables, groups and designs.

use indexmap::IndexMap;
use toml::{Table, Value};

use super::SweepError;
use super::axis::{GridAxis, collect_axes, zip_axes};
use super::design::Design;
use crate::study::Limits;

/// The points of a sweep, before the variables that follow from others are computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepGrid {
    /// The points, the last variable varying fastest.
    pub points: Vec<IndexMap<String, Value>>,
    /// The variables that vary together, for each entry of the sweep.
    pub axes: Vec<Vec<String>>,
    /// The variables that follow from others, each with its expression.
    pub following: IndexMap<String, String>,
}

/// All points of a sweep, the last variable varying fastest.
///
/// # Errors
///
/// [`SweepError`], which names the variable and what was expected.
pub fn sweep_points(sweep: &Table, limits: &Limits) -> Result<Vec<IndexMap<String, Value>>, SweepError> {
    sweep_grid(sweep, limits).map(|grid| grid.points)
}

/// The points of a sweep, with what varies together and what follows from others.
///
/// # Errors
///
/// As [`sweep_points`].
pub fn sweep_grid(sweep: &Table, limits: &Limits) -> Result<SweepGrid, SweepError> {
    let most = limits.cells;
    let mut axes = Vec::new();
    let mut following = IndexMap::new();
    for (name, value) in sweep {
        match (Design::by_name(name), value.as_str()) {
            (Some(design), _) => axes.push(design.axis(value, most)?),
            (None, Some(expression)) => drop(following.insert(name.clone(), expression.to_owned())),
            (None, None) if name == "zip" => axes.extend(zip_axes(value, most)?),
            (None, None) => collect_axes(name, value, most, &mut axes)?,
        }
    }
    reject_repeats(&axes)?;
    let cells = axes.iter().map(|axis| axis.len() as u128).try_fold(1u128, u128::checked_mul).unwrap_or(u128::MAX);
    if cells > u128::from(most) {
        return Err(SweepError::TooManyCells { cells, most });
    }
    let mut points = vec![IndexMap::new()];
    for axis in &axes {
        points = points
            .iter()
            .flat_map(|point| {
                axis.iter().map(|step| {
                    let mut longer = point.clone();
                    longer.extend(step.iter().map(|(name, value)| (name.clone(), value.clone())));
                    longer
                })
            })
            .collect();
    }
    let names = |axis: &GridAxis| axis.first().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    Ok(SweepGrid { points, axes: axes.iter().map(names).collect(), following })
}

fn reject_repeats(axes: &[GridAxis]) -> Result<(), SweepError> {
    let mut seen = std::collections::HashSet::new();
    for (name, _) in axes.iter().filter_map(|axis| axis.first()).flatten() {
        if !seen.insert(name) {
            return Err(SweepError::Twice { name: name.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Result<Vec<IndexMap<String, Value>>, SweepError> {
        sweep_points(&text.parse::<Table>().expect("TOML"), &Limits::default())
    }

    #[test]
    fn the_grid_is_the_product_in_the_order_of_the_file() {
        let grid = points("samples = [16, 64]\nweak.cosine = [0.5, 0.8]").expect("a sweep");
        let shown: Vec<String> = grid.iter().map(|p| format!("{} {}", p["samples"], p["weak.cosine"])).collect();
        assert_eq!(shown, ["16 0.5", "16 0.8", "64 0.5", "64 0.8"]);
        assert_eq!(points("").expect("no sweep").len(), 1);
    }

    #[test]
    fn zip_groups_vary_together() {
        let grid = points("zip = [{ samples = [1, 2], noise = [0.5, 1.0] }]\nbatch = [3, 4]").expect("a sweep");
        assert_eq!(grid.len(), 4);
        assert_eq!((grid[2]["samples"].as_integer(), grid[2]["noise"].as_float()), (Some(2), Some(1.0)));
    }

    #[test]
    fn designs_are_axes_of_the_product() {
        let grid = points("sobol = { points = 4, noise = { log = [0.1, 2] } }\nbatch = { integers = [1, 3] }")
            .expect("a sweep");
        assert_eq!(grid.len(), 12);
        assert_eq!(grid[0]["noise"], grid[2]["noise"]);
        assert_ne!(grid[0]["noise"], grid[3]["noise"]);
    }

    #[test]
    fn nonsense_is_named() {
        for (text, part) in [
            ("samples = 3", "sweep.samples = 3"),
            ("samples = []", "at least one"),
            ("penalty = { log = [0, 1, 3] }", "positive"),
            ("penalty = { log = [1, 2] }", "[first, last, count]"),
            ("penalty = { linear = [1, 2, 1] }", "whole number from 2"),
            ("zip = [{ a = [1], b = [1, 2] }]", "a has 1 values and b has 2"),
            ("a = [1]\nzip = [{ a = [1] }]", "given twice"),
            ("zip = 3", "list of tables"),
            ("dim = { integers = [1] }", "sweep.dim = [1]: give [first, last] or [first, last, step]"),
            ("dim = { integers = [1, 9, 0] }", "the step must be a whole number"),
            ("dim = { integers = [1.5, 9] }", "must be whole numbers"),
            ("dim = { integers = [9, 1] }", "smaller end first"),
            ("dim = { integers = [1, 1e7] }", "more than 50000 values"),
            ("batch = { log_integers = [0, 8, 4] }", "positive"),
            ("batch = { log_integers = [1, 8] }", "[first, last, count]"),
            ("sobol = 3", "sweep.sobol = 3: give a table"),
            ("sobol = { noise = { log = [1, 2] } }", "say how many points"),
            ("sobol = { points = 70000, noise = { log = [1, 2] } }", "sweep.sobol.points = 70000: give a whole number"),
            ("latin_hypercube = { points = 0, noise = { log = [1, 2] } }", "whole number, 1 or more"),
            ("latin_hypercube = { points = 4, seed = -1, noise = [1] }", "sweep.latin_hypercube.seed = -1"),
            ("latin_hypercube = { points = 4 }", "name a variable"),
            ("latin_hypercube = { points = 4, noise = 3 }", "sweep.noise = 3: give a range"),
            ("latin_hypercube = { points = 4, noise = { log = [1, 2, 3] } }", "the design says how many"),
            ("latin_hypercube = { points = 4, noise = [] }", "at least one"),
            ("noise = [1]\nsobol = { points = 4, noise = { log = [1, 2] } }", "noise is given twice"),
            ("a = { integers = [1, 2000] }\nb = { integers = [1, 2000] }", "4000000 cells"),
        ] {
            let message = points(text).expect_err(text).to_string();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
