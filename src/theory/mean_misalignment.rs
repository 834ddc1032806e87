//! Exact mean misalignment, for two concepts and Gaussian prompts.

use std::f64::consts::PI;

use nalgebra::Complex;

use super::RateError;
use super::two_concepts::TwoConcepts;
use crate::model::TransferProblem;
use crate::numeric::{minimise_convex, refine_until_stable};

/// The exact mean misalignment after a batch, for two concepts and Gaussian prompts.
///
/// Let φ(s) = ((1 + a₊s)(1 + a₋s))^(−½) be the moment generating function of the log-likelihood ratio of one example, for complex s. For any c
/// in (0, 1) with 1 + a₋c > 0,
///
/// ```text
/// E M = ∫₀^∞ Re[(αₖ/αₖ*)^s φ(s)^m / sin(πs)] dt,   s = c + it,
/// a± = (δᵀΣr ± √(δᵀΣδ·(rᵀΣr + 4σ_w²))) / (2σ²),   δ = βₖ* − βₖ,   r = 2u − βₖ − βₖ*
/// ```
///
/// σ is the noise that the source believes. Unit: probability. Source: ours, `docs/theory.md`.
#[derive(Clone, Debug)]
pub struct MeanMisalignment {
    /// a₊ and a₋.
    slopes: [f64; 2],
    /// log (αₖ/αₖ*).
    log_prior_ratio: f64,
    squared_distance: f64,
}

impl MeanMisalignment {
    /// Prepares a problem.
    ///
    /// # Errors
    ///
    /// [`RateError`] unless the target is a single concept, and the source knows exactly this concept and one other.
    pub fn new(problem: &TransferProblem) -> Result<Self, RateError> {
        let pair = TwoConcepts::new(problem, "mean misalignment", "refined.misalignment")?;
        let variances = problem.prompts().variances(problem.dim());
        let product = pair.delta.component_mul(&variances).dot(&pair.r);
        let square = |vector: &nalgebra::DVector<f64>| vector.component_mul(&variances).dot(vector);
        let spread = (square(&pair.delta) * (square(&pair.r) + 4.0 * problem.weak_noise().powi(2))).sqrt();
        let precision = 0.5 / problem.believed_noise().powi(2);
        Ok(Self {
            slopes: [(product + spread) * precision, (product - spread) * precision],
            log_prior_ratio: pair.log_prior_ratio,
            squared_distance: pair.delta.norm_squared(),
        })
    }

    /// |δ|², the squared distance of the two concepts.
    pub fn squared_distance(&self) -> f64 {
        self.squared_distance
    }

    /// E M after a batch of m examples.
    ///
    /// The line of integration passes through the saddle point, where the integrand is real and greatest. So nothing cancels, even if
    /// misalignment is very rare. With t = w·sinh(x), where w is the width of the saddle, the trapezoidal rule converges geometrically.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`] if the finest rule is too coarse.
    pub fn after(&self, batch: usize) -> Result<f64, RateError> {
        let line = SaddleLine::new(self, batch);
        let log_integral = refine_until_stable(32, 1 << 20, |nodes| line.integral(nodes).ln())?;
        Ok((line.height + log_integral).exp().min(1.0))
    }
}

/// The vertical line through the saddle point of (αₖ/αₖ*)^s φ(s)^m / sin(πs).
struct SaddleLine {
    slopes: [f64; 2],
    log_prior_ratio: f64,
    half_batch: f64,
    /// Where it crosses the real axis.
    crossing: f64,
    /// The logarithm of the integrand there.
    height: f64,
    /// The width of the saddle along it.
    width: f64,
}

impl SaddleLine {
    fn new(problem: &MeanMisalignment, batch: usize) -> Self {
        // Without examples no likelihood ratio bounds the strip.
        let slopes = if batch == 0 { [0.0; 2] } else { problem.slopes };
        let mut line = Self {
            slopes,
            log_prior_ratio: problem.log_prior_ratio,
            half_batch: 0.5 * batch as f64,
            crossing: 0.5,
            height: 0.0,
            width: 1.0,
        };
        let end = if slopes[1] < 0.0 { (-1.0 / slopes[1]).min(1.0) } else { 1.0 };
        let saddle = minimise_convex(|at| line.log_at(Complex::new(at, 0.0)).re, INSIDE * end, (1.0 - INSIDE) * end);
        (line.crossing, line.height) = (saddle.argument, saddle.value);
        line.width = line.curvature().sqrt().recip();
        line
    }

    /// The logarithm of the integrand.
    fn log_at(&self, s: Complex<f64>) -> Complex<f64> {
        let moment: Complex<f64> = self.slopes.iter().map(|slope| (s * *slope + 1.0).ln()).sum();
        s * self.log_prior_ratio - moment * self.half_batch - (s * PI).sin().ln()
    }

    /// The second derivative of the logarithm on the real axis.
    fn curvature(&self) -> f64 {
        let moment: f64 = self.slopes.iter().map(|slope| (slope / (1.0 + self.crossing * slope)).powi(2)).sum();
        self.half_batch * moment + (PI / (PI * self.crossing).sin()).powi(2)
    }

    /// The integral along the upper half of the line by the trapezoidal rule in x, over the integrand at the crossing.
    fn integral(&self, nodes: usize) -> f64 {
        let step = (FARTHEST / self.width).asinh() / nodes as f64;
        let at = |i: usize| {
            let x = i as f64 * step;
            let value = (self.log_at(Complex::new(self.crossing, self.width * x.sinh())) - self.height).exp().re;
            value * self.width * x.cosh()
        };
        step * (0.5 * at(0) + (1..=nodes).map(at).sum::<f64>())
    }
}

/// The crossing stays this far inside the strip, as a share of its width.
const INSIDE: f64 = 1e-9;

/// Beyond this t the factor 1/sin(πs) is below 1e-16 of what it is at the crossing.
const FARTHEST: f64 = 14.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};
    use crate::theory::AlignmentRate;

    fn problem(source_prior: [f64; 2], noise: f64, weak: WeakSpec) -> TransferProblem {
        let spec = ProblemSpec::new(3, ConceptSpec::Orthonormal(2))
            .source_prior(PriorSpec::Probabilities(source_prior.to_vec()))
            .noise(noise)
            .weak(weak);
        TransferProblem::new(&spec).expect("a problem")
    }

    fn misalignment(source_prior: [f64; 2], noise: f64, weak: WeakSpec, batch: usize) -> f64 {
        let problem = problem(source_prior, noise, weak);
        MeanMisalignment::new(&problem).expect("two concepts").after(batch).expect("smooth")
    }

    #[test]
    fn without_information_the_prior_stays() {
        for prior in [[0.5, 0.5], [0.9, 0.1], [1e-6, 1.0 - 1e-6]] {
            let untold = misalignment(prior, 0.5, WeakSpec::biased(0.8, 0.6, 0.5), 0);
            assert!((untold / prior[1] - 1.0).abs() < 1e-11, "{untold}");
            // σ → ∞: the source does not listen.
            let deaf = misalignment(prior, 1e7, WeakSpec::biased(0.8, 0.6, 0.5), 5);
            assert!((deaf / prior[1] - 1.0).abs() < 1e-11, "{deaf}");
        }
    }

    /// A weak concept at a right angle to both: L and −L have one law, so E 1/(1 + e^L) = ½ for every batch.
    #[test]
    fn a_weak_concept_without_direction_leaves_one_half() {
        for batch in [1, 4, 64, 1000] {
            let half = misalignment([0.5, 0.5], 0.5, WeakSpec::biased(0.0, 0.7, 0.5), batch);
            assert!((half - 0.5).abs() < 1e-11, "m = {batch}: {half}");
        }
    }

    /// One example: E M over ℓ = st/(2σ²), s and t = (c/D)s + κb jointly normal, by a plain sum over a grid of standard normals.
    #[test]
    fn one_example_by_a_plain_sum() {
        for (prior, noise, cosine, weak_noise) in
            [([0.5, 0.5], 0.5, 0.8, 0.5), ([0.9, 0.1], 1.0, -0.4, 0.3), ([0.2, 0.8], 0.7, 1.2, 1.0)]
        {
            // δ = (1, −1), r = (2·cosine − 1, −1, 2·0.6): D = 2, δᵀr = 2·cosine, |r⊥|² = 2(cosine − 1)² + 4·0.36.
            let slope: f64 = 2.0 * cosine / 2.0;
            let across = (2.0 * (cosine - 1.0f64).powi(2) + 1.44 + 4.0 * weak_noise * weak_noise).sqrt();
            let (step, mut sum) = (0.02, 0.0);
            for i in -400..=400 {
                let s = 2f64.sqrt() * f64::from(i) * step;
                for j in -400..=400 {
                    let t = slope * s + across * f64::from(j) * step;
                    let odds = prior[0] / prior[1] * (s * t / (2.0 * noise * noise)).exp();
                    let radius = f64::from(i * i + j * j) * step * step;
                    sum += (-0.5 * radius).exp() / (2.0 * PI) * step * step / (1.0 + odds);
                }
            }
            let exact = misalignment(prior, noise, WeakSpec::biased(cosine, 0.6, weak_noise), 1);
            assert!((exact - sum).abs() < 1e-9, "{exact} {sum}");
        }
    }

    /// E M lies below the Chernoff bound, by the factor C/√m of its saddle point, down to the rarest misalignment; with θ* = 1 the bound is
    /// attained in the end, up to rounding.
    #[test]
    fn rare_misalignment_is_as_precise_as_frequent() {
        for weak in [WeakSpec::biased(0.8, 0.6, 0.5), WeakSpec::biased(1.0, 0.0, 0.2)] {
            let rate = AlignmentRate::new(&problem([0.5, 0.5], 0.5, weak.clone())).expect("a rate");
            for batch in [1, 10, 100, 500] {
                let exact = misalignment([0.5, 0.5], 0.5, weak.clone(), batch);
                let share = exact / rate.chernoff_bound(batch).expect("a bound");
                let scale = if weak.off_hull == Some(0.0) { 1.0 } else { (batch as f64).sqrt() };
                assert!(share < 1.0 + 1e-9 && share * scale > 0.3, "m = {batch}: {exact:e}, {share} of the bound");
            }
        }
    }

    /// Relabelling the concepts: aligning with one of two is not aligning with the other.
    #[test]
    fn the_two_concepts_share_all_probability() {
        let of = |target: usize| {
            let vectors = vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]];
            let weak = WeakSpec {
                vectors: Some(vec![vec![0.5, 0.2, 0.3]; 2]),
                cosine: None,
                off_hull: None,
                ..WeakSpec::biased(0.0, 0.0, 0.5)
            };
            let spec = ProblemSpec::new(3, ConceptSpec::Vectors(vectors))
                .prompts(PromptLaw::Anisotropic(vec![1.0, 2.0, 0.5]))
                .source_prior(PriorSpec::Probabilities(vec![0.3, 0.7]))
                .target(target)
                .noise(0.8)
                .believed_noise(0.6)
                .weak(weak);
            let problem = TransferProblem::new(&spec).expect("a problem");
            MeanMisalignment::new(&problem).expect("two concepts").after(6).expect("smooth")
        };
        assert!((of(0) + of(1) - 1.0).abs() < 1e-11);
    }
}
