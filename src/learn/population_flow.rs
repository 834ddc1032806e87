//! Gradient flow on the population of features, without eigenvectors.

use nalgebra::DMatrix;

use super::{FeatureMap, SpectralFilter};
use crate::numeric::Lanczos;

/// Gradient flow on the population of labels θᵀx, in features z = Ax of prompts with uncorrelated coordinates of positive variances Σ. Stopped at T it is the
/// predictor b with
///
/// ```text
/// Σ^½b = f(B)Σ^½θ,   B = Σ^½AᵀAΣ^½
/// ```
///
/// for the shares f of a [`SpectralFilter`]. f(B) is applied by Lanczos' method, which multiplies by A as often as the time needs: for T of the order of 1/|B| a few
/// dozen times, for features and coordinates of any number. All times have one small tridiagonal matrix. Up to rounding Σ^½b is wrong by at most 10⁻¹²|Σ^½θ|,
/// as `docs/theory.md` proves in *Features*.
///
/// ```
/// use nalgebra::dmatrix;
/// use weak_to_strong::learn::{FeatureMap, PopulationFlow, SpectralFilter};
///
/// // One feature 2x of one coordinate with the variance 1/4: B = 1.
/// let flow = PopulationFlow::new(&[0.25], &FeatureMap::Linear(dmatrix![2.0]));
/// let half = SpectralFilter::new(0.0, 2f64.ln());
/// assert!((flow.fits(&[(half, &[3.0])])[0] - 1.5).abs() < 1e-14);
/// ```
#[derive(Clone, Debug)]
pub struct PopulationFlow {
    /// AΣ^½ (m × d).
    factor: DMatrix<f64>,
    /// Σ^½.
    deviations: Vec<f64>,
}

/// What f(B)u may be wrong by, as a share of |u|.
const PRECISION: f64 = 1e-12;

/// Steps between two looks at what is left out.
const STEPS: usize = 8;

impl PopulationFlow {
    /// Features of coordinates with these variances.
    ///
    /// # Panics
    ///
    /// If a variance is not positive.
    pub fn new(variances: &[f64], map: &FeatureMap) -> Self {
        assert!(variances.iter().all(|variance| *variance > 0.0), "positive variances");
        let deviations: Vec<f64> = variances.iter().map(|variance| variance.sqrt()).collect();
        Self { factor: map.with_scaled_columns(&deviations), deviations }
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.deviations.len()
    }

    /// The fit of each filter to labels of its predictor, in columns (d × k). Filters of one predictor that stand one after the other share their work.
    ///
    /// # Panics
    ///
    /// If a time is infinite, or a predictor does not have d coordinates.
    pub fn fits(&self, of: &[(SpectralFilter, &[f64])]) -> DMatrix<f64> {
        let mut fits = DMatrix::zeros(self.dim(), of.len());
        let mut columns = fits.column_iter_mut();
        for group in of.chunk_by(|(_, one), (_, other)| one == other) {
            let predictor = group[0].1;
            assert_eq!(predictor.len(), self.dim(), "a predictor in all coordinates");
            let filters: Vec<SpectralFilter> = group.iter().map(|(filter, _)| *filter).collect();
            for (fit, mut column) in self.fits_of_one(&filters, predictor).iter().zip(&mut columns) {
                column.copy_from_slice(fit);
            }
        }
        fits
    }

    fn fits_of_one(&self, filters: &[SpectralFilter], predictor: &[f64]) -> Vec<Vec<f64>> {
        let time = filters.iter().map(SpectralFilter::time).fold(0.0, f64::max);
        assert!(time.is_finite(), "a flow that stops");
        let start: Vec<f64> =
            predictor.iter().zip(&self.deviations).map(|(entry, deviation)| entry * deviation).collect();
        let length = start.iter().map(|entry| entry * entry).sum::<f64>().sqrt();
        if length == 0.0 {
            return vec![start; filters.len()];
        }
        let mut lanczos = Lanczos::new(&self.factor, &start);
        let mut ritz;
        loop {
            let goes_on = lanczos.extend(STEPS);
            ritz = lanczos.ritz_values();
            let flowed: Vec<f64> = ritz.values.iter().map(|value| integral(*value, time)).collect();
            if !goes_on || ritz.left_out(&flowed) <= PRECISION * length {
                break;
            }
        }
        let fit = |filter: &SpectralFilter| {
            let shares: Vec<f64> = ritz.values.iter().map(|value| filter.share(value.max(0.0))).collect();
            let mut fit = lanczos.applied(&ritz, &shares);
            fit.iter_mut().zip(&self.deviations).for_each(|(entry, deviation)| *entry /= deviation);
            fit
        };
        filters.iter().map(fit).collect()
    }
}

/// ∫₀ᵀ e^(−st) dt.
fn integral(eigenvalue: f64, time: f64) -> f64 {
    if eigenvalue == 0.0 { time } else { -(-eigenvalue * time).exp_m1() / eigenvalue }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::PromptSpectrum;
    use crate::numeric::at_each_level;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn map(width: usize, dim: usize) -> FeatureMap {
        FeatureMap::Linear(DMatrix::from_fn(width, dim, |i, j| {
            ((1.7 + 2.9 * i as f64) * (0.4 + j as f64)).sin() / (width as f64).sqrt()
        }))
    }

    /// Fewer and more features than coordinates, a triangle, times from short to 1000, and a penalty.
    #[test]
    fn fits_are_those_of_the_spectrum() {
        let triangle = DMatrix::from_fn(60, 60, |i, j| if i > j { 0.0 } else { ((i * j) as f64).cos() / 6.0 });
        let maps = [map(1, 40), map(17, 40), map(200, 60), FeatureMap::Linear(triangle)];
        let filters = [(0.0, 0.1), (0.0, 3.0), (0.2, 20.0), (0.0, 1000.0)].map(|(p, t)| SpectralFilter::new(p, t));
        for map in maps {
            let FeatureMap::Linear(entries) = &map else { panic!("a matrix") };
            let variances: Vec<f64> = (0..entries.ncols()).map(|i| 1.0 / (1.0 + i as f64)).collect();
            let predictors = [0.0, 1.0]
                .map(|phase| (0..variances.len()).map(|i| (1.3 * i as f64 + phase).cos()).collect::<Vec<f64>>());
            let flow = PopulationFlow::new(&variances, &map);
            let spectrum = PromptSpectrum::of_feature_population(&variances, &map);
            let of: Vec<_> = predictors.iter().flat_map(|b| filters.iter().map(move |f| (*f, &b[..]))).collect();
            let fits = flow.fits(&of);
            for ((filter, predictor), fit) in of.iter().zip(fits.column_iter()) {
                let shares: Vec<f64> = spectrum.eigenvalues().iter().map(|s| filter.share(*s)).collect();
                let along = spectrum.along(&DMatrix::from_column_slice(variances.len(), 1, predictor));
                let expected = spectrum.lifted(&spectrum.scaled(&shares, along));
                let wrong = (0..variances.len()).map(|i| variances[i] * (fit[i] - expected[i]).powi(2)).sum::<f64>();
                let length = (0..variances.len()).map(|i| variances[i] * predictor[i] * predictor[i]).sum::<f64>();
                assert!(wrong.sqrt() <= 1e-11 * length.sqrt(), "{filter:?}: {}", (wrong / length).sqrt());
            }
        }
    }

    proptest! {
        /// f(B) lies between 0 and I: what is kept of a predictor lies in the ball with the diameter [0, u], |2f(B)u − u| ≤ |u|, and grows with time along u.
        #[test]
        fn flows_shrink(
            entries in vec(-2.0..2.0f64, 12),
            variances in vec(0.01..4.0f64, 4),
            predictor in vec(-1.0..1.0f64, 4),
            time in 0.0..50.0f64,
        ) {
            let flow = PopulationFlow::new(&variances, &FeatureMap::Linear(DMatrix::from_vec(3, 4, entries)));
            let filters = [time, time + 1.0].map(|time| SpectralFilter::new(0.0, time));
            let fits = flow.fits(&filters.map(|filter| (filter, &predictor[..])));
            let product = |one: &dyn Fn(usize) -> f64, other: &dyn Fn(usize) -> f64| {
                (0..4).map(|i| variances[i] * one(i) * other(i)).sum::<f64>()
            };
            let truth = |i: usize| predictor[i];
            let square = product(&truth, &truth);
            let turned = |i: usize| 2.0 * fits[(i, 0)] - predictor[i];
            // Errors are below 1e-12 of |u|.
            prop_assert!(product(&turned, &turned) <= square * (1.0 + 1e-11));
            let (sooner, later) = (product(&|i| fits[(i, 0)], &truth), product(&|i| fits[(i, 1)], &truth));
            prop_assert!(later >= sooner - 1e-11 * square);
        }
    }

    #[test]
    fn without_a_truth_nothing_is_learned() {
        let flow = PopulationFlow::new(&[1.0, 1.0], &map(3, 2));
        assert_eq!(flow.fits(&[(SpectralFilter::new(0.0, 1.0), &[0.0, 0.0])]).amax(), 0.0);
    }

    #[test]
    fn all_vector_instructions_give_the_same_bits() {
        let predictor: Vec<f64> = (0..97).map(|i| f64::from(i).cos()).collect();
        let flow = PopulationFlow::new(&[0.7; 97], &map(41, 97));
        let found = at_each_level(|| flow.fits(&[(SpectralFilter::new(0.0, 4.0), &predictor)]));
        assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
