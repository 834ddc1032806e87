//! The laws of the prompt X ∈ Rᵈ, one file each.
//!
//! A law is a value: its word in files, its meaning, and its [`Shape`], from which all its other properties follow. Laws with independent
//! coordinates say how a [`Coordinate`] is drawn and integrated. A new law is a new file, a line here, and a variant of [`PromptLaw`] with its
//! place in the list and its arm in the one `match`.

mod anisotropic;
mod coordinate;
mod cube;
mod gaussian;
mod laplace;
mod law;
#[expect(clippy::module_inception, reason = "the file is named after the type that it holds")]
mod prompt_law;
mod rademacher;
mod sphere;
mod tensor;

pub(crate) use coordinate::{Coordinate, Exponent, Pair};
pub(crate) use law::Shape;
pub use prompt_law::PromptLaw;
pub(crate) use rademacher::SIGN;
pub(crate) use sphere::log_mean_in_plane;
