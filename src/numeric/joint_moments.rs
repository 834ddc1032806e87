//! Mean and covariance of vector observations, merged without loss of precision.

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
    /// Per coordinate, squared deviations from the mean of all that was merged before.
    prediction_error: Vec<f64>,
    deviation: Vec<f64>,
}

impl JointMoments {
    /// The moments of no observations, of vectors of length `width`.
    pub fn new(width: usize) -> Self {
        Self {
            count: 0,
            mean: vec![0.0; width],
            scatter: vec![0.0; width * (width + 1) / 2],
            prediction_error: vec![0.0; width],
            deviation: vec![0.0; width],
        }
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
    }

    /// Adds all observations of `other`.
    ///
    /// # Panics
    ///
    /// If the widths differ.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(other.mean.len(), self.mean.len(), "observation width");
        if other.count == 0 {
            return;
        }
        self.predict(other);
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
        let (row, column) = if i >= j { (i, j) } else { (j, i) };
        self.scatter[row * (row + 1) / 2 + column] / (self.count - 1) as f64
    }

    /// Σ (x − x̂)² over the observations of one coordinate that were added by [`JointMoments::merge`].
    ///
    /// x̂ is the mean of all observations that were merged earlier. For the first merge it is ½.
    pub fn prediction_error(&self, coordinate: usize) -> f64 {
        self.prediction_error[coordinate]
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

    /// Returns the exact state as little-endian bits: width, count, means, centred second moments and prediction errors.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.mean.len() as u64).to_le_bytes().to_vec();
        bytes.extend(self.count.to_le_bytes());
        let numbers = self.mean.iter().chain(&self.scatter).chain(&self.prediction_error);
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        bytes
    }

    /// Reads what [`JointMoments::to_bytes`] wrote. The state is the same to the bit. Returns `None` if the bytes are not such a state.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (width, rest) = bytes.split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        let width = usize::try_from(u64::from_le_bytes(*width)).ok().filter(|width| *width <= rest.len())?;
        let (numbers, left) = rest.as_chunks();
        let numbers: Vec<f64> = numbers.iter().map(|number| f64::from_le_bytes(*number)).collect();
        if !left.is_empty() || numbers.len() != width * (width + 5) / 2 {
            return None;
        }
        let mut moments = Self { count: u64::from_le_bytes(*count), ..Self::new(width) };
        let (mean, rest) = numbers.split_at(width);
        let (scatter, prediction_error) = rest.split_at(moments.scatter.len());
        moments.mean.copy_from_slice(mean);
        moments.scatter.copy_from_slice(scatter);
        moments.prediction_error.copy_from_slice(prediction_error);
        Some(moments)
    }

    fn predict(&mut self, other: &Self) {
        for i in 0..self.mean.len() {
            let prediction = if self.count == 0 { 0.5 } else { self.mean[i] };
            let own_scatter = other.scatter[i * (i + 1) / 2 + i];
            self.prediction_error[i] += own_scatter + other.count as f64 * (other.mean[i] - prediction).powi(2);
        }
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

    #[test]
    fn prediction_errors_by_hand() {
        let block = |values: [f64; 2]| {
            let mut block = JointMoments::new(1);
            values.iter().for_each(|x| block.push(&[*x]));
            block
        };
        let mut total = JointMoments::new(1);
        total.merge(&block([0.0, 1.0]));
        // Predicted ½, twice off by ½.
        assert_eq!(total.prediction_error(0), 0.5);
        total.merge(&block([1.0, 1.0]));
        assert_eq!(total.prediction_error(0), 1.0);
        total.merge(&block([0.75, 0.25]));
        // Predicted ¾: off by 0 and ½.
        assert_eq!(total.prediction_error(0), 1.25);
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
