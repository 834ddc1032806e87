//! Where each tensor of a network stands among its parameters.

use std::ops::Range;

use crate::architecture::{Architecture, ArchitectureSpec, Norm};

/// A tensor of a network: its name and shape, and its place in the list of all parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Its name in files; `docs/transformers.md` lists them.
    pub name: String,
    /// Its dimensions. A matrix has a row for each input.
    pub shape: Vec<usize>,
    /// Its place.
    pub place: Range<usize>,
}

/// The places of all tensors. In this order they fill the list of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub tensors: Vec<Tensor>,
    pub embedding: Linear,
    pub positions: Option<Range<usize>>,
    pub blocks: Vec<Block>,
    pub norm: Option<Range<usize>>,
    pub readout: Linear,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub attention_norm: Option<Range<usize>>,
    /// Queries, keys and values, beside each other.
    pub attention_input: Range<usize>,
    pub attention_output: Range<usize>,
    pub mlp_norm: Option<Range<usize>>,
    pub left: Linear,
    pub right: Linear,
    pub mlp_output: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Linear {
    pub weight: Range<usize>,
    pub bias: Range<usize>,
}

impl Layout {
    pub(crate) fn new(architecture: &Architecture) -> Self {
        let ArchitectureSpec { features, width, layers, hidden, context, positions, .. } = *architecture.spec();
        let mut tensors = Vec::new();
        let embedding = linear(&mut tensors, "embedding", features, width);
        let positions = positions.then(|| add(&mut tensors, "positions", &[context, width]));
        let norm = |tensors: &mut _, name: &str| match architecture.spec().norm {
            Norm::None => None,
            Norm::RootMeanSquare => Some(add(tensors, name, &[width])),
        };
        let blocks = (0..layers)
            .map(|layer| {
                let name = |part: &str| format!("blocks.{layer}.{part}");
                Block {
                    attention_norm: norm(&mut tensors, &name("attention.norm")),
                    attention_input: add(&mut tensors, &name("attention.input"), &[width, 3 * width]),
                    attention_output: add(&mut tensors, &name("attention.output"), &[width, width]),
                    mlp_norm: norm(&mut tensors, &name("mlp.norm")),
                    left: linear(&mut tensors, &name("mlp.left"), width, hidden),
                    right: linear(&mut tensors, &name("mlp.right"), width, hidden),
                    mlp_output: add(&mut tensors, &name("mlp.output"), &[hidden, width]),
                }
            })
            .collect();
        let norm = norm(&mut tensors, "norm");
        let readout = linear(&mut tensors, "readout", width, 1);
        Self { tensors, embedding, positions, blocks, norm, readout }
    }
}

fn linear(tensors: &mut Vec<Tensor>, name: &str, inputs: usize, outputs: usize) -> Linear {
    Linear {
        weight: add(tensors, &format!("{name}.weight"), &[inputs, outputs]),
        bias: add(tensors, &format!("{name}.bias"), &[outputs]),
    }
}

fn add(tensors: &mut Vec<Tensor>, name: &str, shape: &[usize]) -> Range<usize> {
    let start = tensors.last().map_or(0, |tensor: &Tensor| tensor.place.end);
    let place = start..start + shape.iter().product::<usize>();
    tensors.push(Tensor { name: name.to_owned(), shape: shape.to_vec(), place: place.clone() });
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::architecture::{Gate, example::small};

    #[test]
    fn tensors_fill_the_parameters() {
        for (norm, positions) in [(Norm::None, false), (Norm::RootMeanSquare, true)] {
            let architecture = small(norm, positions, Gate::Swish);
            let tensors = Layout::new(&architecture).tensors;
            assert_eq!(tensors.last().map(|tensor| tensor.place.end), Some(architecture.parameter_count()));
            assert!(tensors.windows(2).all(|pair| pair[0].place.end == pair[1].place.start));
            assert!(tensors.iter().all(|tensor| tensor.place.len() == tensor.shape.iter().product::<usize>()));
        }
    }
}
