//! Linear labels on normal prompts, drawn as moments.

use nalgebra::{DMatrix, DVector};
use rand::Rng;

use super::{Composition, LabelLaw, LabelNoise, MomentSampler, SampleMoments};
use crate::model::PromptLaw;

/// Draws the moments of labels βᵀX + noise on normal prompts X, where β and the noise are given only at each draw.
///
/// The labels of a student are the predictions of its teacher, and each replicate has a new teacher. Prompts and standard noise do not depend
/// on the teacher. So they are drawn from their Wishart law ([`MomentSampler`]) and labelled afterwards.
#[derive(Clone, Debug)]
pub struct RegressionSampler {
    variances: DVector<f64>,
    /// The sampler and the number of labels; none in the limit of many.
    finite: Option<(MomentSampler, usize)>,
    moments: SampleMoments,
}

impl RegressionSampler {
    /// A sampler of normal prompts with these variances of their coordinates. The number of labels may be infinite.
    ///
    /// | argument    | symbol | shape | range               |
    /// | ----------- | ------ | ----- | ------------------- |
    /// | `variances` |        | q     | > 0                 |
    /// | `labels`    | n      |       | whole, ≥ 1, or inf  |
    pub fn new(variances: &DVector<f64>, labels: f64) -> Self {
        let dim = variances.len();
        let law = LabelLaw {
            concepts: DMatrix::zeros(dim, 1),
            prior: DVector::from_element(1, 1.0),
            noise: LabelNoise::normal(1.0),
        };
        let isotropic = variances.iter().all(|variance| *variance == 1.0);
        let prompts =
            if isotropic { PromptLaw::Gaussian } else { PromptLaw::Anisotropic(variances.as_slice().to_vec()) };
        let finite = labels.is_finite().then(|| (MomentSampler::new(&prompts, law), labels as usize));
        Self { variances: variances.clone(), finite, moments: SampleMoments::empty(dim) }
    }

    /// The same sampler, which now draws example by example.
    pub fn direct(mut self) -> Self {
        self.finite = self.finite.map(|(sampler, count)| (sampler.direct(), count));
        self
    }

    /// `wishart` or `direct`, or `none` in the limit of many labels.
    pub fn name(&self) -> &'static str {
        self.finite.as_ref().map_or("none", |(sampler, _)| sampler.name())
    }

    /// The moments of a new sample with labels βᵀX + `noise`·ξ.
    ///
    /// With infinitely many labels they are the expected moments, up to a factor. The noise then has no effect.
    pub fn draw<R: Rng + ?Sized>(&mut self, coefficients: &DVector<f64>, noise: f64, rng: &mut R) -> SampleMoments {
        match &mut self.finite {
            Some((sampler, count)) => {
                sampler.draw(&mut self.moments, *count, Composition::Mixed, rng);
                self.moments.relabelled(noise, coefficients)
            }
            None => expected_moments(&self.variances, coefficients),
        }
    }
}

/// q times the moments of one example, which is what q orthogonal prompts have.
fn expected_moments(variances: &DVector<f64>, coefficients: &DVector<f64>) -> SampleMoments {
    let count = variances.len();
    let scaled = variances * count as f64;
    let cross = scaled.component_mul(coefficients);
    SampleMoments { count, label_square: cross.dot(coefficients), cross, gram: DMatrix::from_diagonal(&scaled) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::JointMoments;
    use crate::random::{ContentKey, open_stream};

    /// Fixed seed, 20,000 samples of n = 5 labels with β = (2), noise 0.5 and a prompt variance of 4: XᵀX/n has mean 4 and variance 2·16/5, XᵀY/n mean 8 and
    /// variance (2·64 + 4/4)/5, YᵀY/n mean 16.25 and variance 2·16.25²/5. Five standard errors are exceeded with probability 2e-6 in all.
    #[test]
    fn labels_have_their_moments() {
        let mut sampler = RegressionSampler::new(&DVector::from_element(1, 4.0), 5.0);
        let mut stream = open_stream(4, &ContentKey::of("regression"), 0);
        let mut drawn = JointMoments::new(3);
        for _ in 0..20_000 {
            let moments = sampler.draw(&DVector::from_element(1, 2.0), 0.5, &mut stream);
            drawn.push(&[moments.gram[0] / 5.0, moments.cross[0] / 5.0, moments.label_square / 5.0]);
        }
        let variances = [2.0 * 16.0 / 5.0, (2.0 * 64.0 + 1.0) / 5.0, 2.0 * 16.25f64.powi(2) / 5.0];
        for ((mean, expected), variance) in drawn.mean().iter().zip([4.0, 8.0, 16.25]).zip(variances) {
            assert!((mean - expected).abs() < 5.0 * (variance / 20_000.0f64).sqrt(), "{mean} for {expected}");
        }
    }

    #[test]
    fn in_the_limit_of_many_labels_nothing_is_random() {
        let variances = DVector::from_vec(vec![1.0, 9.0]);
        let coefficients = DVector::from_vec(vec![2.0, -1.0]);
        let mut sampler = RegressionSampler::new(&variances, f64::INFINITY);
        let moments = sampler.draw(&coefficients, 0.5, &mut open_stream(4, &ContentKey::of("many"), 0));
        assert_eq!((&moments.gram / 2.0).diagonal(), variances);
        assert_eq!((moments.cross / 2.0).as_slice(), [2.0, -9.0]);
        assert_eq!(moments.label_square / 2.0, 13.0);
    }
}
