//! The tangent cone of the hull of orthonormal concepts, and its statistical dimension.

use gauss_quad::GaussLegendre;
use libm::erfc;
use nalgebra::{DMatrix, DVector};
use std::f64::consts::{PI, SQRT_2};
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use crate::numeric::{LogSum, minimise_convex};

/// The tangent cone T of the hull of K orthonormal concepts at a mixture of s of them, represented by its conic intrinsic volumes.
///
/// In the coordinates of the concepts T = {t : Σ tₖ = 0, tₖ ≥ 0 for the K − s concepts that have no weight}. A face on which j of these K − s
/// coordinates are positive has dimension s − 1 + j. All such faces together have the intrinsic volume
///
/// ```text
/// v_{s−1+j} = C(K−s, j) · A_{s,j} · E Φ(Z/√(s+j))^(K−s−j)
/// ```
///
/// Z is standard normal. A_{s,j} is a probability for s + j independent standard normal numbers: that j given ones of them all exceed the mean
/// of the s + j.
///
/// Source: ours, for Somerstep et al. (2025), Proposition 3.4; `docs/theory.md`.
///
/// ```
/// use weak_to_strong::theory::TangentCone;
/// // At a vertex of a segment: a half-line.
/// let cone = TangentCone::new(2, 1);
/// assert!((cone.statistical_dimension() - 0.5).abs() < 1e-14);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TangentCone {
    /// s − 1, the dimension of the largest subspace in it.
    lineality: usize,
    /// v_{s−1}, v_s, …; those that are left out are below 1e-17.
    volumes: Vec<f64>,
}

impl TangentCone {
    /// The tangent cone at a mixture of `mixed` = s of `concepts` = K orthonormal concepts. For s = 1 the mixture is a vertex.
    ///
    /// # Panics
    ///
    /// Unless 1 ≤ s ≤ K.
    pub fn new(concepts: usize, mixed: usize) -> Self {
        assert!((1..=concepts).contains(&mixed), "a mixture of at least one and at most all concepts");
        let unmixed = concepts - mixed;
        let mut orthants = Orthants::new(mixed);
        let mut volumes = Vec::new();
        let mut log_choices = 0.0;
        for positive in 0..=unmixed {
            let others = unmixed - positive;
            let log_volume = log_choices + orthants.next_logarithm() + log_mean_power(mixed + positive, others);
            volumes.push(log_volume.exp());
            // Intrinsic volumes rise to a single peak and fall off beyond it.
            if log_volume < NEGLIGIBLE_LOG_VOLUME && volumes.iter().sum::<f64>() > 0.5 {
                break;
            }
            log_choices += (others as f64 / (positive + 1) as f64).ln();
        }
        Self { lineality: mixed - 1, volumes }
    }

    /// v_j, the probability that the projection of a standard normal vector onto T lies in the relative interior of a face of dimension j.
    pub fn intrinsic_volume(&self, dimension: usize) -> f64 {
        dimension.checked_sub(self.lineality).and_then(|i| self.volumes.get(i)).copied().unwrap_or(0.0)
    }

    /// The dimensions of faces with their intrinsic volumes. Volumes below 1e-17 are left out.
    pub fn intrinsic_volumes(&self) -> impl Iterator<Item = (usize, f64)> {
        self.volumes.iter().enumerate().map(|(i, volume)| (self.lineality + i, *volume))
    }

    /// The statistical dimension of T:
    ///
    /// ```text
    /// δ(T) = E|Π_T(g)|² = Σ_j j·v_j
    /// ```
    ///
    /// g is a standard normal vector. At a vertex δ(T) is 1/2 for K = 2 and 5/6 for K = 3, and it grows like 2 log K.
    pub fn statistical_dimension(&self) -> f64 {
        self.intrinsic_volumes().map(|(dimension, volume)| dimension as f64 * volume).sum()
    }
}

/// e^−39 is 1e-17.
const NEGLIGIBLE_LOG_VOLUME: f64 = -39.0;

/// log E Φ(Z/√`scale`)^`power`, Z standard normal.
///
/// The logarithm of the integrand φ(z)·Φ(z/√scale)^power has second derivative at most −1. So within 9 of its peak the integrand falls below
/// 3e-18 of it, and as it is analytic the trapezoidal rule is exact to rounding.
fn log_mean_power(scale: usize, power: usize) -> f64 {
    if power == 0 {
        return 0.0;
    }
    let (scale, power) = ((scale as f64).sqrt(), power as f64);
    let log_integrand = |z: f64| power * log_normal_probability(z / scale) - 0.5 * z * z;
    // The derivative −z + (power/scale)·φ/Φ is negative from here on.
    let beyond_peak = scale * ((2.0 * (power + 1.0).ln()).sqrt() + 1.0);
    let peak = minimise_convex(|z| -log_integrand(z), 0.0, beyond_peak).argument;
    let mut sum = LogSum::default();
    let step = 9.0 / f64::from(HALF_NODES);
    for i in -HALF_NODES..=HALF_NODES {
        sum.add(step, log_integrand(peak + step * f64::from(i)));
    }
    sum.logarithm() - 0.5 * (2.0 * PI).ln()
}

/// Trapezoidal nodes on either side of the peak. Their distance, 0.09, is a third of the narrowest peak's width for up to 1e4 concepts.
const HALF_NODES: i32 = 100;

/// log Φ(x).
fn log_normal_probability(x: f64) -> f64 {
    (0.5 * erfc(-x / SQRT_2)).ln()
}

/// The probabilities A_{s,j} for j = 0, 1, 2, …, by Schläfli's recursion.
///
/// A_{s,j} = Q_j(s), where Q_j(u) is the probability that j standard normals with common correlation −1/(j − 1 + u) are all positive. The
/// derivative of such a probability in the correlation (Plackett 1954) leads to
///
/// ```text
/// Q₀ = 1,   Q₁ = ½,   Q_j(u) = j(j − 1)/(4π) · ∫₀ᵘ Q_{j−2}(x) / (r·√(r² − 1)) dx,   r = j − 1 + x
/// ```
///
/// All terms are positive, so nothing cancels. With x = w² the integrand is smooth, and is kept at Gauss–Legendre nodes in w.
struct Orthants {
    /// Nodes w in (0, √s), and √s at the end.
    nodes: DVector<f64>,
    /// Integrals from 0 to each node, from values at all nodes.
    integration: DMatrix<f64>,
    /// j of the next probability.
    dimension: usize,
    /// Q_{j−2} and Q_{j−1} at the nodes, as multiples of their values at √s, and the logarithms of those.
    previous: [(DVector<f64>, f64); 2],
}

/// Enough for the power w^j of every j whose intrinsic volume is not negligible.
const NODES: NonZeroUsize = NonZeroUsize::MIN.saturating_add(95);

impl Orthants {
    fn new(mixed: usize) -> Self {
        let half = 0.5 * (mixed as f64).sqrt();
        let (nodes, integration) = &*RULE;
        let constant = DVector::from_element(nodes.len(), 1.0);
        Self {
            nodes: nodes.map(|x| half * (1.0 + x)),
            integration: integration * half,
            dimension: 0,
            previous: [(constant.clone(), 0.0), (constant, 0.5f64.ln())],
        }
    }

    /// log A_{s,j}, for j one larger at every call.
    fn next_logarithm(&mut self) -> f64 {
        let j = self.dimension;
        self.dimension += 1;
        if j >= 2 {
            self.advance(j as f64);
        }
        self.previous[j.min(1)].1
    }

    /// Replaces Q_{j−2} and Q_{j−1} by Q_{j−1} and Q_j.
    fn advance(&mut self, j: f64) {
        let [(values, logarithm), _] = &self.previous;
        let last = self.nodes.len() - 1;
        let integrand = DVector::from_fn(last, |i, _| {
            let w = self.nodes[i];
            let r = j - 1.0 + w * w;
            // 2w dw = dx; for j = 2, r − 1 = w² cancels the zero.
            2.0 * w / (r * ((r - 1.0) * (r + 1.0)).sqrt()) * values[i]
        });
        let integral = &self.integration * integrand;
        let at_end = integral[last];
        let next = (integral / at_end, logarithm + (j * (j - 1.0) / (4.0 * PI) * at_end).ln());
        self.previous.swap(0, 1);
        self.previous[1] = next;
    }
}

/// The nodes in (−1, 1), and 1 at the end, with the integrals from −1 to each.
static RULE: LazyLock<(DVector<f64>, DMatrix<f64>)> = LazyLock::new(|| {
    let rule = GaussLegendre::new(NODES);
    let pairs = rule.as_node_weight_pairs();
    let nodes = DVector::from_iterator(pairs.len() + 1, pairs.iter().map(|(x, _)| *x).chain([1.0]));
    let weights: Vec<f64> = pairs.iter().map(|(_, weight)| *weight).collect();
    let integration = integration_matrix(&nodes, &weights);
    (nodes, integration)
});

/// Integrals from −1 to each of the `ends` of the polynomial through given values at Gauss–Legendre nodes; the nodes are all ends but the
/// last.
///
/// The Legendre coefficients of the polynomial are aₖ = (k + ½) Σᵢ wᵢPₖ(xᵢ)fᵢ, and the integral of Pₖ is (Pₖ₊₁ − Pₖ₋₁)/(2k + 1).
fn integration_matrix(ends: &DVector<f64>, weights: &[f64]) -> DMatrix<f64> {
    let size = weights.len();
    let legendre: Vec<Vec<f64>> = ends.iter().map(|x| legendre_values(*x, size)).collect();
    DMatrix::from_fn(size + 1, size, |end, node| {
        let integral = |k: usize| match k {
            0 => ends[end] + 1.0,
            _ => (legendre[end][k + 1] - legendre[end][k - 1]) / (2 * k + 1) as f64,
        };
        let coefficient = |k: usize| (k as f64 + 0.5) * weights[node] * legendre[node][k];
        (0..size).map(|k| coefficient(k) * integral(k)).sum()
    })
}

/// P₀(x), …, P_degree(x).
fn legendre_values(x: f64, degree: usize) -> Vec<f64> {
    let mut values = vec![1.0, x];
    for k in 1..degree {
        let n = k as f64;
        values.push(((2.0 * n + 1.0) * x * values[k] - n * values[k - 1]) / (n + 1.0));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use rand_distr::{Distribution, StandardNormal};

    /// Some hundred roundings, in exponents of at most a few hundred.
    const ACCURACY: f64 = 1e-11;

    #[test]
    fn small_cones_by_hand() {
        let close = |cone: &TangentCone, dimension: usize, volume: f64| {
            assert!((cone.intrinsic_volume(dimension) - volume).abs() < ACCURACY, "{dimension}: {cone:?}");
        };
        // A point, and a line.
        assert_eq!(TangentCone::new(1, 1).statistical_dimension(), 0.0);
        assert_eq!(TangentCone::new(2, 2).statistical_dimension(), 1.0);
        // An angle of 60° has v₂ = 1/6 and a half-plane v₂ = ½; v₁ is the half of each.
        let corner = TangentCone::new(3, 1);
        [(0, 1.0 / 3.0), (1, 0.5), (2, 1.0 / 6.0)].into_iter().for_each(|(j, v)| close(&corner, j, v));
        let half_plane = TangentCone::new(3, 2);
        [(0, 0.0), (1, 0.5), (2, 0.5)].into_iter().for_each(|(j, v)| close(&half_plane, j, v));
        // The corner of a regular tetrahedron: the solid angle is 3·arccos(1/3) − π of 4π, and each dihedral angle arccos(1/3).
        let angle = (1.0f64 / 3.0).acos();
        let tetrahedron = TangentCone::new(4, 1);
        close(&tetrahedron, 3, (3.0 * angle - PI) / (4.0 * PI));
        close(&tetrahedron, 0, 0.25);
        close(&tetrahedron, 2, 0.25);
        // The edge of a tetrahedron is a line times a wedge of its dihedral angle.
        let edge = TangentCone::new(4, 2);
        close(&edge, 3, angle / (2.0 * PI));
        close(&edge, 2, 0.5);
    }

    #[test]
    fn statistical_dimensions_at_a_vertex() {
        let dimension = |concepts: usize| TangentCone::new(concepts, 1).statistical_dimension();
        assert!((dimension(2) - 0.5).abs() < ACCURACY);
        assert!((dimension(3) - 5.0 / 6.0).abs() < ACCURACY);
        assert!((dimension(4) - 1.08774).abs() < 5e-6);
        // Averages over simulated projections, with errors of up to 0.01.
        for (concepts, simulated) in [(8, 1.755), (16, 2.50), (32, 3.33), (64, 4.21), (128, 5.13), (256, 6.10)] {
            assert!((dimension(concepts) - simulated).abs() < 0.01, "{concepts}: {}", dimension(concepts));
        }
    }

    /// Two identities that hold for every cone: Σ v_j = 1, and Σ (−1)^j v_j = 0 unless it is a subspace. No term was computed from another,
    /// so that they test every one.
    #[test]
    fn intrinsic_volumes_are_probabilities_of_either_parity() {
        for (concepts, mixed) in [(2, 1), (5, 1), (5, 3), (17, 1), (64, 8), (64, 63), (256, 1), (300, 200), (4000, 1)] {
            let cone = TangentCone::new(concepts, mixed);
            let total: f64 = cone.intrinsic_volumes().map(|(_, volume)| volume).sum();
            let alternating: f64 = cone.intrinsic_volumes().map(|(j, v)| if j % 2 == 0 { v } else { -v }).sum();
            assert!((total - 1.0).abs() < ACCURACY, "{concepts}, {mixed}: {total}");
            assert!(alternating.abs() < ACCURACY, "{concepts}, {mixed}: {alternating}");
        }
    }

    /// |Π_T(g)|² by water-filling: tₖ = (gₖ − θ)₊ where there is no weight, tₖ = gₖ − θ elsewhere, θ such that Σ tₖ = 0.
    fn projected_square(g: &mut [f64], mixed: usize) -> f64 {
        let (with_weight, without) = g.split_at_mut(mixed);
        without.sort_by(|a, b| b.total_cmp(a));
        let (mut sum, mut active) = (with_weight.iter().sum::<f64>(), 0);
        while active < without.len() && without[active] > sum / (mixed + active) as f64 {
            sum += without[active];
            active += 1;
        }
        let level = sum / (mixed + active) as f64;
        with_weight.iter().chain(&without[..active]).map(|x| (x - level).powi(2)).sum()
    }

    /// Fixed seed, 40,000 projections for each of four cones. Any of the means is off by more than 5 standard errors with probability
    /// 2.3e-6. A dimension that is wrong by a tenth would be noticed.
    #[test]
    fn statistical_dimensions_agree_with_projections() {
        for (concepts, mixed) in [(3, 1), (5, 2), (16, 1), (40, 4)] {
            let mut stream = open_stream(5, &ContentKey::of("projection"), (100 * concepts + mixed) as u64);
            let mut g = vec![0.0; concepts];
            let squares: Vec<f64> = (0..40_000)
                .map(|_| {
                    g.fill_with(|| StandardNormal.sample(&mut stream));
                    projected_square(&mut g, mixed)
                })
                .collect();
            let count = squares.len() as f64;
            let mean = squares.iter().sum::<f64>() / count;
            let error = (squares.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count / (count - 1.0)).sqrt();
            let dimension = TangentCone::new(concepts, mixed).statistical_dimension();
            assert!((mean - dimension).abs() < 5.0 * error, "{concepts}, {mixed}: {mean} ± {error}");
            assert!((mean - 1.1 * dimension).abs() > 5.0 * error, "{concepts}, {mixed}: {mean} ± {error}");
        }
    }
}
