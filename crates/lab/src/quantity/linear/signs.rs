//! 0-1 errors of linear learners, which are fitted to real labels or to signs. Proofs are in `docs/theory.md`, *0-1 errors*.
//!
//! Prompts are normal, so that the error of a predictor is an angle. Labels are drawn with their noise.

use nalgebra::DVector;

use super::pair::{Pair, Predictors};
use super::world::World;
use crate::inference::{Estimator, Inference, Mean};
use crate::name::Name;
use crate::quantity::{Draw, Experiment, Made, QuantityError, Undefined};
use weak_to_strong::model::{LinearProblem, sign_disagreement};

/// An angle in half turns that is 0 up to rounding.
const ROUNDING: f64 = 1e-14;

/// Refuses problems whose 0-1 errors are no angles.
pub(in crate::quantity) fn check_angles(quantity: &Name, problem: &LinearProblem) -> Result<(), QuantityError> {
    if problem.prompts().is_gaussian() {
        Ok(())
    } else {
        Err(QuantityError::NotGaussian { quantity: quantity.clone() })
    }
}

/// The angles of predictors to the truth, on coordinates of variance 1.
pub(super) struct Angles {
    /// The standard deviations of the coordinates.
    deviations: DVector<f64>,
    truth: DVector<f64>,
}

impl Angles {
    pub(super) fn new(world: &World) -> Self {
        let deviations = world.eigenvalues.iter().map(|variance| variance.sqrt());
        let deviations = DVector::from_iterator(world.dim(), deviations);
        let truth = DVector::from_column_slice(&world.truth).component_mul(&deviations);
        Self { deviations, truth }
    }

    /// The 0-1 error of a predictor.
    pub(super) fn error(&self, predictor: DVector<f64>) -> f64 {
        sign_disagreement(&predictor.component_mul(&self.deviations), &self.truth)
    }
}

/// The 0-1 error of a teacher, or of its student if there is one.
pub(super) struct Signs {
    pair: Pair,
    angles: Angles,
}

impl Signs {
    pub(super) fn made(pair: Pair) -> Made {
        let signs = Self { angles: Angles::new(&pair.world), pair };
        let inference = match signs.known() {
            Some(values) => Inference::of(values.into_iter().map(Estimator::Exact)),
            None => Inference::of((0..signs.pair.len()).map(|at| Mean::of(at).in_unit_interval())),
        };
        Made::new(signs, inference)
    }

    /// The errors of all cells, if nothing is drawn.
    fn known(&self) -> Option<Vec<f64>> {
        let mut errors = vec![0.0; self.pair.len()];
        self.observe(&self.pair.known()?, &mut errors);
        Some(errors.into_iter().map(|error| if error < ROUNDING { 0.0 } else { error }).collect())
    }

    /// Writes the error of each cell.
    fn observe(&self, fitted: &Predictors, observation: &mut [f64]) {
        let learner = if self.pair.has_student() { &fitted.students } else { &fitted.teachers };
        let errors = learner.column_iter().map(|predictor| self.angles.error(predictor.into_owned()));
        let errors: Vec<f64> = errors.collect();
        for (cell, seen) in observation.iter_mut().enumerate() {
            *seen = errors[if self.pair.has_student() { cell } else { self.pair.teacher_of(cell) }];
        }
    }
}

impl Experiment for Signs {
    fn width(&self) -> usize {
        self.pair.len()
    }

    fn sampler(&self) -> &'static str {
        if self.known().is_some() { "none" } else { "direct" }
    }

    fn start(&self) -> Draw<'_> {
        let mut draw = self.pair.draws();
        Draw::new(move |stream, observation| {
            self.observe(&draw(stream), observation);
            let undefined = observation.iter().position(|value| !value.is_finite());
            undefined.map_or(Ok(()), |coordinate| Err(Undefined::at(coordinate)))
        })
    }
}
