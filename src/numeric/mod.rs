//! Numerical tools. They do not know what a concept or a prior is.

pub(crate) mod aligned;
mod cone;
pub(crate) mod elementary;
mod estimate;
mod extremes;
mod histogram;
mod joint_moments;
pub mod json_number;
mod lanczos;
mod log_sum_exp;
mod minimise;
mod products;
mod quadrature;
mod row_blocks;
mod simd_level;
mod simplex;
mod simplex_search;
mod span;
mod summary;
mod symmetric_eigen;
mod tridiagonal_form;
mod tridiagonal_system;
pub(crate) mod vectorised;

pub(crate) use aligned::{AlignedNumbers, aligned_zeros};
pub use cone::Cone;
pub(crate) use elementary::{cosine_and_sine_of_turns, exp, ln};
pub use estimate::Estimate;
pub use extremes::{Extremes, KEPT_EXTREMES};
pub use histogram::{Bucket, Histogram};
pub use joint_moments::{BLOCK, JointMoments};
pub(crate) use lanczos::Lanczos;
pub use log_sum_exp::{LogSum, log_sum_exp};
pub use minimise::{Minimum, minimise_convex};
pub(crate) use products::{gram, gram_of_rows, product, product_with_transposed, transposed_product};
pub use quadrature::{QuadratureError, refine_until_stable};
#[cfg(test)]
pub(crate) use simd_level::at_levels::at_each_level;
pub use simd_level::{SimdLevel, SimdLevelError};
pub use simplex::project_onto_simplex;
pub(crate) use simplex_search::{GapOpen, SimplexMinimum, minimise_on_simplex};
pub use span::span_basis;
pub use summary::Summary;
pub(crate) use symmetric_eigen::symmetric_eigen;
pub(crate) use tridiagonal_form::TridiagonalForm;
pub(crate) use tridiagonal_system::TridiagonalSystem;
pub(crate) use vectorised::{Kernel, LANES, Simd, WithSimd, by_itself, vectorised, with_vectors};
