//! Random problems, in lists that can be permuted and rotated.

use crate::problems::built;
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// d and K of the random problems.
pub(super) const DIM: usize = 4;
pub(super) const COUNT: usize = 3;

/// A problem with one target, in lists that can be permuted and rotated.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) concepts: Vec<DVector<f64>>,
    pub(super) weak: Vec<DVector<f64>>,
    /// Weights, not all one; not yet divided by their sum.
    pub(super) source_prior: Vec<f64>,
    pub(super) target: usize,
    pub(super) noise: f64,
    pub(super) weak_noise: f64,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) samples: f64,
    pub(super) penalty: f64,
    pub(super) batch: f64,
}

impl Drawn {
    pub(super) fn spec(&self, law: &PromptLaw) -> ProblemSpec {
        let lists = |vectors: &[DVector<f64>]| -> Vec<Vec<f64>> {
            vectors.iter().map(|vector| vector.iter().copied().collect()).collect()
        };
        ProblemSpec::new(DIM, ConceptSpec::Vectors(lists(&self.concepts)))
            .prompts(law.clone())
            .source_prior(PriorSpec::Probabilities(normalised(&self.source_prior)))
            .target(self.target)
            .noise(self.noise)
            .weak(WeakSpec::of_vectors(lists(&self.weak), self.weak_noise))
    }

    pub(super) fn problem(&self, law: &PromptLaw) -> TransferProblem {
        built(&self.spec(law))
    }

    pub(super) fn map_vectors(&self, map: impl Fn(&DVector<f64>) -> DVector<f64>) -> Self {
        Self {
            concepts: self.concepts.iter().map(&map).collect(),
            weak: self.weak.iter().map(&map).collect(),
            ..self.clone()
        }
    }

    /// Σₖ min(1, αₖ/αₖ*), the Chernoff bound of no examples.
    pub(super) fn odds_sum(&self) -> f64 {
        let odds = |k: usize| (self.source_prior[k] / self.source_prior[self.target]).min(1.0);
        (0..self.source_prior.len()).filter(|&k| k != self.target).map(odds).sum()
    }
}

pub(super) fn normalised(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

pub(super) fn vector() -> impl Strategy<Value = DVector<f64>> {
    prop::collection::vec(-1.5..1.5f64, DIM).prop_map(DVector::from_vec)
}

pub(super) fn drawn_problem() -> impl Strategy<Value = Drawn> {
    problem_of(vector().boxed())
}

/// Vectors with entries in two coordinates at most, so that quadrature over all is quick.
pub(super) fn sparse_problem() -> impl Strategy<Value = Drawn> {
    let sparse = (-1.5..1.5f64, -1.5..1.5f64).prop_map(|(x, y)| DVector::from_vec(vec![x, 0.0, y, 0.0]));
    problem_of(sparse.boxed())
}

/// About one source in four leaves out a concept that is not the target.
fn problem_of(vector: BoxedStrategy<DVector<f64>>) -> impl Strategy<Value = Drawn> {
    let vectors = || prop::collection::vec(vector.clone(), COUNT);
    let numbers = (prop::collection::vec(0.05..1.0f64, COUNT), 0..COUNT, 0.4..1.5f64, 0.4..1.5f64, 0..4u8);
    (vectors(), vectors(), numbers).prop_map(
        |(concepts, weak, (mut source_prior, target, noise, weak_noise, left_out))| {
            if left_out == 0 {
                source_prior[(target + 1) % COUNT] = 0.0;
            }
            Drawn { concepts, weak, source_prior, target, noise, weak_noise }
        },
    )
}

/// Laws for which general vectors cost no more than sparse ones.
pub(super) fn coordinate_free_law() -> impl Strategy<Value = PromptLaw> {
    prop_oneof![Just(PromptLaw::Gaussian), Just(PromptLaw::Rademacher), Just(PromptLaw::Sphere)]
}

pub(super) fn given() -> impl Strategy<Value = Given> {
    (1..40u32, 0.01..5.0f64, 0..12u32).prop_map(|(samples, penalty, batch)| Given {
        samples: f64::from(samples),
        penalty,
        batch: f64::from(batch),
    })
}

/// The orthogonal factor of a random matrix.
pub(super) fn rotation() -> impl Strategy<Value = DMatrix<f64>> {
    prop::collection::vec(-1.0..1.0f64, DIM * DIM).prop_map(|entries| DMatrix::from_vec(DIM, DIM, entries).qr().q())
}
