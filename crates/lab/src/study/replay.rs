//! Draws one replicate again, to the same bits.

use super::Job;
use crate::quantity::ReplicatesOfBlock;
use weak_to_strong::numeric::BLOCK;
use weak_to_strong::random::open_stream;

/// The observation of one replicate, as every run draws it. All its coordinates are NaN if the replicate has no observation, or if an earlier
/// replicate of its block has none.
pub fn replay(job: &Job, seed: u64, replicate: u64) -> Vec<f64> {
    let block = replicate / BLOCK;
    let mut stream = open_stream(seed, &job.key, block);
    let mut replicates = ReplicatesOfBlock::of(&*job.experiment);
    for _ in block * BLOCK..replicate {
        // If an observation is undefined, all later ones of the block are undefined too.
        let _ = replicates.draw_next(&mut stream);
    }
    let observation = replicates.draw_next(&mut stream);
    observation.map_or_else(|_| vec![f64::NAN; job.experiment.width()], <[f64]>::to_vec)
}
