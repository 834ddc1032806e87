//! The replicates of one block, one at a time.

use super::{Draw, Experiment, Undefined};
use weak_to_strong::random::Stream;

/// Returns the replicates of one block one at a time. They are drawn in groups. The unused rest of the last group is discarded, so that the first
/// replicates do not depend on how many follow.
pub struct ReplicatesOfBlock<'a> {
    draw: Draw<'a>,
    width: usize,
    /// The observations of the latest group.
    observations: Vec<f64>,
    /// How many of them were returned.
    taken: usize,
    undefined: Option<Undefined>,
}

impl<'a> ReplicatesOfBlock<'a> {
    /// Starts a block of an experiment.
    pub fn of(experiment: &'a dyn Experiment) -> Self {
        let (draw, width) = (experiment.start(), experiment.width());
        Self { observations: vec![0.0; draw.group * width], taken: draw.group, draw, width, undefined: None }
    }

    /// Returns the observation of the next replicate.
    ///
    /// # Errors
    ///
    /// [`Undefined`] if a coordinate of the observation has no number. All later calls for the block return the same error value.
    pub fn draw_next(&mut self, stream: &mut Stream) -> Result<&[f64], Undefined> {
        if self.taken == self.draw.group {
            self.undefined = (self.draw.draw)(stream, &mut self.observations).err();
            self.taken = 0;
        }
        if let Some(undefined) = self.undefined.filter(|undefined| undefined.replicate <= self.taken) {
            return Err(undefined);
        }
        self.taken += 1;
        Ok(&self.observations[(self.taken - 1) * self.width..][..self.width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// Counts from 0 in groups of three, and observes the count and its square. The square is undefined from `last` on.
    struct Counts {
        last: u64,
    }

    impl Experiment for Counts {
        fn width(&self) -> usize {
            2
        }

        fn start(&self) -> Draw<'_> {
            let mut count = 0;
            Draw::in_groups(3, move |_, observations| {
                for (replicate, observation) in observations.chunks_exact_mut(2).enumerate() {
                    if count == self.last {
                        return Err(Undefined { replicate, coordinate: 1 });
                    }
                    observation.copy_from_slice(&[count as f64, (count * count) as f64]);
                    count += 1;
                }
                Ok(())
            })
        }
    }

    #[test]
    fn groups_are_handed_out_one_by_one() {
        let (experiment, mut stream) = (Counts { last: u64::MAX }, open_stream(1, &ContentKey::of("counts"), 0));
        let mut replicates = ReplicatesOfBlock::of(&experiment);
        for count in 0..7 {
            let expected = [f64::from(count), f64::from(count * count)];
            assert_eq!(replicates.draw_next(&mut stream), Ok(&expected[..]));
        }
    }

    #[test]
    fn what_stands_before_a_refusal_is_handed_out() {
        let (experiment, mut stream) = (Counts { last: 5 }, open_stream(1, &ContentKey::of("counts"), 0));
        let mut replicates = ReplicatesOfBlock::of(&experiment);
        (0..5).for_each(|count| assert!(replicates.draw_next(&mut stream).is_ok(), "{count}"));
        for _ in 0..2 {
            assert_eq!(replicates.draw_next(&mut stream), Err(Undefined { replicate: 2, coordinate: 1 }));
        }
    }
}
