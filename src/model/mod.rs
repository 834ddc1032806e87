//! Transfer problems: prompts, concepts, priors, the weak supervisor, source and target.
//!
//! The notation is that of the paper (arXiv 2405.16236): a prompt X ∈ Rᵈ, concepts β₁…β_K, a source prior α, a target prior π. The source labels
//! a prompt by Y ~ Σ αₖ N(βₖᵀX, σ²), the target by Σ πₖ N(βₖᵀX, σ²), and the weak supervisor by Σ πₖ N((βₖʷ)ᵀX, σ_w²).
//!
//! There are five more families of problems. Mixtures of hidden Markov models (Xie et al., arXiv 2111.02080) have a transition matrix for each
//! concept. Teacher–student regression has no concepts. It has a truth, a weak teacher that is fitted to noisy labels, and a student that is
//! fitted to the teacher's predictions. Linear teachers and students have prompts with any spectrum, and more ways to be fitted.
//! Logistic classification has a truth and a weak supervisor, both probabilities of a binary label. In the bi-level ensemble
//! labels are signs, which a teacher and a student interpolate.

mod accuracy;
mod bias;
mod bilevel;
mod bulk_misalignment;
mod bulk_posterior;
mod concepts;
mod error;
#[cfg(test)]
pub(crate) mod example;
mod greatest;
mod hidden_markov;
mod linear;
mod logistic;
mod persona;
mod posterior;
mod prior;
mod prior_in_files;
mod problem;
mod prompt_law;
mod regression;
mod weak_supervisor;

pub use accuracy::sign_disagreement;
pub use bias::SquaredBiases;
pub use bilevel::{BilevelError, BilevelFeatures, BilevelProblem, BilevelSpec, SignPredictor};
pub use bulk_misalignment::BulkMisalignment;
pub use bulk_posterior::BulkPosterior;
pub(crate) use bulk_posterior::REPLICATES_AT_ONCE;
pub use concepts::ConceptSpec;
pub use error::ProblemError;
pub use greatest::share_among_greatest;
pub use hidden_markov::{
    CyclicSpec, ExampleLaw, Forward, ForwardFilter, GincSpec, HiddenMarkovError, HiddenMarkovParts,
    HiddenMarkovProblem, HiddenMarkovSpec, visit_examples,
};
pub use linear::{
    Angles, COORDINATES_PER_DIMENSION, Features, LearnerSpec, LinearError, LinearProblem, LinearSpec, SpectrumSpec,
    TruthSpec, TurnedAxes,
};
pub use logistic::{
    ClassSpec, InputsSpec, LineSpec, LogOdds, LogisticError, LogisticProblem, LogisticSpec, LogitSpec, PredictorSpec,
    SegmentSpec, StudentClass, log_probability,
};
pub use persona::Persona;
pub use posterior::ConceptPosterior;
pub use prior::{Prior, PriorSpec};
pub use problem::{MOST_DIMENSIONS, ProblemSpec, TransferProblem};
pub use prompt_law::PromptLaw;
pub(crate) use prompt_law::{Coordinate, Exponent, Pair, SIGN, Shape, log_mean_in_plane};
pub use regression::{ProjectionSpec, RegressionError, RegressionProblem, RegressionSpec, SubspacesSpec};
pub use weak_supervisor::WeakSpec;
