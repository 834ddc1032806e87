//! Prompts with independent coordinates of given variances, in bulk.

use nalgebra::DMatrix;

use crate::model::{PromptLaw, Shape};
use crate::numeric::{Kernel, vectorised};
use crate::random::WideGenerator;

/// Draws prompts whose coordinates are independent and, up to their scale, have one law.
#[derive(Clone, Debug)]
pub struct ScaledPrompts {
    law: PromptLaw,
    /// What coordinates of the law are multiplied by.
    scales: Vec<f64>,
}

impl ScaledPrompts {
    /// Coordinates of this law, scaled to these variances.
    ///
    /// # Panics
    ///
    /// Unless the law has independent coordinates with one law.
    pub fn new(law: &PromptLaw, variances: &[f64]) -> Self {
        let own = match law.shape() {
            Shape::Independent(coordinate) => coordinate.variance.sqrt(),
            Shape::Normal(None) => 1.0,
            Shape::Normal(Some(_)) | Shape::Sphere => panic!("independent coordinates with one law"),
        };
        Self { law: law.clone(), scales: variances.iter().map(|variance| variance.sqrt() / own).collect() }
    }

    /// d.
    pub fn dim(&self) -> usize {
        self.scales.len()
    }

    /// Draws a prompt into each column (d × n).
    ///
    /// # Panics
    ///
    /// Unless the matrix has d rows.
    pub fn fill(&self, prompts: &mut DMatrix<f64>, generator: &mut WideGenerator) {
        assert_eq!(prompts.nrows(), self.dim(), "a row for each coordinate");
        let numbers = prompts.as_mut_slice();
        if let Shape::Independent(coordinate) = self.law.shape() {
            (coordinate.fill)(numbers, generator);
        } else {
            vectorised(FillNormal { numbers, generator });
        }
        for prompt in numbers.chunks_exact_mut(self.scales.len()) {
            prompt.iter_mut().zip(&self.scales).for_each(|(entry, scale)| *entry *= scale);
        }
    }
}

struct FillNormal<'a> {
    numbers: &'a mut [f64],
    generator: &'a mut WideGenerator,
}

impl Kernel for FillNormal<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.generator.fill_normal(self.numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    /// The second moment is 1, the fourth 3, 9/5, 1 and 6, and the eighth 105, 9, 1 and 2520. Means of 40,000 numbers are wrong by at most 5 standard errors, up to a probability of 1e-5 in all.
    #[test]
    fn coordinates_have_the_moments_of_their_law() {
        const COUNT: usize = 40_000;
        let laws = [
            (PromptLaw::Gaussian, [3.0, 105.0]),
            (PromptLaw::Cube, [1.8, 9.0]),
            (PromptLaw::Rademacher, [1.0, 1.0]),
            (PromptLaw::Laplace, [6.0, 2520.0]),
        ];
        for (law, [fourth, eighth]) in laws {
            let prompts = ScaledPrompts::new(&law, &[4.0, 0.25]);
            let mut columns = DMatrix::zeros(2, COUNT);
            let mut stream = open_stream(1, &ContentKey::of("scaled prompts"), 0);
            prompts.fill(&mut columns, &mut WideGenerator::from_stream(&mut stream));
            let mean =
                |f: &dyn Fn(f64, f64) -> f64| columns.column_iter().map(|x| f(x[0], x[1])).sum::<f64>() / COUNT as f64;
            let within = |found: f64, expected: f64, variance: f64| {
                assert!(
                    (found - expected).abs() <= 5.0 * (variance / COUNT as f64).sqrt() + 1e-12,
                    "{law:?}: {found} {expected}"
                );
            };
            within(mean(&|x, _| x * x / 4.0), 1.0, fourth - 1.0);
            within(mean(&|_, y| y * y * 4.0), 1.0, fourth - 1.0);
            within(mean(&|x, y| x * y), 0.0, 1.0);
            within(mean(&|x, _| x), 0.0, 4.0);
            within(mean(&|x, _| (x / 2.0).powi(4)), fourth, eighth - fourth * fourth);
        }
    }
}
