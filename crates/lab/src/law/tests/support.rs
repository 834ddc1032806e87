//! Problems, observables and draws for tests.

use rand::RngExt;
use rand_distr::{Distribution, Exp1};

use crate::family::AsProblem;
use crate::law::{Law, OfSample, Operation, law_experiment};
use crate::quantity::observable::{MadeSample, MakeSample, OBSERVABLES, Observable, Observed, Values};
use crate::quantity::{Draw, Experiment, Made, ReplicatesOfBlock};
use crate::sentence::Relation;
use crate::setting::{SettingValue, Settings};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::{BLOCK, JointMoments};
use weak_to_strong::random::{ContentKey, open_stream};

pub(super) fn problem() -> TransferProblem {
    ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).weak(WeakSpec::biased(0.8, 0.6, 0.5)).build().expect("a problem")
}

/// One dimension and random signs as prompts, so that XᵀX = n. The squared error of least squares is σ_w²/n times a χ² number with one degree of
/// freedom.
pub(super) fn chi_squared_problem() -> TransferProblem {
    let spec = ProblemSpec::new(1, ConceptSpec::Orthonormal(1)).prompts(PromptLaw::Rademacher);
    spec.weak(WeakSpec::biased(1.0, 0.0, 0.5)).build().expect("a problem")
}

/// An observable of the library with numbers and words as settings.
pub(super) fn observed(name: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> Observed {
    let observable = OBSERVABLES.by_name(name).expect("known").clone();
    let numbers = numbers.iter().map(|(name, x)| ((*name).to_owned(), SettingValue::Number(*x)));
    let words = words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned())));
    let settings = Settings::select(&observable.settings, &numbers.chain(words).collect()).expect("settings");
    Observed { observable, settings }
}

/// A uniform number and an exponential one, independent.
pub(super) fn uniform_and_exponential() -> [Observed; 2] {
    let observable = |name: &'static str| Observable {
        name: name.into(),
        version: 1,
        symbol: name.into(),
        meaning: name.into(),
        unit: Unit::Number,
        settings: Vec::new(),
        path: Vec::new(),
        sample: "two numbers".into(),
        experiment: MakeSample::new::<TransferProblem>(|_, observed| {
            let names: Vec<String> = observed.iter().map(|observed| observed.observable.name.to_string()).collect();
            let values = names.iter().map(|name| if name == "uniform" { Values::UNIT } else { Values::SQUARE });
            let values = values.collect();
            Ok(MadeSample::new(Box::new(TwoNumbers(names)), values))
        }),
    };
    ["uniform", "exponential"].map(|name| Observed { observable: observable(name), settings: Settings::default() })
}

struct TwoNumbers(Vec<String>);

impl Experiment for TwoNumbers {
    fn width(&self) -> usize {
        self.0.len()
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|stream, observation| {
            let (uniform, exponential): (f64, f64) = (stream.random(), Exp1.sample(stream));
            for (observed, name) in observation.iter_mut().zip(&self.0) {
                *observed = if name == "uniform" { uniform } else { exponential };
            }
            Ok(())
        })
    }
}

pub(super) fn at(place: usize) -> OfSample {
    OfSample::At(place)
}

pub(super) fn apply(operation: Operation, parts: &[OfSample]) -> OfSample {
    OfSample::Apply(operation, parts.to_vec())
}

pub(super) fn at_most(left: OfSample, right: OfSample) -> Law {
    Law::Probability { relation: Relation::AtMost, left, right, counted: false }
}

pub(super) fn made(sample: &[Observed], problem: &dyn AsProblem, laws: &[Law]) -> Made {
    law_experiment(sample, problem, laws).expect("an experiment")
}

/// Moments of blocks of replicates.
pub(super) fn moments(made: &Made, seed: u64, blocks: u64) -> JointMoments {
    let mut total = made.inference.empty_moments(made.experiment.width());
    let ranges = made.inference.ranges(made.experiment.width());
    for block in 0..blocks {
        let mut stream = open_stream(seed, &ContentKey::of("laws"), block);
        let mut drawn = ReplicatesOfBlock::of(&*made.experiment);
        let mut moments = total.emptied();
        for _ in 0..BLOCK {
            let observation = drawn.draw_next(&mut stream).expect("defined");
            let inside = |(x, range): (&f64, &Interval)| *x >= range.lower && *x <= range.upper && x.is_finite();
            assert!(observation.iter().zip(&ranges).all(inside), "{observation:?} {ranges:?}");
            moments.push(observation);
        }
        total.merge(&moments);
    }
    total
}

pub(super) fn intervals(made: &Made, moments: &JointMoments, error: f64) -> Vec<Interval> {
    made.inference.enclosures(moments, error).iter().map(|enclosure| enclosure.interval()).collect()
}
