//! The cells of a claim, before anything is measured.

use std::sync::atomic::{AtomicU64, Ordering};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::expressions::Expressions;
use super::{ClaimFault, ClaimFile, Registry};
use crate::family::AsProblem;
use crate::quantity::Quantity;
use crate::setting::Settings;
use crate::study::Cell;

/// A cell with the settings that its quantity uses.
#[derive(Clone, Debug)]
pub(super) struct PlannedCell {
    pub(super) cell: Cell,
    pub(super) settings: Settings,
}

/// The cells at these points, in their order.
pub(super) fn planned_cells(
    file: &ClaimFile,
    points: &[IndexMap<String, toml::Value>],
    quantity: &Quantity,
    expressions: &Expressions,
    registry: &Registry,
) -> Result<Vec<PlannedCell>, ClaimFault> {
    let mut known: Vec<&str> = quantity.settings.iter().map(|setting| &*setting.name).collect();
    for name in expressions.settings() {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let (numbers, most) = (AtomicU64::new(0), registry.limits().numbers);
    let planned = |point: &IndexMap<String, toml::Value>| {
        if numbers.load(Ordering::Relaxed) > most {
            return Err(ClaimFault::TooManyNumbers { most });
        }
        let cell = Cell::within(registry.limits(), &file.problem, point, &known)?;
        registry
            .quantities()
            .require_family(quantity, &cell.problem)
            .map_err(|error| ClaimFault::Quantity(error.into()))?;
        numbers.fetch_add(cell.problem.number_count() as u64, Ordering::Relaxed);
        let settings = Settings::select(&quantity.settings, &cell.point)?;
        Ok(PlannedCell { cell, settings })
    };
    // All points are evaluated first, so that the reported fault is that of the first point on any number of threads.
    let cells: Vec<Result<_, ClaimFault>> = points.par_iter().map(planned).collect();
    let cells = cells.into_iter().collect::<Result<_, _>>()?;
    if numbers.into_inner() > most { Err(ClaimFault::TooManyNumbers { most }) } else { Ok(cells) }
}
