//! The moment generating function of one example's log-likelihood ratio.

use nalgebra::DVector;

use super::RateError;
use crate::model::{Coordinate, Exponent, Pair, PromptLaw, SIGN, Shape, TransferProblem, log_mean_in_plane};

/// The log-likelihood ratio ℓ of the target concept k* against one wrong concept k, for one weak-labelled example.
///
/// With δ = βₖ* − βₖ, u = βₖ*ʷ and r = 2u − βₖ − βₖ*,
///
/// ```text
/// φ(θ) = E exp(−θℓ) = E_X exp(−θ (δᵀX)(rᵀX)/(2σ²) + θ²σ_w² (δᵀX)²/(2σ⁴))
/// ```
///
/// log φ is convex, with log φ(0) = 0 and slope −E ℓ there. Source: ours; `docs/theory.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodRatio {
    forms: Forms,
    /// σ².
    variance: f64,
    /// σ_w².
    weak_variance: f64,
}

/// The joint law of the linear forms δᵀX and rᵀX.
#[derive(Clone, Debug, PartialEq)]
enum Forms {
    /// Normal, with E(δᵀX)² = D, E(rᵀX)² = R and E(δᵀX)(rᵀX) = e.
    Normal { delta_square: f64, r_square: f64, product: f64 },
    /// Sums over independent coordinates with coefficients (δⱼ, rⱼ), their signs and order normalised.
    Independent { coordinate: &'static Coordinate, pairs: Vec<Pair> },
    /// A point on the sphere of radius √d, in the plane of δ = (|δ|, 0) and r = (along, across).
    Sphere { dim: usize, delta_length: f64, along: f64, across: f64 },
}

impl LikelihoodRatio {
    /// The ratio of the concept `target` against the concept `wrong`.
    ///
    /// # Errors
    ///
    /// [`RateError::TooManyCoordinates`] if δ and r touch more independent coordinates than quadrature can take.
    pub fn new(problem: &TransferProblem, target: usize, wrong: usize) -> Result<Self, RateError> {
        let concepts = problem.concepts();
        let delta = concepts.column(target) - concepts.column(wrong);
        let r = problem.weak_concepts().column(target) * 2.0 - concepts.column(wrong) - concepts.column(target);
        Ok(Self {
            forms: Forms::new(problem.prompts(), &delta, &r)?,
            variance: problem.noise() * problem.noise(),
            weak_variance: problem.weak_noise() * problem.weak_noise(),
        })
    }

    /// log φ(θ). It is +∞ where φ is infinite.
    ///
    /// For Gaussian prompts φ = q^{−1/2} with q(θ) = 1 + θe/σ² − θ²σ_w²D/σ⁴ − θ²(RD − e²)/(4σ⁴); for the others by
    /// quadrature.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`] if the noise is so small that the finest rule is too coarse.
    pub fn log_moment(&self, theta: f64) -> Result<f64, RateError> {
        if theta == 0.0 {
            return Ok(0.0);
        }
        let slope = -theta / (2.0 * self.variance);
        let curvature = theta * theta * self.weak_variance / (2.0 * self.variance * self.variance);
        let exponent = Exponent { slope, curvature };
        match &self.forms {
            Forms::Normal { .. } => {
                let (linear, quadratic) = self.determinant();
                let determinant = 1.0 + theta * (linear - theta * quadratic);
                Ok(if determinant > 0.0 { -0.5 * determinant.ln() } else { f64::INFINITY })
            }
            Forms::Independent { coordinate, pairs } => Ok((coordinate.exponentials.log_mean)(pairs, exponent)?),
            Forms::Sphere { dim, delta_length, along, across } => {
                Ok(log_mean_in_plane(*dim, |x, y| exponent.at(delta_length * x, along * x + across * y))?)
            }
        }
    }

    /// The values of θ between which φ is finite: (−∞, ∞) for bounded prompts.
    pub fn finite_between(&self) -> (f64, f64) {
        match &self.forms {
            Forms::Normal { .. } => {
                let (linear, quadratic) = self.determinant();
                // Roots of 1 + linear·θ − quadratic·θ², by the form that does not cancel.
                let root = (linear * linear + 4.0 * quadratic).sqrt();
                (-2.0 / (root + linear).max(0.0), 2.0 / (root - linear).max(0.0))
            }
            Forms::Independent { coordinate, pairs } => {
                (coordinate.exponentials.finite_between)(pairs, self.variance / self.weak_variance)
            }
            Forms::Sphere { .. } => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// The minimiser of φ over [0, ∞), where it is known in closed form (Gaussian prompts).
    ///
    /// ```text
    /// θ* = σ²e / (2σ_w²D + (RD − e²)/2), and 0 for e ≤ 0
    /// ```
    pub fn closed_form_minimiser(&self) -> Option<f64> {
        let Forms::Normal { .. } = self.forms else { return None };
        let (linear, quadratic) = self.determinant();
        Some(if linear <= 0.0 { 0.0 } else { linear / (2.0 * quadratic) })
    }

    /// The coefficients of q(θ) = 1 + linear·θ − quadratic·θ² (Gaussian prompts; zeros otherwise).
    fn determinant(&self) -> (f64, f64) {
        let Forms::Normal { delta_square, r_square, product } = self.forms else { return (0.0, 0.0) };
        let across = (r_square * delta_square - product * product).max(0.0);
        let quadratic = (self.weak_variance * delta_square + 0.25 * across) / (self.variance * self.variance);
        (product / self.variance, quadratic)
    }
}

impl Forms {
    fn new(prompts: &PromptLaw, delta: &DVector<f64>, r: &DVector<f64>) -> Result<Self, RateError> {
        let dim = delta.len();
        match prompts.shape() {
            Shape::Normal(_) => {
                let variances = prompts.variances(dim);
                Ok(Self::Normal {
                    delta_square: delta.component_mul(delta).dot(&variances),
                    r_square: r.component_mul(r).dot(&variances),
                    product: delta.component_mul(r).dot(&variances),
                })
            }
            Shape::Independent(coordinate) => Self::independent(coordinate, delta, r),
            // In one dimension the sphere is two signs.
            Shape::Sphere if dim == 1 => Self::independent(&SIGN, delta, r),
            Shape::Sphere => {
                let delta_length = delta.norm();
                let along = if delta_length > 0.0 { delta.dot(r) / delta_length } else { 0.0 };
                let across = (r.norm_squared() - along * along).max(0.0).sqrt();
                Ok(Self::Sphere { dim, delta_length, along, across })
            }
        }
    }

    fn independent(coordinate: &'static Coordinate, delta: &DVector<f64>, r: &DVector<f64>) -> Result<Self, RateError> {
        let mut pairs: Vec<Pair> = delta
            .iter()
            .zip(r)
            .filter(|(delta, r)| **delta != 0.0 || **r != 0.0)
            // The coordinate law is even, so only the relative sign of the two coefficients matters.
            .map(|(&delta, &r)| if delta < 0.0 || (delta == 0.0 && r < 0.0) { (-delta, -r) } else { (delta, r) })
            .collect();
        let most = coordinate.exponentials.most_pairs;
        if pairs.len() > most {
            return Err(RateError::TooManyCoordinates { found: pairs.len(), most });
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Ok(Self::Independent { coordinate, pairs })
    }
}
