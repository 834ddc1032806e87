//! Quantities of one's own with observations of a known law, all of mean 1.

use rand::RngExt;
use rand_distr::{Distribution, Exp1, LogNormal, Pareto};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong_lab::claim::{OwnRelation, Registry};
use weak_to_strong_lab::inference::{Inference, Range};
use weak_to_strong_lab::quantity::{Draw, Experiment, Made, MakeExperiment, Quantity};
use weak_to_strong_lab::unit::Unit;

use super::{draws, levels};

/// Draws one observation.
type Observe = fn(&mut Stream) -> f64;

/// Name, what is declared of the observations, and how one is drawn.
const LAWS: [(&str, Range, Observe); 9] = [
    ("law.uniform", Range::UNKNOWN, |s| 2.0 * s.random::<f64>()),
    ("law.exponential", Range::UNKNOWN, |s| Exp1.sample(s)),
    // Variance e − 1.
    ("law.skewed", Range::at_least(0.0), |s| LogNormal::new(-0.5, 1.0).map_or(f64::NAN, |law| law.sample(s))),
    // Variance e⁴ − 1: its square root is 7 times the mean.
    ("law.very_skewed", Range::at_least(0.0), |s| LogNormal::new(-2.0, 2.0).map_or(f64::NAN, |law| law.sample(s))),
    // No variance: density ∝ x^(−2.5) from 1/3 on.
    ("law.no_variance", Range::at_least(0.0), |s| Pareto::new(1.0 / 3.0, 1.5).map_or(f64::NAN, |law| law.sample(s))),
    ("law.no_variance_signed", Range::UNKNOWN, |s| {
        let tail = Pareto::new(1.0 / 3.0, 1.5).map_or(f64::NAN, |law| law.sample(s));
        2.0 - tail
    }),
    ("law.rare", Range::between(0.0, 1000.0), |s| if s.random::<f64>() < 1e-3 { 1000.0 } else { 0.0 }),
    ("law.very_rare", Range::between(0.0, 1e6), |s| if s.random::<f64>() < 1e-6 { 1e6 } else { 0.0 }),
    // Beside small values a rare large one that carries nine tenths of the mean.
    ("law.mostly_small", Range::between(0.0, 9000.2), |s| {
        0.2 * s.random::<f64>() + if s.random::<f64>() < 1e-4 { 9000.0 } else { 0.0 }
    }),
];

/// The library's names and those of the battery.
pub fn registry() -> Registry {
    let of_laws = LAWS.into_iter().map(|(name, range, observe)| quantity(name, range, observe));
    let within_tenth = OwnRelation::new("within_tenth", "within a tenth of the right side", |right| Interval {
        lower: 0.9 * right,
        upper: 1.1 * right,
    });
    let registry = Registry::built_in().with_relation(within_tenth).expect("a new name");
    let registry = of_laws
        .chain(levels::quantities())
        .fold(registry, |registry, quantity| registry.with_quantity(quantity).expect("a new name"));
    draws::observables()
        .into_iter()
        .fold(registry, |registry, observable| registry.with_observable(observable).expect("a new name"))
}

fn quantity(name: &'static str, range: Range, observe: Observe) -> Quantity {
    Quantity {
        name: name.into(),
        version: 1,
        symbol: "E x".into(),
        meaning: "mean of a law that is known".into(),
        unit: Unit::Number,
        settings: Vec::new(),
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(move |_, _| {
            Ok(Made::new(Law(observe), Inference::means_ranging(1, range)))
        }),
    }
}

struct Law(Observe);

impl Experiment for Law {
    fn width(&self) -> usize {
        1
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|stream, observation| {
            observation[0] = (self.0)(stream);
            Ok(())
        })
    }
}
