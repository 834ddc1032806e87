//! The arithmetic of the plain simulation: fits, elimination and averages, written out.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Prompts with labels.
pub(super) struct Examples {
    pub(super) prompts: Vec<Vec<f64>>,
    pub(super) labels: Vec<f64>,
}

/// Ridge regression towards the source, from its normal equations (XᵀX/n + ηI)(β − β_P) = Xᵀ(Y − Xβ_P)/n.
///
/// Least squares is the limit η → 0, taken here at η = 1e-9. Where no eigenvalue but 0 is below 1e-3, the estimate is then off by
/// 1e-6 at most (rounding included), against standard errors above 1e-4.
pub(super) fn ridge(examples: &Examples, source: &[f64], penalty: f64) -> Vec<f64> {
    if penalty == f64::INFINITY {
        return source.to_vec();
    }
    let (dim, count) = (source.len(), examples.labels.len() as f64);
    let mut matrix = vec![vec![0.0; dim]; dim];
    let mut right = vec![0.0; dim];
    for (prompt, label) in examples.prompts.iter().zip(&examples.labels) {
        let residual = label - dot(prompt, source);
        for i in 0..dim {
            right[i] += prompt[i] * residual / count;
            for j in 0..dim {
                matrix[i][j] += prompt[i] * prompt[j] / count;
            }
        }
    }
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += penalty.max(1e-9);
    }
    solve(matrix, right).iter().zip(source).map(|(move_by, s)| s + move_by).collect()
}

/// Least squares within the hull of some concepts: weight goes from one concept to another, as much as helps, pair by pair, until no pair
/// moves more than 1e-9. The errors that this leaves are far below standard errors of 1e-4.
pub(super) fn hull_weights(examples: &Examples, concepts: &[Vec<f64>]) -> Vec<f64> {
    let count = concepts.len();
    let fitted: Vec<Vec<f64>> =
        concepts.iter().map(|concept| examples.prompts.iter().map(|prompt| dot(prompt, concept)).collect()).collect();
    let mut weights = vec![1.0 / count as f64; count];
    let mut residual: Vec<f64> = examples.labels.iter().zip(average(&fitted, &weights)).map(|(y, f)| y - f).collect();
    loop {
        let mut largest = 0.0f64;
        for to in 0..count {
            for from in 0..to {
                let change: Vec<f64> = fitted[to].iter().zip(&fitted[from]).map(|(a, b)| a - b).collect();
                let best = dot(&residual, &change) / dot(&change, &change);
                let moved = best.clamp(-weights[to], weights[from]);
                weights[to] += moved;
                weights[from] -= moved;
                residual.iter_mut().zip(&change).for_each(|(r, c)| *r -= moved * c);
                largest = largest.max(moved.abs());
            }
        }
        if largest < 1e-9 {
            return weights;
        }
    }
}

/// Gaussian elimination with partial pivoting.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for step in 0..size {
        let pivot = (step..size).max_by(|a, b| matrix[*a][step].abs().total_cmp(&matrix[*b][step].abs()));
        let pivot = pivot.expect("a row is left");
        matrix.swap(step, pivot);
        right.swap(step, pivot);
        let pivot_row = matrix[step].clone();
        for row in step + 1..size {
            let factor = matrix[row][step] / pivot_row[step];
            for (entry, pivot_entry) in matrix[row].iter_mut().zip(&pivot_row) {
                *entry -= factor * pivot_entry;
            }
            right[row] -= factor * right[step];
        }
    }
    for step in (0..size).rev() {
        for column in step + 1..size {
            right[step] -= matrix[step][column] * right[column];
        }
        right[step] /= matrix[step][step];
    }
    right
}

pub(super) fn average(vectors: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; vectors[0].len()];
    for (vector, weight) in vectors.iter().zip(weights) {
        for (s, x) in sum.iter_mut().zip(vector) {
            *s += weight * x;
        }
    }
    sum
}

pub(super) fn pick(probabilities: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let uniform: f64 = rng.random();
    let mut cumulative = 0.0;
    for (k, probability) in probabilities.iter().enumerate() {
        cumulative += probability;
        if uniform < cumulative {
            return k;
        }
    }
    // Rounding left the sum a little below one.
    probabilities.iter().rposition(|p| *p > 0.0).expect("a probability is positive")
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

pub(super) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

pub(super) fn normalised(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}
