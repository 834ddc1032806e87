//! The one place that opens a stream of random numbers.
//!
//! A stream is named by the seed of the study, the content of the cell that it serves, and the block
//! of replicates. Nothing else enters, so a result does not depend on threads, on order,
//! or on which other cells exist.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The generator behind every stream.
pub type Stream = ChaCha8Rng;

/// What tells one cell's streams from another's: a digest of the cell's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
    /// The key of a cell, from a canonical text of all that its replicates depend on.
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
