//! The ways in which assumptions are broken.

use toml::{Table, Value};

use super::super::Claim;
use super::super::plan::PlannedCell;
use crate::assumption::Assumption;
use crate::family::{OfFamily, TRANSFER};
use crate::setting::{BATCH, BATCH_CONCEPTS, EXTRAPOLATION, LABELS, ORACLE_SHARE, SAMPLES, Setting};
use weak_to_strong::model::{ProblemSpec, TransferProblem};

/// A family of problems that breaks one assumption, the more the stronger.
#[derive(Clone, Copy, Debug)]
pub struct AssumptionDrop {
    /// The assumption.
    pub assumption: Assumption,
    /// What breaks it, in a few words.
    pub name: &'static str,
    /// What its strength measures.
    pub strength: &'static str,
    /// From the strength at which the assumption still holds to the largest that is tried.
    pub range: (f64, f64),
    /// How strengths are spread over the range.
    pub spread: Spread,
    /// The settings that it changes, which the claim's quantity must have.
    settings: &'static [Setting],
    /// The values of problem keys and settings at a strength.
    values: fn(&TransferCell, f64) -> Dropped,
}

/// A cell of a claim about transfer problems, which all drops are about.
struct TransferCell<'a> {
    spec: &'a ProblemSpec,
    problem: &'a TransferProblem,
}

/// How strengths are spread over a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// By equal differences.
    Even,
    /// By equal ratios.
    Geometric,
}

/// What a drop changes at a cell: dotted names and values.
pub type Dropped = Vec<(String, Value)>;

impl AssumptionDrop {
    /// Whether the claim is about transfer problems, and its quantity has the settings that the drop changes.
    pub fn fits(&self, claim: &Claim) -> bool {
        let known = |setting: &Setting| claim.quantity().settings.iter().any(|known| known.name == setting.name);
        claim.quantity().family() == &TRANSFER && self.settings.iter().all(known)
    }

    /// What it changes at a cell of a claim. Sample and batch sizes stay within the claim's domain, which is no assumption to be dropped.
    ///
    /// Where labels are refined few of them will do: a fresh batch for each is what costs.
    pub(super) fn values(&self, claim: &Claim, cell: &PlannedCell, strength: f64) -> Dropped {
        let described = (cell.cell.spec.of::<TransferProblem>(), TransferProblem::of(&cell.cell.problem));
        let mut values = match described {
            (Some(spec), Some(problem)) => (self.values)(&TransferCell { spec, problem }, strength),
            _ => Vec::new(),
        };
        for (name, value) in &mut values {
            if let (Some(size), Some((low, high))) = (value.as_float(), claim.domain.whole_range(name))
                && self.settings.iter().any(|setting| setting.name == *name)
            {
                *value = Value::Float(size.clamp(low as f64, high as f64));
            }
        }
        let finite = |labels: &Setting| cell.settings.number(labels).is_finite();
        if claim.quantity().settings.iter().any(|setting| setting.name == LABELS.name && finite(setting)) {
            values.push(number(&LABELS.name, FEW_LABELS));
        }
        values
    }

    /// The strength at this share of the range.
    pub fn strength_at(&self, share: f64) -> f64 {
        match self.spread {
            // The ends are exact, so that the assumption holds at the first.
            _ if share == 0.0 => self.range.0,
            _ if share == 1.0 => self.range.1,
            Spread::Even => self.range.0 + share * (self.range.1 - self.range.0),
            Spread::Geometric => self.range.0 * (self.range.1 / self.range.0).powf(share),
        }
    }
}

/// All ways in which an assumption can be broken.
pub fn drops_of(assumption: Assumption) -> impl Iterator<Item = &'static AssumptionDrop> {
    DROPS.iter().filter(move |drop| drop.assumption == assumption)
}

/// The place of a drop in the order in which reports show them.
pub(super) fn place_of(drop: &AssumptionDrop) -> usize {
    DROPS.iter().position(|known| known.name == drop.name).unwrap_or(DROPS.len())
}

/// Refined labels in an ablation.
const FEW_LABELS: f64 = 100.0;

const DROPS: &[AssumptionDrop] = &[
    AssumptionDrop {
        assumption: Assumption::Isotropic,
        name: "anisotropic prompts",
        strength: "largest ÷ smallest variance",
        range: (1.0, 100.0),
        spread: Spread::Geometric,
        settings: &[],
        values: anisotropic_prompts,
    },
    AssumptionDrop {
        assumption: Assumption::CrossBiasNonnegative,
        name: "weak concept longer than the true one",
        strength: "weak.cosine",
        range: (1.0, 2.0),
        spread: Spread::Even,
        settings: &[],
        values: |_, cosine| vec![number("weak.cosine", cosine)],
    },
    AssumptionDrop {
        assumption: Assumption::Shrinkage,
        name: "extrapolation, the target beyond the supervisor",
        strength: "extrapolation",
        range: (0.0, 0.5),
        spread: Spread::Even,
        settings: &[EXTRAPOLATION, SAMPLES],
        // Without a part off the hull c exceeds ε_Q′², so that the target lies beyond the weak supervisor.
        values: |_, extrapolation| {
            let parallel = number("weak.off_hull", 0.0);
            vec![parallel, number(&SAMPLES.name, 1024.0), number(&EXTRAPOLATION.name, extrapolation)]
        },
    },
    AssumptionDrop {
        assumption: Assumption::BlindPenalty,
        name: "the best penalty for each sample",
        strength: "share of such samples",
        range: (0.0, 1.0),
        spread: Spread::Even,
        settings: &[ORACLE_SHARE, SAMPLES],
        values: oracle_penalty,
    },
    AssumptionDrop {
        assumption: Assumption::Orthonormal,
        name: "longer concepts",
        strength: "length of every concept",
        range: (1.0, 3.0),
        spread: Spread::Even,
        settings: &[],
        values: longer_concepts,
    },
    AssumptionDrop {
        assumption: Assumption::Orthonormal,
        name: "nearly parallel concepts",
        strength: "cosine between concepts",
        range: (0.0, 0.99),
        spread: Spread::Even,
        settings: &[],
        values: |cell, cosine| vec![persona(cell, cosine.sqrt(), (1.0 - cosine).sqrt())],
    },
    AssumptionDrop {
        assumption: Assumption::NoiseKnown,
        name: "a source that takes its noise for larger",
        strength: "believed noise ÷ noise",
        range: (1.0, 4.0),
        spread: Spread::Even,
        settings: &[],
        values: |cell, factor| vec![number("believed_noise", factor * cell.problem.noise())],
    },
    AssumptionDrop {
        assumption: Assumption::TargetSupported,
        name: "a concept that the source hardly knows",
        strength: "share of 1/K missing in its prior",
        range: (0.0, 1.0),
        spread: Spread::Even,
        settings: &[],
        values: hardly_known_target,
    },
    AssumptionDrop {
        assumption: Assumption::OneConceptBatches,
        name: "batches that mix concepts",
        strength: "share of other concepts",
        range: (0.0, 0.5),
        spread: Spread::Even,
        settings: &[BATCH_CONCEPTS],
        values: |cell, share| {
            let concept = main_concept(cell.problem);
            vec![prior("target_prior", concept, 1.0 - share), word(&BATCH_CONCEPTS.name, "mixed")]
        },
    },
    AssumptionDrop {
        assumption: Assumption::GaussianNoise,
        name: "heavy-tailed weak noise (Student t)",
        strength: "1 ÷ degrees of freedom",
        range: (0.0, 0.4),
        spread: Spread::Even,
        settings: &[BATCH],
        // Large batches: an outlier then does what the sum of all other examples hardly ever does.
        values: |_, reciprocal| {
            let tails = number("weak.degrees_of_freedom", 1.0 / reciprocal);
            vec![tails, number(&BATCH.name, 64.0), word("prompts", "gaussian")]
        },
    },
    AssumptionDrop {
        assumption: Assumption::WeakNearestTarget,
        name: "weak concepts that turn away",
        strength: "−weak.cosine",
        range: (-1.0, 0.5),
        spread: Spread::Even,
        settings: &[],
        values: |_, strength| vec![number("weak.cosine", -strength)],
    },
];

/// Gaussian prompts, all of variance 1 but for the coordinate along which the weak supervisor's bias exceeds the source's most.
///
/// Ridge regression keeps the source there and learns the weak supervisor elsewhere.
fn anisotropic_prompts(cell: &TransferCell, ratio: f64) -> Dropped {
    let problem = cell.problem;
    let (weak, source) = (problem.weak_mean() - problem.target_mean(), problem.source_mean() - problem.target_mean());
    let excess = weak.zip_map(&source, |weak, source| weak * weak - source * source);
    let mut variances = vec![Value::Float(1.0); problem.dim()];
    variances[excess.imax()] = Value::Float(1.0 / ratio);
    vec![("prompts".to_owned(), table([("anisotropic", Value::Array(variances))]))]
}

/// Two concepts in the plane, and few and noisy weak labels: the fit lies on either side of the segment, and the best penalty takes
/// the side of the target.
fn oracle_penalty(_: &TransferCell, share: f64) -> Dropped {
    vec![
        number("dim", 2.0),
        ("concepts".to_owned(), table([("orthonormal", Value::Integer(2))])),
        word("source_prior", "uniform"),
        ("target".to_owned(), Value::Integer(0)),
        number("weak.cosine", 0.2),
        number("weak.off_hull", 0.0),
        number("weak.noise", 2.0),
        number(&SAMPLES.name, 16.0),
        number(&ORACLE_SHARE.name, share),
    ]
}

/// Concepts of this length, with weak concepts in proportion.
fn longer_concepts(cell: &TransferCell, length: f64) -> Dropped {
    let weak = &cell.spec.weak;
    let mut values = vec![persona(cell, 0.0, length)];
    values.extend(weak.cosine.map(|cosine| number("weak.cosine", length * length * cosine)));
    values.extend(weak.off_hull.map(|off_hull| number("weak.off_hull", length * off_hull)));
    values
}

/// The source's prior of the target's main concept shrinks to nothing.
fn hardly_known_target(cell: &TransferCell, strength: f64) -> Dropped {
    let problem = cell.problem;
    let share = (1.0 - strength) / problem.concept_count() as f64;
    vec![prior("source_prior", main_concept(problem), share)]
}

/// The most probable concept of the target.
fn main_concept(problem: &TransferProblem) -> usize {
    problem.target_prior().probabilities().imax()
}

/// As many concepts, with this common part and these parts of their own.
fn persona(cell: &TransferCell, content: f64, style: f64) -> (String, Value) {
    let count = Value::Integer(cell.problem.concept_count() as i64);
    let lengths = [("count", count), ("content", Value::Float(content)), ("style", Value::Float(style))];
    ("concepts".to_owned(), table([("persona", table(lengths))]))
}

fn prior(key: &str, concept: usize, mass: f64) -> (String, Value) {
    (key.to_owned(), table([("concept", Value::Integer(concept as i64)), ("mass", Value::Float(mass))]))
}

fn number(name: &str, value: f64) -> (String, Value) {
    (name.to_owned(), Value::Float(value))
}

fn word(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), Value::String(value.to_owned()))
}

fn table<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Table(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Table>())
}
