//! Observables of one's own with known laws, and rows of a data file.

use std::fmt::Write;

use rand::RngExt;
use rand_distr::{Distribution, Exp1};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong_lab::inference::Range;
use weak_to_strong_lab::quantity::observable::{MadeSample, MakeSample, Observable, Observed, Values};
use weak_to_strong_lab::quantity::{Draw, Experiment};
use weak_to_strong_lab::setting::{DefaultValue, Domain, Setting};
use weak_to_strong_lab::unit::Unit;

use super::levels::PLACE;

/// The power of a uniform number that `draw.power` observes.
const POWER: Setting = Setting {
    name: std::borrow::Cow::Borrowed("power"),
    symbol: std::borrow::Cow::Borrowed("k"),
    axis: None,
    meaning: std::borrow::Cow::Borrowed("a power"),
    domain: Domain::Positive,
    default: Some(DefaultValue::Number(1.0)),
};

/// The random numbers of one sample.
struct Drawn {
    uniform: f64,
    other: f64,
    exponential: f64,
}

/// A function of the random numbers, and of the power.
type Observe = fn(&Drawn, f64) -> f64;

/// Name, what is known of the values, and the value.
const OBSERVED: [(&str, Values, Observe); 6] = [
    ("draw.uniform", Values::UNIT, |drawn, _| drawn.uniform),
    ("draw.other", Values::UNIT, |drawn, _| drawn.other),
    ("draw.exponential", Values::SQUARE, |drawn, _| drawn.exponential),
    ("draw.open", Values::ranging(Range::UNKNOWN), |drawn, _| drawn.exponential - 1.0),
    ("draw.power", Values::UNIT, |drawn, power| drawn.uniform.powf(power)),
    // The distribution function is 0.55 at ½.
    ("draw.tilted", Values::UNIT, |drawn, _| 0.5 * drawn.uniform + if drawn.other < 0.55 { 0.0 } else { 0.5 }),
];

/// Observables of one sample, and one of another.
pub fn observables() -> Vec<Observable> {
    let own = MakeSample::new::<TransferProblem>(|_, observed| Ok(made(observed)));
    let others = MakeSample::new::<TransferProblem>(|_, observed| Ok(made(observed)));
    let observable = |name: &'static str, sample, experiment: &MakeSample| Observable {
        name: name.into(),
        version: 1,
        symbol: "x".into(),
        meaning: "a number of a known law".into(),
        unit: Unit::Number,
        settings: if name == "draw.power" { vec![PLACE, POWER] } else { vec![PLACE] },
        path: if name == "draw.power" { vec![POWER] } else { Vec::new() },
        sample,
        experiment: experiment.clone(),
    };
    let of_one = OBSERVED.iter().map(|(name, ..)| observable(name, "a draw".into(), &own));
    of_one.chain([observable("stray.uniform", "another draw".into(), &others)]).collect()
}

fn made(observed: &[Observed]) -> MadeSample {
    let known = |one: &Observed| {
        let found = OBSERVED.iter().find(|(name, ..)| *name == one.observable.name);
        let (_, values, observe) = found.unwrap_or(&OBSERVED[0]);
        (*values, (*observe, one.settings.number_if_given(&POWER).unwrap_or(1.0)))
    };
    let (values, of) = observed.iter().map(known).unzip();
    MadeSample::new(Box::new(Sample { of }), values)
}

struct Sample {
    of: Vec<(Observe, f64)>,
}

impl Experiment for Sample {
    fn width(&self) -> usize {
        self.of.len()
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|stream, observation| {
            let drawn = drawn(stream);
            observation
                .iter_mut()
                .zip(&self.of)
                .for_each(|(observed, (observe, power))| *observed = observe(&drawn, *power));
            Ok(())
        })
    }
}

fn drawn(stream: &mut Stream) -> Drawn {
    Drawn { uniform: stream.random(), other: stream.random(), exponential: Exp1.sample(stream) }
}

/// The table of a data file with these rows; `x` and `y` are declared to range, and `z` is not.
pub const DATA: &str = r#"
[data]
file = "rows.csv"
settings = ["place"]
[data.observations]
"rows.x" = { column = "x", range = [0.8, 1.2] }
"rows.y" = { column = "y", range = [0.6, 1.3] }
"rows.z" = "z"
"#;

/// Rows at two places: x of mean 1, y of mean 0.98, paired with it, and z, exponential of mean 1.
pub fn rows(seed: u64) -> String {
    let mut stream = open_stream(seed, &ContentKey::of("rows of the battery"), 0);
    let mut text = "place,x,y,z\n".to_owned();
    for place in [1, 2] {
        for _ in 0..8000 {
            let Drawn { uniform, other, exponential } = drawn(&mut stream);
            let x = 0.8 + 0.4 * uniform;
            let y = 0.98 * x + 0.2 * (other - 0.5);
            writeln!(text, "{place},{x},{y},{exponential}").expect("a text takes what is written");
        }
    }
    text
}
