//! The assumptions that a proposition may need. They are computed from the problem and the settings, and they can be broken on purpose.
//!
//! To add an assumption, write it in the file about its subject and add it to the list [`ASSUMPTIONS`].

mod batches;
mod breaking;
mod concepts;
mod definition;
mod estimator;
mod hidden_markov;
mod list;
mod logistic;
mod prompts;
mod regression;
mod supervisor;
mod values;

pub use batches::ONE_CONCEPT_BATCHES;
pub use breaking::{AssumptionDrop, DropAt, DropValues, Dropped, Spread};
pub use concepts::{CROSS_BIAS_NONNEGATIVE, ORTHONORMAL, SINGLE_TARGET, TARGET_SUPPORTED};
pub use definition::{Assumption, Standing, Test, all_of};
pub use estimator::{BLIND_PENALTY, ORTHOGONAL_DESIGN, SHRINKAGE};
pub use hidden_markov::{DISTINGUISHABLE, INDISTINGUISHABLE};
pub use list::{ASSUMPTIONS, place_of_drops};
pub use logistic::{CONVEX_IN_LOG_ODDS, CONVEX_IN_PROBABILITIES};
pub use prompts::{BOUNDED_PROMPTS, GAUSSIAN_PROMPTS, ISOTROPIC, SYMMETRIC};
pub use regression::{
    OVER_REGULARISED, PROJECTION_TEACHER, RIDGELESS, STUDENT_SEES_TEACHER, TRUTH_SHARED, UNDER_REGULARISED,
};
pub use supervisor::{GAUSSIAN_NOISE, NOISE_KNOWN, UNBIASED_SUPERVISOR, WEAK_NEAREST_TARGET};
