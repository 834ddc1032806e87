//! Whole problems.

use proptest::prelude::*;

use super::{concepts, noises, priors};
use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// Laws of the prompt in `dim` dimensions: Gaussian first; anisotropic variances from 0.1 to 10.
pub fn prompt_laws(dim: usize) -> impl Strategy<Value = PromptLaw> {
    let anisotropic = prop::collection::vec(-1.0..1.0f64, dim).prop_map(|exponents| {
        PromptLaw::Anisotropic(exponents.into_iter().map(|exponent| 10f64.powf(exponent)).collect())
    });
    prop_oneof![4 => isotropic_laws(), 1 => anisotropic]
}

fn isotropic_laws() -> impl Strategy<Value = PromptLaw> {
    prop_oneof![Just(PromptLaw::Gaussian), Just(PromptLaw::Cube), Just(PromptLaw::Rademacher), Just(PromptLaw::Sphere)]
}

/// Weak supervisors by cosine and length off the hull: unbiased first. Off the hull only where `has_room`.
pub fn weak_supervisors(has_room: bool) -> impl Strategy<Value = WeakSpec> {
    supervisors(has_room, noises())
}

fn supervisors(has_room: bool, noises: impl Strategy<Value = f64>) -> impl Strategy<Value = WeakSpec> {
    let off_hull = prop_oneof![1 => Just(0.0), 3 => 0.0..2.0f64];
    (prop_oneof![1 => Just(1.0), 4 => -1.0..=1.0f64], off_hull, noises).prop_map(move |(cosine, off_hull, noise)| {
        WeakSpec::biased(cosine, if has_room { off_hull } else { 0.0 }, noise)
    })
}

/// Problems in at most `most_dim` dimensions with one target concept, as descriptions: these are short to read when a test fails.
///
/// # Panics
///
/// If `most_dim` is 0.
pub fn problem_specs(most_dim: usize) -> impl Strategy<Value = ProblemSpec> {
    (1..=most_dim).prop_flat_map(|dim| (Just(dim), prompt_laws(dim), concepts(dim))).prop_flat_map(
        |(dim, prompts, concepts)| {
            let count = concept_count(&concepts);
            let has_room = count < dim && !matches!(concepts, ConceptSpec::Persona { .. });
            let parts = (priors(count), 0..count, noises(), weak_supervisors(has_room));
            parts.prop_map(move |(source_prior, target, noise, weak)| {
                spec(dim, &prompts, &concepts, (source_prior, target, noise, weak))
            })
        },
    )
}

/// The problems of [`problem_specs`]. Those few that are none, such as a concept of length zero with a weak cosine, are drawn again.
///
/// # Panics
///
/// If `most_dim` is 0.
pub fn problems(most_dim: usize) -> impl Strategy<Value = TransferProblem> {
    problem_specs(most_dim).prop_filter_map("not a problem", |spec| TransferProblem::new(&spec).ok())
}

/// Problems that simulation resolves with few replicates: isotropic prompts, two or more orthonormal concepts, a source that supports
/// all of them, and noises from 0.3 to 2.
///
/// # Panics
///
/// If `most_dim` is below 2.
pub fn moderate_problems(most_dim: usize) -> impl Strategy<Value = TransferProblem> {
    let shapes = (2..=most_dim).prop_flat_map(|dim| (Just(dim), 2..=dim));
    (shapes, isotropic_laws()).prop_flat_map(|((dim, count), prompts)| {
        let prior = prop_oneof![
            Just(PriorSpec::Uniform),
            (0..count, 0.2..0.8f64).prop_map(|(concept, mass)| PriorSpec::Favouring { concept, mass })
        ];
        let parts = (prior, 0..count, 0.3..2.0f64, supervisors(count < dim, 0.3..2.0f64));
        parts.prop_filter_map("not a problem", move |parts| {
            TransferProblem::new(&spec(dim, &prompts, &ConceptSpec::Orthonormal(count), parts)).ok()
        })
    })
}

fn spec(
    dim: usize,
    prompts: &PromptLaw,
    concepts: &ConceptSpec,
    (source_prior, target, noise, weak): (PriorSpec, usize, f64, WeakSpec),
) -> ProblemSpec {
    ProblemSpec::new(dim, concepts.clone())
        .prompts(prompts.clone())
        .source_prior(source_prior)
        .target(target)
        .noise(noise)
        .weak(weak)
}

fn concept_count(concepts: &ConceptSpec) -> usize {
    match concepts {
        ConceptSpec::Orthonormal(count) | ConceptSpec::Persona { count, .. } | ConceptSpec::Gaussian { count, .. } => {
            *count
        }
        ConceptSpec::Vectors(vectors) => vectors.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, dmatrix};
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

    use crate::strategies::{nearly_parallel_concepts, with_gram_matrix};

    fn drawn(count: usize) -> Vec<ProblemSpec> {
        let mut runner = TestRunner::deterministic();
        let strategy = problem_specs(5);
        (0..count).map(|_| strategy.new_tree(&mut runner).expect("a description").current()).collect()
    }

    /// The edges come up among 2,000 descriptions, and nearly all of these are problems.
    #[test]
    fn edges_are_reached() {
        let specs = drawn(2000);
        let counts = |holds: &dyn Fn(&ProblemSpec) -> bool| specs.iter().filter(|spec| holds(spec)).count();
        let zeros = |spec: &ProblemSpec| matches!(&spec.source_prior, PriorSpec::Probabilities(p) if p.contains(&0.0));
        let edges: [(&str, usize); 8] = [
            ("one concept", counts(&|spec| concept_count(&spec.concepts) == 1)),
            ("as many concepts as dimensions", counts(&|spec| spec.concepts == ConceptSpec::Orthonormal(spec.dim))),
            ("one dimension", counts(&|spec| spec.dim == 1)),
            ("priors with zeros", counts(&zeros)),
            ("tiny noise", counts(&|spec| spec.noise == 1e-8)),
            ("huge noise", counts(&|spec| spec.weak.noise == 1e8)),
            ("unbiased", counts(&|spec| spec.weak.cosine == Some(1.0) && spec.weak.off_hull == Some(0.0))),
            ("anisotropic", counts(&|spec| matches!(spec.prompts, PromptLaw::Anisotropic(_)))),
        ];
        for (edge, count) in edges {
            assert!(count >= 40, "{edge}: {count}");
        }
        assert!(counts(&|spec| TransferProblem::new(spec).is_ok()) >= 1900);
    }

    /// A property that fails for noise of 10 and more shrinks to a description with nothing else in it.
    #[test]
    fn failures_shrink_to_what_is_easy_to_read() {
        let mut runner = TestRunner::new_with_rng(
            Config { failure_persistence: None, ..Config::default() },
            TestRunner::deterministic().new_rng(),
        );
        let property = |spec: ProblemSpec| if spec.noise < 10.0 { Ok(()) } else { Err(TestCaseError::fail("loud")) };
        let Err(TestError::Fail(_, spec)) = runner.run(&problem_specs(5), property) else { panic!("it fails") };
        assert_eq!((spec.dim, spec.prompts, spec.concepts), (1, PromptLaw::Gaussian, ConceptSpec::Orthonormal(1)));
        assert_eq!((spec.source_prior, spec.target, spec.weak.noise), (PriorSpec::Uniform, Some(0), 0.5));
    }

    proptest! {
        #[test]
        fn gram_matrices_are_kept(spec in with_gram_matrix(&dmatrix![1.0, 0.3; 0.3, 2.0], 4).expect("a positive definite matrix")) {
            let concepts = spec.matrix(4).expect("concepts");
            prop_assert!((concepts.tr_mul(&concepts) - dmatrix![1.0, 0.3; 0.3, 2.0]).amax() < 1e-12);
        }

        #[test]
        fn nearly_parallel_concepts_are_unit_vectors(spec in nearly_parallel_concepts(3)) {
            let concepts = spec.matrix(3).expect("concepts");
            prop_assert!(concepts.column_iter().all(|concept| (concept.norm() - 1.0).abs() < 1e-12));
            prop_assert!(concepts.column(0).dot(&concepts.column(1)) > 0.99);
        }
    }

    #[test]
    fn what_is_no_gram_matrix_is_refused() {
        assert!(with_gram_matrix(&dmatrix![1.0, 2.0; 2.0, 1.0], 4).is_none());
        assert!(with_gram_matrix(&DMatrix::identity(3, 3), 2).is_none());
    }
}
