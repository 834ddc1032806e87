//! Tests of your own estimator against the propositions. Each has a stated error probability and a fixed seed.
//!
//! ```
//! use weak_to_strong::assertions::{Trial, check_naive_fine_tuning};
//! use weak_to_strong::learn::FineTuning;
//! use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, WeakSpec};
//!
//! let weak = WeakSpec::biased(0.8, 0.6, 0.5);
//! let problem = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).prompts(PromptLaw::Cube).weak(weak).build()?;
//! let source = problem.source_mean();
//! // Ridge regression shrunk towards the source stays above the segment bound …
//! let ridge = |moments: &_| FineTuning::new(moments, &source)?.ridge(0.3);
//! check_naive_fine_tuning(&problem, 32, &Trial::default(), ridge)?;
//! // … and shrunk towards 0 it leaves the segment between source and weak supervisor.
//! let zero = 0.0 * &source;
//! let ridge = |moments: &_| FineTuning::new(moments, &zero)?.ridge(0.3);
//! assert!(check_naive_fine_tuning(&problem, 32, &Trial::default(), ridge).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod mean;
mod mean_interval;
mod naive;
mod refinement;
mod trial;

pub use mean::{Relation, check_mean, check_mean_within};
pub use naive::{check_naive_fine_tuning, check_naive_fine_tuning_on_examples};
pub use refinement::{check_refinement, check_refinement_on_examples};
pub use trial::{Refuted, Trial};
