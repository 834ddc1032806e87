//! Fine-tuning on infinitely many answers of a network.

use std::ops;

use super::answers_fit::AnswersFit;
use super::queries::{Before, GROUP, Queries};
use crate::inference::{FunctionOfMeans, Inference, OfMeans, Range};
use crate::quantity::{Draw, Experiment, Made, NetworkUsed, Undefined};
use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{Branches, Stream};

/// Observes the errors of fits to answers, each along the axes of the fit. The answers do not share a batch.
pub(in crate::quantity) struct Fits {
    queries: Vec<Queries>,
    /// Each with the place of its queries, and with the first of its coordinates.
    fits: Vec<(usize, usize, AnswersFit)>,
    width: usize,
}

impl Fits {
    /// Takes the queries, and fits with the places of theirs.
    pub(in crate::quantity) fn new(queries: Vec<Queries>, fits: Vec<(usize, AnswersFit)>) -> Self {
        let mut width = 0;
        let placed = fits.into_iter().map(|(place, fit)| {
            width += fit.width();
            (place, width - fit.width(), fit)
        });
        let fits = placed.collect();
        Self { queries, fits, width }
    }

    /// Makes the experiment that estimates this function of the errors of each fit.
    pub(in crate::quantity) fn made<F: FunctionOfMeans + 'static>(self, function: impl Fn() -> F) -> Made {
        let estimator = |(_, first, fit): &(usize, usize, AnswersFit)| {
            OfMeans::new(*first..first + fit.width(), function()).with_ranges(fit.ranges.clone())
        };
        let inference = Inference::of(self.fits.iter().map(estimator).collect::<Vec<_>>());
        Made::new(self, inference)
    }
}

impl Experiment for Fits {
    fn width(&self) -> usize {
        self.width
    }

    /// All ask the same network.
    fn networks(&self) -> Vec<&NetworkUsed> {
        self.queries.first().and_then(Queries::network).into_iter().collect()
    }

    fn start(&self) -> Draw<'_> {
        let mut asked: Vec<Asked> = self.queries.iter().map(Asked::new).collect();
        Draw::in_groups(GROUP, move |stream, observations| {
            // Queries of one kind do not depend on which other kinds are asked.
            let branches = Branches::from_stream(stream);
            asked.iter_mut().for_each(|asked| asked.draw(&mut branches.open(asked.branch())));
            for (replicate, observation) in observations.chunks_exact_mut(self.width).enumerate() {
                for (place, first, fit) in &self.fits {
                    let (prompt, answer) = asked[*place].of(replicate);
                    fit.write(answer, prompt, &mut observation[*first..]);
                }
                check_finite(observation, replicate)?;
            }
            Ok(())
        })
    }
}

/// Observes, for one batch that all answers share, what |β̂ − β_Q|² is the mean of: the mean product of the errors of two answers.
pub(in crate::quantity) struct SharedFits {
    queries: Queries,
    fits: Vec<AnswersFit>,
}

impl SharedFits {
    /// Takes queries that share a batch.
    pub(in crate::quantity) fn new(queries: Queries, fits: Vec<AnswersFit>) -> Self {
        Self { queries, fits }
    }

    /// Makes the experiment that estimates the mean squared error of each fit.
    pub(in crate::quantity) fn made(self) -> Made {
        let estimator = |(place, fit): (usize, &AnswersFit)| {
            let mean = OfMeans::new(place..place + 1, TheMean).ranging(mean_product_range(&fit.ranges));
            mean.within(0.0, f64::INFINITY)
        };
        let inference = Inference::of(self.fits.iter().enumerate().map(estimator).collect::<Vec<_>>());
        Made::new(self, inference)
    }
}

impl Experiment for SharedFits {
    fn width(&self) -> usize {
        self.fits.len()
    }

    fn networks(&self) -> Vec<&NetworkUsed> {
        self.queries.network().into_iter().collect()
    }

    fn start(&self) -> Draw<'_> {
        let mut asked = Asked::new(&self.queries);
        let mut errors: Vec<_> = self.fits.iter().map(|fit| vec![0.0; GROUP * fit.width()]).collect();
        Draw::new(move |stream, observation| {
            asked.draw(stream);
            for ((observed, fit), errors) in observation.iter_mut().zip(&self.fits).zip(&mut errors) {
                for (replicate, errors) in errors.chunks_exact_mut(fit.width()).enumerate() {
                    let (prompt, answer) = asked.of(replicate);
                    fit.write(answer, prompt, errors);
                }
                *observed = mean_product(errors, fit.width());
            }
            check_finite(observation, 0)
        })
    }
}

/// The mean itself, which is known not to be negative though observations may be.
struct TheMean;

impl FunctionOfMeans for TheMean {
    fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
        moments.mean()[at.start]
    }

    fn gradient(&self, _means: &[f64]) -> Vec<f64> {
        vec![1.0]
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        means[0]
    }
}

/// The mean of aᵢᵀaⱼ over pairs of different vectors of this length.
fn mean_product(vectors: &[f64], width: usize) -> f64 {
    let count = (vectors.len() / width) as f64;
    let along = |axis: usize| vectors.iter().skip(axis).step_by(width);
    let pairs = |axis| along(axis).sum::<f64>().powi(2) - along(axis).map(|x| x * x).sum::<f64>();
    (0..width).map(pairs).sum::<f64>() / (count * (count - 1.0))
}

/// What is proved of the mean product of [`GROUP`] vectors whose coordinates are in these ranges. With |aᵢ| ≤ r it lies between −r²/(GROUP − 1) and r².
fn mean_product_range(coordinates: &[Range]) -> Range {
    let square: f64 = coordinates.iter().map(|range| range.least.abs().max(range.greatest.abs()).powi(2)).sum();
    // Up to rounding; any positive bound is right for vectors that are 0.
    let square = (square * (1.0 + 1e-9)).max(f64::MIN_POSITIVE);
    if square.is_finite() { Range::between(-square / (GROUP as f64 - 1.0), square) } else { Range::UNKNOWN }
}

/// A group of queries with their answers.
struct Asked<'a> {
    queries: &'a Queries,
    prompts: Vec<f64>,
    answers: [f64; GROUP],
}

impl<'a> Asked<'a> {
    fn new(queries: &'a Queries) -> Self {
        Self { queries, prompts: vec![0.0; GROUP * queries.dim()], answers: [0.0; GROUP] }
    }

    fn branch(&self) -> u64 {
        u64::from(self.queries.before() == Before::OwnLabel)
    }

    fn draw(&mut self, stream: &mut Stream) {
        self.queries.draw(&mut self.prompts, &mut self.answers, stream);
    }

    fn of(&self, replicate: usize) -> (&[f64], f64) {
        let dim = self.queries.dim();
        (&self.prompts[replicate * dim..][..dim], self.answers[replicate])
    }
}

fn check_finite(observation: &[f64], replicate: usize) -> Result<(), Undefined> {
    let place = observation.iter().position(|number| !number.is_finite());
    place.map_or(Ok(()), |coordinate| Err(Undefined { replicate, coordinate }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (1, 2), (3, 0) and (0, −1): the products 3, −2 and 0.
    #[test]
    fn mean_products_by_hand() {
        assert_eq!(mean_product(&[1.0, 2.0, 3.0, 0.0, 0.0, -1.0], 2), 1.0 / 3.0);
        let range = mean_product_range(&[Range::between(-1.0, 2.0), Range::between(-1.0, 1.0)]);
        assert!((range.least + 5.0 / 7.0).abs() < 1e-8 && (range.greatest - 5.0).abs() < 1e-8, "{range:?}");
        assert_eq!(mean_product_range(&[Range::UNKNOWN]), Range::UNKNOWN);
    }
}
