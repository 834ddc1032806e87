//! Means of linear functions of the posterior.

use super::mixture_shares::MixtureShares;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment};
use weak_to_strong::sample::GROUP;

/// Observes linear functions of the posterior after a batch: the shares of several lists of functions, one list after the other.
pub(super) struct MixtureMeans {
    batches: WeakBatches,
    functions: Vec<MixtureShares>,
}

impl MixtureMeans {
    pub(super) fn new(batches: WeakBatches, functions: Vec<MixtureShares>) -> Self {
        Self { batches, functions }
    }
}

impl Experiment for MixtureMeans {
    fn width(&self) -> usize {
        self.functions.iter().map(MixtureShares::count).sum()
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.batches.empty_group();
        let width = self.width();
        Draw::in_groups(GROUP, move |stream, observations| {
            self.batches.draw(&mut group, stream);
            let mut first = 0;
            for functions in &self.functions {
                functions.write_group(&group.probabilities, observations, width, first);
                first += functions.count();
            }
            Ok(())
        })
    }
}
