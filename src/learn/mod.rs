//! Learners. They see moments or tokens, and draw no random numbers. So two fits of one sample always agree.

mod baselines;
mod calibration;
mod designed_labels;
mod expected_moves;
pub(crate) mod expected_path;
mod feature_map;
mod fine_tuning;
mod hidden_markov;
mod hull;
mod in_context;
mod in_context_predictor;
mod pivots;
mod population_flow;
mod prompt_gram;
mod prompt_spectrum;
mod reflection;
mod relu_features;
pub(crate) mod ridge_path;
mod spectral_filter;
mod spectrum;
pub(crate) mod tridiagonal;

pub use baselines::{auxiliary_labels, student_labels};
pub use calibration::{predictive_transform, rank_transform};
pub use designed_labels::DesignedLabels;
pub use feature_map::FeatureMap;
pub use fine_tuning::{FineTuning, FitError};
pub use hidden_markov::{DocumentReader, agrees, prompt_prediction};
pub use hull::{Hull, HullError, HullFit};
pub use in_context::{in_context_posterior, refined_mean};
pub use in_context_predictor::InContextPredictor;
pub use population_flow::PopulationFlow;
pub use prompt_gram::PromptGram;
pub use prompt_spectrum::PromptSpectrum;
pub use relu_features::ReluFeatures;
pub use spectral_filter::SpectralFilter;
pub use spectrum::{Shrinkage, Spectrum};
