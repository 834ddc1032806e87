//! Theorem A.4: the network by hand is the posterior mean.

use proptest::prelude::*;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::PromptCoordinates;
use weak_to_strong_transformer::{Architecture, ArchitectureSpec, ByHand, Network, posterior_means};

/// What is random in a test.
#[derive(Clone, Debug)]
struct Case {
    problem: TransferProblem,
    prompts: Vec<f64>,
    labels: Vec<f64>,
}

/// Standard normal numbers.
fn normals(count: usize, stream: &mut Stream) -> Vec<f64> {
    let mut numbers = vec![0.0; count];
    PromptCoordinates::all(&PromptLaw::Gaussian, count).draw(&mut numbers, stream);
    numbers
}

/// Concepts of length about 1, a prior with unequal entries, and labels by concept 0 whose noise is `surprise` times the noise that the source believes.
fn case(dim: usize, count: usize, examples: usize, noise: f64, surprise: f64, seed: u64) -> Case {
    let mut stream = open_stream(seed, &ContentKey::of("networks by hand"), 0);
    let scale = 1.0 / (dim as f64).sqrt();
    let concepts = (0..count).map(|_| normals(dim, &mut stream).iter().map(|x| x * scale).collect()).collect();
    let weights: Vec<f64> = normals(count, &mut stream).iter().map(|x| x.exp()).collect();
    let sum: f64 = weights.iter().sum();
    let problem = ProblemSpec::new(dim, ConceptSpec::Vectors(concepts))
        .source_prior(PriorSpec::Probabilities(weights.iter().map(|weight| weight / sum).collect()))
        .noise(noise)
        .build()
        .expect("a problem");
    let prompts = normals((examples + 1) * dim, &mut stream);
    let concept = problem.concepts().column(0);
    let signals = prompts.chunks_exact(dim).map(|x| x.iter().zip(&concept).map(|(x, b)| x * b).sum::<f64>());
    let labels = signals.zip(normals(examples + 1, &mut stream)).map(|(y, z)| y + noise * surprise * z).collect();
    Case { problem, prompts, labels }
}

fn cases() -> impl Strategy<Value = Case> {
    let sizes = (1..=64usize, 1..=32usize, 0..=200usize);
    (sizes, -2.0..0.5f64, -1.0..1.0f64, any::<u64>()).prop_map(|((dim, count, examples), noise, surprise, seed)| {
        case(dim, count, examples, 10f64.powf(noise), 10f64.powf(surprise), seed)
    })
}

/// The greatest distance from the posterior mean of `case`, relative to max(1, |f*|), over all prompt lengths.
fn distance(predictions: &[f64], case: &Case) -> f64 {
    let expected = posterior_means(&case.problem, &case.prompts, &case.labels);
    assert_eq!(predictions.len(), expected.len());
    let relative = |(found, mean): (&f64, &f64)| (found - mean).abs() / mean.abs().max(1.0);
    predictions.iter().zip(&expected).map(relative).fold(0.0, f64::max)
}

fn by_hand(problem: &TransferProblem, case: &Case) -> ByHand {
    ByHand::new(problem, case.labels.len() - 1).expect("a network")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// After 0 to 200 examples, for all prompt lengths of a sequence at once. Rounding only; evidence of 1e6 has 1e-10 of it.
    #[test]
    fn the_network_is_the_posterior_mean(case in cases()) {
        let network = by_hand(&case.problem, &case);
        prop_assert!(network.leak() < 1e-12, "{network}");
        let distance = distance(&network.predict(&case.prompts, &case.labels), &case);
        prop_assert!(distance <= 1e-9, "{distance}: {network}");
    }
}

/// Σr²/2σ² of a million, where concepts lie so near to each other that the posterior is not yet decided.
#[test]
fn large_evidence_does_not_overflow() {
    let mut near = case(16, 8, 200, 1e-2, 100.0, 7);
    let first = near.problem.concepts().column(0).into_owned();
    let concepts = near.problem.concepts().column_iter().map(|b| (&first + (b - &first) * 1e-4).as_slice().to_vec());
    near.problem = near
        .problem
        .description()
        .clone()
        .concepts(ConceptSpec::Vectors(concepts.collect()))
        .build()
        .expect("a problem");
    let far = case(16, 8, 200, 1e-2, 100.0, 8);
    for case in [near, far] {
        let residual = |(x, y): (&[f64], &f64)| {
            y - x.iter().zip(case.problem.concepts().column(0).iter()).map(|(x, b)| x * b).sum::<f64>()
        };
        let squares: f64 =
            case.prompts.chunks_exact(16).zip(&case.labels).map(|example| residual(example).powi(2)).sum();
        assert!(squares / (2.0 * 1e-4) > 0.8e6, "{squares}");
        let distance = distance(&by_hand(&case.problem, &case).predict(&case.prompts, &case.labels), &case);
        assert!(distance <= 1e-9, "{distance}");
    }
}

/// A concept that the prior excludes is no part of the network, and one concept needs no example.
#[test]
fn excluded_and_single_concepts_are_predicted() {
    let mut case = case(3, 4, 20, 0.5, 1.0, 9);
    let spec = case.problem.description().clone();
    let prior = PriorSpec::Probabilities(vec![0.0, 0.5, 0.0, 0.5]);
    case.problem = spec.clone().source_prior(prior).build().expect("a problem");
    assert!(distance(&by_hand(&case.problem, &case).predict(&case.prompts, &case.labels), &case) < 1e-12);
    case.problem = spec.source_prior(PriorSpec::Probabilities(vec![0.0, 0.0, 0.0, 1.0])).build().expect("a problem");
    assert!(distance(&by_hand(&case.problem, &case).predict(&case.prompts, &case.labels), &case) < 1e-12);
}

/// The network of another problem, or without one of its blocks, is far from the posterior mean: what each part is there for.
#[test]
fn what_is_wrong_breaks_equality() {
    let case = case(4, 3, 30, 0.7, 1.0, 5);
    let right = by_hand(&case.problem, &case);
    assert!(distance(&right.predict(&case.prompts, &case.labels), &case) < 1e-12);
    let spec = case.problem.description();
    let fewer = case.problem.concepts().column_iter().take(2).map(|concept| concept.as_slice().to_vec()).collect();
    let without_concept = spec.clone().concepts(ConceptSpec::Vectors(fewer)).source_prior(PriorSpec::Uniform);
    for wrong in [spec.clone().noise(0.8), without_concept, spec.clone().source_prior(PriorSpec::Uniform)] {
        let wrong = by_hand(&wrong.build().expect("a problem"), &case);
        assert!(distance(&wrong.predict(&case.prompts, &case.labels), &case) > 1e-3, "{wrong}");
    }
    for layer in 0..3 {
        let predictions = without_block(&right, layer, &case);
        assert!(distance(&predictions, &case) > 1e-3, "without block {layer}");
    }
}

/// The source's belief, not the noise of labels, is what its posterior uses.
#[test]
fn the_believed_noise_decides() {
    let mut case = case(4, 3, 30, 0.7, 1.0, 5);
    case.problem = case.problem.description().clone().believed_noise(2.0).build().expect("a problem");
    assert!(distance(&by_hand(&case.problem, &case).predict(&case.prompts, &case.labels), &case) < 1e-12);
}

/// The predictions of the other two blocks.
fn without_block(network: &ByHand, layer: usize, case: &Case) -> Vec<f64> {
    let all = network.network();
    let kept = all.tensors().iter().filter(|tensor| !tensor.name.starts_with(&format!("blocks.{layer}.")));
    let parameters = kept.flat_map(|tensor| all.parameters()[tensor.place.clone()].to_vec()).collect();
    let spec = ArchitectureSpec { layers: 2, ..*all.architecture().spec() };
    let fewer = Network::of(Architecture::new(spec).expect("a shape"), parameters);
    let (tokens, count) = (network.tokens(), case.labels.len());
    let mut sequence = Vec::new();
    tokens.write(&case.prompts, &case.labels, &mut sequence);
    let predictions = fewer.predict(&sequence, tokens.length(count - 1));
    (0..count).map(|examples| predictions[tokens.query_place(examples)]).collect()
}

#[test]
fn what_is_too_large_is_refused() {
    let case = case(4, 33, 1, 0.7, 1.0, 5);
    let message = |examples| ByHand::new(&case.problem, examples).expect_err("too large").to_string();
    assert_eq!(message(1), "33 concepts, but a network by hand is made for at most 32; lower their number");
    let small = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build().expect("a problem");
    assert!(ByHand::new(&small, 201).expect_err("too many").to_string().starts_with("201 examples"));
}
