//! What a test suite or a program of one's own most often needs: `use weak_to_strong::prelude::*;`.

pub use crate::assertions::{
    Refuted, Relation, Trial, check_mean, check_mean_within, check_naive_fine_tuning,
    check_naive_fine_tuning_on_examples, check_refinement, check_refinement_on_examples,
};
pub use crate::evidence::Warrant;
pub use crate::learn::{FineTuning, in_context_posterior, refined_mean};
pub use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
pub use crate::random::{ContentKey, open_stream};
pub use crate::sample::{Composition, ExampleSampler, Examples, LabelLaw, MomentSampler, SampleMoments};
pub use crate::theory::{AlignmentRate, segment_bound};
