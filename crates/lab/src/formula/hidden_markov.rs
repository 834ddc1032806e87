//! Formulas about in-context learning in a mixture of hidden Markov models (Lemma B.2).

use std::sync::LazyLock;

use super::{Evaluate, Formula};
use crate::setting::{EXAMPLE_LENGTH, EXAMPLES};
use crate::unit::Unit;
use weak_to_strong::model::HiddenMarkovProblem;
use weak_to_strong::theory::ExampleEvidence;

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "distinguishability_margin".into(),
            version: 1,
            symbol: "ΣKL − ε_start − ε_delim".into(),
            meaning: "by how much examples tell every wrong concept, beyond the errors of start and delimiter".into(),
            unit: Unit::NatsPerExample,
            source: "Lemma B.2 (condition 1 of Xie et al.; form: ours)".into(),
            settings: vec![EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                Ok(problem.distinguishability_margin(settings.count(&EXAMPLE_LENGTH))?)
            }),
        },
        Formula {
            name: "distinguishability_ceiling".into(),
            version: 1,
            symbol: "ceiling of the margin".into(),
            meaning: "upper bound on the distinguishability margin, from hidden paths".into(),
            unit: Unit::NatsPerExample,
            source: "ours, behind Lemma B.2".into(),
            settings: vec![EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                Ok(problem.distinguishability_ceiling(settings.count(&EXAMPLE_LENGTH)))
            }),
        },
        Formula {
            name: "hmm_evidence".into(),
            version: 1,
            symbol: "E log q_θ*/q_θ".into(),
            meaning: "mean evidence of an example against the wrong concept that is hardest to tell".into(),
            unit: Unit::NatsPerExample,
            source: "ours, behind Lemma B.2".into(),
            settings: vec![EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                Ok(ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?.least_evidence())
            }),
        },
        Formula {
            name: "hmm_misalignment_bound".into(),
            version: 1,
            symbol: "Chernoff bound".into(),
            meaning: "bound on the mean misalignment after the examples of a prompt".into(),
            unit: Unit::Probability,
            source: "Lemma B.2 (the limit: Xie et al.; this bound: ours)".into(),
            settings: vec![EXAMPLES, EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                let evidence = ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?;
                Ok(evidence.misalignment_bound(settings.count(&EXAMPLES)))
            }),
        },
        Formula {
            name: "hmm_misalignment_exponent".into(),
            version: 1,
            symbol: "ρ".into(),
            meaning: "exponent at which mean misalignment decays in the number of examples".into(),
            unit: Unit::NatsPerExample,
            source: "ours, behind Lemma B.2".into(),
            settings: vec![EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                Ok(ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?.misalignment_exponent())
            }),
        },
        Formula {
            name: "hmm_disagreement_bound".into(),
            version: 1,
            symbol: "bound on P(ŷ ≠ ŷ of θ*)".into(),
            meaning: "bound on the probability that the in-context prediction is not that of the prompt's concept"
                .into(),
            unit: Unit::Probability,
            source: "Lemma B.2 (the limit: Xie et al.; this bound: ours)".into(),
            settings: vec![EXAMPLES, EXAMPLE_LENGTH],
            needs: Vec::new(),
            evaluate: Evaluate::new::<HiddenMarkovProblem>(|problem, settings| {
                let evidence = ExampleEvidence::new(problem, settings.count(&EXAMPLE_LENGTH))?;
                Ok(evidence.disagreement_bound(settings.count(&EXAMPLES)))
            }),
        },
    ]
});
