//! The minimum of a convex function of one variable on an interval.

use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::brent::BrentOpt;

/// The minimum of a function, and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// The minimiser.
    pub argument: f64,
    /// The minimum.
    pub value: f64,
}

/// Minimises a convex function over `[low, high]`, both ends included.
///
/// First, steps from `low` double in length until they bracket the minimum. So the function is not evaluated far beyond its minimiser,
/// where a moment generating function may be very large. Then Brent's method (R. P. Brent 1973) searches the bracket.
///
/// The returned value is the value of the function at the returned argument. So a bound that holds for every argument holds for the
/// returned value, whatever the tolerance of the search is.
///
/// ```
/// use weak_to_strong::numeric::minimise_convex;
/// let minimum = minimise_convex(|x| (x - 0.25) * (x - 0.25), 0.0, 1.0);
/// assert!((minimum.argument - 0.25).abs() < 1e-7);
/// assert_eq!(minimise_convex(|x| x, 0.0, 1.0).argument, 0.0);
/// ```
pub fn minimise_convex(function: impl Fn(f64) -> f64, low: f64, high: f64) -> Minimum {
    let at = |argument: f64| Minimum { argument, value: function(argument) };
    let (mut before, mut best) = (low, at(low));
    let mut step = (high - low) / FIRST_STEP;
    let upper = loop {
        let next = at((low + step).min(high));
        if next.value >= best.value {
            break next.argument;
        }
        (before, best) = (best.argument, next);
        if next.argument == high {
            break high;
        }
        step *= 2.0;
    };
    let solver = BrentOpt::new(before, upper).set_tolerance(f64::EPSILON.sqrt(), 1e-10 * (upper - before));
    let search = Executor::new(OnInterval(&function), solver).configure(|state| state.max_iters(200)).run();
    if let Some(interior) = search.ok().and_then(|result| result.state().get_best_param().copied()) {
        let interior = at(interior);
        if interior.value < best.value {
            best = interior;
        }
    }
    best
}

/// The first step is this part of the interval.
const FIRST_STEP: f64 = 1024.0;

struct OnInterval<'a, F>(&'a F);

impl<F: Fn(f64) -> f64> CostFunction for OnInterval<'_, F> {
    type Param = f64;
    type Output = f64;

    fn cost(&self, argument: &f64) -> Result<f64, Error> {
        Ok((self.0)(*argument))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_interior_and_boundary_minima() {
        let cosh = minimise_convex(|x| (x - 0.3).cosh(), -2.0, 5.0);
        assert!((cosh.argument - 0.3).abs() < 1e-7 && (cosh.value - 1.0).abs() < 1e-14);
        assert_eq!(minimise_convex(|x| -x, 0.0, 2.0).argument, 2.0);
        assert_eq!(minimise_convex(|_| 4.0, 0.0, 1.0).value, 4.0);
        assert_eq!(minimise_convex(|x| x * x, 0.0, 0.0).argument, 0.0);
        let tiny = minimise_convex(|x| (x - 1e-5) * (x - 1e-5), 0.0, 1.0);
        assert!((tiny.argument - 1e-5).abs() < 1e-8);
    }

    #[test]
    fn stays_near_the_minimiser() {
        let farthest = std::cell::Cell::new(0.0f64);
        minimise_convex(
            |x| {
                farthest.set(farthest.get().max(x));
                (x - 0.1) * (x - 0.1)
            },
            0.0,
            1.0,
        );
        assert!(farthest.get() <= 0.4);
    }
}
