//! Exact misalignment and the exact error of refinement, for two concepts, against simulation.

use crate::checks::{OPTIONS, claim, outcome};
use weak_to_strong_lab::claim::{CheckOptions, Claim, Registry, Verdict};

/// The claim that a quantity equals an expression, over batches, priors, believed noise and weak concepts of all kinds.
fn exact_claim(quantity: &str, expression: &str, wrong: &str, labels: &str) -> Claim {
    let text = format!(
        r#"
        id = "exact"
        [problem]
        dim = 4
        prompts = "gaussian"
        concepts = {{ vectors = [[1.0, 0.0, 0.0, 0.0], [0.3, 0.8, 0.0, 0.0]] }}
        source_prior = [0.6, 0.4]
        target = 1
        noise = 0.5
        weak = {{ vectors = [[0.8, 0.1, 0.5, 0.0], [0.3, 0.9, 0.0, 0.4]], noise = 0.5 }}
        [sweep]
        {labels}
        batch = [0, 1, 3]
        source_prior = [[0.6, 0.4], [0.05, 0.95]]
        believed_noise = [0.5, 1.0]
        weak.noise = [0.2, 1.0]
        [claim]
        states = "{quantity} == {expression}"
        resolution = 0.05
        absolute_resolution = 0.003
        replicates = 1000000
        [power]
        false = ["{quantity} == {wrong}"]
        "#
    );
    claim(&text, &Registry::built_in()).expect("a claim")
}

/// Fixed seed; some interval of the 24 cells misses with probability below 0.1 %. The wrong value must be found wrong.
fn assert_exact(claim: &Claim) {
    let outcome = outcome(claim, &CheckOptions { seed: 3, power: true, ..OPTIONS });
    assert_eq!(outcome.cells.len(), 24);
    let bad = outcome.cells.iter().find(|cell| cell.verdict != Verdict::Holds);
    assert!(outcome.verdict == Verdict::Holds, "{}: {bad:?}", outcome.sentence);
    assert!(outcome.power.iter().all(|power| power.verdict == Verdict::Violated), "{:?}", outcome.power);
}

#[test]
fn mean_misalignment_is_exact() {
    assert_exact(&exact_claim("refined.misalignment", "mean_misalignment", "1.1 * mean_misalignment", ""));
}

#[test]
fn the_error_of_refinement_is_exact_with_many_labels() {
    assert_exact(&exact_claim("refined.mse", "refined_error", "1.1 * refined_error", "labels = [inf]"));
}

/// |δ|² = 1.13. The wrong value has half of the estimation term.
#[test]
fn the_error_of_refinement_is_exact_with_few_labels() {
    let halved = "0.5 * (refined_error + 1.13 * mean_misalignment^2)";
    assert_exact(&exact_claim("refined.mse", "refined_error", halved, "labels = [12]"));
}
