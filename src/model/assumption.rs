//! The assumptions that a proposition may need, computed from the problem.

use nalgebra::DMatrix;

use super::TransferProblem;

/// A property of a problem that a claim may assume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Assumption {
    /// E XXᵀ = v·I.
    Isotropic,
    /// The prompt law is unchanged by signed permutations of the coordinates.
    Symmetric,
    /// Prompts are bounded, |X|² ≤ d.
    BoundedPrompts,
    /// Prompts are Gaussian vectors.
    GaussianPrompts,
    /// The concepts are orthonormal.
    Orthonormal,
    /// c = (β_Q′ − β_Q)ᵀ(β_P − β_Q) ≥ 0.
    CrossBiasNonnegative,
    /// The target's prior sits on one concept.
    SingleTarget,
    /// The source's prior gives the target concept positive probability.
    TargetSupported,
    /// The weak concept of the target is the target concept itself.
    UnbiasedSupervisor,
    /// The weak concept of the target is strictly nearer to the target concept than to any other concept in
    /// the source's prior, in the metric of the prompt's covariance.
    WeakNearestTarget,
}

/// Rounding allowance for quantities that are sums of at most a few thousand products of size one.
const ROUNDING: f64 = 1e-12;

impl Assumption {
    /// Every assumption, in the order in which lists show them.
    pub const ALL: [Self; 10] = [
        Self::Isotropic,
        Self::Symmetric,
        Self::BoundedPrompts,
        Self::GaussianPrompts,
        Self::Orthonormal,
        Self::CrossBiasNonnegative,
        Self::SingleTarget,
        Self::TargetSupported,
        Self::UnbiasedSupervisor,
        Self::WeakNearestTarget,
    ];

    /// The name that claim files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Isotropic => "isotropic",
            Self::Symmetric => "symmetric",
            Self::BoundedPrompts => "bounded_prompts",
            Self::GaussianPrompts => "gaussian_prompts",
            Self::Orthonormal => "orthonormal",
            Self::CrossBiasNonnegative => "cross_bias_nonnegative",
            Self::SingleTarget => "single_target",
            Self::TargetSupported => "target_supported",
            Self::UnbiasedSupervisor => "unbiased_supervisor",
            Self::WeakNearestTarget => "weak_nearest_target",
        }
    }

    /// What it means, in one line.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Isotropic => "prompts are isotropic: E XXᵀ = v·I",
            Self::Symmetric => "the prompt law is invariant under signed permutations of the coordinates",
            Self::BoundedPrompts => "prompts are bounded, |X|² ≤ d",
            Self::GaussianPrompts => "prompts are Gaussian",
            Self::Orthonormal => "the concepts are orthonormal",
            Self::CrossBiasNonnegative => "the bias vectors of source and weak supervisor have inner product c ≥ 0",
            Self::SingleTarget => "the target prior π sits on one concept k*",
            Self::TargetSupported => "the source prior gives the target concept positive probability",
            Self::UnbiasedSupervisor => "the weak supervisor's target concept is the target concept itself",
            Self::WeakNearestTarget => {
                "the weak target concept is nearer to the target concept than to any other concept of the source"
            }
        }
    }

    /// The assumption of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|assumption| assumption.name() == name)
    }

    /// Whether the problem meets the assumption.
    pub fn holds(self, problem: &TransferProblem) -> bool {
        match self {
            Self::Isotropic => problem.prompts().isotropic_variance().is_some(),
            Self::Symmetric => problem.prompts().is_symmetric(),
            Self::BoundedPrompts => !problem.prompts().is_gaussian(),
            Self::GaussianPrompts => problem.prompts().is_gaussian(),
            Self::Orthonormal => is_orthonormal(problem.concepts()),
            Self::CrossBiasNonnegative => problem.squared_biases().cross >= -ROUNDING,
            Self::SingleTarget => problem.target_concept().is_some(),
            Self::TargetSupported => {
                problem.target_concept().is_some_and(|target| problem.source_prior().probabilities()[target] > 0.0)
            }
            Self::UnbiasedSupervisor => problem.target_concept().is_some_and(|target| {
                let difference = problem.weak_concepts().column(target) - problem.concepts().column(target);
                difference.amax() <= ROUNDING
            }),
            Self::WeakNearestTarget => {
                problem.target_concept().is_some_and(|target| weak_nearest_target(problem, target))
            }
        }
    }
}

fn is_orthonormal(concepts: &DMatrix<f64>) -> bool {
    let count = concepts.ncols();
    (concepts.tr_mul(concepts) - DMatrix::identity(count, count)).amax() <= ROUNDING
}

fn weak_nearest_target(problem: &TransferProblem, target: usize) -> bool {
    let variances = problem.prompts().variances(problem.dim());
    let weak = problem.weak_concepts().column(target);
    let distance = |k: usize| (weak - problem.concepts().column(k)).map(|x| x * x).dot(&variances);
    let to_target = distance(target);
    let supported = |k: &usize| *k != target && problem.source_prior().probabilities()[*k] > 0.0;
    (0..problem.concept_count()).filter(supported).all(|k| distance(k) > to_target)
}
