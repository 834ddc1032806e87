//! The theory: bounds and rates in closed form or by quadrature. Statements and proofs are in `docs/theory.md`.

mod alignment;
mod ask_to_improve;
mod example_evidence;
mod hull_transfer;
mod least_squares;
mod likelihood_ratio;
mod mean_fit;
mod misjudged_noise;
mod mixed_batches;
mod most_probable;
mod naive_limit;
mod prediction_error;
mod prompt_quadrature;
mod refined_prior;
mod refinement;
mod ridge_risk;
mod tangent_cone;
mod teacher_student;
mod tilts;

pub use alignment::{AlignmentRate, RateError};
pub use ask_to_improve::AskToImprove;
pub use example_evidence::{EvidenceError, ExampleEvidence};
pub use hull_transfer::{HullLimit, hull_bias_by_cosine, hull_bound, hull_small_noise};
pub use least_squares::{least_squares_mse, least_squares_mse_by_design};
pub use likelihood_ratio::LikelihoodRatio;
pub use mean_fit::mean_least_squares;
pub use misjudged_noise::misjudged_noise_distance;
pub use mixed_batches::{TiedConcepts, mixed_batch_limit};
pub use naive_limit::{finite_sample_bound, harmonic_bound, segment_bound};
pub use prediction_error::{posterior_mean_error_bound, prediction_error_floor, prior_prediction_error};
pub use refined_prior::{TiedWeakConcept, prior_distance_bound, refined_prior_limit};
pub use refinement::{refined_estimation_error, refinement_bound};
pub use ridge_risk::{WeakLabels, ridge_risk};
pub use tangent_cone::TangentCone;
pub use teacher_student::{quadratic_ceiling, student_variance, teacher_surplus, teacher_variance};
