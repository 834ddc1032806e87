//! The transfer problem: source, target and weak supervisor.

use std::fmt;

use nalgebra::{DMatrix, DVector};

use super::greatest::share_among_greatest;
use super::{ConceptSpec, Persona, Prior, PriorSpec, ProblemError, PromptLaw, WeakSpec};

/// A description of a problem, as the `[problem]` table of a file gives it. It is not yet checked.
///
/// In code, start with [`ProblemSpec::new`] and change each part that differs with the method of its name.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProblemSpec {
    /// d, the dimension of the prompt.
    pub dim: usize,
    /// The law of the prompt.
    pub prompts: PromptLaw,
    /// β₁…β_K.
    pub concepts: ConceptSpec,
    /// α, the source's prior.
    pub source_prior: PriorSpec,
    /// k*, the one concept that has all mass of the target's prior, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<usize>,
    /// π, the target's prior. It is given instead of `target`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_prior: Option<PriorSpec>,
    /// σ, the label noise of source and target.
    pub noise: f64,
    /// The σ that the source's posterior assumes. By default it is the true one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub believed_noise: Option<f64>,
    /// The weak supervisor.
    pub weak: WeakSpec,
}

impl ProblemSpec {
    /// A problem with these concepts in `dim` dimensions. The other parts have simple defaults: Gaussian prompts, a uniform source prior, the
    /// target on concept 0, σ = ½, and an unbiased weak supervisor with σ_w = ½.
    pub fn new(dim: usize, concepts: ConceptSpec) -> Self {
        Self {
            dim,
            prompts: PromptLaw::Gaussian,
            concepts,
            source_prior: PriorSpec::Uniform,
            target: Some(0),
            target_prior: None,
            noise: 0.5,
            believed_noise: None,
            weak: WeakSpec::biased(1.0, 0.0, 0.5),
        }
    }

    /// Sets the law of the prompt.
    pub fn prompts(self, prompts: PromptLaw) -> Self {
        Self { prompts, ..self }
    }

    /// Sets the concepts.
    pub fn concepts(self, concepts: ConceptSpec) -> Self {
        Self { concepts, ..self }
    }

    /// Sets the source prior α.
    pub fn source_prior(self, source_prior: PriorSpec) -> Self {
        Self { source_prior, ..self }
    }

    /// Sets the target to the single concept k*, counted from 0.
    pub fn target(self, concept: usize) -> Self {
        Self { target: Some(concept), target_prior: None, ..self }
    }

    /// Sets the target prior π.
    pub fn target_prior(self, target_prior: PriorSpec) -> Self {
        Self { target: None, target_prior: Some(target_prior), ..self }
    }

    /// Sets the label noise σ > 0 of source and target.
    pub fn noise(self, noise: f64) -> Self {
        Self { noise, ..self }
    }

    /// Sets the σ > 0 that the source's posterior assumes. It need not be the true one.
    pub fn believed_noise(self, believed_noise: f64) -> Self {
        Self { believed_noise: Some(believed_noise), ..self }
    }

    /// Sets the weak supervisor.
    pub fn weak(self, weak: WeakSpec) -> Self {
        Self { weak, ..self }
    }

    /// Checks the description and returns the problem. The same as [`TransferProblem::new`].
    ///
    /// # Errors
    ///
    /// [`ProblemError`], which names the key, its value and the remedy.
    pub fn build(&self) -> Result<TransferProblem, ProblemError> {
        TransferProblem::new(self)
    }
}

/// Transfer of a latent concept prior with a weak supervisor (arXiv 2405.16236, section 2).
///
/// A value of this type is always valid: prior entries are probabilities, noises are positive, and all vectors have d finite coordinates.
///
/// ```
/// use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, WeakSpec};
///
/// let weak = WeakSpec::biased(0.8, 0.6, 0.5);
/// let problem = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).prompts(PromptLaw::Cube).weak(weak).build()?;
/// // ε_P² = |½β₁ + ½β₂ − β₁|² = ½ and ε_Q′² = 0.2² + 0.6² = 0.4.
/// assert!((problem.squared_biases().source - 0.5).abs() < 1e-15);
/// assert!((problem.squared_biases().weak - 0.4).abs() < 1e-15);
/// # Ok::<(), weak_to_strong::model::ProblemError>(())
/// ```
///
/// Its `Debug` text is that of its description.
#[derive(Clone, PartialEq)]
pub struct TransferProblem {
    description: ProblemSpec,
    prompts: PromptLaw,
    concepts: DMatrix<f64>,
    weak_concepts: DMatrix<f64>,
    persona: Option<Persona>,
    source_prior: Prior,
    target_prior: Prior,
    noise: f64,
    believed_noise: f64,
    weak_noise: f64,
    weak_degrees_of_freedom: f64,
}

impl TransferProblem {
    /// Checks a description and builds the problem.
    ///
    /// # Errors
    ///
    /// [`ProblemError`], which names the key, its value and the remedy.
    pub fn new(spec: &ProblemSpec) -> Result<Self, ProblemError> {
        Self::up_to(MOST_DIMENSIONS, spec)
    }

    /// As [`TransferProblem::new`], but with the limit `most_dimensions` on dimensions and on Gaussian concepts, instead of
    /// [`MOST_DIMENSIONS`].
    ///
    /// # Errors
    ///
    /// [`ProblemError`], which names the key, its value and the remedy.
    pub fn up_to(most_dimensions: usize, spec: &ProblemSpec) -> Result<Self, ProblemError> {
        if spec.dim == 0 {
            return Err(ProblemError::NoDimensions);
        }
        if spec.dim > most_dimensions {
            return Err(ProblemError::TooManyDimensions { dim: spec.dim, most: most_dimensions });
        }
        if let ConceptSpec::Gaussian { count, .. } = spec.concepts
            && count > most_dimensions
        {
            return Err(ProblemError::TooManyGaussianConcepts { count, most: most_dimensions });
        }
        spec.prompts.validate(spec.dim)?;
        positive("noise", spec.noise)?;
        positive("weak.noise", spec.weak.noise)?;
        let believed_noise = spec.believed_noise.unwrap_or(spec.noise);
        positive("believed_noise", believed_noise)?;
        let weak_degrees_of_freedom = spec.weak.degrees_of_freedom()?;
        let concepts = spec.concepts.matrix(spec.dim)?;
        let source_prior = Prior::new("source_prior", &spec.source_prior, concepts.ncols())?;
        let target_prior = target_prior(spec, concepts.ncols())?;
        let weak_concepts = spec.weak.matrix(&spec.concepts, &concepts)?;
        Ok(Self {
            description: spec.clone(),
            prompts: spec.prompts.clone(),
            concepts,
            weak_concepts,
            persona: spec.concepts.persona(),
            source_prior,
            target_prior,
            noise: spec.noise,
            believed_noise,
            weak_noise: spec.weak.noise,
            weak_degrees_of_freedom,
        })
    }

    /// The description that it was built from.
    pub fn description(&self) -> &ProblemSpec {
        &self.description
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.concepts.nrows()
    }

    /// K.
    pub fn concept_count(&self) -> usize {
        self.concepts.ncols()
    }

    /// The law of the prompt.
    pub fn prompts(&self) -> &PromptLaw {
        &self.prompts
    }

    /// β₁…β_K, as columns (d × K).
    pub fn concepts(&self) -> &DMatrix<f64> {
        &self.concepts
    }

    /// β₁ʷ…β_Kʷ, as columns (d × K).
    pub fn weak_concepts(&self) -> &DMatrix<f64> {
        &self.weak_concepts
    }

    /// Content and style, if the concepts are personas and neither of the two is 0.
    pub fn persona(&self) -> Option<Persona> {
        self.persona
    }

    /// α.
    pub fn source_prior(&self) -> &Prior {
        &self.source_prior
    }

    /// π.
    pub fn target_prior(&self) -> &Prior {
        &self.target_prior
    }

    /// k*, if the target's prior has all its mass on one concept.
    pub fn target_concept(&self) -> Option<usize> {
        self.target_prior.single_concept()
    }

    /// σ.
    pub fn noise(&self) -> f64 {
        self.noise
    }

    /// The σ that the source's posterior assumes.
    pub fn believed_noise(&self) -> f64 {
        self.believed_noise
    }

    /// σ_w.
    pub fn weak_noise(&self) -> f64 {
        self.weak_noise
    }

    /// Degrees of freedom of the weak label noise, a Student t scaled to the standard deviation σ_w. They are infinite for normal noise.
    pub fn weak_degrees_of_freedom(&self) -> f64 {
        self.weak_degrees_of_freedom
    }

    /// β_P = Σ αₖβₖ, the mean vector of the source.
    pub fn source_mean(&self) -> DVector<f64> {
        &self.concepts * self.source_prior.probabilities()
    }

    /// The concept that is most probable under the source's prior. If several are, it is their mean.
    pub fn most_probable_source_concept(&self) -> DVector<f64> {
        let mut shares = self.source_prior.probabilities().clone();
        share_among_greatest(shares.as_mut_slice());
        &self.concepts * shares
    }

    /// β_Q = Σ πₖβₖ, the mean vector of the target.
    pub fn target_mean(&self) -> DVector<f64> {
        &self.concepts * self.target_prior.probabilities()
    }

    /// β_Q′ = Σ πₖβₖʷ, the mean vector of the weak supervisor.
    pub fn weak_mean(&self) -> DVector<f64> {
        &self.weak_concepts * self.target_prior.probabilities()
    }
}

impl fmt::Debug for TransferProblem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_tuple("TransferProblem").field(&self.description).finish()
    }
}

/// The default limit on the dimension of a problem. Beyond it the moments of one sample take more than 128 MB.
pub const MOST_DIMENSIONS: usize = 4096;

fn positive(key: &'static str, value: f64) -> Result<(), ProblemError> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(ProblemError::NotPositive { key, value }) }
}

fn target_prior(spec: &ProblemSpec, concept_count: usize) -> Result<Prior, ProblemError> {
    match (spec.target, &spec.target_prior) {
        (Some(target), None) if target < concept_count => Ok(Prior::degenerate(target, concept_count)),
        (Some(target), None) => Err(ProblemError::TargetOutOfRange { target, concept_count }),
        (None, Some(prior)) => Prior::new("target_prior", prior, concept_count),
        (Some(_), Some(_)) => Err(ProblemError::TargetAmbiguous { found: "target and target_prior are both given" }),
        (None, None) => Err(ProblemError::TargetAmbiguous { found: "the target is missing" }),
    }
}
