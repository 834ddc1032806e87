//! A quantity, a formula and a relation of one's own, and claim files that name them.
//!
//! `cargo run --release -p weak-to-strong-lab --example own_quantity`
//!
//! The quantity is the error of correlating weak labels with their prompts, β̂ = Σ⁻¹XᵀY′/n, in place of solving for least squares. One claim
//! says what it is exactly, the other that a rule of thumb is right within a factor of two.

use std::error::Error;

use nalgebra::DVector;
use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::assumption::{GAUSSIAN_PROMPTS, ISOTROPIC, SINGLE_TARGET, all_of};
use weak_to_strong_lab::claim::RegistryError;
use weak_to_strong_lab::prelude::*;
use weak_to_strong_lab::setting::SAMPLES;

/// Checks both claims, and prints how they fared.
pub fn main() -> Result<(), Box<dyn Error>> {
    for outcome in outcomes()? {
        println!("{}: {} ({} replicates)", outcome.sentence, outcome.verdict.words(), outcome.replicates);
        for neighbour in &outcome.power {
            println!("    the false sentence {}: {}", neighbour.sentence, neighbour.verdict.words());
        }
    }
    Ok(())
}

/// Both claims, checked with their false neighbours.
pub fn outcomes() -> Result<Vec<ClaimOutcome>, Box<dyn Error>> {
    let registry = registry()?;
    let claim = |id: &str, claim: &str| {
        let text = format!("id = \"{id}\"\n{PROBLEM}\n{claim}");
        Claim::with_registry(id.to_owned(), ClaimFile::parse(id, &text)?, &registry)
    };
    let claims = [claim("exact", EXACT)?, claim("rule-of-thumb", RULE)?];
    let options = CheckOptions { power: true, ..CheckOptions::default() };
    Ok(check(&claims, &options, &Session::alone())?)
}

/// The library's names, and those of this file.
pub fn registry() -> Result<Registry, RegistryError> {
    Registry::built_in()
        .with_quantity(correlation_mse())?
        .with_formula(exact_mse())?
        .with_formula(rule_of_thumb())?
        .with_relation(within_factor_two())
}

const PROBLEM: &str = r#"
[problem]
dim = 3
prompts = "gaussian"
concepts = { orthonormal = 1 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, noise = 0.7 }

[sweep]
dim = [1, 3]
samples = [4, 50]
"#;

const EXACT: &str = r#"
[claim]
states = "correlation.mse == correlation_mse"
resolution = 0.05
replicates = 400000

[power]
false = ["correlation.mse == 1.15 * correlation_mse"]
"#;

const RULE: &str = r#"
[claim]
states = "within_factor_two(correlation.mse, rule_of_thumb)"

[power]
false = ["within_factor_two(correlation.mse, 3 * rule_of_thumb)", "within_factor_two(correlation.mse, rule_of_thumb / 4)"]

[figure]
x = "samples"
series = "dim"
"#;

fn correlation_mse() -> Quantity {
    Quantity {
        name: "correlation.mse".into(),
        version: 1,
        symbol: "E|Σ⁻¹XᵀY′/n − β_Q|²".into(),
        meaning: "MSE of correlating weak labels with their prompts".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![SAMPLES],
        path: vec![],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            Ok(Made::of_means(Correlation::new(problem, &settings[0])))
        }),
    }
}

/// |Σ⁻¹XᵀY′/n − β_Q|² for one sample.
struct Correlation {
    sampler: MomentSampler,
    samples: usize,
    variances: DVector<f64>,
    target_mean: DVector<f64>,
}

impl Correlation {
    fn new(problem: &TransferProblem, settings: &Settings) -> Self {
        Self {
            sampler: MomentSampler::new(problem.prompts(), LabelLaw::weak(problem)),
            samples: settings.count(&SAMPLES),
            variances: problem.prompts().variances(problem.dim()),
            target_mean: problem.target_mean(),
        }
    }
}

impl Experiment for Correlation {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
            let estimate = moments.cross.component_div(&self.variances) / moments.count as f64;
            observation[0] = (estimate - &self.target_mean).norm_squared();
            Ok(())
        })
    }
}

/// For one sample β̂ − β_Q′ is a mean of n independent vectors z = X(Xᵀβ_Q′ + ε) − β_Q′ with mean zero, so the MSE is ε_Q′² + E|z|²/n; for
/// standard Gaussian prompts E|X|²(Xᵀβ)² = (d + 2)|β|².
fn exact_mse() -> Formula {
    Formula {
        name: "correlation_mse".into(),
        version: 1,
        symbol: "ε_Q′² + ((d + 1)|β_Q′|² + dσ_w²)/n".into(),
        meaning: "MSE of correlating weak labels with their prompts".into(),
        unit: Unit::MeanSquaredError,
        source: "textbook".into(),
        settings: vec![SAMPLES],
        needs: all_of([&GAUSSIAN_PROMPTS, &ISOTROPIC, &SINGLE_TARGET]),
        evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
            let (dim, noise) = (problem.dim() as f64, problem.weak_noise());
            let variance = (dim + 1.0) * problem.weak_mean().norm_squared() + dim * noise * noise;
            Ok(problem.squared_biases().weak + variance / settings.number(&SAMPLES))
        }),
    }
}

fn rule_of_thumb() -> Formula {
    Formula {
        name: "rule_of_thumb".into(),
        version: 1,
        symbol: "ε_Q′² + d/n".into(),
        meaning: "squared bias and number of parameters per sample".into(),
        unit: Unit::MeanSquaredError,
        source: "folklore".into(),
        settings: vec![SAMPLES],
        needs: all_of([&SINGLE_TARGET]),
        evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
            Ok(problem.squared_biases().weak + problem.dim() as f64 / settings.number(&SAMPLES))
        }),
    }
}

fn within_factor_two() -> OwnRelation {
    let meaning = "at least half the right side and at most twice, for positive ones";
    OwnRelation::new("within_factor_two", meaning, |expected| Interval { lower: 0.5 * expected, upper: 2.0 * expected })
}
