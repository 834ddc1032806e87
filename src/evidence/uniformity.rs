//! The distance of a law on [0, 1] from the uniform law.

use super::Interval;

/// B, the number of cells of the grid on which two distribution functions are compared.
const CELLS: usize = 20;

/// The distance of the distribution function F of a number U in [0, 1] from that of the uniform law, on a grid:
///
/// ```text
/// max over 0 < j < B of |F(j/B) − j/B|,   B = 20
/// ```
///
/// One replicate observes the indicators of U ≤ j/B. Their means are F̂(j/B). The distance on the grid is 0 for the uniform law. It is at
/// most 1/B below Kolmogorov's distance, the one over all of [0, 1].
///
/// Source: Talts, Betancourt, Simpson, Vehtari and Gelman (2018) for the randomised rank and probability transforms that are tested with it;
/// this distance: ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistanceFromUniform;

impl DistanceFromUniform {
    /// B − 1, the length of an observation.
    pub const WIDTH: usize = CELLS - 1;

    /// Writes the indicators of `variate` ≤ j/B.
    pub fn observe(variate: f64, observation: &mut [f64]) {
        for (indicator, at) in observation.iter_mut().zip(grid()) {
            *indicator = if variate <= at { 1.0 } else { 0.0 };
        }
    }

    /// The distance of a distribution function with these values at j/B.
    ///
    /// The distance of an empirical distribution function is larger than the true one on average.
    pub fn of(values: &[f64]) -> f64 {
        farthest(values).1
    }

    /// The derivatives of the distance with respect to the values. They are 0 except at the point of the grid with the largest distance.
    pub fn gradient(values: &[f64]) -> Vec<f64> {
        let (point, _) = farthest(values);
        let sign = |(j, (value, at)): (usize, (&f64, f64))| if j == point { (value - at).signum() } else { 0.0 };
        values.iter().zip(grid()).enumerate().map(sign).collect()
    }

    /// The range of the distance if the values lie in a box.
    pub fn over_box(values: &[Interval]) -> Interval {
        let mut distance = Interval { lower: 0.0, upper: 0.0 };
        for (Interval { lower, upper }, at) in values.iter().zip(grid()) {
            distance.lower = distance.lower.max(lower - at).max(at - upper);
            distance.upper = distance.upper.max(upper - at).max(at - lower);
        }
        distance
    }
}

/// Where on the grid the values are farthest off, and how far.
fn farthest(values: &[f64]) -> (usize, f64) {
    let distances = values.iter().zip(grid()).map(|(value, at)| (value - at).abs());
    distances.enumerate().fold((0, 0.0), |far, (j, d)| if d > far.1 { (j, d) } else { far })
}

/// 1/B … (B − 1)/B.
fn grid() -> impl Iterator<Item = f64> {
    (1..CELLS).map(|j| j as f64 / CELLS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::unit_interval_sequence;
    use crate::numeric::JointMoments;
    use crate::random::{ContentKey, Stream, open_stream};
    use rand::RngExt;

    /// Moments of `blocks` blocks of 256 variates.
    fn moments_of(name: &str, blocks: u64, draw: fn(&mut Stream) -> f64) -> JointMoments {
        let mut total = JointMoments::new(DistanceFromUniform::WIDTH);
        let mut observation = [0.0; DistanceFromUniform::WIDTH];
        for block in 0..blocks {
            let mut stream = open_stream(5, &ContentKey::of(name), block);
            let mut moments = JointMoments::new(DistanceFromUniform::WIDTH);
            for _ in 0..256 {
                DistanceFromUniform::observe(draw(&mut stream), &mut observation);
                moments.push(&observation);
            }
            total.merge(&moments);
        }
        total
    }

    /// A distance with its standard error.
    fn estimate(moments: &JointMoments) -> (f64, f64) {
        let gradient = DistanceFromUniform::gradient(moments.mean());
        (DistanceFromUniform::of(moments.mean()), moments.standard_error_along(&gradient))
    }

    fn interval(moments: &JointMoments, error: f64) -> Interval {
        let part = error / DistanceFromUniform::WIDTH as f64;
        let values = (0..DistanceFromUniform::WIDTH).map(|j| unit_interval_sequence(moments, j, part));
        DistanceFromUniform::over_box(&values.collect::<Vec<_>>())
    }

    #[test]
    fn a_point_mass_by_hand() {
        // U = 0.3: F jumps from 0 to 1 at 0.3 = 6/20, where it is already 1: off by 0.7 there, and by 0.25 just before.
        let moments = moments_of("point", 40, |_| 0.3);
        let (distance, standard_error) = estimate(&moments);
        assert!((distance - 0.7).abs() < 1e-12 && standard_error == 0.0);
        let interval = interval(&moments, 0.001);
        assert!(interval.lower > 0.69 && interval.upper >= 0.7 - 1e-12, "{interval:?}");
    }

    /// U² with U uniform has F(u) = √u, farthest off at u = 1/4, where √u − u = 1/4. The uniform law itself is at 0.
    ///
    /// Each interval misses with probability at most 1e-6. At 131,072 replicates its sides are 0.0098 wide, so the upper limit for the
    /// uniform law is below 0.02 unless F̂ is off by 0.0102, which has probability 2·exp(−2·131072·0.0102²), below 1e-11.
    #[test]
    fn intervals_tell_the_uniform_law_from_another() {
        let uniform = interval(&moments_of("uniform", 512, |s| s.random()), 1e-6);
        assert!(uniform.lower == 0.0 && uniform.upper < 0.02, "{uniform:?}");
        let squared = interval(&moments_of("squared", 512, |s| s.random::<f64>().powi(2)), 1e-6);
        assert!(squared.lower <= 0.25 && squared.upper >= 0.25 && squared.lower > 0.22, "{squared:?}");
    }

    /// The maximum over the grid of a law that is far off at one point only: F(u) is u but for a jump at ½ from 0.45 to 0.55.
    #[test]
    fn one_point_of_the_grid_is_enough() {
        let moved = |s: &mut Stream| {
            let u: f64 = s.random();
            if (0.5..0.55).contains(&u) { 0.5 } else { u }
        };
        let moments = moments_of("moved", 256, moved);
        let (distance, standard_error) = estimate(&moments);
        // Binomial standard error 0.002; a deviation beyond 6 of them has probability below 1e-8.
        assert!((distance - 0.05).abs() < 0.012, "{distance}");
        assert!((standard_error - 0.00195).abs() < 1e-4);
        assert!(interval(&moments, 1e-6).lower > 0.02);
    }
}
