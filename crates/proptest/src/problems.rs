//! Whole problems.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::Union;

use super::concepts::{concept_shapes, vectors};
use super::edges::{
    COSINE, DEGREES_OF_FREEDOM, MISJUDGED_EXPONENTS, MODERATE_MASS, MODERATE_NOISE, OFF_HULL, VARIANCE_EXPONENTS,
};
use super::noises;
use super::priors::{PriorShape, prior_shapes};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// Laws of the prompt in `dim` dimensions: Gaussian first; anisotropic variances from 0.1 to 10.
pub fn prompt_laws(dim: usize) -> impl Strategy<Value = PromptLaw> {
    prompts(dim).prop_map(move |prompts| prompts.in_dimensions(dim))
}

/// A law before the dimension is known.
#[derive(Clone, Debug)]
enum Prompts {
    Isotropic(PromptLaw),
    /// Normal with these variances, of which the first are used.
    WithVariances(Vec<f64>),
}

impl Prompts {
    fn in_dimensions(self, dim: usize) -> PromptLaw {
        match self {
            Self::Isotropic(law) => law,
            Self::WithVariances(variances) => PromptLaw::Anisotropic(variances[..dim].to_vec()),
        }
    }
}

fn prompts(most_dim: usize) -> impl Strategy<Value = Prompts> {
    let variances = prop::collection::vec(VARIANCE_EXPONENTS, most_dim)
        .prop_map(|exponents| exponents.into_iter().map(|exponent| 10f64.powf(exponent)).collect());
    prop_oneof![
        4 => isotropic_laws().prop_map(Prompts::Isotropic),
        1 => variances.prop_map(Prompts::WithVariances),
    ]
}

/// The isotropic laws, Gaussian first: failures shrink towards it.
fn isotropic_laws() -> impl Strategy<Value = PromptLaw> {
    let mut laws = PromptLaw::ISOTROPIC.to_vec();
    laws.sort_by_key(|law| !law.is_gaussian());
    Union::new(laws.into_iter().map(Just))
}

/// Weak supervisors by cosine and length off the hull: unbiased first. Off the hull only where `has_room`.
pub fn weak_supervisors(has_room: bool) -> impl Strategy<Value = WeakSpec> {
    supervisors(has_room, noises())
}

fn supervisors(has_room: bool, noises: impl Strategy<Value = f64>) -> impl Strategy<Value = WeakSpec> {
    let off_hull = prop_oneof![1 => Just(0.0), 3 => OFF_HULL];
    (prop_oneof![1 => Just(1.0), 4 => COSINE], off_hull, noises).prop_map(move |(cosine, off_hull, noise)| {
        WeakSpec::biased(cosine, if has_room { off_hull } else { 0.0 }, noise)
    })
}

/// Descriptions of problems in at most `most_dim` dimensions. A description is short to read when a test fails.
///
/// | part | drawn | shrinks towards |
/// | ---- | ----- | --------------- |
/// | target | one concept, or a prior over several | one concept |
/// | weak supervisor | by cosine, or with concepts anywhere; normal or Student noise | by cosine, normal noise |
/// | source | knows σ, or believes a noise up to ten times too small or too large | knows σ |
///
/// Each part shrinks independently of the others.
///
/// # Panics
///
/// If `most_dim` is 0.
pub fn problem_specs(most_dim: usize) -> impl Strategy<Value = ProblemSpec> {
    let shape = (1..=most_dim, prompts(most_dim), concept_shapes(most_dim));
    let source =
        (prior_shapes(most_dim + 4), noises(), prop_oneof![5 => Just(None), 1 => MISJUDGED_EXPONENTS.prop_map(Some)]);
    (shape, source, targets(most_dim), weak(most_dim)).prop_map(|((dim, prompts, concepts), source, target, weak)| {
        let concepts = concepts.in_dimensions(dim);
        let count = concept_count(&concepts);
        let (source_prior, noise, misjudged) = source;
        let has_room = count < dim && !matches!(concepts, ConceptSpec::Persona { .. });
        let spec = ProblemSpec::new(dim, concepts)
            .prompts(prompts.in_dimensions(dim))
            .source_prior(source_prior.over(count))
            .noise(noise)
            .weak(weak.of(dim, count, has_room));
        let spec = match target {
            Target::Concept(concept) => spec.target(concept.index(count)),
            Target::Prior(shape) => spec.target_prior(shape.over(count)),
        };
        match misjudged {
            Some(exponent) => spec.believed_noise(noise * 10f64.powf(exponent)),
            None => spec,
        }
    })
}

/// The target before the number of concepts is known.
#[derive(Clone, Debug)]
enum Target {
    Concept(Index),
    Prior(PriorShape),
}

fn targets(most_dim: usize) -> impl Strategy<Value = Target> {
    prop_oneof![
        5 => any::<Index>().prop_map(Target::Concept),
        1 => prior_shapes(most_dim + 4).prop_map(Target::Prior),
    ]
}

/// The weak supervisor before dimension and number of concepts are known.
#[derive(Clone, Debug)]
struct Weak {
    biased: WeakSpec,
    vectors: Option<Vec<Vec<f64>>>,
    degrees_of_freedom: Option<f64>,
}

impl Weak {
    fn of(self, dim: usize, concept_count: usize, has_room: bool) -> WeakSpec {
        let by_place = match self.vectors {
            Some(vectors) => {
                let vectors = vectors.iter().cycle().take(concept_count).map(|vector| vector[..dim].to_vec());
                WeakSpec::of_vectors(vectors.collect(), self.biased.noise)
            }
            None if has_room => self.biased,
            None => WeakSpec { off_hull: Some(0.0), ..self.biased },
        };
        WeakSpec { degrees_of_freedom: self.degrees_of_freedom, ..by_place }
    }
}

fn weak(most_dim: usize) -> impl Strategy<Value = Weak> {
    let vectors = prop_oneof![4 => Just(None), 1 => vectors(most_dim).prop_map(Some)];
    let degrees_of_freedom = prop_oneof![5 => Just(None), 1 => DEGREES_OF_FREEDOM.prop_map(Some)];
    (weak_supervisors(true), vectors, degrees_of_freedom).prop_map(|(biased, vectors, degrees_of_freedom)| Weak {
        biased,
        vectors,
        degrees_of_freedom,
    })
}

/// The problems that [`problem_specs`] describes. A few descriptions are not valid, such as a concept of length zero with a weak cosine; then
/// another one is drawn.
///
/// # Panics
///
/// If `most_dim` is 0.
pub fn problems(most_dim: usize) -> impl Strategy<Value = TransferProblem> {
    problem_specs(most_dim).prop_filter_map("not a problem", |spec| TransferProblem::new(&spec).ok())
}

/// Problems for which a simulation needs few replicates.
///
/// Prompts are isotropic, there are at least two orthonormal concepts, the source gives each of them positive probability, and noises are from
/// 0.3 to 2.
///
/// # Panics
///
/// If `most_dim` is below 2.
pub fn moderate_problems(most_dim: usize) -> impl Strategy<Value = TransferProblem> {
    let shape = (2..=most_dim, any::<Index>(), isotropic_laws());
    let favoured = prop_oneof![Just(None), (any::<Index>(), MODERATE_MASS).prop_map(Some)];
    let parts = (favoured, any::<Index>(), MODERATE_NOISE, supervisors(true, MODERATE_NOISE));
    (shape, parts).prop_filter_map("not a problem", |((dim, count, prompts), (favoured, target, noise, weak))| {
        let count = 2 + count.index(dim - 1);
        let prior = match favoured {
            Some((concept, mass)) => PriorSpec::Favouring { concept: concept.index(count), mass },
            None => PriorSpec::Uniform,
        };
        let spec = ProblemSpec::new(dim, ConceptSpec::Orthonormal(count)).prompts(prompts).source_prior(prior);
        let weak = if count < dim { weak } else { WeakSpec { off_hull: Some(0.0), ..weak } };
        spec.target(target.index(count)).noise(noise).weak(weak).build().ok()
    })
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

    use crate::{nearly_parallel_concepts, with_gram_matrix};

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
        let edges: [(&str, usize); 13] = [
            ("one concept", counts(&|spec| concept_count(&spec.concepts) == 1)),
            ("as many concepts as dimensions", counts(&|spec| spec.concepts == ConceptSpec::Orthonormal(spec.dim))),
            ("more concepts than dimensions", counts(&|spec| concept_count(&spec.concepts) > spec.dim)),
            ("normal concepts", counts(&|spec| matches!(spec.concepts, ConceptSpec::Gaussian { .. }))),
            ("one dimension", counts(&|spec| spec.dim == 1)),
            ("priors with zeros", counts(&zeros)),
            ("several targets", counts(&|spec| spec.target_prior.is_some())),
            ("tiny noise", counts(&|spec| spec.noise == 1e-8)),
            ("huge noise", counts(&|spec| spec.weak.noise == 1e8)),
            ("misjudged noise", counts(&|spec| spec.believed_noise.is_some())),
            ("unbiased", counts(&|spec| spec.weak.cosine == Some(1.0) && spec.weak.off_hull == Some(0.0))),
            ("anywhere", counts(&|spec| spec.weak.vectors.is_some() && spec.weak.degrees_of_freedom.is_some())),
            ("anisotropic", counts(&|spec| matches!(spec.prompts, PromptLaw::Anisotropic(_)))),
        ];
        for (edge, count) in edges {
            assert!(count >= 40, "{edge}: {count}");
        }
        assert!(counts(&|spec| TransferProblem::new(spec).is_ok()) >= 1900);
    }

    /// What the property refuses, after shrinking.
    fn shrunk(holds: impl Fn(&ProblemSpec) -> bool) -> ProblemSpec {
        let config = Config { failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRunner::deterministic().new_rng());
        let property = |spec: ProblemSpec| if holds(&spec) { Ok(()) } else { Err(TestCaseError::fail("refused")) };
        let Err(TestError::Fail(_, spec)) = runner.run(&problem_specs(5), property) else { panic!("it fails") };
        spec
    }

    /// A property of one part shrinks to a description with nothing else in it, and nearly to the least that fails.
    #[test]
    fn failures_shrink_to_what_is_easy_to_read() {
        let simplest = ProblemSpec::new(1, ConceptSpec::Orthonormal(1));
        assert_eq!(shrunk(|_| false), simplest);
        assert_eq!(shrunk(|spec| spec.dim < 4), ProblemSpec::new(4, ConceptSpec::Orthonormal(1)));
        let loud = shrunk(|spec| spec.noise < 10.0);
        let mut quiet = loud.clone();
        quiet.noise = 0.5;
        assert_eq!(quiet, simplest);
        let several = shrunk(|spec| concept_count(&spec.concepts) < 3);
        assert_eq!(several, ProblemSpec::new(several.dim, several.concepts.clone()));
        assert!(several.dim <= 4 && matches!(several.concepts, ConceptSpec::Orthonormal(_)));
    }

    proptest! {
        #[test]
        fn gram_matrices_are_kept(spec in with_gram_matrix(&dmatrix![1.0, 0.3; 0.3, 2.0], 4).expect("a positive definite matrix")) {
            let problem = ProblemSpec::new(4, spec).build().expect("concepts");
            let concepts = problem.concepts();
            prop_assert!((concepts.tr_mul(concepts) - dmatrix![1.0, 0.3; 0.3, 2.0]).amax() < 1e-12);
        }

        #[test]
        fn nearly_parallel_concepts_are_unit_vectors(spec in nearly_parallel_concepts(3)) {
            let problem = ProblemSpec::new(3, spec).build().expect("concepts");
            let concepts = problem.concepts();
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
