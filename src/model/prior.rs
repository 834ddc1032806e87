//! Probabilities over concepts.

use nalgebra::DVector;

use super::ProblemError;

/// A description of a prior, as files give it: `"uniform"`, `{ concept = 0, mass = 0.3 }` or a list of probabilities.
#[derive(Clone, Debug, PartialEq)]
pub enum PriorSpec {
    /// 1/K on each concept.
    Uniform,
    /// This probability on one concept. The rest is spread evenly over the others.
    Favouring {
        /// The concept, counted from 0.
        concept: usize,
        /// Its probability.
        mass: f64,
    },
    /// One probability for each concept.
    Probabilities(Vec<f64>),
}

/// A vector of K probabilities, one for each concept. They are ≥ 0 and sum to 1, up to rounding.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior(DVector<f64>);

impl Prior {
    /// Checks a description. `key` is its name in messages.
    ///
    /// # Errors
    ///
    /// [`ProblemError::EntryCount`], [`ProblemError::NotAProbability`], [`ProblemError::FavouriteOutOfRange`] or
    /// [`ProblemError::PriorNotNormalised`] (the sum may be off by 1e-9).
    pub fn new(key: &'static str, spec: &PriorSpec, concept_count: usize) -> Result<Self, ProblemError> {
        let probabilities = match spec {
            PriorSpec::Uniform => vec![1.0 / concept_count as f64; concept_count],
            PriorSpec::Favouring { concept, mass } => favouring(key, *concept, *mass, concept_count)?,
            PriorSpec::Probabilities(probabilities) => probabilities.clone(),
        };
        if probabilities.len() != concept_count {
            return Err(ProblemError::EntryCount { key, found: probabilities.len(), concept_count });
        }
        if let Some(index) = probabilities.iter().position(|p| !(0.0..=1.0).contains(p)) {
            return Err(ProblemError::NotAProbability { key, index, value: probabilities[index] });
        }
        let sum: f64 = probabilities.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            return Err(ProblemError::PriorNotNormalised { key, sum });
        }
        Ok(Self(DVector::from_vec(probabilities)))
    }

    /// The prior with all its mass on one concept. `concept` must be below `concept_count`.
    pub(super) fn degenerate(concept: usize, concept_count: usize) -> Self {
        let mut probabilities = DVector::zeros(concept_count);
        probabilities[concept] = 1.0;
        Self(probabilities)
    }

    /// The probabilities, one for each concept.
    pub fn probabilities(&self) -> &DVector<f64> {
        &self.0
    }

    /// The concept that has all the mass, if there is one.
    pub fn single_concept(&self) -> Option<usize> {
        self.0.iter().position(|p| *p == 1.0)
    }
}

fn favouring(key: &'static str, concept: usize, mass: f64, concept_count: usize) -> Result<Vec<f64>, ProblemError> {
    if concept >= concept_count {
        return Err(ProblemError::FavouriteOutOfRange { key, concept, concept_count });
    }
    let mut probabilities = vec![(1.0 - mass) / (concept_count as f64 - 1.0).max(1.0); concept_count];
    probabilities[concept] = mass;
    Ok(probabilities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_favoured_concept_leaves_the_rest_to_the_others() {
        let prior = |mass, count| Prior::new("source_prior", &PriorSpec::Favouring { concept: 1, mass }, count);
        assert_eq!(prior(0.5, 3).expect("a prior").probabilities().as_slice(), [0.25, 0.5, 0.25]);
        assert_eq!(prior(1.0, 2).expect("a prior").single_concept(), Some(1));
        assert!(matches!(prior(0.5, 1), Err(ProblemError::FavouriteOutOfRange { .. })));
        assert!(matches!(prior(1.5, 2), Err(ProblemError::NotAProbability { .. })));
        let alone = Prior::new("source_prior", &PriorSpec::Favouring { concept: 0, mass: 0.5 }, 1);
        assert!(matches!(alone, Err(ProblemError::PriorNotNormalised { .. })));
    }
}
