//! The one place that opens a stream of random numbers.
//!
//! Three things name a stream: the seed of the study, the content of the cell, and the block of replicates. Nothing else does. So a
//! result does not depend on threads, on order, or on which other cells exist.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The generator behind every stream.
pub type Stream = ChaCha8Rng;

/// A digest of the content of a cell. Cells with other content have other streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
    /// The key of a cell. `content` is a canonical text of everything that the replicates depend on.
    pub fn of(content: &str) -> Self {
        Self(Sha256::digest(content.as_bytes()).into())
    }
}

/// Opens the stream for one block of replicates of one cell.
pub fn open_stream(seed: u64, content: &ContentKey, block: u64) -> Stream {
    let mut digest = Sha256::new();
    digest.update(seed.to_le_bytes());
    digest.update(content.0);
    let mut stream = ChaCha8Rng::from_seed(digest.finalize().into());
    stream.set_stream(block);
    stream
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn seed_content_and_block_each_change_the_stream() {
        let first = |seed, content: &str, block| open_stream(seed, &ContentKey::of(content), block).next_u64();
        let reference = first(1, "cell", 0);
        assert_eq!(reference, first(1, "cell", 0));
        assert_ne!(reference, first(2, "cell", 0));
        assert_ne!(reference, first(1, "other", 0));
        assert_ne!(reference, first(1, "cell", 1));
    }
}
