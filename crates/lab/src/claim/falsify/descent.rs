//! Local search in the unit cube.

use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::neldermead::NelderMead;
use argmin_math::{ArgminAdd, ArgminMul, ArgminSub};

/// Moves from `start` towards smaller `cost`, along the coordinates `movable` only, for this many steps of the Nelder–Mead method.
///
/// The cost may be noisy and need not be continuous. Nothing is returned: `cost` itself must record what it finds. A step costs one or two
/// evaluations, seldom one for each coordinate.
pub(super) fn descend(start: &[f64], movable: &[usize], steps: u64, cost: &dyn Fn(&[f64]) -> f64) {
    if movable.is_empty() {
        return;
    }
    let corner = Vertex(movable.iter().map(|axis| start[*axis]).collect());
    let moved = |coordinate: usize| {
        let mut vertex = corner.clone();
        // Towards the middle, so that the simplex begins inside.
        vertex.0[coordinate] += if vertex.0[coordinate] < 0.5 { FIRST_STEP } else { -FIRST_STEP };
        vertex
    };
    let simplex = [corner.clone()].into_iter().chain((0..movable.len()).map(moved)).collect();
    let objective = CostOfMoved { start, movable, cost };
    let Ok(solver) = NelderMead::new(simplex).with_sd_tolerance(FLAT) else { return };
    // The objective never fails, so the whole search never fails.
    let _ = Executor::new(objective, solver).configure(|state| state.max_iters(steps)).run();
}

/// Length of the first steps, in units of the cube.
const FIRST_STEP: f64 = 0.15;

/// A simplex on which the cost varies by no more than this is as good as a point.
const FLAT: f64 = 1e-5;

struct CostOfMoved<'a> {
    start: &'a [f64],
    movable: &'a [usize],
    cost: &'a dyn Fn(&[f64]) -> f64,
}

impl CostFunction for CostOfMoved<'_> {
    type Param = Vertex;
    type Output = f64;

    fn cost(&self, vertex: &Vertex) -> Result<f64, Error> {
        let mut point = self.start.to_vec();
        for (axis, coordinate) in self.movable.iter().zip(&vertex.0) {
            point[*axis] = coordinate.clamp(0.0, 1.0);
        }
        Ok((self.cost)(&point))
    }
}

/// A vertex of the simplex.
///
/// argmin's own implementations for vectors bring a second random number generator, seeded by the operating system.
#[derive(Clone)]
struct Vertex(Vec<f64>);

impl ArgminAdd<Self, Self> for Vertex {
    fn add(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a + b).collect())
    }
}

impl ArgminSub<Self, Self> for Vertex {
    fn sub(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a - b).collect())
    }
}

impl ArgminMul<f64, Self> for Vertex {
    fn mul(&self, factor: &f64) -> Self {
        Self(self.0.iter().map(|a| a * factor).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn best_of(start: &[f64], movable: &[usize], cost: fn(&[f64]) -> f64) -> Vec<f64> {
        let best = RefCell::new((f64::INFINITY, Vec::new()));
        descend(start, movable, 60, &|point| {
            let value = cost(point);
            if value < best.borrow().0 {
                best.replace((value, point.to_vec()));
            }
            value
        });
        best.into_inner().1
    }

    #[test]
    fn minima_inside_and_on_the_surface_are_found() {
        let inside = best_of(&[0.5, 0.9, 0.5], &[0, 1], |x| (x[0] - 0.3).powi(2) + (x[1] - 0.6).powi(2));
        assert!((inside[0] - 0.3).abs() < 0.01 && (inside[1] - 0.6).abs() < 0.01 && inside[2] == 0.5, "{inside:?}");
        let corner = best_of(&[0.5, 0.5], &[0, 1], |x| x[0] - x[1]);
        assert!(corner[0] < 0.01 && corner[1] > 0.99, "{corner:?}");
        assert!(best_of(&[0.5], &[], |_| 0.0).is_empty(), "nothing can move");
    }
}
