//! Formulas about in-context learning in a mixture of hidden Markov models (Lemma B.2).

use super::Evaluate::HiddenMarkov;
use super::Formula;
use crate::setting::{EXAMPLE_LENGTH, EXAMPLES};
use crate::unit::Unit;
use weak_to_strong::theory::ExampleEvidence;

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "distinguishability_margin",
        version: 1,
        symbol: "ΣKL − ε_start − ε_delim",
        meaning: "by how much examples tell every wrong concept, beyond the errors of start and delimiter",
        unit: Unit::NatsPerExample,
        source: "Lemma B.2 (condition 1 of Xie et al.; form: ours)",
        settings: &[EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            Ok(problem.distinguishability_margin(settings.count(&EXAMPLE_LENGTH))?)
        }),
    },
    Formula {
        name: "distinguishability_ceiling",
        version: 1,
        symbol: "ceiling of the margin",
        meaning: "upper bound on the distinguishability margin, from hidden paths",
        unit: Unit::NatsPerExample,
        source: "ours, behind Lemma B.2",
        settings: &[EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            Ok(problem.distinguishability_ceiling(settings.count(&EXAMPLE_LENGTH)))
        }),
    },
    Formula {
        name: "hmm_evidence",
        version: 1,
        symbol: "E log q_θ*/q_θ",
        meaning: "mean evidence of an example against the wrong concept that is hardest to tell",
        unit: Unit::NatsPerExample,
        source: "ours, behind Lemma B.2",
        settings: &[EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            Ok(ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?.least_evidence())
        }),
    },
    Formula {
        name: "hmm_misalignment_bound",
        version: 1,
        symbol: "Chernoff bound",
        meaning: "bound on the mean misalignment after the examples of a prompt",
        unit: Unit::Probability,
        source: "Lemma B.2 (the limit: Xie et al.; this bound: ours)",
        settings: &[EXAMPLES, EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            let evidence = ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?;
            Ok(evidence.misalignment_bound(settings.count(&EXAMPLES)))
        }),
    },
    Formula {
        name: "hmm_misalignment_exponent",
        version: 1,
        symbol: "ρ",
        meaning: "exponent at which mean misalignment decays in the number of examples",
        unit: Unit::NatsPerExample,
        source: "ours, behind Lemma B.2",
        settings: &[EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            Ok(ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?.misalignment_exponent())
        }),
    },
    Formula {
        name: "hmm_disagreement_bound",
        version: 1,
        symbol: "bound on P(ŷ ≠ ŷ of θ*)",
        meaning: "bound on the probability that the in-context prediction is not that of the prompt's concept",
        unit: Unit::Probability,
        source: "Lemma B.2 (the limit: Xie et al.; this bound: ours)",
        settings: &[EXAMPLES, EXAMPLE_LENGTH],
        needs: &[],
        evaluate: HiddenMarkov(|problem, settings| {
            let evidence = ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?;
            Ok(evidence.disagreement_bound(settings.count(&EXAMPLES)))
        }),
    },
];
