//! On which variables of the sweep a sentence depends.

use std::collections::BTreeSet;

use super::grid::Grid;
use super::side::{Override, Overrides, Side, Statement};
use crate::family::is_problem_key;
use crate::setting::Setting;

/// The variables of the sweep on which a number depends, and that nothing in it binds.
pub fn free_variables(side: &Side, grid: &Grid) -> BTreeSet<String> {
    let mut free = BTreeSet::new();
    collect(side, grid, &mut free);
    free
}

/// The variables of the sweep on which a statement depends, and that nothing in it binds.
pub fn free_in_statement(statement: &Statement, grid: &Grid) -> BTreeSet<String> {
    let mut free: BTreeSet<String> =
        statement.sides().into_iter().flat_map(|side| free_variables(side, grid)).collect();
    if let Statement::Shape(_, _, over) = statement {
        let bound = grid.bound_with(&over.name);
        free.retain(|name| !bound.contains(name));
    }
    free
}

fn collect(side: &Side, grid: &Grid, free: &mut BTreeSet<String>) {
    match side {
        Side::Number(_) | Side::Unknown => {}
        Side::Variable { name, .. } => free.extend(grid.bases_of(name)),
        Side::Formula(formula, overrides) => of_named(&formula.settings, overrides, grid, free),
        Side::Measured(quantity, overrides) => of_named(&quantity.settings, overrides, grid, free),
        Side::Observed(observable, overrides) => of_named(&observable.settings, overrides, grid, free),
        Side::Recorded(_, overrides) => {
            let given = |name: &str| overrides.iter().any(|(known, _)| known == name);
            let read = grid.variables().iter().filter(|name| grid.is_recorded(name));
            free.extend(read.flat_map(|name| grid.bases_beside(name, &given)));
            super::side::numbers_of(overrides).for_each(|side| collect(side, grid, free));
        }
        Side::Along(along) => {
            let mut inner = BTreeSet::new();
            collect(&along.of, grid, &mut inner);
            let bound = grid.bound_with(&along.over.name);
            free.extend(inner.into_iter().filter(|name| !bound.contains(name)));
            along.parameters.iter().for_each(|(_, side)| collect(side, grid, free));
        }
        Side::Negative(_) | Side::Arithmetic(..) | Side::Apply(..) | Side::Law(_) | Side::Zero(_) => {
            side.parts().into_iter().for_each(|part| collect(part, grid, free));
        }
    }
}

/// Keys of the problem and the settings, except those in brackets; and what the brackets depend on.
fn of_named(settings: &[Setting], overrides: &Overrides, grid: &Grid, free: &mut BTreeSet<String>) {
    let given = |name: &str| overrides.iter().any(|(given, _)| given == name);
    for name in grid.variables() {
        let is_read = is_problem_key(name) || settings.iter().any(|setting| setting.name == name.as_str());
        if is_read {
            free.extend(grid.bases_beside(name, &given));
        }
    }
    for (_, value) in overrides {
        if let Override::Number(side) = value {
            collect(side, grid, free);
        }
    }
}

/// Which of these variables a computed number names.
pub fn dependencies(side: &Side, among: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    side.visit(&mut |part| match part {
        Side::Variable { name, .. } if among.contains(name) => found.push(name.clone()),
        Side::Formula(formula, overrides) => {
            let is_read = |name: &&String| {
                let own = formula.settings.iter().any(|setting| setting.name == name.as_str());
                (own || is_problem_key(name)) && overrides.iter().all(|(given, _)| given != *name)
            };
            found.extend(among.iter().filter(is_read).cloned());
        }
        Side::Number(_)
        | Side::Variable { .. }
        | Side::Unknown
        | Side::Measured(..)
        | Side::Observed(..)
        | Side::Recorded(..)
        | Side::Negative(_)
        | Side::Arithmetic(..)
        | Side::Apply(..)
        | Side::Along(_)
        | Side::Law(_)
        | Side::Zero(_) => {}
    });
    found.sort();
    found.dedup();
    found
}
