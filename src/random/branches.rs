//! Streams for the parts of one draw.

use rand::{Rng, SeedableRng};

use super::Stream;

/// Streams by index. Their common seed comes from the stream of one draw.
///
/// A part that has its own branch does not depend on which other parts are drawn, nor on their order.
#[derive(Clone, Copy, Debug)]
pub struct Branches([u8; 32]);

impl Branches {
    /// Takes the seed from `stream`. This always uses the same number of words.
    pub fn from_stream(stream: &mut Stream) -> Self {
        let mut seed = [0; 32];
        stream.fill_bytes(&mut seed);
        Self(seed)
    }

    /// Opens the stream of one part.
    pub fn open(&self, index: u64) -> Stream {
        let mut stream = Stream::from_seed(self.0);
        stream.set_stream(index);
        stream
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    #[test]
    fn parts_differ_and_do_not_depend_on_each_other() {
        let branches = || Branches::from_stream(&mut open_stream(1, &ContentKey::of("branches"), 0));
        let first = |index: u64| branches().open(index).next_u64();
        assert_ne!(first(0), first(1));
        let one_seed = branches();
        one_seed.open(7).next_u64();
        assert_eq!(one_seed.open(1).next_u64(), first(1));
        let mut stream = open_stream(1, &ContentKey::of("branches"), 0);
        let twice = [(); 2].map(|()| Branches::from_stream(&mut stream).open(0).next_u64());
        assert_ne!(twice[0], twice[1]);
    }
}
