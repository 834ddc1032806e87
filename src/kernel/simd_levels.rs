//! Every kernel gives the same bits with all vector instructions that the processor has.

use nalgebra::{DMatrix, DVector};

use super::*;
use crate::learn::Shrinkage;
use crate::model::{BulkMisalignment, BulkPosterior, ConceptSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use crate::numeric::{SimdLevel, at_each_level};
use crate::random::{ContentKey, Stream, open_stream};
use crate::sample::{Composition, GROUP, LabelLaw, LabelNoise, MomentSampler, ResidualSampler, Tilt, TiltedSampler};

/// Refuses numbers that differ in any bit between levels.
fn assert_same_bits(what: &str, compute: impl Fn(&mut Stream) -> Vec<f64>) {
    let bits = || {
        let numbers = compute(&mut open_stream(1, &ContentKey::of("levels"), 0));
        assert!(numbers.iter().any(|x| *x != 0.0) && numbers.iter().all(|x| x.is_finite()), "{what}");
        numbers.into_iter().map(f64::to_bits).collect::<Vec<_>>()
    };
    let found = at_each_level(bits);
    for (level, bits) in SimdLevel::available().into_iter().zip(&found) {
        assert_eq!(bits, &found[0], "{what} at {level}");
    }
}

fn problem(prompts: &PromptLaw) -> TransferProblem {
    let spec = ProblemSpec::new(11, ConceptSpec::Orthonormal(3)).prompts(prompts.clone());
    spec.weak(WeakSpec::biased(0.8, 0.6, 0.5)).build().expect("a problem")
}

fn with_generator(stream: &mut Stream) -> WideGenerator {
    WideGenerator::from_stream(stream)
}

const PATH: [f64; PENALTIES] = [1e-3, 0.3, 1.0, 10.0];

fn flat(shrinkage: &[[Shrinkage; LANES]]) -> Vec<f64> {
    shrinkage.as_flattened().iter().flat_map(|sums| [sums.taken, sums.mixed, sums.left, sums.variance]).collect()
}

#[test]
fn moments_and_ridge_paths() {
    for law in PromptLaw::ISOTROPIC {
        for count in [5, 40] {
            let displacement = DVector::from_fn(11, |i, _| 0.1 * i as f64 - 0.3);
            assert_same_bits(&format!("{count} prompts of {law:?}"), |stream| {
                let mut sampler = LaneSampler::new(law, &displacement, 0.5, count);
                let moments = sampler.draw(&mut with_generator(stream));
                let lanes = (0..LANES).map(|lane| moments.lane(lane));
                let mut numbers: Vec<f64> =
                    lanes.flat_map(|m| [m.gram.as_slice(), m.cross.as_slice(), &[m.label_square]].concat()).collect();
                let mut path = RidgePath::new(&displacement, &DVector::from_element(11, 0.2), 0.5);
                path.reduce_moments(moments);
                numbers.extend(path.squared_errors(PATH, 0.25).as_flattened());
                numbers
            });
        }
    }
}

#[test]
fn bidiagonal_samples_and_their_paths() {
    let displacement = DVector::from_fn(11, |i, _| 0.1 * i as f64 - 0.3);
    for count in [5, 40] {
        assert_same_bits("a bidiagonal sample", |stream| {
            let mut generator = with_generator(stream);
            let sample = BidiagonalSampler::new(count, 11).draw(&mut generator, stream).clone();
            let mut path = RidgePath::new(&displacement, &DVector::from_element(11, 0.2), 0.5);
            path.reduce_bidiagonal(&sample);
            [&sample.diagonal[..], &sample.above_diagonal, path.squared_errors(PATH, 0.0).as_flattened()].concat()
        });
        assert_same_bits("squares of a bidiagonal sample", |stream| {
            let mut generator = with_generator(stream);
            let sample = SquaresSampler::new(count, 11).draw(&mut generator, stream).clone();
            let mut path = ExpectedPath::default();
            path.reduce_bidiagonal(&sample, 1.0);
            [&sample.diagonal[..], &sample.above_diagonal, &flat(&path.shrinkage(PATH))].concat()
        });
    }
}

#[test]
fn gram_matrices_and_expected_paths() {
    for law in PromptLaw::ISOTROPIC {
        assert_same_bits(&format!("{law:?}"), |stream| {
            let mut sampler = GramSampler::new(law, 9, 11).expect("isotropic");
            let sample = sampler.draw(&mut with_generator(stream));
            let mut path = ExpectedPath::default();
            path.reduce_gram(sample);
            [&path.traces()[..], &flat(&path.shrinkage(PATH))].concat()
        });
    }
}

#[test]
fn residuals_and_posteriors() {
    for law in PromptLaw::ISOTROPIC {
        let problem = problem(law);
        let labels = problem.weak_concepts().column(0).into_owned();
        let sampler = ResidualSampler::new(law, problem.concepts(), &labels, LabelNoise::normal(0.5));
        for sampler in [sampler.clone(), sampler.clone().general(), sampler.direct()] {
            assert_same_bits(&format!("{} of {law:?}", sampler.name()), |stream| {
                let mut numbers = Vec::new();
                sampler.draw(&[3, 20], stream, &mut |_, squares| {
                    let (mut posteriors, mut misalignments) = (squares.to_vec(), vec![0.0; GROUP]);
                    BulkPosterior::new(&problem).replace(&mut posteriors);
                    BulkMisalignment::new(&problem, 0).write(squares, &mut misalignments);
                    numbers.extend([squares, &posteriors, &misalignments].concat());
                });
                numbers
            });
        }
    }
}

#[test]
fn tilted_batches() {
    for law in [PromptLaw::Cube, PromptLaw::Sphere, PromptLaw::Gaussian] {
        let problem = problem(&law);
        let tilts = [1, 2].map(|concept| Tilt { concept, theta: 0.02, log_moment: 0.0 });
        assert_same_bits(&format!("{law:?}"), |stream| {
            let sampler = TiltedSampler::new(&problem, 6, &tilts).expect("a bounded law");
            let (mut squares, mut sums) = (vec![0.0; 3 * GROUP], [0.0; GROUP]);
            sampler.draw(&mut squares, &mut sums, stream);
            [&squares[..], &sums].concat()
        });
    }
}

/// Products of matrices of examples that are drawn one by one.
#[test]
fn direct_moments() {
    for law in [PromptLaw::Cube, PromptLaw::Gaussian] {
        let problem = problem(&law);
        assert_same_bits(&format!("{law:?}"), |stream| {
            let mut sampler = MomentSampler::new(&law, LabelLaw::weak(&problem)).direct();
            let mut moments = sampler.empty_moments();
            sampler.draw(&mut moments, 150, Composition::Mixed, stream);
            [moments.gram.as_slice(), moments.cross.as_slice(), &[moments.label_square]].concat()
        });
    }
}

/// nalgebra's products are plain loops, compiled for no instructions in particular. With its feature `std` they are not, and this fails where the
/// processor has fused multiply-adds.
#[test]
fn products_of_matrices_are_plain_sums() {
    let [left, right] = [1, 2].map(|k| DMatrix::from_fn(40, 40, |i, j| ((k * (40 * i + j)) as f64).sin()));
    let product = &left * &right;
    let expected = DMatrix::from_fn(40, 40, |i, j| {
        (1..40).fold(left[(i, 0)] * right[(0, j)], |sum, k| left[(i, k)] * right[(k, j)] + sum)
    });
    assert_eq!(product, expected);
}
