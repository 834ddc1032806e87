//! Answers in context, by the posterior mean and by transformers.

use std::path::Path;

use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::quantity::{self, QuantityError};
use weak_to_strong_transformer::{TrainingSpec, train};

use crate::problems::{built, orthonormal};
use crate::quantities::{drawn, given, settings};

fn problem() -> TransferProblem {
    built(&orthonormal(4, 3, PromptLaw::Cube, WeakSpec::biased(0.8, 0.6, 0.5)))
}

/// The moments of a quantity of answers, at each of these batches and sources.
fn measured(
    name: &str,
    problem: &TransferProblem,
    path: &[(f64, &str)],
    labelled_by: &str,
    replicates: u64,
) -> Result<JointMoments, QuantityError> {
    let quantity = quantity::by_name(name)?;
    let settings = |(batch, source): &(f64, &str)| {
        settings(quantity, &given(&[("batch", *batch)], &[("source", source), ("labelled_by", labelled_by)]))
    };
    let path: Vec<_> = path.iter().map(settings).collect();
    Ok(drawn(quantity.experiment(problem, &path)?, ContentKey::of("answers"), 1, replicates).1)
}

/// Behind examples of the source's law, the excess risk of the posterior mean is d times `incontext.error`, which integrates the prompt out. Fixed seeds, five
/// standard errors: a false alarm has probability 6e-7 for each of three batches.
#[test]
fn the_posterior_mean_has_its_in_context_error() {
    let problem = problem();
    let in_context = quantity::by_name("incontext.error").expect("a quantity");
    for batch in [0.0, 2.0, 8.0] {
        let answers =
            measured("answer.excess_risk", &problem, &[(batch, "posterior")], "source", 20_000).expect("answers");
        let made = in_context.experiment(&problem, &[settings(in_context, &given(&[("batch", batch)], &[]))]);
        let (inference, moments) = drawn(made.expect("an experiment"), ContentKey::of("in context"), 2, 20_000);
        let other = inference.estimates(&moments)[0];
        let difference = answers.mean()[0] - 4.0 * other.mean;
        let variance = answers.covariance(0, 0) / 20_000.0 + (4.0 * other.standard_error).powi(2);
        assert!(difference.abs() <= 5.0 * variance.sqrt(), "{batch}: {difference} of {}", 4.0 * other.mean);
    }
}

/// Fine-tuning on many answers of the posterior mean is refinement, of which `strategy.mse` integrates the prompt out. Fixed seeds, five standard errors: a
/// false alarm has probability 6e-7 for each of the two laws of prompts and two batches.
#[test]
fn answers_of_the_posterior_mean_refine() {
    let refined = quantity::by_name("strategy.mse").expect("a quantity");
    for (law, replicates) in [(PromptLaw::Cube, 60_000), (PromptLaw::Gaussian, 60_000)] {
        let problem = built(&orthonormal(4, 3, law, WeakSpec::biased(0.8, 0.6, 0.5)));
        for batch in [0.0, 4.0] {
            let of = |quantity: &quantity::Quantity, words: &[(&str, &str)], seed| {
                let made = quantity.experiment(&problem, &[settings(quantity, &given(&[("batch", batch)], words))]);
                let (inference, moments) =
                    drawn(made.expect("an experiment"), ContentKey::of("fits"), seed, replicates);
                inference.estimates(&moments)[0]
            };
            let answers = of(quantity::by_name("answer.mse").expect("a quantity"), &[], 1);
            let refined = of(refined, &[("strategy", "refine")], 2);
            let error = answers.standard_error.hypot(refined.standard_error);
            assert!((answers.mean - refined.mean).abs() < 5.0 * error, "{batch}: {answers:?}, {refined:?}");
            assert!(error < 0.02, "{error}");
        }
    }
}

/// Near 0, where the delta method would give an interval around a corrected estimate, that of a squared error is the range over a box, which holds 0 and no
/// negative number, for prompts without a bound, too. Fixed seed; an axis whose interval leaves out 0, near which the true error lies, has probability 1e-3.
#[test]
fn the_interval_of_a_small_error_begins_at_zero() {
    for law in [PromptLaw::Cube, PromptLaw::Gaussian] {
        let problem = built(&orthonormal(4, 3, law, WeakSpec::biased(1.0, 0.0, 0.5)));
        let quantity = quantity::by_name("answer.mse").expect("a quantity");
        let made = quantity.experiment(&problem, &[settings(quantity, &given(&[("batch", 40.0)], &[]))]);
        let (inference, moments) = drawn(made.expect("an experiment"), ContentKey::of("near 0"), 1, 500);
        let interval = inference.enclosures(&moments, 1e-3)[0].interval();
        assert!(interval.lower == 0.0 && interval.upper > 0.0, "{interval:?}");
    }
}

/// v·|β̂ − β_Q|² is at most the excess risk (docs/theory.md, `answer.mse`), for a network with a fault, too, which is no posterior mean.
#[test]
fn fits_of_answers_err_less_than_answers() {
    let problem = problem();
    let of = |name: &str| {
        let quantity = quantity::by_name(name).expect("a quantity");
        let words = [("source", "by_hand"), ("construction", "missing_concept")];
        let made = quantity.experiment(&problem, &[settings(quantity, &given(&[("batch", 3.0)], &words))]);
        let (inference, moments) = drawn(made.expect("an experiment"), ContentKey::of("fits"), 1, 4_000);
        inference.estimates(&moments)[0].mean
    };
    let (mse, risk) = (of("answer.mse"), of("answer.excess_risk"));
    assert!(mse > 0.01 && mse / 3.0 < risk, "{mse}, {risk}");
}

/// A network by hand answers as the posterior mean, up to rounding; one with a fault does not.
#[test]
fn a_network_by_hand_is_the_posterior_mean() {
    let path = [(0.0, "by_hand"), (3.0, "by_hand"), (40.0, "by_hand"), (3.0, "posterior")];
    for labelled_by in ["source", "weak"] {
        let distances = measured("answer.distance", &problem(), &path, labelled_by, 64).expect("answers");
        assert!(distances.mean().iter().all(|distance| *distance < 1e-26), "{:?}", distances.mean());
        assert_eq!(distances.mean()[3], 0.0);
    }
    let quantity = quantity::by_name("answer.distance").expect("a quantity");
    for fault in ["wrong_noise", "missing_concept", "two_blocks"] {
        let words = [("source", "by_hand"), ("construction", fault)];
        let made = quantity.experiment(&problem(), &[settings(quantity, &given(&[("batch", 3.0)], &words))]);
        let (_, moments) = drawn(made.expect("an experiment"), ContentKey::of("answers"), 1, 64);
        assert!(moments.mean()[0] > 1e-4, "{fault}: {}", moments.mean()[0]);
    }
}

/// Which other cells there are changes no draw.
#[test]
fn longer_sequences_begin_with_shorter_ones() {
    let mean = |path: &[(f64, &str)]| {
        measured("answer.excess_risk", &problem(), path, "weak", 100).expect("answers").mean()[0].to_bits()
    };
    assert_eq!(mean(&[(2.0, "posterior")]), mean(&[(2.0, "posterior"), (9.0, "by_hand"), (0.0, "posterior")]));
}

/// Answers lie within what concepts answer to prompts of a bounded law: [−1, 1] in the cube.
#[test]
fn a_trained_network_is_read_from_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("network.safetensors");
    let spec = TrainingSpec {
        width: 16,
        layers: 1,
        hidden: 16,
        examples: 8,
        batch: 8,
        steps: 20,
        warm_up: 5,
        ..TrainingSpec::default()
    };
    train(&spec, &problem(), &path, |_| {}, || false).expect("a training");
    let source = |path: &Path| format!("transformer:{}", path.display());
    let of = |problem: &TransferProblem, path: &Path, batch: f64| {
        measured("answer.distance", problem, &[(batch, &source(path))], "weak", 256)
    };
    let mean = of(&problem(), &path, 4.0).expect("a network").mean()[0];
    assert!(mean > 1e-4 && mean < 4.0, "{mean}");
    let refused =
        |result: Result<JointMoments, QuantityError>| result.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(
        refused(of(&problem(), &path, 9.0))
            .ends_with("batch = 9, but the network reads at most 8 examples; write batch = 8")
    );
    let wider = ProblemSpec::new(5, ConceptSpec::Orthonormal(2)).build().expect("a problem");
    assert!(refused(of(&wider, &path, 4.0)).ends_with("the network reads prompts in 4 dimensions; write dim = 4"));
    assert!(refused(of(&problem(), &folder.path().join("none"), 4.0)).contains("none: No such file"));
    std::fs::write(folder.path().join("text"), "no weights").expect("a file");
    assert!(refused(of(&problem(), &folder.path().join("text"), 4.0)).contains("text: "));
}

/// Against rivals in the hull of the concepts, whose answers are never cut, the posterior mean has d times `incontext.excess_over`, which integrates the prompt
/// out. Fixed seeds, five standard errors: a false alarm has probability 6e-7 for each of two rivals.
#[test]
fn the_posterior_mean_exceeds_rivals_as_in_context() {
    let problem = problem();
    let excess = |name: &str, rival: &str, seed| {
        let quantity = quantity::by_name(name).expect("a quantity");
        let words = [("rival", rival), ("labelled_by", "source")];
        let words = if name.starts_with("answer") { &words[..] } else { &words[..1] };
        let made = quantity.experiment(&problem, &[settings(quantity, &given(&[("batch", 2.0)], words))]);
        let (inference, moments) = drawn(made.expect("an experiment"), ContentKey::of("rivals"), seed, 20_000);
        inference.estimates(&moments)[0]
    };
    for rival in ["most_probable", "prior_mean"] {
        let (one, other) = (excess("answer.excess_over", rival, 1), excess("incontext.excess_over", rival, 2));
        let error = one.standard_error.hypot(4.0 * other.standard_error);
        assert!((one.mean - 4.0 * other.mean).abs() < 5.0 * error, "{rival}: {one:?}, {other:?}");
        assert!(one.mean + 5.0 * error < 0.0, "{rival}: {one:?}");
    }
}

/// An answer of least squares is cut at what concepts answer: one example is fitted exactly, and a query far along it would be answered with any number.
#[test]
fn rivals_err_no_more_than_a_mistaken_concept() {
    for law in [PromptLaw::Cube, PromptLaw::Gaussian] {
        let problem = built(&orthonormal(4, 3, law, WeakSpec::biased(0.8, 0.6, 0.5)));
        let quantity = quantity::by_name("answer.excess_over").expect("a quantity");
        let words = [("rival", "least_squares"), ("labelled_by", "source"), ("source", "posterior")];
        let path: Vec<_> =
            [3.0, 4.0].map(|batch| settings(quantity, &given(&[("batch", batch)], &words))).into_iter().collect();
        let (_, moments) =
            drawn(quantity.experiment(&problem, &path).expect("an experiment"), ContentKey::of("cut"), 1, 20_000);
        for at in [0, 1] {
            let error = (moments.covariance(at, at) / 20_000.0).sqrt();
            assert!(moments.mean()[at] + 5.0 * error < 0.0 && error < 0.02, "{}: {error}", moments.mean()[at]);
        }
    }
}
