//! The theory: bounds and rates in closed form or by quadrature. Statements and proofs are in `docs/theory.md`.

mod alignment;
mod ask_to_improve;
mod bregman;
mod example_evidence;
mod hull_transfer;
mod least_eigenvalue;
mod least_squares;
mod likelihood_ratio;
mod linear;
mod mean_fit;
mod mean_misalignment;
mod misjudged_noise;
mod mixed_batches;
mod most_probable;
mod naive_limit;
mod nearest_concept;
mod prediction_error;
mod rate_error;
mod refined_prior;
mod refinement;
mod ridge_risk;
mod tangent_cone;
mod teacher_student;
mod tilts;
mod two_concepts;

pub use alignment::AlignmentRate;
pub use ask_to_improve::AskToImprove;
pub use bregman::{cross_entropy_student, kl_divergence, reverse_student};
pub use example_evidence::{EvidenceError, ExampleEvidence};
pub use hull_transfer::{HullLimit, hull_bias_by_cosine, hull_bound, hull_small_noise};
pub use least_eigenvalue::least_eigenvalue_excess;
pub use least_squares::{least_squares_mse, least_squares_mse_by_design};
pub use likelihood_ratio::LikelihoodRatio;
pub use linear::{
    LinearFit, PredictorMoments, SpectrumLevel, best_mask, best_stopping, effective_penalty, optimal_label_gains,
    random_features_teacher, ridgeless_risk, spectrum_levels,
};
pub use mean_fit::mean_least_squares;
pub use mean_misalignment::MeanMisalignment;
pub use misjudged_noise::misjudged_noise_distance;
pub use mixed_batches::{TiedConcepts, mixed_batch_limit};
pub use naive_limit::{finite_sample_bound, harmonic_bound, segment_bound};
pub use prediction_error::{posterior_mean_error_bound, prediction_error_floor, prior_prediction_error};
pub use rate_error::RateError;
pub use refined_prior::{TiedWeakConcept, prior_distance_bound, refined_prior_limit};
pub use refinement::{refined_estimation_error, refinement_bound};
pub use ridge_risk::{WeakLabels, ridge_risk};
pub use tangent_cone::TangentCone;
pub use teacher_student::{quadratic_ceiling, student_variance, teacher_surplus, teacher_variance};
