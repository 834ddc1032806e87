//! Mean and covariance of vector observations, merged without loss of precision.

use super::{Extremes, Histogram, Summary};

/// Replicates per block. Each block has a random stream of its own, and the moments of blocks are merged in their order.
pub const BLOCK: u64 = 256;

/// Count, mean and centred second moments of a stream of vectors of one length.
///
/// Updates follow Welford, merges follow Chan, Golub and LeVeque (1983). Both subtract the mean first, so large sums that nearly cancel
/// never occur.
///
/// ```
/// use weak_to_strong::numeric::JointMoments;
/// let mut moments = JointMoments::new(1);
/// for x in [1.0, 2.0, 3.0] {
///     moments.push(&[x]);
/// }
/// assert_eq!(moments.mean(), &[2.0]);
/// assert_eq!(moments.covariance(0, 0), 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct JointMoments {
    count: u64,
    mean: Vec<f64>,
    /// Lower triangle, row by row, of the sum of centred outer products.
    scatter: Vec<f64>,
    /// The coordinates whose extreme values are kept.
    watched: Vec<(usize, Extremes)>,
    /// The coordinates whose values are counted in buckets.
    counted: Vec<(usize, Histogram)>,
    deviation: Vec<f64>,
}

impl JointMoments {
    /// The moments of no observations, of vectors of length `width`.
    pub fn new(width: usize) -> Self {
        Self::watching(width, &[])
    }

    /// The same, which keeps the extreme values of these coordinates too.
    ///
    /// # Panics
    ///
    /// If there is no such coordinate.
    pub fn watching(width: usize, coordinates: &[usize]) -> Self {
        assert!(coordinates.iter().all(|at| *at < width), "a watched coordinate of an observation");
        Self {
            count: 0,
            mean: vec![0.0; width],
            scatter: vec![0.0; width * (width + 1) / 2],
            watched: coordinates.iter().map(|at| (*at, Extremes::default())).collect(),
            counted: Vec::new(),
            deviation: vec![0.0; width],
        }
    }

    /// The same moments of no observations, which count the values of these coordinates in buckets too.
    ///
    /// # Panics
    ///
    /// If there is no such coordinate, or if there are observations.
    pub fn counting(self, coordinates: &[usize]) -> Self {
        assert!(coordinates.iter().all(|at| *at < self.mean.len()), "a counted coordinate of an observation");
        assert_eq!(self.count, 0, "moments of no observations");
        Self { counted: coordinates.iter().map(|at| (*at, Histogram::default())).collect(), ..self }
    }

    /// The moments of no observations, of the same width and with the same watched and counted coordinates.
    pub fn emptied(&self) -> Self {
        let watched: Vec<usize> = self.watched.iter().map(|(at, _)| *at).collect();
        let counted: Vec<usize> = self.counted.iter().map(|(at, _)| *at).collect();
        Self::watching(self.mean.len(), &watched).counting(&counted)
    }

    /// How many means and centred second moments there are.
    pub fn number_count(&self) -> usize {
        self.mean.len() + self.scatter.len()
    }

    /// Adds one observation.
    ///
    /// # Panics
    ///
    /// If the observation does not have length `width`.
    pub fn push(&mut self, observation: &[f64]) {
        assert_eq!(observation.len(), self.mean.len(), "observation width");
        self.count += 1;
        let count = self.count as f64;
        for ((deviation, mean), x) in self.deviation.iter_mut().zip(&mut self.mean).zip(observation) {
            *deviation = x - *mean;
            *mean += *deviation / count;
        }
        self.add_outer_product((count - 1.0) / count);
        self.watched.iter_mut().for_each(|(at, extremes)| extremes.push(observation[*at]));
        self.counted.iter_mut().for_each(|(at, histogram)| histogram.push(observation[*at]));
    }

    /// Adds all observations of `other`. Moments of no observations take over its watched and counted coordinates.
    ///
    /// # Panics
    ///
    /// If the widths differ, or the watched or counted coordinates of observations.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(other.mean.len(), self.mean.len(), "observation width");
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            self.watched.clone_from(&other.watched);
            self.counted.clone_from(&other.counted);
        } else {
            assert!(self.watches_the_same_as(other), "watched coordinates");
            self.counted.iter_mut().zip(&other.counted).for_each(|((_, ours), (_, theirs))| ours.merge(theirs));
            self.watched.iter_mut().zip(&other.watched).for_each(|((_, ours), (_, theirs))| ours.merge(theirs));
        }
        let (ours, theirs) = (self.count as f64, other.count as f64);
        let total = ours + theirs;
        for ((deviation, mean), other_mean) in self.deviation.iter_mut().zip(&mut self.mean).zip(&other.mean) {
            *deviation = other_mean - *mean;
            *mean += *deviation * (theirs / total);
        }
        for (sum, other_sum) in self.scatter.iter_mut().zip(&other.scatter) {
            *sum += other_sum;
        }
        self.add_outer_product(ours * theirs / total);
        self.count += other.count;
    }

    /// Number of observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean vector.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Unbiased estimate of the covariance of coordinates `i` and `j`. It is 0 for fewer than two observations.
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        self.scatter_of(i, j) / (self.count - 1) as f64
    }

    fn scatter_of(&self, i: usize, j: usize) -> f64 {
        let (row, column) = if i >= j { (i, j) } else { (j, i) };
        self.scatter[row * (row + 1) / 2 + column]
    }

    /// Count, mean and scatter of one coordinate.
    pub fn summary(&self, coordinate: usize) -> Summary {
        self.summary_along(&[(coordinate, 1.0)])
    }

    /// Count, mean and scatter of the linear combination of coordinates with these weights.
    pub fn summary_along(&self, weights: &[(usize, f64)]) -> Summary {
        let mean = weights.iter().map(|(i, weight)| weight * self.mean[*i]).sum();
        let mut scatter = 0.0;
        for (i, own) in weights {
            for (j, other) in weights {
                scatter += own * other * self.scatter_of(*i, *j);
            }
        }
        Summary { count: self.count, mean, scatter: scatter.max(0.0) }
    }

    /// The extreme values of a coordinate; `None` if it is not watched.
    pub fn extremes(&self, coordinate: usize) -> Option<&Extremes> {
        self.watched.iter().find(|(at, _)| *at == coordinate).map(|(_, extremes)| extremes)
    }

    /// The counts of a coordinate's values in buckets; `None` if they are not kept.
    pub fn histogram(&self, coordinate: usize) -> Option<&Histogram> {
        self.counted.iter().find(|(at, _)| *at == coordinate).map(|(_, histogram)| histogram)
    }

    /// Whether both are of the same width, and watch and count the same coordinates.
    pub fn is_like(&self, other: &Self) -> bool {
        self.mean.len() == other.mean.len() && self.watches_the_same_as(other)
    }

    fn watches_the_same_as(&self, other: &Self) -> bool {
        self.watched.iter().map(|(at, _)| at).eq(other.watched.iter().map(|(at, _)| at))
            && self.counted.iter().map(|(at, _)| at).eq(other.counted.iter().map(|(at, _)| at))
    }

    /// Standard error of the linear combination Σ wᵢ·meanᵢ.
    ///
    /// If `weights` is the gradient of a function at the mean, this is the delta method.
    pub fn standard_error_along(&self, weights: &[f64]) -> f64 {
        let mut variance = 0.0;
        for (i, wi) in weights.iter().enumerate() {
            for (j, wj) in weights.iter().enumerate() {
                variance += wi * wj * self.covariance(i, j);
            }
        }
        (variance.max(0.0) / self.count.max(1) as f64).sqrt()
    }

    /// Returns the exact state as little-endian bits: width, count, number of watched coordinates, means, centred second moments, and for each watched
    /// coordinate its place and its extreme values. If coordinates are counted, their number follows, and for each its place and its counts.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let counts = [self.mean.len() as u64, self.count, self.watched.len() as u64];
        counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
        bytes.extend(self.mean.iter().chain(&self.scatter).flat_map(|number| number.to_le_bytes()));
        for (at, extremes) in &self.watched {
            bytes.extend((*at as u64).to_le_bytes());
            extremes.write(&mut bytes);
        }
        if !self.counted.is_empty() {
            bytes.extend((self.counted.len() as u64).to_le_bytes());
        }
        for (at, histogram) in &self.counted {
            bytes.extend((*at as u64).to_le_bytes());
            histogram.write(&mut bytes);
        }
        bytes
    }

    /// Reads what [`JointMoments::to_bytes`] wrote. The state is the same to the bit. Returns `None` if the bytes are not such a state.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let (width, count, watched) = (read_count(&mut rest)?, read_count(&mut rest)?, read_count(&mut rest)?);
        let width = usize::try_from(width).ok().filter(|width| *width <= rest.len())?;
        let numbers = width.checked_mul(width.checked_add(3)?)? / 2;
        let (moments, mut rest) = rest.split_at_checked(numbers.checked_mul(8)?)?;
        let moments: Vec<f64> = moments.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number)).collect();
        let mut state = Self { count, ..Self::new(width) };
        let (mean, scatter) = moments.split_at(width);
        state.mean.copy_from_slice(mean);
        state.scatter.copy_from_slice(scatter);
        for _ in 0..watched {
            let at = usize::try_from(read_count(&mut rest)?).ok().filter(|at| *at < width)?;
            state.watched.push((at, Extremes::read(&mut rest)?));
        }
        state.read_histograms(rest)
    }

    /// Reads the counted coordinates, if there are any.
    fn read_histograms(mut self, mut rest: &[u8]) -> Option<Self> {
        if rest.is_empty() {
            return Some(self);
        }
        let counted = read_count(&mut rest).filter(|counted| *counted > 0)?;
        for _ in 0..counted {
            let at = usize::try_from(read_count(&mut rest)?).ok().filter(|at| *at < self.mean.len())?;
            let histogram = Histogram::read(&mut rest).filter(|histogram| histogram.count() == Some(self.count))?;
            self.counted.push((at, histogram));
        }
        rest.is_empty().then_some(self)
    }

    fn add_outer_product(&mut self, factor: f64) {
        let mut scatter = &mut self.scatter[..];
        for (i, di) in self.deviation.iter().enumerate() {
            let (row, rest) = scatter.split_at_mut(i + 1);
            let scaled = factor * di;
            row.iter_mut().zip(&self.deviation).for_each(|(sum, dj)| *sum += scaled * dj);
            scatter = rest;
        }
    }
}

/// Reads a count from the front of these bytes.
fn read_count(bytes: &mut &[u8]) -> Option<u64> {
    let (count, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moments_of(observations: &[Vec<f64>]) -> JointMoments {
        let mut moments = JointMoments::new(2);
        for observation in observations {
            moments.push(observation);
        }
        moments
    }

    proptest! {
        /// Merging the halves gives the moments of the whole, up to rounding of a few dozen additions.
        #[test]
        fn merging_parts_equals_the_whole(
            observations in prop::collection::vec(prop::collection::vec(-10.0..10.0f64, 2), 2..40),
            share in 0.0..=1.0f64,
        ) {
            let cut = (share * observations.len() as f64) as usize;
            let mut merged = moments_of(&observations[..cut]);
            merged.merge(&moments_of(&observations[cut..]));
            let whole = moments_of(&observations);
            prop_assert_eq!(merged.count(), whole.count());
            for i in 0..2 {
                prop_assert!((merged.mean()[i] - whole.mean()[i]).abs() < 1e-12);
                for j in 0..2 {
                    prop_assert!((merged.covariance(i, j) - whole.covariance(i, j)).abs() < 1e-10);
                }
            }
        }
    }

    #[test]
    fn covariance_by_hand() {
        let moments = moments_of(&[vec![0.0, 1.0], vec![2.0, 5.0]]);
        assert_eq!(moments.covariance(0, 1), 4.0);
        assert_eq!(moments.covariance(1, 0), 4.0);
        // Var(x + y) = 2 + 8 + 2·4 = 18; over two observations the standard error is 3.
        assert_eq!(moments.standard_error_along(&[1.0, 1.0]), 3.0);
    }

    /// x + y of (0, 1) and (2, 5) is 1 and 7.
    #[test]
    fn summaries_by_hand() {
        let moments = moments_of(&[vec![0.0, 1.0], vec![2.0, 5.0]]);
        assert_eq!(moments.summary(1), Summary { count: 2, mean: 3.0, scatter: 8.0 });
        assert_eq!(moments.summary_along(&[(0, 1.0), (1, 1.0)]), Summary { count: 2, mean: 4.0, scatter: 18.0 });
    }

    #[test]
    fn extremes_of_watched_coordinates_are_kept() {
        let mut moments = JointMoments::watching(2, &[1]);
        let mut more = moments.emptied();
        moments.push(&[1.0, -3.0]);
        more.push(&[2.0, 7.0]);
        moments.merge(&more);
        assert_eq!(moments.extremes(0), None);
        assert_eq!(moments.extremes(1).map(Extremes::smallest), Some(vec![-3.0, 7.0]));
        let read = JointMoments::from_bytes(&moments.to_bytes()).expect("a state");
        assert_eq!(read.extremes(1), moments.extremes(1));
        assert!(!read.watches_the_same_as(&JointMoments::new(2)));
    }

    #[test]
    fn counts_of_chosen_coordinates_are_kept() {
        let mut moments = JointMoments::watching(2, &[0]).counting(&[1]);
        let mut more = moments.emptied();
        assert!(more.is_like(&moments) && !more.is_like(&JointMoments::watching(2, &[0])));
        moments.push(&[1.0, -3.0]);
        more.push(&[2.0, -3.0]);
        moments.merge(&more);
        let counts =
            |moments: &JointMoments| moments.histogram(1).map(|h| h.buckets().map(|b| b.count).collect::<Vec<_>>());
        assert_eq!((counts(&moments), moments.histogram(0)), (Some(vec![2]), None));
        let bytes = moments.to_bytes();
        let read = JointMoments::from_bytes(&bytes).expect("a state");
        assert_eq!((counts(&read), read.to_bytes()), (counts(&moments), bytes.clone()));
        let mut started = JointMoments::new(2);
        started.merge(&moments);
        assert!(started.is_like(&moments));
        // The counts are those of all observations, and there are no sections of no coordinates.
        assert_eq!(JointMoments::from_bytes(&bytes[..bytes.len() - 1]), None);
        let mut none = JointMoments::new(2).to_bytes();
        none.extend([0; 8]);
        assert_eq!(JointMoments::from_bytes(&none), None);
    }

    #[test]
    fn a_state_goes_on_from_its_bytes() {
        let mut moments = moments_of(&[vec![0.1, 1.0], vec![2.0, -5.0]]);
        let mut read = JointMoments::from_bytes(&moments.to_bytes()).expect("a state");
        let more = moments_of(&[vec![0.3, 0.7]]);
        for state in [&mut moments, &mut read] {
            state.merge(&more);
        }
        // Buffers aside, to the bit.
        assert_eq!(read.to_bytes(), moments.to_bytes());
        assert_eq!(JointMoments::from_bytes(&moments.to_bytes()[..40]), None);
        assert_eq!(JointMoments::from_bytes(&[255; 16]), None);
    }

    #[test]
    fn a_large_offset_costs_no_precision() {
        let mut moments = JointMoments::new(1);
        for x in [1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0] {
            moments.push(&[x]);
        }
        assert_eq!(moments.covariance(0, 0), 30.0);
    }
}
