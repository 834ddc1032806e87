//! Linear regression on Gaussian prompts with any spectrum: deterministic equivalents, which are limits for many labels and dimensions, and exact
//! means where they exist.
//!
//! Coordinates are standardised. A predictor is f = Σ b_i z_i with independent standard normal z_i, the truth has b = θ with θ_i = √λ_i·β_i, and the
//! risk E(f − f*)² is |b − θ|². A fit sees the coordinates √λ_i·z_i. So teacher and student may scale the same coordinates by different spectra, and
//! a coordinate that a fit does not see has the eigenvalue 0.

mod effective_penalty;
mod exact;
mod features;
mod fit;
mod optimal_labels;
mod predictor;
#[cfg(test)]
mod simulated;
mod spectrum;

pub use effective_penalty::effective_penalty;
pub use exact::ridgeless_risk;
pub use features::{best_stopping, random_features_teacher};
pub use fit::LinearFit;
pub use optimal_labels::{best_mask, optimal_label_gains};
pub use predictor::PredictorMoments;
pub use spectrum::{SpectrumLevel, spectrum_levels};
