//! Quantities of one's own whose mean is a setting, so that curves of any shape can be stated.

use rand::RngExt;
use rand_distr::{Distribution, Exp1, StandardNormal};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong_lab::inference::{Inference, Mean, Range};
use weak_to_strong_lab::quantity::{Draw, Experiment, Made, MakeExperiment, Quantity};
use weak_to_strong_lab::setting::{DefaultValue, Domain, Setting, Settings};
use weak_to_strong_lab::unit::Unit;

/// Replicates at different places are independent.
pub const PLACE: Setting = setting("place", Domain::Count { least: 1 });

/// The mean.
const HEIGHT: Setting = setting("height", Domain::Positive);

const fn setting(name: &'static str, domain: Domain) -> Setting {
    Setting {
        name: std::borrow::Cow::Borrowed(name),
        symbol: std::borrow::Cow::Borrowed(name),
        axis: None,
        meaning: std::borrow::Cow::Borrowed(name),
        domain,
        default: Some(DefaultValue::Number(1.0)),
    }
}

/// A law of mean 1, what is known of it, and whether means of several heights are of one sample.
#[derive(Clone, Copy)]
struct Level {
    name: &'static str,
    range: Range,
    is_paired: bool,
    /// Draws two numbers: the first is multiplied by the height, and the second by something else, so that heights are not proportional.
    observe: fn(&mut Stream) -> [f64; 2],
}

const LEVELS: [Level; 4] = [
    Level {
        name: "level.uniform",
        range: Range::between(0.8, 1.2),
        is_paired: false,
        observe: |s| [0.8 + 0.4 * s.random::<f64>(), 0.0],
    },
    Level {
        name: "level.exponential",
        range: Range::at_least(0.0),
        is_paired: false,
        observe: |s| [Exp1.sample(s), 0.0],
    },
    Level {
        name: "level.normal",
        range: Range::UNKNOWN,
        is_paired: false,
        observe: |s| {
            let normal: f64 = StandardNormal.sample(s);
            [1.0 + 0.2 * normal, 0.0]
        },
    },
    Level {
        name: "level.paired",
        range: Range::between(0.7, 1.3),
        is_paired: true,
        observe: |s| [0.8 + 0.4 * s.random::<f64>(), 0.2 * (s.random::<f64>() - 0.5)],
    },
];

pub fn quantities() -> impl Iterator<Item = Quantity> {
    LEVELS.into_iter().map(|level| Quantity {
        name: level.name.into(),
        version: 1,
        symbol: "h".into(),
        meaning: "the height".into(),
        unit: Unit::Number,
        settings: vec![PLACE, HEIGHT],
        path: if level.is_paired { vec![HEIGHT] } else { Vec::new() },
        experiment: MakeExperiment::new::<TransferProblem>(move |_, path| Ok(made(level, path))),
    })
}

fn made(level: Level, path: &[Settings]) -> Made {
    let heights: Vec<f64> = path.iter().map(|settings| settings.number(&HEIGHT)).collect();
    let ranging = |height: f64| Range::between(height * level.range.least, height * level.range.greatest);
    let means = heights.iter().enumerate().map(|(at, height)| Mean::of(at).ranging(ranging(*height)));
    let inference = Inference::of(means.collect::<Vec<_>>());
    Made::new(Levels { level, heights }, inference)
}

struct Levels {
    level: Level,
    heights: Vec<f64>,
}

impl Experiment for Levels {
    fn width(&self) -> usize {
        self.heights.len()
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|stream, observation| {
            let [common, own] = (self.level.observe)(stream);
            for (observed, height) in observation.iter_mut().zip(&self.heights) {
                *observed = height * (common + own * (7.0 * height).cos());
            }
            Ok(())
        })
    }
}
