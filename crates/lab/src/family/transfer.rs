//! Transfer of a concept prior between mixtures of linear regressions.

use weak_to_strong::model::{ProblemError, ProblemSpec, TransferProblem};

use super::{Family, Key, OfFamily, ProblemFault};

/// Transfer of a concept prior between mixtures of linear regressions.
pub static TRANSFER: Family = Family {
    name: "a transfer problem",
    described_by: "dim, prompts, concepts, source_prior, target, noise and weak",
    keys: &["dim", "prompts", "concepts", "source_prior", "target", "target_prior", "noise", "believed_noise", "weak"],
    dotted_keys: &[
        Key::new("dim").symbol("d").axis("dimension").count(),
        Key::new("target").count(),
        Key::new("concepts.orthonormal").symbol("K").axis("concepts").count(),
        Key::new("concepts.gaussian.count").symbol("K").count(),
        Key::new("concepts.persona.count").count(),
        Key::new("concepts.persona.style").symbol("style"),
        Key::new("source_prior.mass").symbol("source prior"),
        Key::new("weak.content").symbol("weak content"),
    ],
    marked_by: None,
};

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
