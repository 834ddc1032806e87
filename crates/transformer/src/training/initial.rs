//! The parameters before the first step.

use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::{ContentKey, Stream, open_stream};

use super::batch::problem_text;
use crate::architecture::Architecture;
use crate::layout::Tensor;
use crate::network::Network;
use crate::number::Number;

/// A network with random matrices, gains 1 and biases 0.
///
/// An entry of a matrix has variance 1/(number of inputs). Matrices that write into the stream have 1/(2·layers) of that, so that the stream has about
/// the same size after any number of blocks.
pub(crate) fn initial<T: Number>(architecture: Architecture, problem: &TransferProblem, seed: u64) -> Network<T> {
    let key = ContentKey::of(&format!("first parameters for {}", problem_text(problem)));
    let mut stream = open_stream(seed, &key, 0);
    let mut network = Network::zeros(architecture);
    let tensors = network.tensors().to_vec();
    for tensor in &tensors {
        let numbers = &mut network.parameters_mut()[tensor.place.clone()];
        fill(tensor, architecture.spec().layers, numbers, &mut stream);
    }
    network
}

fn fill<T: Number>(tensor: &Tensor, layers: usize, numbers: &mut [T], stream: &mut Stream) {
    let mut normal = |deviation: f64| {
        numbers.fill_with(|| {
            let number: f64 = StandardNormal.sample(stream);
            T::from_f64(deviation * number)
        });
    };
    match tensor.shape[..] {
        // Positions are added to tokens, and begin small beside them.
        [_, _] if tensor.name == "positions" => normal(0.02),
        [inputs, _] if tensor.name.ends_with("output") => normal((0.5 / (inputs * layers) as f64).sqrt()),
        [inputs, _] => normal((1.0 / inputs as f64).sqrt()),
        _ if tensor.name.ends_with("norm") => numbers.fill(T::ONE),
        _ => {}
    }
}
