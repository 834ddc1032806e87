//! The mixture of hidden Markov models, checked.

use nalgebra::{DMatrix, DVector};

use super::HiddenMarkovError;
use crate::model::{Prior, PriorSpec};

/// The parts of a mixture of hidden Markov models. They are not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenMarkovParts {
    /// μ_θ, the law of the first state of a document, one for each concept.
    pub starts: Vec<DVector<f64>>,
    /// T_θ, the transition matrices, one for each concept. Row h is the law of the state after h.
    pub transitions: Vec<DMatrix<f64>>,
    /// The shared emissions. Row h is the law of the token in state h.
    pub emissions: DMatrix<f64>,
    /// The delimiter token.
    pub delimiter: usize,
    /// The laws of the first state of an example. Each prompt draws one of them, uniformly, for all its examples.
    pub prompt_starts: Vec<DVector<f64>>,
}

/// A mixture of hidden Markov models with a uniform prior over concepts, and the law of the learner's prompts.
///
/// A value of this type is always valid. All laws are probability laws of matching shapes. Delimiter states emit only the delimiter, and other
/// states never do (Assumption 1 of Xie et al. 2021). Every prompt has positive probability under its own concept.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenMarkovProblem {
    prior: Prior,
    parts: HiddenMarkovParts,
    /// For each token, the states that may emit it with the probability that they do.
    emitters: Vec<Vec<(usize, f64)>>,
    /// T_θᵀ, one per concept, in which the law of what follows a state is contiguous.
    transposed: Vec<DMatrix<f64>>,
}

impl HiddenMarkovProblem {
    /// Checks the parts of a mixture.
    ///
    /// # Errors
    ///
    /// [`HiddenMarkovError`], which names what is wrong.
    pub fn from_parts(parts: HiddenMarkovParts) -> Result<Self, HiddenMarkovError> {
        check_shapes(&parts)?;
        check_laws(&parts)?;
        let emitters = (0..parts.emissions.ncols()).map(|token| emitters(&parts.emissions, token)).collect::<Vec<_>>();
        check_delimiter(&parts, &emitters)?;
        let prior = Prior::new("prior", &PriorSpec::Uniform, parts.transitions.len())
            .map_err(|_| HiddenMarkovError::NoConcepts)?;
        let transposed = parts.transitions.iter().map(DMatrix::transpose).collect();
        let problem = Self { prior, parts, emitters, transposed };
        problem.check_prompts()?;
        Ok(problem)
    }

    /// The prior over concepts.
    pub fn prior(&self) -> &Prior {
        &self.prior
    }

    /// K.
    pub fn concept_count(&self) -> usize {
        self.parts.transitions.len()
    }

    /// Number of hidden states.
    pub fn state_count(&self) -> usize {
        self.parts.emissions.nrows()
    }

    /// Number of tokens, including the delimiter.
    pub fn token_count(&self) -> usize {
        self.parts.emissions.ncols()
    }

    /// μ_θ, the law of a document's first state under a concept.
    pub fn start(&self, concept: usize) -> &DVector<f64> {
        &self.parts.starts[concept]
    }

    /// T_θ, the transition matrix of a concept.
    pub fn transition(&self, concept: usize) -> &DMatrix<f64> {
        &self.parts.transitions[concept]
    }

    /// T_θ(h, ·), the law of the state after h under a concept.
    pub fn law_after(&self, concept: usize, state: usize) -> &[f64] {
        let states = self.state_count();
        &self.transposed[concept].as_slice()[state * states..(state + 1) * states]
    }

    /// The law of the token in each state (states × tokens).
    pub fn emissions(&self) -> &DMatrix<f64> {
        &self.parts.emissions
    }

    /// The states that may emit a token, with the probability that they do.
    pub fn emitters(&self, token: usize) -> &[(usize, f64)] {
        &self.emitters[token]
    }

    /// The delimiter token.
    pub fn delimiter(&self) -> usize {
        self.parts.delimiter
    }

    /// The states that emit the delimiter.
    pub fn delimiter_states(&self) -> impl Iterator<Item = usize> + Clone {
        self.emitters[self.parts.delimiter].iter().map(|(state, _)| *state)
    }

    /// The laws of the first state of an example. Each prompt draws one of them.
    pub fn prompt_starts(&self) -> &[DVector<f64>] {
        &self.parts.prompt_starts
    }

    /// The delimiter state d at which the chain starts afresh, if there is such a state.
    ///
    /// This is so if d is the only delimiter state and μ_θ = T_θ(d, ·) for every θ. Then the examples of a prompt are independent and have the
    /// same law, under every concept.
    pub fn renewal_state(&self) -> Option<usize> {
        let mut states = self.delimiter_states();
        let (Some(state), None) = (states.next(), states.next()) else { return None };
        let starts_afresh = |concept: usize| {
            let after = self.transition(concept).row(state).transpose();
            (after - self.start(concept)).amax() <= ROUNDING
        };
        (0..self.concept_count()).all(starts_afresh).then_some(state)
    }

    /// Every state can be followed by a delimiter, and every delimiter, like the start of a document, by the start of an example.
    fn check_prompts(&self) -> Result<(), HiddenMarkovError> {
        let remedy = "make it positive, or draw another seed";
        for concept in 0..self.concept_count() {
            let transition = self.transition(concept);
            let impossible =
                |from: String, to: usize| HiddenMarkovError::ImpossiblePrompt { concept, from, to, remedy };
            for from in 0..self.state_count() {
                if let Some(to) = self.delimiter_states().find(|to| transition[(from, *to)] == 0.0) {
                    return Err(impossible(from.to_string(), to));
                }
            }
            for start in &self.parts.prompt_starts {
                for to in (0..start.len()).filter(|state| start[*state] > 0.0) {
                    if let Some(from) = self.delimiter_states().find(|from| transition[(*from, to)] == 0.0) {
                        return Err(impossible(from.to_string(), to));
                    }
                    if self.start(concept)[to] == 0.0 {
                        return Err(impossible("before a document".to_owned(), to));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Rounding allowance for laws that are sums and products of a few hundred probabilities.
const ROUNDING: f64 = 1e-9;

fn emitters(emissions: &DMatrix<f64>, token: usize) -> Vec<(usize, f64)> {
    (0..emissions.nrows())
        .map(|state| (state, emissions[(state, token)]))
        .filter(|(_, probability)| *probability > 0.0)
        .collect()
}

fn check_shapes(parts: &HiddenMarkovParts) -> Result<(), HiddenMarkovError> {
    let (concepts, states, tokens) = (parts.transitions.len(), parts.emissions.nrows(), parts.emissions.ncols());
    if concepts == 0 {
        return Err(HiddenMarkovError::NoConcepts);
    }
    let shape = |what: String, found: usize, expected: usize, per: &'static str| {
        if found == expected { Ok(()) } else { Err(HiddenMarkovError::Shape { what, found, expected, per }) }
    };
    shape("the list of start laws".to_owned(), parts.starts.len(), concepts, "concept")?;
    shape("the list of prompt starts".to_owned(), parts.prompt_starts.len().min(1), 1, "prompt")?;
    if parts.delimiter >= tokens {
        return Err(HiddenMarkovError::NoDelimiter { delimiter: parts.delimiter });
    }
    for (concept, transition) in parts.transitions.iter().enumerate() {
        shape(format!("a column of transition matrix {concept}"), transition.nrows(), states, "state")?;
        shape(format!("a row of transition matrix {concept}"), transition.ncols(), states, "state")?;
    }
    let mut starts = parts.starts.iter().chain(&parts.prompt_starts);
    starts.try_for_each(|start| shape("a start law".to_owned(), start.len(), states, "state"))
}

fn check_laws(parts: &HiddenMarkovParts) -> Result<(), HiddenMarkovError> {
    for start in parts.starts.iter().chain(&parts.prompt_starts) {
        check_law("a start law", start.iter())?;
    }
    for (concept, transition) in parts.transitions.iter().enumerate() {
        for (state, row) in transition.row_iter().enumerate() {
            check_law(&format!("row {state} of transition matrix {concept}"), row.iter())?;
        }
    }
    for (state, row) in parts.emissions.row_iter().enumerate() {
        check_law(&format!("row {state} of the emissions"), row.iter())?;
    }
    Ok(())
}

fn check_law<'a>(what: &str, law: impl Iterator<Item = &'a f64> + Clone) -> Result<(), HiddenMarkovError> {
    let sum: f64 = law.clone().sum();
    let probabilities = law.clone().all(|p| (0.0..=1.0 + ROUNDING).contains(p));
    if probabilities && (sum - 1.0).abs() <= ROUNDING {
        Ok(())
    } else {
        Err(HiddenMarkovError::NotALaw { what: what.to_owned(), sum })
    }
}

fn check_delimiter(parts: &HiddenMarkovParts, emitters: &[Vec<(usize, f64)>]) -> Result<(), HiddenMarkovError> {
    let delimiter_states = &emitters[parts.delimiter];
    if delimiter_states.is_empty() {
        return Err(HiddenMarkovError::NoDelimiter { delimiter: parts.delimiter });
    }
    match delimiter_states.iter().find(|(_, probability)| (probability - 1.0).abs() > ROUNDING) {
        Some((state, probability)) => {
            Err(HiddenMarkovError::BlurredDelimiter { state: *state, probability: *probability })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two concepts over a delimiter state and two others that emit their own token.
    fn parts() -> HiddenMarkovParts {
        let start = DVector::from_vec(vec![0.2, 0.4, 0.4]);
        let stays = DMatrix::from_row_slice(3, 3, &[0.2, 0.4, 0.4, 0.2, 0.7, 0.1, 0.2, 0.1, 0.7]);
        let moves = DMatrix::from_row_slice(3, 3, &[0.2, 0.4, 0.4, 0.2, 0.1, 0.7, 0.2, 0.7, 0.1]);
        HiddenMarkovParts {
            starts: vec![start.clone(), start],
            transitions: vec![stays, moves],
            emissions: DMatrix::identity(3, 3),
            delimiter: 0,
            prompt_starts: vec![DVector::from_vec(vec![0.0, 0.5, 0.5])],
        }
    }

    fn refused(change: impl Fn(&mut HiddenMarkovParts)) -> String {
        let mut changed = parts();
        change(&mut changed);
        HiddenMarkovProblem::from_parts(changed).expect_err("not a mixture").to_string()
    }

    #[test]
    fn a_document_that_starts_like_after_its_only_delimiter_renews() {
        let problem = HiddenMarkovProblem::from_parts(parts()).expect("a mixture");
        assert_eq!(problem.renewal_state(), Some(0));
        let mut other_start = parts();
        other_start.starts[1] = DVector::from_vec(vec![0.2, 0.5, 0.3]);
        assert_eq!(HiddenMarkovProblem::from_parts(other_start).expect("a mixture").renewal_state(), None);
    }

    #[test]
    fn nonsense_is_named() {
        assert!(refused(|p| p.transitions[1][(2, 1)] = 0.8).contains("row 2 of transition matrix 1"));
        assert!(refused(|p| p.starts[0][1] = -0.4).contains("a start law is not a probability law"));
        assert!(refused(|p| p.emissions[(1, 0)] = 0.5).contains("row 1 of the emissions"));
        assert!(refused(|p| p.delimiter = 7).contains("no state emits the delimiter, token 7"));
        assert!(refused(|p| p.transitions.truncate(0)).contains("no concepts"));
        assert!(refused(|p| p.prompt_starts.truncate(0)).contains("prompt starts"));
        let blurred =
            refused(|p| p.emissions = DMatrix::from_row_slice(3, 3, &[1.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 1.0]));
        assert!(blurred.contains("state 1 emits the delimiter with probability 0.5"));
        let unreachable = refused(|p| {
            p.transitions[1].set_row(1, &DMatrix::from_row_slice(1, 3, &[0.0, 0.3, 0.7]).row(0));
        });
        assert!(unreachable.contains("concept 1") && unreachable.contains("from state 1 to state 0"), "{unreachable}");
    }
}
