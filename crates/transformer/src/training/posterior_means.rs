//! What a network is to predict.

use weak_to_strong::model::{ConceptPosterior, TransferProblem};

/// The source's posterior mean at x₁, …, x_{m+1}, each from the examples before it.
///
/// | argument  | symbol     | shape |
/// | --------- | ---------- | ----- |
/// | `prompts` | x₁…x_{m+1} | (m + 1)·d, one prompt after the other |
/// | `labels`  | y₁…y_m     | at least m |
pub fn posterior_means(problem: &TransferProblem, prompts: &[f64], labels: &[f64]) -> Vec<f64> {
    let mut squares = vec![0.0; problem.concept_count()];
    let mut labels = labels.iter();
    let mut mean_at = |prompt: &[f64]| {
        let forms = problem.concepts().column_iter().map(|concept| dot(concept.as_slice(), prompt));
        let forms: Vec<f64> = forms.collect();
        let posterior = ConceptPosterior::new(problem, &squares).probabilities();
        if let Some(label) = labels.next() {
            squares.iter_mut().zip(&forms).for_each(|(square, form)| *square += (label - form).powi(2));
        }
        dot(posterior.as_slice(), &forms)
    };
    prompts.chunks_exact(problem.dim()).map(&mut mean_at).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
