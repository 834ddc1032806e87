//! Every quantity under every prompt law and every kind of concepts.

use super::case::Case;
use super::problems::random_problem;
use super::{FAMILY, PROBLEM_SEED};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

#[test]
fn cube_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(0);
}

#[test]
fn gaussian_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(1);
}

#[test]
fn rademacher_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(2);
}

#[test]
fn sphere_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(3);
}

#[test]
fn anisotropic_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(4);
}

#[test]
fn laplace_prompts_agree_with_the_plain_simulation() {
    agrees_for_every_kind_of_concepts(5);
}

fn agrees_for_every_kind_of_concepts(law: usize) {
    let mut zs = Vec::new();
    for kind in 0..3 {
        zs.extend(comparisons(law, kind));
    }
    // Six laws share the family.
    assert!(6 * zs.len() <= FAMILY.tests(), "{} comparisons", zs.len());
    let limit = FAMILY.z_limit();
    let failures: Vec<_> = zs.iter().filter(|(_, z)| z.is_nan() || z.abs() >= limit).collect();
    assert!(failures.is_empty(), "|z| ≥ {limit:.2}: {failures:?}");
}

/// Every quantity on one random problem: name and z.
fn comparisons(law: usize, kind: usize) -> Vec<(String, f64)> {
    let index = 3 * law + kind;
    let mut rng = ChaCha8Rng::seed_from_u64(PROBLEM_SEED + index as u64);
    let problem = random_problem(law, kind, &mut rng);
    let dim = problem.dim();
    let few = index % 2 == 1;
    let samples = if few { rng.random_range(1..dim / 2) } else { rng.random_range(3 * dim + 6..3 * dim + 16) };
    let case = Case { problem: &problem, samples, penalty: rng.random_range(0.05..1.0), seed: 1000 * index as u64 };
    let mut zs = case.fine_tuning();
    if !few {
        // With few samples the fit within the hull is not unique.
        zs.push(case.hull());
    }
    zs.extend(case.posteriors());
    zs.extend(case.refinement());
    zs.into_iter().map(|(name, z)| (format!("problem {index}, {name}"), z)).collect()
}
