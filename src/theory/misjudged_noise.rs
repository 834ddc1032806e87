//! The effect of a wrong belief about the noise on calibration.

use statrs::distribution::{ContinuousCDF, Normal};

/// The distance of the predictive probability transform of a label from the uniform law, if its noise σ is believed to be σ_b.
///
/// The concept behind the label is known.
///
/// The transform is U = Φ(σZ/σ_b), so P(U ≤ u) = Φ(rΦ⁻¹(u)) with r = σ_b/σ, and
///
/// ```text
/// max over u of |P(U ≤ u) − u| = |Φ(rz) − Φ(z)|,   z² = 2 log r/(r² − 1)
/// ```
///
/// | argument         | symbol | range |
/// | ---------------- | ------ | ----- |
/// | `noise`          | σ      | > 0   |
/// | `believed_noise` | σ_b    | > 0   |
///
/// It is 0 for σ_b = σ, and the same for r and 1/r. Unit: distance from the uniform law. Source: ours, the converse of Proposition A.3.
///
/// ```
/// # use weak_to_strong::theory::misjudged_noise_distance;
/// // r = 2: z = √(2 log 2/3) = 0.6798, Φ(1.3596) − Φ(0.6798) = 0.91302 − 0.75168.
/// assert!((misjudged_noise_distance(0.5, 1.0) - 0.16134).abs() < 1e-5);
/// assert_eq!(misjudged_noise_distance(0.5, 0.5), 0.0);
/// ```
pub fn misjudged_noise_distance(noise: f64, believed_noise: f64) -> f64 {
    let ratio = believed_noise / noise;
    if ratio == 1.0 {
        return 0.0;
    }
    let normal = Normal::standard();
    let farthest = (2.0 * ratio.ln() / (ratio * ratio - 1.0)).sqrt();
    (normal.cdf(ratio * farthest) - normal.cdf(farthest)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No u on a fine grid is farther off, and some u is as far.
    #[test]
    fn the_maximum_is_one() {
        let normal = Normal::standard();
        for ratio in [0.3, 0.9, 1.1, 4.0] {
            let distance = misjudged_noise_distance(1.0, ratio);
            let off = |i: u32| {
                let u = f64::from(i) / 10_000.0;
                (normal.cdf(ratio * normal.inverse_cdf(u)) - u).abs()
            };
            let farthest = (1..10_000).map(off).fold(0.0, f64::max);
            assert!(farthest <= distance + 1e-9 && farthest > distance - 1e-6, "{ratio}: {farthest} {distance}");
            assert!((misjudged_noise_distance(1.0, 1.0 / ratio) - distance).abs() < 1e-9);
        }
    }
}
