//! The assumptions that a proposition may need, computed from the problem and the settings.

use nalgebra::DMatrix;

use weak_to_strong::model::{HiddenMarkovProblem, RegressionProblem, TransferProblem};

use crate::family::{AsProblem, OfFamily};
use crate::setting::{
    BATCH_CONCEPTS, DESIGN, EXAMPLE_LENGTH, EXTRAPOLATION, ORACLE_SHARE, PREDICTIONS, STUDENT_PENALTY, Settings,
    TEACHER_LABELS, TEACHER_PENALTY,
};

/// A property of a problem, or of how it is learned, that a claim may assume.
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
    /// The source's prior gives positive probability to every concept that the target's prior has.
    TargetSupported,
    /// The weak version of every concept of the target is that concept itself.
    UnbiasedSupervisor,
    /// The weak version of every concept of the target is strictly nearer to that concept than to any other concept in the
    /// source's prior, in the metric of the prompt's covariance.
    WeakNearestTarget,
    /// The weak supervisor's label noise is normal.
    GaussianNoise,
    /// The source's posterior uses the true label noise σ.
    NoiseKnown,
    /// The examples of a batch share their concept.
    OneConceptBatches,
    /// The estimator goes, in every direction, a share in [0, 1] of the way from the source to the least-squares fit.
    Shrinkage,
    /// The penalty is chosen without knowledge of the target.
    BlindPenalty,
    /// The prompts of a sample are designed to be orthogonal, XᵀX = n·v·I.
    OrthogonalDesign,
    /// Examples of this length meet the distinguishability condition of Xie et al. (2021).
    Distinguishable,
    /// Examples of this length do not meet it.
    Indistinguishable,
    /// The truth is in the teacher's and in the student's subspace.
    TruthShared,
    /// The teacher's subspace is part of the student's.
    StudentSeesTeacher,
    /// Teacher and student are fitted without a penalty.
    Ridgeless,
    /// The teacher is the projection of the truth on its subspace: infinitely many labels and no penalty.
    ProjectionTeacher,
    /// The teacher's penalty is below σ²d_w/(nr²).
    UnderRegularised,
    /// The teacher's penalty is at least σ²d_w/(nr²).
    OverRegularised,
}

/// Rounding allowance for quantities that are sums of at most a few thousand products of size one.
const ROUNDING: f64 = 1e-12;

impl Assumption {
    /// Every assumption, in the order in which lists show them.
    pub const ALL: [Self; 24] = [
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
        Self::GaussianNoise,
        Self::NoiseKnown,
        Self::OneConceptBatches,
        Self::Shrinkage,
        Self::BlindPenalty,
        Self::OrthogonalDesign,
        Self::Distinguishable,
        Self::Indistinguishable,
        Self::TruthShared,
        Self::StudentSeesTeacher,
        Self::Ridgeless,
        Self::ProjectionTeacher,
        Self::UnderRegularised,
        Self::OverRegularised,
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
            Self::GaussianNoise => "gaussian_noise",
            Self::NoiseKnown => "noise_known",
            Self::OneConceptBatches => "one_concept_batches",
            Self::Shrinkage => "shrinkage",
            Self::BlindPenalty => "blind_penalty",
            Self::OrthogonalDesign => "orthogonal_design",
            Self::Distinguishable => "distinguishable",
            Self::Indistinguishable => "indistinguishable",
            Self::TruthShared => "truth_shared",
            Self::StudentSeesTeacher => "student_sees_teacher",
            Self::Ridgeless => "ridgeless",
            Self::ProjectionTeacher => "projection_teacher",
            Self::UnderRegularised => "under_regularised",
            Self::OverRegularised => "over_regularised",
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
            Self::TargetSupported => "the source prior gives positive probability to every concept of the target",
            Self::UnbiasedSupervisor => "the weak version of every target concept is that concept itself",
            Self::WeakNearestTarget => {
                "the weak version of every target concept is nearer to it than to any other concept of the source"
            }
            Self::GaussianNoise => "the weak supervisor's label noise is normal",
            Self::NoiseKnown => "the source's posterior uses the true label noise σ",
            Self::OneConceptBatches => "the examples of a batch share their concept",
            Self::Shrinkage => {
                "the estimator goes a share in [0, 1] of the way from the source to the least-squares fit"
            }
            Self::BlindPenalty => "the penalty is chosen without knowledge of the target",
            Self::OrthogonalDesign => "the prompts of a sample are orthogonal: XᵀX = n·v·I (design = orthogonal)",
            Self::Distinguishable => "examples meet the distinguishability condition: distinguishability_margin > 0",
            Self::Indistinguishable => {
                "examples do not meet the distinguishability condition: distinguishability_ceiling < 0, or the margin is"
            }
            Self::TruthShared => "the truth β* is in the teacher's and in the student's subspace",
            Self::StudentSeesTeacher => "the teacher's subspace is part of the student's",
            Self::Ridgeless => "teacher and student are fitted without a penalty",
            Self::ProjectionTeacher => {
                "the teacher is the projection of the truth on its subspace (teacher_labels = inf, teacher_penalty = 0)"
            }
            Self::UnderRegularised => "the teacher's ridge penalty is below ridge_threshold",
            Self::OverRegularised => "the teacher's ridge penalty is ridge_threshold or more",
        }
    }

    /// The assumption of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|assumption| assumption.name() == name)
    }

    /// Assumptions that fail wherever this one does.
    pub fn implied_by(self) -> &'static [Self] {
        match self {
            Self::Isotropic => &[Self::Symmetric],
            _ => &[],
        }
    }

    /// Whether the problem, learned with these settings, meets the assumption.
    ///
    /// Settings that are not given have their defaults. A problem never meets assumptions that are about other families only.
    pub fn holds(self, problem: &dyn AsProblem, settings: &Settings) -> bool {
        if let Some(problem) = TransferProblem::of(problem) {
            self.holds_in_transfer(problem, settings)
        } else if let Some(problem) = HiddenMarkovProblem::of(problem) {
            self.holds_in_hidden_markov(problem, settings)
        } else if let Some(problem) = RegressionProblem::of(problem) {
            self.holds_in_regression(problem, settings)
        } else {
            false
        }
    }

    fn holds_in_regression(self, problem: &RegressionProblem, settings: &Settings) -> bool {
        let labels = settings.number_if_given(&TEACHER_LABELS);
        let without = |penalty| settings.is(penalty, 0.0);
        let threshold = || labels.map(|labels| problem.ridge_threshold(labels));
        let penalty = || settings.number_if_given(&TEACHER_PENALTY).unwrap_or(0.0);
        match self {
            Self::Isotropic | Self::Symmetric => problem.is_isotropic(),
            Self::GaussianPrompts | Self::GaussianNoise | Self::Shrinkage | Self::BlindPenalty => true,
            Self::TruthShared => problem.holds_truth(),
            Self::StudentSeesTeacher => problem.student_sees_teacher(),
            Self::Ridgeless => without(&TEACHER_PENALTY) && without(&STUDENT_PENALTY),
            Self::ProjectionTeacher => labels == Some(f64::INFINITY) && without(&TEACHER_PENALTY),
            Self::UnderRegularised => threshold().is_some_and(|threshold| penalty() < threshold),
            Self::OverRegularised => threshold().is_some_and(|threshold| penalty() >= threshold),
            _ => false,
        }
    }

    fn holds_in_hidden_markov(self, problem: &HiddenMarkovProblem, settings: &Settings) -> bool {
        let Some(length) = settings.count_if_given(&EXAMPLE_LENGTH) else { return false };
        // Where there are too many examples to go through, the condition counts as neither met nor failed on that ground.
        let margin = || problem.distinguishability_margin(length).ok();
        match self {
            Self::Distinguishable => margin().is_some_and(|margin| margin > 0.0),
            Self::Indistinguishable => {
                problem.distinguishability_ceiling(length) < 0.0 || margin().is_some_and(|margin| margin <= 0.0)
            }
            _ => false,
        }
    }

    fn holds_in_transfer(self, problem: &TransferProblem, settings: &Settings) -> bool {
        match self {
            Self::Isotropic => problem.prompts().isotropic_variance().is_some(),
            Self::Symmetric => problem.prompts().is_symmetric(),
            Self::BoundedPrompts => !problem.prompts().is_gaussian(),
            Self::GaussianPrompts => problem.prompts().is_gaussian(),
            Self::Orthonormal => is_orthonormal(problem.concepts()),
            Self::CrossBiasNonnegative => problem.squared_biases().cross >= -ROUNDING,
            Self::SingleTarget => problem.target_concept().is_some(),
            Self::TargetSupported => {
                let (source, target) = (problem.source_prior().probabilities(), problem.target_prior().probabilities());
                source.iter().zip(target).all(|(source, target)| *source > 0.0 || *target == 0.0)
            }
            Self::UnbiasedSupervisor => target_concepts(problem).all(|target| {
                let difference = problem.weak_concepts().column(target) - problem.concepts().column(target);
                difference.amax() <= ROUNDING
            }),
            Self::WeakNearestTarget => target_concepts(problem).all(|target| weak_nearest_target(problem, target)),
            Self::GaussianNoise => problem.weak_degrees_of_freedom() == f64::INFINITY,
            Self::NoiseKnown => problem.believed_noise() == problem.noise(),
            Self::OneConceptBatches => problem.target_concept().is_some() || settings.is(&BATCH_CONCEPTS, "one"),
            Self::Shrinkage => settings.is(&EXTRAPOLATION, 0.0) && settings.is(&PREDICTIONS, "soft"),
            Self::BlindPenalty => settings.is(&ORACLE_SHARE, 0.0),
            Self::OrthogonalDesign => settings.is(&DESIGN, "orthogonal"),
            Self::Distinguishable
            | Self::Indistinguishable
            | Self::TruthShared
            | Self::StudentSeesTeacher
            | Self::Ridgeless
            | Self::ProjectionTeacher
            | Self::UnderRegularised
            | Self::OverRegularised => false,
        }
    }
}

/// The concepts to which the target's prior gives positive probability.
fn target_concepts(problem: &TransferProblem) -> impl Iterator<Item = usize> {
    problem.target_prior().probabilities().iter().enumerate().filter(|(_, p)| **p > 0.0).map(|(concept, _)| concept)
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
