//! Transfer of a concept prior between mixtures of linear regressions.

use weak_to_strong::model::{ProblemError, ProblemSpec, PromptLaw, TransferProblem};

use super::{Family, Key, OfFamily, ProblemFault};

/// Transfer of a concept prior between mixtures of linear regressions.
pub static TRANSFER: Family = Family {
    name: "a transfer problem",
    described_by: "dim, prompts, concepts, source_prior, target, noise and weak",
    keys: KEYS,
    marked_by: None,
};

const KEYS: &[Key] = &[
    Key::new("dim", "d, the dimension of a prompt").symbol("d").axis("dimension").count(),
    Key::new(
        "prompts",
        "the law of a prompt: \"cube\", \"gaussian\", \"laplace\", \"rademacher\", \"sphere\" or { anisotropic = [variances] }",
    )
    .words(|| PromptLaw::ISOTROPIC.iter().map(PromptLaw::word).collect()),
    Key::new("concepts", "the concepts β₁ … β_K, in one of four ways"),
    Key::new("concepts.orthonormal", "K orthonormal concepts").symbol("K").axis("concepts").count(),
    Key::new("concepts.vectors", "the concepts as lists of d coordinates"),
    Key::new("concepts.persona", "concepts that share a content and have a style each: βₖ = content·e₁ + style·eₖ₊₁"),
    Key::new("concepts.persona.count", "K, the number of concepts").count(),
    Key::new("concepts.persona.content", "the length of what all concepts share").symbol("C"),
    Key::new("concepts.persona.style", "the length of what each concept has alone").symbol("S").axis("style"),
    Key::new("concepts.gaussian", "concepts with standard normal coordinates, drawn once"),
    Key::new("concepts.gaussian.count", "K, the number of concepts").symbol("K").count(),
    Key::new("concepts.gaussian.seed", "the seed of this draw").count(),
    Key::new(
        "source_prior",
        "α, the prior of the source: \"uniform\", a list of K probabilities, or { concept = k, mass = p }",
    )
    .symbol("α")
    .axis("source prior")
    .words(|| vec!["uniform"]),
    Key::new("source_prior.concept", "a concept, counted from 0").count(),
    Key::new("source_prior.mass", "the prior of that concept; the others share the rest equally")
        .symbol("source prior"),
    Key::new("target", "k*, the one concept of the target, counted from 0").count(),
    Key::new(
        "target_prior",
        "π, the prior of a target on several concepts, in place of target; written like source_prior",
    )
    .symbol("π")
    .axis("target prior")
    .words(|| vec!["uniform"]),
    Key::new("target_prior.concept", "a concept, counted from 0").count(),
    Key::new("target_prior.mass", "the target's prior of that concept; the others share the rest equally"),
    Key::new("noise", "σ, the standard deviation of label noise of source and target")
        .symbol("σ")
        .axis("label noise"),
    Key::new("believed_noise", "the σ that the source's posterior assumes; by default the true one")
        .symbol("σ_b")
        .axis("believed noise"),
    Key::new("weak", "the weak supervisor: by cosine, by vectors, or (for persona concepts) by content and style"),
    Key::new("weak.cosine", "the inner product of each concept with its weak version, their cosine for length 1")
        .symbol("β·β′")
        .axis("weak cosine"),
    Key::new("weak.content", "the length of a weak persona's content; by default that of the concepts")
        .symbol("C′")
        .axis("weak content"),
    Key::new("weak.style", "the length of a weak persona's style; by default that of the concepts")
        .symbol("S′")
        .axis("weak style"),
    Key::new(
        "weak.off_hull",
        "the length of the part of each weak concept that is orthogonal to all concepts; by default 0",
    )
    .symbol("o")
    .axis("off-hull part"),
    Key::new("weak.vectors", "the weak concepts as lists of d coordinates"),
    Key::new("weak.noise", "σ_w, the standard deviation of label noise of the weak supervisor")
        .symbol("σ_w")
        .axis("weak noise"),
    Key::new(
        "weak.degrees_of_freedom",
        "those of Student's law of the weak label noise; by default the noise is normal",
    ),
];

impl OfFamily for TransferProblem {
    const FAMILY: &'static Family = &TRANSFER;
    type Spec = ProblemSpec;

    fn described_by(spec: &ProblemSpec, most_dimensions: usize) -> Result<Self, ProblemFault> {
        Self::up_to(most_dimensions, spec).map_err(fault)
    }

    fn number_count(&self) -> usize {
        self.concepts().len() + self.weak_concepts().len()
    }
}

fn fault(error: ProblemError) -> ProblemFault {
    let too_large =
        matches!(error, ProblemError::TooManyDimensions { .. } | ProblemError::TooManyGaussianConcepts { .. });
    if too_large { ProblemFault::too_large(error) } else { ProblemFault::invalid(error) }
}
