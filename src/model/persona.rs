//! Persona concepts: all share one content, and each has its own style.

use nalgebra::DVector;

/// Content and style of the concepts βₖ = content·e₁ + style·eₖ₊₁. They give two scores of a coefficient vector β:
///
/// ```text
/// content score of β = e₁ᵀβ / content
/// style score of β   = eₖ₊₁ᵀβ / style,   k = k*
/// ```
///
/// The target has score 1 on both. The source mean has content score 1, since its prior sums to one. Its style score is α_k*.
///
/// Source: a synthetic counterpart of Somerstep et al. (2025), Examples 2.2, 3.3 and 4.1; the scores: ours.
///
/// ```
/// use nalgebra::dvector;
/// use weak_to_strong::model::Persona;
///
/// let persona = Persona { content: 2.0, style: 0.5 };
/// // Half of the first concept, half of the second.
/// let mean = dvector![2.0, 0.25, 0.25];
/// assert_eq!(persona.content_score(&mean), 1.0);
/// assert_eq!(persona.style_score(&mean, 0), 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Persona {
    /// Length of the common part, not 0.
    pub content: f64,
    /// Length of each concept's own part, not 0.
    pub style: f64,
}

impl Persona {
    /// The content score of coefficients β of d ≥ 2 coordinates.
    pub fn content_score(&self, coefficients: &DVector<f64>) -> f64 {
        coefficients[0] / self.content
    }

    /// The style score of coefficients β for a concept, counted from 0.
    pub fn style_score(&self, coefficients: &DVector<f64>, concept: usize) -> f64 {
        coefficients[concept + 1] / self.style
    }
}
