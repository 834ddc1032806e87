//! True values by quadrature, without the library.

/// E|β̂ − β_Q|² of ridge regression with one coordinate: b = β_P − β_Q = −1, a = β_Q′ − β_Q = ½, `samples` standard normal prompts, label noise of
/// variance `noise`².
///
/// Given λ = Σx²/n it is ((1 − t)b + ta)² + noise²·t²/(nλ) with t = λ/(λ + η); nλ has the χ² law with n degrees of freedom. The trapezoidal rule over
/// log λ converges exponentially.
pub fn ridge_mse(samples: u32, penalty: f64, noise: f64) -> f64 {
    let n = f64::from(samples);
    mean_over_spectrum(samples, |eigenvalue| {
        let t = eigenvalue / (eigenvalue + penalty);
        (0.5 * t - (1.0 - t)).powi(2) + noise * noise * eigenvalue / (n * (eigenvalue + penalty).powi(2))
    })
}

/// The same for `steps` steps of gradient descent of size `step`: t = 1 − (1 − step·λ)^steps.
pub fn descent_mse(samples: u32, step: f64, steps: i32, noise: f64) -> f64 {
    let n = f64::from(samples);
    mean_over_spectrum(samples, |eigenvalue| {
        let t = 1.0 - (1.0 - step * eigenvalue).powi(steps);
        (0.5 * t - (1.0 - t)).powi(2) + noise * noise * t * t / (n * eigenvalue)
    })
}

/// The probability that the most probable of two concepts is the wrong one: orthonormal concepts, an unbiased supervisor, all noises 1, standard normal
/// prompts.
///
/// The log-likelihood ratio L of a batch has E exp(−sL) = q(s)^(−m/2), q(s) = 1 + 2s − 2s², and 1{L < 0} = ∫ exp(−sL)/s ds/(2πi) along s = ½ + it,
/// where q = (3 + 4t²)/2. The trapezoidal rule converges exponentially.
pub fn mistake_probability(batch: u32) -> f64 {
    let step = 0.005;
    let term = |i: i32| {
        let square = (step * f64::from(i)).powi(2);
        (1.5 + 2.0 * square).powf(-0.5 * f64::from(batch)) / (0.25 + square)
    };
    step * (-4000..=4000).map(term).sum::<f64>() / (4.0 * std::f64::consts::PI)
}

fn mean_over_spectrum(samples: u32, value: impl Fn(f64) -> f64) -> f64 {
    let n = f64::from(samples);
    let log_gamma = statrs::function::gamma::ln_gamma(0.5 * n);
    let step = 1e-3;
    (-90_000..8_000)
        .map(|i| {
            let log_eigenvalue = f64::from(i) * step;
            let half = 0.5 * n * log_eigenvalue.exp();
            let log_density = 0.5 * n * half.ln() - half - log_gamma;
            if log_density < -740.0 { 0.0 } else { step * log_density.exp() * value(log_eigenvalue.exp()) }
        })
        .sum()
}
