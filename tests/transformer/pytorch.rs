//! A network that PyTorch trained and wrote, with what it answers there (`examples/pytorch_transformer.py`).

use weak_to_strong_transformer::NetworkFile;

#[derive(serde::Deserialize)]
struct Answered {
    prompts: Vec<f64>,
    labels: Vec<f64>,
    answers: Vec<f64>,
}

/// Examples before the last query.
const EXAMPLES: usize = 8;

#[test]
fn a_network_of_pytorch_answers_the_same_here() {
    let file = NetworkFile::from_bytes(include_bytes!("pytorch.safetensors")).expect("a network");
    let answered: Answered = serde_json::from_str(include_str!("pytorch.json")).expect("answers");
    assert_eq!(answered.labels.len(), 100 * (EXAMPLES + 1));
    let found = file.predict(&answered.prompts, &answered.labels, EXAMPLES);
    let furthest = found.iter().zip(&answered.answers).map(|(found, there)| (found - there).abs()).fold(0.0, f64::max);
    assert!(furthest < 1e-5, "{furthest}");
    // They are no constant.
    assert!(
        answered.answers.iter().any(|answer| *answer > 0.5) && answered.answers.iter().any(|answer| *answer < -0.5)
    );
}
