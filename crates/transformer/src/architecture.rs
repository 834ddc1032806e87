//! The shape of a network, and its limits.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The greatest width.
pub const MOST_WIDTH: usize = 512;

/// The most blocks.
pub const MOST_LAYERS: usize = 16;

/// The most tokens of a sequence.
pub const MOST_CONTEXT: usize = 1024;

/// The most hidden units of a block, and the most features of a token.
pub const MOST_UNITS: usize = 2048;

/// The most parameters. In single precision they fill a file of 64 MiB.
pub const MOST_PARAMETERS: usize = 16 << 20;

/// The shape of a network. `docs/transformers.md` says what it computes.
///
/// A value of this type is always valid: all counts are positive and within their limits, and the heads divide the width.
///
/// ```
/// use weak_to_strong_transformer::{Architecture, ArchitectureSpec, Gate, Norm};
///
/// let spec = ArchitectureSpec {
///     features: 17,
///     width: 48,
///     heads: 4,
///     layers: 3,
///     hidden: 80,
///     context: 33,
///     norm: Norm::RootMeanSquare,
///     positions: false,
///     gate: Gate::Swish,
/// };
/// let architecture = Architecture::new(spec)?;
/// assert_eq!(architecture.to_string(), "3 blocks of width 48 with 4 heads and 80 hidden units each, at most 33 tokens, 63937 parameters");
/// let message = Architecture::new(ArchitectureSpec { heads: 5, ..spec }).unwrap_err().to_string();
/// assert_eq!(message, "heads = 5 does not divide width = 48; write for example heads = 4");
/// # Ok::<(), weak_to_strong_transformer::ArchitectureError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ArchitectureSpec", into = "ArchitectureSpec")]
pub struct Architecture(ArchitectureSpec);

/// The parts of an [`Architecture`], not yet checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureSpec {
    /// Numbers that describe a token.
    pub features: usize,
    /// Numbers that a block hands on to the next, at most [`MOST_WIDTH`].
    pub width: usize,
    /// Heads of attention, which divide the width.
    pub heads: usize,
    /// Blocks, at most [`MOST_LAYERS`].
    pub layers: usize,
    /// Hidden units of a block.
    pub hidden: usize,
    /// The most tokens of a sequence, at most [`MOST_CONTEXT`].
    pub context: usize,
    /// What is done to the input of attention, of the hidden units and of the read-out.
    pub norm: Norm,
    /// Whether a learned vector for each position is added to the tokens.
    pub positions: bool,
    /// How the two linear forms of a hidden unit are joined.
    pub gate: Gate,
}

/// What is done to the input h of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Norm {
    /// Nothing.
    None,
    /// gᵢhᵢ/√(mean of h² + 1e-6), with learned g.
    RootMeanSquare,
}

/// How the two linear forms a and b of a hidden unit are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// a·b.
    Product,
    /// a/(1 + e⁻ᵃ)·b (SwiGLU: Shazeer, arXiv 2002.05202).
    Swish,
}

/// A fault of an [`ArchitectureSpec`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum ArchitectureError {
    /// A count is 0 or too large.
    #[error("{key} = {value}: must be a whole number from 1 to {most}; write for example {key} = {remedy}", remedy = (*value).clamp(1, *most))]
    OutOfRange { key: &'static str, value: usize, most: usize },

    /// Heads have equal parts of the width.
    #[error("heads = {heads} does not divide width = {width}; write for example heads = {remedy}", remedy = largest_divisor(*width, *heads))]
    Heads { heads: usize, width: usize },

    /// A file of them would be too large.
    #[error("the network has {count} parameters, more than {MOST_PARAMETERS}; lower width, layers or hidden")]
    TooManyParameters { count: usize },
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let ArchitectureSpec { width, heads, layers, hidden, context, .. } = self.0;
        let of = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        write!(
            f,
            "{} of width {width} with {} and {} each, at most {}, {}",
            of(layers, "block"),
            of(heads, "head"),
            of(hidden, "hidden unit"),
            of(context, "token"),
            of(self.parameter_count(), "parameter")
        )
    }
}

impl Architecture {
    /// Checks the parts.
    ///
    /// # Errors
    ///
    /// [`ArchitectureError`], which names the key, its value and the remedy.
    pub fn new(spec: ArchitectureSpec) -> Result<Self, ArchitectureError> {
        for (key, value, most) in [
            ("features", spec.features, MOST_UNITS),
            ("width", spec.width, MOST_WIDTH),
            ("heads", spec.heads, MOST_WIDTH),
            ("layers", spec.layers, MOST_LAYERS),
            ("hidden", spec.hidden, MOST_UNITS),
            ("context", spec.context, MOST_CONTEXT),
        ] {
            if !(1..=most).contains(&value) {
                return Err(ArchitectureError::OutOfRange { key, value, most });
            }
        }
        if !spec.width.is_multiple_of(spec.heads) {
            return Err(ArchitectureError::Heads { heads: spec.heads, width: spec.width });
        }
        let architecture = Self(spec);
        let count = architecture.parameter_count();
        if count > MOST_PARAMETERS { Err(ArchitectureError::TooManyParameters { count }) } else { Ok(architecture) }
    }

    /// Its parts.
    pub fn spec(&self) -> &ArchitectureSpec {
        &self.0
    }

    /// Numbers of all tensors together.
    pub fn parameter_count(&self) -> usize {
        let ArchitectureSpec { features, width, layers, hidden, context, norm, positions, .. } = self.0;
        let norms = match norm {
            Norm::None => 0,
            Norm::RootMeanSquare => (2 * layers + 1) * width,
        };
        let positions = if positions { context * width } else { 0 };
        let block = 4 * width * width + 2 * hidden * (width + 1) + hidden * width;
        (features + 1) * width + positions + layers * block + norms + width + 1
    }
}

impl TryFrom<ArchitectureSpec> for Architecture {
    type Error = ArchitectureError;

    fn try_from(spec: ArchitectureSpec) -> Result<Self, ArchitectureError> {
        Self::new(spec)
    }
}

impl From<Architecture> for ArchitectureSpec {
    fn from(architecture: Architecture) -> Self {
        architecture.0
    }
}

/// The largest divisor of `number` up to `most`.
fn largest_divisor(number: usize, most: usize) -> usize {
    (1..=most.min(number)).rev().find(|divisor| number.is_multiple_of(*divisor)).unwrap_or(1)
}

#[cfg(test)]
pub(crate) mod example {
    use super::*;

    /// A network with all optional parts, small enough for differences of all its parameters.
    pub(crate) fn small(norm: Norm, positions: bool, gate: Gate) -> Architecture {
        let (features, width, heads, layers, hidden, context) = (5, 6, 2, 2, 7, 9);
        let spec = ArchitectureSpec { features, width, heads, layers, hidden, context, norm, positions, gate };
        Architecture::new(spec).expect("a valid network")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_range_is_named() {
        let good = *example::small(Norm::None, true, Gate::Product).spec();
        let message = |spec| Architecture::new(spec).expect_err("out of range").to_string();
        let wide = message(ArchitectureSpec { width: 513, ..good });
        assert_eq!(wide, "width = 513: must be a whole number from 1 to 512; write for example width = 512");
        for spec in [
            ArchitectureSpec { layers: 0, ..good },
            ArchitectureSpec { layers: 17, ..good },
            ArchitectureSpec { context: 1025, ..good },
            ArchitectureSpec { features: 0, ..good },
        ] {
            assert!(message(spec).contains("must be a whole number from 1 to"));
        }
        let huge = ArchitectureSpec { width: 512, heads: 1, layers: 16, hidden: 2048, ..good };
        assert!(message(huge).contains("more than 16777216; lower"));
    }

    #[test]
    fn json_gives_it_back_and_is_checked() {
        let network = example::small(Norm::RootMeanSquare, false, Gate::Swish);
        let text = serde_json::to_string(&network).expect("JSON");
        assert_eq!(serde_json::from_str::<Architecture>(&text).expect("the same"), network);
        let error = serde_json::from_str::<Architecture>(&text.replace(r#""heads":2"#, r#""heads":4"#));
        assert_eq!(
            error.expect_err("4 heads of 6").to_string(),
            "heads = 4 does not divide width = 6; write for example heads = 3"
        );
        assert!(serde_json::from_str::<Architecture>(&text.replace("gate", "gait")).is_err());
    }
}
