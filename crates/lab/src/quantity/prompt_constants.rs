//! Draws the constants of ridge regression along a path of penalties.

use super::constants_law::ConstantsLaw;
use super::ridge_constants::{RidgeConstants, SampleSize};
use super::row_prompts::RowPrompts;
use weak_to_strong::kernel::{ExpectedPath, GramSampler, LANES, PENALTIES, SquaresSampler, WideGenerator};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;

/// The constants of N prompts at each penalty of a path. The law of the prompts is unchanged by signed permutations.
#[derive(Clone)]
pub(super) struct PromptConstants {
    size: SampleSize,
    prompts: Prompts,
    penalties: Vec<f64>,
    /// The law of the constants at each penalty.
    pub(super) laws: Vec<ConstantsLaw>,
}

/// How prompts are drawn, and how c₄ follows from them.
#[derive(Clone)]
enum Prompts {
    /// Gaussian prompts, whose Xᵢ given S are the rows of a uniform orthonormal frame times (NS)^½: c₄ = (tr S·N·c₃ + 2 tr T²)/(d(N + 2)).
    Gaussian(SquaresSampler),
    /// Prompts of one length, |X|² = E|X|²: c₄ = (|X|²/d)·c₃.
    OneLength(Box<GramSampler>, f64),
    /// Other prompts, drawn one by one.
    Rows(RowPrompts),
}

impl PromptConstants {
    /// Returns `None` if the prompts are not isotropic, or not Gaussian and S comes near to a singular matrix where there is no penalty.
    pub(super) fn new(problem: &TransferProblem, count: usize, penalties: &[f64]) -> Option<Self> {
        let (law, dim) = (problem.prompts(), problem.dim());
        let size = SampleSize { count, dim, variance: law.isotropic_variance()? };
        let penalties = penalties.to_vec();
        if law.is_gaussian() {
            let laws = penalties.iter().map(|penalty| ConstantsLaw::gaussian(size, *penalty)).collect();
            return Some(Self { size, prompts: Prompts::Gaussian(SquaresSampler::new(count, dim)), penalties, laws });
        }
        let regular = law.has_density() && count.abs_diff(dim) > 3;
        if penalties.contains(&0.0) && !regular {
            return None;
        }
        let bound = law.squared_bound(dim).unwrap_or(f64::INFINITY);
        let laws = penalties.iter().map(|penalty| ConstantsLaw::of_other_prompts(size, *penalty, bound)).collect();
        // A number that never exceeds its mean is constant.
        let one_length = bound <= dim as f64 * size.variance;
        // The kernel is not made for eigenvalues that are 0 but for rounding.
        let penalised = |least: f64| penalties.iter().all(|penalty| *penalty > least);
        let far_from_singular =
            if law.has_density() { count.abs_diff(dim) > 3 || penalised(1e-6) } else { penalised(1e-3) };
        let by_kernel = far_from_singular && count.min(dim) <= MOST_ROWS_OF_LANES;
        let prompts = if one_length && by_kernel {
            Prompts::OneLength(Box::new(GramSampler::new(law, count, dim)?), bound / dim as f64)
        } else {
            Prompts::Rows(RowPrompts::new(law, count, dim))
        };
        Some(Self { size, prompts, penalties, laws })
    }

    /// Whether all constants that are drawn have ranges.
    pub(super) fn have_ranges(&self) -> bool {
        self.laws.iter().all(|law| match law {
            ConstantsLaw::Drawn(cuts) => cuts.noise.greatest.max(cuts.mixing.greatest).is_finite(),
            ConstantsLaw::Known(_) | ConstantsLaw::Infinite => true,
        })
    }

    /// How many posteriors are averaged in a replicate, so that they cost about as much as the prompts.
    pub(super) fn posteriors_in_replicate(&self) -> usize {
        let drawn = self.laws.iter().any(|law| matches!(law, ConstantsLaw::Drawn(_)));
        match self.prompts {
            Prompts::OneLength(..) if drawn => 16,
            Prompts::Rows(_) if drawn => 64,
            Prompts::Gaussian(_) | Prompts::OneLength(..) | Prompts::Rows(_) => 1,
        }
    }

    /// Starts to draw.
    pub(super) fn start(&self) -> DrawnPrompts {
        let known = |law: &ConstantsLaw| match law {
            ConstantsLaw::Known(constants) => [*constants; LANES],
            ConstantsLaw::Infinite | ConstantsLaw::Drawn(_) => [RidgeConstants::UNKNOWN; LANES],
        };
        let is_drawn = |place: &usize| matches!(self.laws[*place], ConstantsLaw::Drawn(_));
        DrawnPrompts {
            size: self.size,
            prompts: self.prompts.clone(),
            penalties: self.penalties.clone(),
            drawn: (0..self.laws.len()).filter(is_drawn).collect(),
            path: ExpectedPath::default(),
            generator: None,
            constants: self.laws.iter().map(known).collect(),
        }
    }
}

/// The largest min(N, d) for which matrices of all lanes are kept.
const MOST_ROWS_OF_LANES: usize = 256;

/// Draws the constants of [`LANES`] replicates.
pub(super) struct DrawnPrompts {
    size: SampleSize,
    prompts: Prompts,
    penalties: Vec<f64>,
    /// The places of the penalties whose constants are drawn.
    drawn: Vec<usize>,
    path: ExpectedPath,
    generator: Option<WideGenerator>,
    /// The constants at each penalty in each lane.
    pub(super) constants: Vec<[RidgeConstants; LANES]>,
}

impl DrawnPrompts {
    /// Draws the prompts of [`LANES`] replicates, if constants are drawn.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        if self.drawn.is_empty() {
            return;
        }
        let generator = self.generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
        match &mut self.prompts {
            Prompts::Gaussian(sampler) => {
                self.path.reduce_bidiagonal(sampler.draw(generator, stream), self.size.variance);
            }
            Prompts::OneLength(sampler, _) => self.path.reduce_gram(sampler.draw(generator)),
            Prompts::Rows(prompts) => {
                for lane in 0..LANES {
                    prompts.draw(stream);
                    for &place in &self.drawn {
                        self.constants[place][lane] = prompts.constants(self.penalties[place]);
                    }
                }
                return;
            }
        }
        self.shrink();
    }

    /// The constants of prompts that were reduced to a path.
    fn shrink(&mut self) {
        let SampleSize { count, dim, .. } = self.size;
        let traces = self.path.traces();
        for places in self.drawn.chunks(PENALTIES) {
            let penalties = std::array::from_fn(|i| self.penalties[places[i.min(places.len() - 1)]]);
            for (place, lanes) in places.iter().zip(self.path.shrinkage(penalties)) {
                self.constants[*place] = std::array::from_fn(|lane| {
                    let shrinkage = &lanes[lane];
                    let mixing = match self.prompts {
                        Prompts::OneLength(_, length) => length * shrinkage.variance,
                        Prompts::Gaussian(_) | Prompts::Rows(_) => {
                            let spread = traces[lane] * count as f64 * shrinkage.variance;
                            (spread + 2.0 * shrinkage.taken) / (dim as f64 * (count as f64 + 2.0))
                        }
                    };
                    RidgeConstants::of(shrinkage, dim, mixing)
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw};
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    fn drawn(law: PromptLaw, dim: usize, count: usize, penalty: f64) -> PromptConstants {
        let problem = ProblemSpec::new(dim, ConceptSpec::Orthonormal(1)).prompts(law).build().expect("a problem");
        PromptConstants::new(&problem, count, &[penalty]).expect("isotropic prompts")
    }

    fn moments(prompts: &mut DrawnPrompts, replicates: usize) -> JointMoments {
        let mut stream = open_stream(4, &ContentKey::of("constants"), 0);
        let mut moments = JointMoments::new(5);
        for _ in 0..replicates / LANES {
            prompts.draw(&mut stream);
            for RidgeConstants { kept, product, moved, noise, mixing } in prompts.constants[0] {
                assert!((kept + 2.0 * product + moved - 1.0).abs() < 1e-12);
                moments.push(&[kept, product, moved, noise, mixing]);
            }
        }
        moments
    }

    /// Fixed seed. With a tiny penalty the means of 40,000 samples are within five standard errors of the expectations without one, but for a probability
    /// of 6e-7 each; the penalty changes them by a relative 1e-9.
    #[test]
    fn expectations_without_penalty_are_those_of_samples() {
        for (count, dim) in [(12, 3), (3, 12), (20, 5), (1, 9), (9, 1)] {
            let size = SampleSize { count, dim, variance: 1.0 };
            let known = RidgeConstants::without_penalty(size).expect("finite");
            let moments = moments(&mut drawn(PromptLaw::Gaussian, dim, count, 1e-12).start(), 40_000);
            for (at, expected) in
                [known.kept, known.product, known.moved, known.noise, known.mixing].into_iter().enumerate()
            {
                let limit = 1e-9 + 5.0 * (moments.covariance(at, at) / 40_000.0).sqrt();
                let found = moments.mean()[at];
                assert!((found - expected).abs() < limit, "{count} × {dim}: {found}, not {expected} ± {limit}");
            }
        }
    }

    /// Fixed seed. Kernels and prompts that are drawn one by one have the same means: five standard errors of 8,000 samples each, of probability 6e-7.
    #[test]
    fn kernels_agree_with_prompts_drawn_one_by_one() {
        for (law, count, dim) in [
            (PromptLaw::Gaussian, 10, 4),
            (PromptLaw::Gaussian, 3, 6),
            (PromptLaw::Sphere, 9, 4),
            (PromptLaw::Sphere, 3, 8),
            (PromptLaw::Rademacher, 3, 5),
        ] {
            let kernel = drawn(law.clone(), dim, count, 0.3);
            let mut rows = kernel.start();
            rows.prompts = Prompts::Rows(RowPrompts::new(&law, count, dim));
            let (kernel, rows) = (moments(&mut kernel.start(), 8000), moments(&mut rows, 8000));
            for at in 0..5 {
                let variance = (kernel.covariance(at, at) + rows.covariance(at, at)) / 8000.0;
                let gap = kernel.mean()[at] - rows.mean()[at];
                assert!(gap.abs() < 1e-12 + 5.0 * variance.sqrt(), "{law:?} {at}: {gap} {}", variance.sqrt());
            }
        }
    }
}
