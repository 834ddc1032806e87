//! What a block does besides products: norms, attention and gates, each with its derivative.
//!
//! Every function treats the rows of its arguments one by one and in the same order, so that a prompt has the same bits alone and beside others.

mod attention;
mod gate;
mod norm;
mod sum;

pub(crate) use attention::Attention;
pub(crate) use gate::{gate, gate_derivative};
pub(crate) use norm::{normalise, normalise_derivative};
pub(crate) use sum::add_rows;
