//! Fits of labelled prompts by elimination and by small steps.

use rand_distr::{Distribution, StandardNormal};

/// How a learner is fitted.
#[derive(Clone, Copy)]
pub enum Fit {
    /// Ridge regression; with the penalty 0 the interpolation of least norm, for fewer labels than coordinates.
    Ridge(f64),
    /// Gradient descent in small steps up to this time.
    Descent(f64),
}

/// A prompt with its label.
type Example = (Vec<f64>, f64);

/// Prompts with their labels.
pub type Sample = Vec<Example>;

/// A fit in the first coordinates; the others are 0.
pub fn fit(sample: &Sample, dim: usize, how: Fit) -> Vec<f64> {
    let mut fitted = if let Fit::Ridge(0.0) = how {
        interpolation(sample, dim)
    } else {
        let (second, cross) = moments(sample, dim);
        fit_to_moments(second, cross, how)
    };
    fitted.resize(sample[0].0.len(), 0.0);
    fitted
}

/// A fit to prompts and labels with the moments E xxᵀ and E xy.
pub fn fit_to_moments(second: Vec<Vec<f64>>, cross: Vec<f64>, how: Fit) -> Vec<f64> {
    match how {
        Fit::Ridge(penalty) => ridge(second, cross, penalty),
        Fit::Descent(time) => descent(&second, &cross, time),
    }
}

/// Minimises E (y − bᵀx)² + penalty·|b|².
fn ridge(second: Vec<Vec<f64>>, cross: Vec<f64>, penalty: f64) -> Vec<f64> {
    let mut equations: Vec<Vec<f64>> = second
        .into_iter()
        .zip(cross)
        .map(|(mut row, right)| {
            row.push(right);
            row
        })
        .collect();
    (0..equations.len()).for_each(|i| equations[i][i] += penalty);
    eliminate(equations)
}

/// Xᵀ(XXᵀ)⁻¹y.
fn interpolation(sample: &Sample, dim: usize) -> Vec<f64> {
    let row = |(prompt, label): &(Vec<f64>, f64)| {
        let mut row: Vec<f64> = sample.iter().map(|(other, _)| dot(&prompt[..dim], &other[..dim])).collect();
        row.push(*label);
        row
    };
    let weights = eliminate(sample.iter().map(row).collect());
    (0..dim).map(|i| sample.iter().zip(&weights).map(|((prompt, _), weight)| weight * prompt[i]).sum()).collect()
}

/// Midpoint steps of b′ = E x(y − bᵀx). Eigenvalues are below 30, so that a step of 0.005 is wrong by less than 1e-4.
fn descent(second: &[Vec<f64>], cross: &[f64], time: f64) -> Vec<f64> {
    let dim = cross.len();
    let slope = |at: &[f64]| -> Vec<f64> { (0..dim).map(|i| cross[i] - dot(&second[i], at)).collect() };
    let steps = (time / 0.005).ceil() as usize;
    let step = time / steps as f64;
    (0..steps).fold(vec![0.0; dim], |at, _| {
        let middle: Vec<f64> = at.iter().zip(slope(&at)).map(|(x, s)| x + 0.5 * step * s).collect();
        at.iter().zip(slope(&middle)).map(|(x, s)| x + step * s).collect()
    })
}

/// XᵀX/n and Xᵀy/n in the first coordinates.
fn moments(sample: &Sample, dim: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mean = |of: &dyn Fn(&Example) -> f64| sample.iter().map(of).sum::<f64>() / sample.len() as f64;
    let second = (0..dim).map(|i| (0..dim).map(|j| mean(&|(x, _)| x[i] * x[j])).collect()).collect();
    (second, (0..dim).map(|i| mean(&|(x, y)| x[i] * y)).collect())
}

/// Gauss–Jordan elimination; the matrix is positive definite, so that no pivot vanishes.
fn eliminate(mut equations: Vec<Vec<f64>>) -> Vec<f64> {
    let size = equations.len();
    for pivot in 0..size {
        let row: Vec<f64> = equations[pivot].iter().map(|x| x / equations[pivot][pivot]).collect();
        for (other, equation) in equations.iter_mut().enumerate() {
            if other != pivot {
                let factor = equation[pivot];
                equation.iter_mut().zip(&row).for_each(|(x, y)| *x -= factor * y);
            }
        }
        equations[pivot] = row;
    }
    equations.iter().map(|equation| equation[size]).collect()
}

pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

pub fn normal(rng: &mut rand::rngs::ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}
