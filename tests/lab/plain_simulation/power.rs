//! What the tests can see: numbers that are wrong by a tenth.

use super::FAMILY;
use super::case::Case;
use super::simulation::Plain;
use crate::problems::{built, orthonormal};
use weak_to_strong::model::{PromptLaw, TransferProblem, WeakSpec};

/// Power: a label noise that is wrong by 10 % fails the same test of naive fine-tuning. At n = 4d, half the MSE is variance, which it
/// raises by a fifth: z is beyond 10. With the right noise the same comparison passes.
#[test]
fn a_label_noise_off_by_a_tenth_is_detected() {
    let problem = problem_for_power(0.8, WeakSpec::biased(0.8, 0.6, 0.8));
    let case = Case { problem: &problem, samples: 24, penalty: 0.0, seed: 77 };
    let right = Plain::of(&problem);
    let wrong = Plain { weak_noise: 1.1 * right.weak_noise, ..right.clone() };
    let measured = case.measured("naive.mse", &[("samples", 24.0)], &[]);
    let z_of = |plain: &Plain| measured.z_against(case.plain(0, |rng| plain.naive_error(24, 0.0, rng)));
    assert!(z_of(&wrong).abs() > FAMILY.z_limit(), "z = {} does not show the wrong noise", z_of(&wrong));
    assert!(z_of(&right).abs() < FAMILY.z_limit());
}

/// Power: a source that believes in a noise wrong by 10 % fails the same test of misalignment. The source's noise is well
/// above that of the labels, so that its posterior is blunt and its odds after six examples move by a good part.
#[test]
fn a_source_noise_off_by_a_tenth_is_detected() {
    let problem = problem_for_power(1.5, WeakSpec::biased(1.0, 0.6, 0.5));
    let case = Case { problem: &problem, samples: 1, penalty: 0.0, seed: 78 };
    let right = Plain::of(&problem);
    let wrong = Plain { noise: 1.1 * right.noise, ..right.clone() };
    let measured = case.measured("refined.misalignment", &[("batch", 6.0)], &[]);
    let z_of = |plain: &Plain| measured.z_against(case.plain(0, |rng| plain.misalignment(6, 0, rng)));
    assert!(z_of(&wrong).abs() > FAMILY.z_limit(), "z = {} does not show the wrong noise", z_of(&wrong));
    assert!(z_of(&right).abs() < FAMILY.z_limit());
}

fn problem_for_power(noise: f64, weak: WeakSpec) -> TransferProblem {
    built(&orthonormal(6, 3, PromptLaw::Gaussian, weak).noise(noise))
}
